"""What a valuation of all customers rests on: models, checks on held-out time, and the sums."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, is_dataclass
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from analytics.models.lifetime_value.simple_rules import Accuracy
from analytics.models.valuation.held_out import HeldOut
from analytics.models.valuation.occasions import Occasions
from analytics.statistics.estimate import Estimate

#: Version of the card's format.
FORMAT = 1
#: How a customer is valued: by a model of repeat buying, or by one of renewals.
Group = Literal["trade", "contract"]


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a fitted model with its interval."""

    name: str
    estimate: Estimate


@dataclass(frozen=True, slots=True)
class Candidate:
    """A model of repeat buying that was tried.

    Attributes
    ----------
    family : str
        ``mbg_nbd``, ``bg_nbd``, ``pareto_nbd``; ``nbd`` is the fall-back.
    log_likelihood : float
        On everything known; all but the fall-back have four parameters, so the highest is the likeliest.
    reasons : tuple of str
        What speaks against it; empty: nothing.
    accuracy : Accuracy or None
        On held-out time, fitted to what was known before; None where the records are too short.
    """

    family: str
    log_likelihood: float
    reasons: tuple[str, ...]
    accuracy: Accuracy | None


@dataclass(frozen=True, slots=True)
class Spending:
    """What a purchase brings.

    Attributes
    ----------
    usable : bool
        Whether the Gamma–Gamma model is used; else every customer's own mean.
    parameters : tuple of Parameter
    correlation : Estimate
        Of frequency and spending, which the model takes to be nought.
    left_out : int
        Customers who bought again with nothing left after returns.
    mean : float
        Mean revenue of a repeat purchase, minor units.
    """

    usable: bool
    parameters: tuple[Parameter, ...]
    correlation: Estimate
    left_out: int
    mean: float


@dataclass(frozen=True, slots=True)
class YearFlow:
    """What one year to come is expected to bring, not discounted, minor units."""

    year: int
    revenue: float
    margin: float


@dataclass(frozen=True, slots=True)
class Cohort:
    """New customers of the last twelve months, and what such customers bring within the horizon.

    Attributes
    ----------
    customers : int
        Won in the last twelve months.
    flows : tuple of YearFlow
        Of one new customer, from the day it is won.
    drawn : tuple of float
        What one brings, discounted to that day, under each model drawn.
    """

    customers: int
    flows: tuple[YearFlow, ...]
    drawn: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class BuyingModel:
    """How customers without a running contract are valued.

    Attributes
    ----------
    family : str
        The model used.
    fallback : bool
        Whether no model made sense and NBD with the silence threshold is used.
    reasons : tuple of str
        Why, or what to be warned of.
    customers, repeaters : int
        Fitted to, and those of them who bought again.
    silence_days : int
        The threshold of the rule of silence.
    parameters : tuple of Parameter
        Times in weeks.
    candidates : tuple of Candidate
        Every model tried, the likeliest first.
    spending : Spending
    held_out : HeldOut or None
        None where the records are too short.
    valued : int
        Customers who can still come.
    flows : tuple of YearFlow
        Of all active customers of this group.
    cohort : Cohort
    occasions : Occasions or None
        What the model counts instead of purchases; None: purchases at any time, in weeks.
    """

    family: str
    fallback: bool
    reasons: tuple[str, ...]
    customers: int
    repeaters: int
    silence_days: int
    parameters: tuple[Parameter, ...]
    candidates: tuple[Candidate, ...]
    spending: Spending
    held_out: HeldOut | None
    valued: int
    flows: tuple[YearFlow, ...]
    cohort: Cohort
    occasions: Occasions | None = None


@dataclass(frozen=True, slots=True)
class RenewalYear:
    """Contracts that got to the end of a year, the share renewed, and what the model says."""

    year: int
    observed: Estimate
    fitted: float


@dataclass(frozen=True, slots=True)
class RenewalModel:
    """How customers under a running contract are valued.

    Attributes
    ----------
    customers, losses : int
        Contracts fitted to, and those given up.
    few : bool
        Fewer than thirty losses, so that nothing can be said of how customers differ.
    alike : bool
        Customers hardly differ. In both cases one rate holds for all, with one loss and one renewal added.
    parameters : tuple of Parameter
        With one rate for all, the losses and the renewals it rests on.
    years : tuple of RenewalYear
    valued : int
        Customers under a running contract.
    flows, cohort
        As of `BuyingModel`.
    """

    customers: int
    losses: int
    few: bool
    alike: bool
    parameters: tuple[Parameter, ...]
    years: tuple[RenewalYear, ...]
    valued: int
    flows: tuple[YearFlow, ...]
    cohort: Cohort


@dataclass(frozen=True, slots=True)
class ValuationTerms:
    """How money was counted: years, discount rate a year, cost of serving a day of trade in minor units."""

    horizon_years: int
    discount_rate: float
    cost_to_serve: float
    margin: float


@dataclass(frozen=True, slots=True)
class ValuationCard:
    """A valuation of all customers.

    Attributes
    ----------
    valuation : str
        Its id.
    created, build : str
        When, and of which build.
    as_of : str
        The last day it knew, ISO.
    terms : ValuationTerms
    buying : BuyingModel or None
        None where too few customers bought again.
    renewal : RenewalModel or None
        None where nobody is under a contract.
    customers, gone, unknown : int
        Valued; left out because the loss was recorded or the contract ended; left out because they never
        bought and have no contract.
    seconds : float
        Time it took.
    """

    valuation: str
    created: str
    build: str
    as_of: str
    terms: ValuationTerms
    buying: BuyingModel | None
    renewal: RenewalModel | None
    customers: int
    gone: int
    unknown: int
    seconds: float

    def to_data(self) -> dict[str, Any]:
        """Return the card as plain data."""
        return {"format": FORMAT, **asdict(self)}

    def to_json(self) -> str:
        """Return the card as JSON text."""
        return json.dumps(self.to_data(), ensure_ascii=False, indent=2) + "\n"

    @classmethod
    def from_json(cls, text: str) -> ValuationCard:
        """Return the card of a JSON text.

        Raises
        ------
        ValueError, KeyError, TypeError
            The text is not a card.
        """
        data: dict[str, Any] = json.loads(text)
        if data.pop("format") > FORMAT:
            raise ValueError("written by a newer version")
        card: ValuationCard = _restored(cls, data)
        return card


def _restored(kind: Any, data: Any) -> Any:
    """Turn plain data back into what a type says it is."""
    if data is None:
        return None
    if isinstance(kind, type) and is_dataclass(kind):
        hints = get_type_hints(kind)
        # What a card of an older make does not tell stays as its class has it, where it has it.
        return kind(**{one.name: _restored(hints[one.name], data[one.name])
                       for one in fields(kind) if one.name in data})
    origin, parts = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        return _restored(next(one for one in parts if one is not type(None)), data)
    if origin is tuple:
        return tuple(_restored(parts[0], one) for one in data)
    if origin in (dict, Mapping):
        return {name: _restored(parts[1], one) for name, one in data.items()}
    return data
