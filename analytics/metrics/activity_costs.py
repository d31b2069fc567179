"""What it costs to serve a customer: activities counted, times what one of each costs.

Definition
    Profit of a customer is the gross margin of its orders, less visits, calls, other contacts, complaints
    and service jobs at the unit costs of the settings, less compensation paid and what campaigns cost as
    recorded. Revenue stands after discounts. Nothing is allocated that the customer did not set off.
Source
    Methods A12; Kaplan & Cooper 1998 on activity-based costing; Kaplan & Narayanan 2001.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import pandas as pd

from analytics.settings import Settings

#: What is done for customers, as columns of ``customer_activity``, and the field with its unit cost.
ACTIVITIES = {"visits": "visit", "calls": "call", "messages": "message", "complaints": "complaint",
              "jobs": "job"}
#: What is recorded in money.
RECORDED = ("compensation", "campaign_cost")
#: Sums of squares and products over days of trade and payments, for errors.
SQUARES = ("margin_squares", "revenue_squares", "products", "paid_squares")
#: Every part of the cost to serve, in the order in which it is told.
COST_PARTS = (*ACTIVITIES, *RECORDED)


@dataclass(frozen=True, slots=True)
class ActivityCosts:
    """Unit costs, in minor units of the currency.

    Attributes
    ----------
    visit, call, message : int
        Of one contact; a message is any contact that is neither visit nor call.
    complaint : int
        Of handling one, beside the compensation paid.
    job : int
        Of one service job, beside the cost of its order lines.
    """

    visit: int = 30_000
    call: int = 2_000
    message: int = 500
    complaint: int = 30_000
    job: int = 0

    @classmethod
    def of(cls, settings: Settings) -> ActivityCosts:
        """Read them from the settings in force."""
        return cls(**{field.name: round(settings.number(f"cost_of_{field.name}") * 100)
                      for field in fields(cls)})


#: The unit costs of the settings' defaults.
USUAL_COSTS = ActivityCosts()


def with_profit(activity: pd.DataFrame, costs: ActivityCosts) -> pd.DataFrame:
    """Put a price on what was done for customers.

    Parameters
    ----------
    activity : DataFrame
        Rows of ``customer_activity``.
    costs : ActivityCosts

    Returns
    -------
    DataFrame
        The rows with ``cost_to_serve`` and ``profit``, in minor units; and ``error``, the standard error of
        the profit: that of a sum of independent occasions, each of which might have come more or less
        often (a compound Poisson sum).
    """
    priced = sum((activity[name].astype("int64") * getattr(costs, unit) for name, unit in ACTIVITIES.items()),
                 activity["compensation"] + activity["campaign_cost"])
    squares = sum(
        (activity[name].astype(float) * float(getattr(costs, unit)) ** 2
         for name, unit in ACTIVITIES.items()),
        activity["margin_squares"] + activity["paid_squares"])
    return activity.assign(cost_to_serve=priced, profit=activity["margin"] - priced, error=squares**0.5)


def parts_of(activity: pd.DataFrame, costs: ActivityCosts) -> dict[str, int]:
    """Return the cost to serve of all rows together, by part, in minor units."""
    priced = {name: int(activity[name].sum()) * int(getattr(costs, unit))
              for name, unit in ACTIVITIES.items()}
    return priced | {name: int(activity[name].sum()) for name in RECORDED}
