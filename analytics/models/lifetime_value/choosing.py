"""Which model of repeat buying may be used, and what to use when the preferred one makes no sense."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from analytics.errors import NotEnoughData
from analytics.models.lifetime_value.beta_geometric import BgNbd, MbgNbd
from analytics.models.lifetime_value.buying_summary import Histories
from analytics.models.lifetime_value.fitting import Fit
from analytics.models.lifetime_value.nbd import Nbd
from analytics.models.lifetime_value.repeat_model import RepeatModel, fit

Family = Literal["mbg_nbd", "bg_nbd", "pareto_nbd", "bg_bb"]
#: Why the preferred model is not used, or used with a warning.
Reason = Literal[
    "nobody_stops",     # the chance of stopping ran to zero: the data hold no trace of stopping
    "parameter_ran_away",   # another parameter ran to a bound: customers hardly differ in it
    "not_converged",    # the climb did not end on level ground
    "mostly_one_time",  # hardly anyone buys again: who stopped and who buys seldom look the same
]

#: Fewer customers who bought again than this, and nothing is fitted.
LEAST_REPEATERS = 30
#: Stopping has vanished below either of these.
LEAST_A, LEAST_STOPPING = 1e-3, 1e-4
#: Below this share of customers who bought again a warning is due.
MOSTLY_ONE_TIME = 0.05


@dataclass(frozen=True, slots=True)
class RepeatFit:
    """The model of repeat buying to go by.

    Attributes
    ----------
    fit : Fit
        The one to use: the preferred model, or the NBD with a rule of silence.
    preferred : Fit
        The preferred model, whether used or not.
    fallback : bool
        Whether the preferred model was put aside.
    reasons : tuple of str
        Why, or what to be warned of.
    repeaters : int
        Customers who bought again.
    """

    fit: Fit[RepeatModel]
    preferred: Fit[RepeatModel]
    fallback: bool
    reasons: tuple[Reason, ...]
    repeaters: int


def families() -> dict[Family, type[RepeatModel]]:
    """Return the models by name."""
    from analytics.models.lifetime_value.bg_bb import BgBb
    from analytics.models.lifetime_value.pareto_nbd import ParetoNbd

    return {"mbg_nbd": MbgNbd, "bg_nbd": BgNbd, "pareto_nbd": ParetoNbd, "bg_bb": BgBb}


def fit_repeat_buying(histories: Histories, *, silence: float, family: Family = "mbg_nbd") -> RepeatFit:
    """Fit a model of repeat buying, and put it aside where its parameters make no sense.

    Parameters
    ----------
    histories : Histories
        Distinct buying histories.
    silence : float
        Silence threshold in the unit of the histories: whoever is silent for longer counts as gone
        where the rule of silence takes over.
    family : {"mbg_nbd", "bg_nbd", "pareto_nbd", "bg_bb"}
        The preferred model.

    Returns
    -------
    RepeatFit

    Raises
    ------
    NotEnoughData
        Fewer than 30 customers bought again.

    Notes
    -----
    Stopping has vanished where a < 0.001 or a/(a + b) < 0.0001 (Pareto/NBD: s < 0.001, or less than
    0.0001 of customers stop within the oldest age): typical when the records cover less than a
    season, or end in a high one. Then nobody would ever be lost, so NBD and the silence threshold take
    over.
    """
    repeaters = histories.repeaters
    if repeaters < LEAST_REPEATERS:
        raise NotEnoughData("customers who bought again", repeaters, LEAST_REPEATERS)
    preferred: Fit[RepeatModel] = fit(families()[family], histories)
    serious = _faults(preferred, float(histories.age.max()))
    warned: tuple[Reason, ...] = \
        ("mostly_one_time",) if repeaters < MOSTLY_ONE_TIME * histories.total else ()
    if not serious:
        return RepeatFit(preferred, preferred, False, warned, repeaters)
    plain = fit(Nbd, histories)
    ruled = replace(plain, model=plain.model.with_silence(silence))
    return RepeatFit(ruled, preferred, True, serious + warned, repeaters)


def _faults(fitted: Fit[RepeatModel], oldest: float) -> tuple[Reason, ...]:
    from analytics.models.lifetime_value.bg_bb import BgBb
    from analytics.models.lifetime_value.pareto_nbd import ParetoNbd

    model = fitted.model
    if isinstance(model, BgNbd):
        shape, stopping = model.a, model.a / (model.a + model.b)
    elif isinstance(model, BgBb):
        shape, stopping = model.gamma, model.gamma / (model.gamma + model.delta)
    elif isinstance(model, ParetoNbd):
        shape, stopping = model.s, 1 - (model.beta / (model.beta + oldest)) ** model.s
    else:
        shape, stopping = 1.0, 1.0
    if shape < LEAST_A or stopping < LEAST_STOPPING:
        return ("nobody_stops",)
    if fitted.at_bound:
        return ("parameter_ran_away",)
    return () if fitted.converged else ("not_converged",)
