"""Customer types: loyalist, mercenary, hostage and defector, from satisfaction and behaviour.

Definition
    Satisfaction is the customer's mean of the last three overall answers, drawn towards the segment's
    mean by how much answers of one customer scatter (empirical Bayes); high from 4.5 of 5. Loyalty is
    behaviour: bought in as many of the last four quarters as the most regular quarter of the segment's
    customers. Loyalist: both high. Mercenary: satisfied, not loyal. Hostage: loyal, not satisfied, and
    held by a running contract or a captive market; without such a hold a dissatisfied regular. Defector:
    neither; terrorist where a complaint went to a third party or the media.
Grain
    One row per type; one per pair of types a year apart.
Edge cases
    Nobody is placed by a single answer. The share placed wrongly is estimated by drawing each
    customer's satisfaction again from what the answers leave open.
Source
    Jones and Sasser 1995; cut at absolute anchors rather than medians, which would force a quarter of
    the customers into each type.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analytics.errors import UnknownName
from analytics.filters import Filters
from analytics.filters.periods import add_months
from analytics.metrics.running import run_sql
from analytics.statistics.estimate import Estimate
from analytics.statistics.intervals import rate
from analytics.store.reader import Reader

Array = NDArray[np.float64]

TYPES = ("loyalist", "mercenary", "hostage", "dissatisfied_regular", "defector", "terrorist")
#: Where customers of a year ago may be by now, beside the types.
LOST, UNPLACED = "lost", "unplaced"
#: Answers that count, and from where on satisfaction is high.
MOST_ANSWERS, FEWEST_ANSWERS, HIGH = 3, 2, 4.5
#: Draws of each customer's satisfaction.
DRAWS = 200


@dataclass(frozen=True, slots=True)
class TypeCount:
    """One type.

    Attributes
    ----------
    type : str
    customers : int
    share : Estimate
        Of all placed.
    value : int
        Minor units of twelve months.
    placed_wrongly : float or None
        Share of them that another set of answers would place elsewhere.
    """

    type: str
    customers: int
    share: Estimate
    value: int
    placed_wrongly: float | None


@dataclass(frozen=True, slots=True)
class CustomerTypes:
    """The types now, and how customers moved since a year ago.

    Attributes
    ----------
    day, before : date or None
        None where the source has no dates.
    placed, unplaced : int
        Customers with enough answers, and those who answered once only.
    types : tuple of TypeCount
    placed_wrongly : float or None
        Over all placed.
    flows : mapping of (str, str) to int
        From the type a year ago to the type now, ``"lost"`` or ``"unplaced"``.
    loyal_quarters : mapping of str to int
        Trading quarters that count as loyal, by segment.
    """

    day: date | None
    before: date | None
    placed: int
    unplaced: int
    types: tuple[TypeCount, ...]
    placed_wrongly: float | None
    flows: dict[tuple[str, str], int]
    loyal_quarters: dict[str, int]

    def table(self) -> list[dict[str, object]]:
        """Return one row per type."""
        return [{"type": one.type, "customers": one.customers, "n": self.placed,
                 "estimate": one.share.estimate, "low": one.share.low, "high": one.share.high,
                 "state": one.share.state, "value": one.value,
                 "placed_wrongly": one.placed_wrongly} for one in self.types]

    def extra(self) -> dict[str, object]:
        """Return the flows and how many are placed wrongly."""
        return {"placed_wrongly": self.placed_wrongly, "unplaced": self.unplaced,
                "flows": [{"from": origin, "to": goal, "customers": n}
                          for (origin, goal), n in self.flows.items()]}


def customer_types(reader: Reader, filters: Filters) -> CustomerTypes:
    """Place the living customers by satisfaction and behaviour.

    Parameters
    ----------
    reader : Reader
    filters : Filters
        The as-of day counts, the period does not.

    Returns
    -------
    CustomerTypes
        Without types where the source has no dates or too few answers.
    """
    day = filters.as_of or reader.meta.as_of
    if day is None or not reader.meta.has_orders:
        return CustomerTypes(None, None, 0, 0, (), None, {}, {})
    now = _placed(reader, filters, day)
    earlier = add_months(day, -12)
    then = _placed(reader, filters, earlier)
    placed = now.frame[now.frame["type"] != UNPLACED]
    flows: dict[tuple[str, str], int] = {}
    if len(then.frame):
        known = dict(zip(now.frame["customer_key"], now.frame["type"], strict=True))
        for row in then.frame[then.frame["type"] != UNPLACED].itertuples():
            goal = known.get(row.customer_key, LOST if row.left_since else UNPLACED)
            flows[str(row.type), str(goal)] = flows.get((str(row.type), str(goal)), 0) + 1
    counts = []
    for name in TYPES:
        rows = placed[placed["type"] == name]
        counts.append(TypeCount(
            name, len(rows), rate(len(rows), len(placed)), int(rows["value"].fillna(0).sum()),
            float(rows["wrong"].mean()) if len(rows) else None))
    return CustomerTypes(day, earlier, len(placed), len(now.frame) - len(placed), tuple(counts),
                         float(placed["wrong"].mean()) if len(placed) else None, flows, now.loyal)


def customer_type_list(reader: Reader, filters: Filters, *, type: str = "hostage") -> pd.DataFrame:
    """List the customers of one type; those whose contract ends first come first.

    Parameters
    ----------
    reader : Reader
    filters : Filters
    type : str
        One of ``TYPES``.

    Returns
    -------
    pandas.DataFrame
        One row per customer; money in minor units.

    Raises
    ------
    UnknownName
        A type there is none of.
    """
    if type not in TYPES:
        raise UnknownName("type", type, TYPES)
    day = filters.as_of or reader.meta.as_of
    keys: list[int] = []
    if day is not None and reader.meta.has_orders:
        frame = _placed(reader, filters, day).frame
        keys = [int(key) for key in frame.loc[frame["type"] == type, "customer_key"]]
    return run_sql(reader, "models/customer_type_list", filters, keys=keys)


@dataclass(frozen=True, slots=True)
class _Placed:
    frame: pd.DataFrame
    loyal: dict[str, int]


def _placed(reader: Reader, filters: Filters, day: date) -> _Placed:
    frame = run_sql(reader, "models/customer_types", filters, day=day, most_answers=MOST_ANSWERS)
    if frame.empty:
        return _Placed(frame.assign(type=pd.Series(dtype="str"), wrong=pd.Series(dtype="float")), {})
    segment = frame["segment"].fillna("").to_numpy(str)
    quarters = frame["quarters"].to_numpy(int)
    loyal = {str(name): int(np.ceil(np.quantile(quarters[segment == name], 0.75)))
             for name in np.unique(segment)}
    regular = (quarters >= np.array([loyal[name] for name in segment])) & (quarters > 0)
    mean, spread = shrunken_satisfaction(frame["answers"].to_numpy(float), frame["score_sum"].to_numpy(float),
                                         frame["score_squares"].to_numpy(float), segment)
    held, public = frame["bound"].to_numpy(bool), frame["public_complaint"].to_numpy(bool)
    satisfied = mean >= HIGH
    placed = frame["answers"].to_numpy() >= FEWEST_ANSWERS
    draws = np.random.default_rng(0).normal(size=(DRAWS, len(frame)))
    wrong = ((mean + spread * draws >= HIGH) != satisfied).mean(axis=0)
    kind = np.where(satisfied & regular, "loyalist", np.where(satisfied, "mercenary", np.where(
        regular & held, "hostage", np.where(regular, "dissatisfied_regular", np.where(
            public, "terrorist", "defector")))))
    return _Placed(frame.assign(type=np.where(placed, kind, UNPLACED), wrong=wrong, satisfaction=mean), loyal)


def shrunken_satisfaction(answers: Array, total: Array, squares: Array,
                          segment: NDArray[np.str_]) -> tuple[Array, Array]:
    """Draw each customer's mean towards the segment's by how much one customer's answers scatter.

    Parameters
    ----------
    answers, total, squares : ndarray
        By customer: number of answers, their sum and sum of squares.
    segment : ndarray of str

    Returns
    -------
    mean, spread : ndarray
        Expected satisfaction, and the standard deviation that is left.
    """
    own = total / answers
    several = answers >= 2
    within_degrees = float((answers[several] - 1).sum())
    within = float((squares[several] - total[several] ** 2 / answers[several]).sum()) / within_degrees \
        if within_degrees else 1.0
    middle = np.empty_like(own)
    for name in np.unique(segment):
        here = segment == name
        middle[here] = total[here].sum() / answers[here].sum()
    # Scatter of customers' means beyond what their few answers alone make.
    between = max(float((answers * ((own - middle) ** 2 - within / answers)).sum() / answers.sum()), 1e-6)
    weight = between / (between + within / answers)
    left = between * within / answers / (between + within / answers)
    return middle + weight * (own - middle), np.sqrt(left)
