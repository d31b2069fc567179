"""How long customers stay by segment, and which attributes go with leaving sooner."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from analytics.errors import ModelError, NotEnoughData, UnknownName
from analytics.statistics.estimate import Estimate, state_of
from analytics.statistics.proportions import ChiSquaredTest
from analytics.statistics.survival import SurvivalCurve, kaplan_meier, log_rank

#: Losses the regression needs for each coefficient (Peduzzi et al. 1995).
EVENTS_PER_COEFFICIENT = 10
#: Levels with fewer losses than this are put together.
LEAST_EVENTS_OF_LEVEL = 5
#: Code of the levels put together.
OTHER = "other"
#: The assumption of proportional hazards is doubted below this p value.
PROPORTIONAL_LEVEL = 0.01

#: Attribute, level and reference of one coefficient; a number has neither level nor reference.
Term = tuple[str, str | None, str | None]


@dataclass(frozen=True, slots=True)
class SurvivalBySegment:
    """Survival curves of several segments.

    Attributes
    ----------
    segments : tuple of str
        Codes, in the order of the curves.
    curves : tuple of SurvivalCurve
        One per segment.
    test : ChiSquaredTest
        Log-rank test that all stay equally long.
    """

    segments: tuple[str, ...]
    curves: tuple[SurvivalCurve, ...]
    test: ChiSquaredTest


@dataclass(frozen=True, slots=True)
class HazardRatio:
    """How one attribute goes with the rate of leaving, the others held equal.

    Attributes
    ----------
    attribute : str
        Name of the column.
    level, reference : str or None
        For a category: the level, and the one it is compared with; None for a number, whose ratio
        is per unit.
    coefficient : float
        Log of the ratio.
    ratio : Estimate
        Above one: leaves sooner.
    p : float
        Chance of so large a coefficient if the attribute made no difference.
    proportional_p : float or None
        Small when the ratio changes with time, so that one figure does not describe it; None where
        customers entered late, for which there is no such test here.
    """

    attribute: str
    level: str | None
    reference: str | None
    coefficient: float
    ratio: Estimate
    p: float
    proportional_p: float | None


@dataclass(frozen=True, slots=True)
class HazardModel:
    """Cox's proportional-hazards regression.

    Attributes
    ----------
    n, events : int
        Customers and losses.
    ratios : tuple of HazardRatio
        In the order of the attributes.
    log_likelihood : float
        Partial log-likelihood.
    concordance : float
        Chance that of two customers the one with the higher hazard leaves first.
    proportional : bool or None
        Whether no ratio is seen to change with time; None where that is not tested.
    """

    n: int
    events: int
    ratios: tuple[HazardRatio, ...]
    log_likelihood: float
    concordance: float
    proportional: bool | None


def survival_by_segment(durations: ArrayLike, events: ArrayLike, segments: ArrayLike,
                        entries: ArrayLike | None = None) -> SurvivalBySegment:
    """Estimate how long the customers of each segment stay, and test whether segments differ.

    Parameters
    ----------
    durations, events, entries
        As for `analytics.statistics.survival.kaplan_meier`.
    segments : array_like
        Each customer's segment.

    Returns
    -------
    SurvivalBySegment
    """
    length, lost = np.asarray(durations, float), np.asarray(events, bool)
    segment = np.asarray(segments)
    begin = None if entries is None else np.asarray(entries, float)
    names = np.unique(segment)
    curves = tuple(
        kaplan_meier(length[segment == name], lost[segment == name],
                     None if begin is None else begin[segment == name]) for name in names)
    test = log_rank(length, lost, segment, begin)
    return SurvivalBySegment(tuple(str(name) for name in names), curves, test)


def hazard_model(customers: pd.DataFrame, attributes: Sequence[str], *, duration: str = "duration",
                 event: str = "lost", entry: str | None = None) -> HazardModel:
    """Regress the rate of leaving on attributes of the customers (Cox).

    Parameters
    ----------
    customers : DataFrame
        One row per customer (or per spell).
    attributes : sequence of str
        Columns known at the start; numbers enter as they are, everything else as levels against the
        most frequent one. Rows lacking any are left out.
    duration, event : str
        Columns of time observed and of whether it ended in a loss.
    entry : str, optional
        Column of the time at which observation began.

    Returns
    -------
    HazardModel

    Raises
    ------
    UnknownName
        A column that is not there.
    NotEnoughData
        Fewer than ten losses per coefficient.
    ModelError
        The regression does not converge, as when an attribute tells losses apart completely.

    Notes
    -----
    Association, not cause. Categories with few losses are put together as ``"other"``.

    References
    ----------
    Cox 1972, Journal of the Royal Statistical Society B 34:187; Efron's handling of ties.
    """
    needed = [*attributes, duration, event, *([entry] if entry else [])]
    for name in needed:
        if name not in customers.columns:
            raise UnknownName("column", name, map(str, customers.columns))
    complete = customers[needed].dropna()
    lost = complete[event].astype(bool)
    design, terms = _design(complete[list(attributes)], lost)
    have, need = int(lost.sum()), EVENTS_PER_COEFFICIENT * max(len(terms), 1)
    if have < need or not terms:
        raise NotEnoughData("lost customers", have, need)
    design["duration"], design["lost"] = complete[duration].astype(float), lost
    if entry:
        design["entry"] = complete[entry].astype(float)
    return _fitted(design, terms, "entry" if entry else None)


def _design(attributes: pd.DataFrame, lost: pd.Series) -> tuple[pd.DataFrame, list[Term]]:
    columns: dict[str, pd.Series] = {}
    terms: list[Term] = []
    for name in attributes.columns:
        values = attributes[name]
        if pd.api.types.is_numeric_dtype(values) and not pd.api.types.is_bool_dtype(values):
            if values.nunique() > 1:
                columns[f"x{len(terms)}"] = values.astype(float)
                terms.append((name, None, None))
            continue
        text = values.astype(str)
        losses = lost.groupby(text).sum()
        text = text.where(~text.isin(losses.index[losses < LEAST_EVENTS_OF_LEVEL]), OTHER)
        counts = text.value_counts()
        reference = str(counts.index[0])
        for level in sorted(map(str, counts.index[1:])):
            if int(lost[text == level].sum()) == 0:
                continue
            columns[f"x{len(terms)}"] = (text == level).astype(float)
            terms.append((name, level, reference))
    return pd.DataFrame(columns, index=attributes.index), terms


def _fitted(design: pd.DataFrame, terms: list[Term], entry: str | None) -> HazardModel:
    with warnings.catch_warnings():
        # lifelines 0.30 warns of its own pandas calls; its convergence warnings become errors below.
        warnings.simplefilter("ignore", DeprecationWarning)
        from lifelines import CoxPHFitter
        from lifelines.exceptions import ConvergenceError, ConvergenceWarning
        from lifelines.statistics import proportional_hazard_test

        warnings.simplefilter("error", ConvergenceWarning)
        try:
            fitted = CoxPHFitter().fit(design, "duration", "lost", entry_col=entry)
        except (ConvergenceError, ConvergenceWarning) as error:
            raise ModelError("The hazard regression does not converge.",
                             hint="Leave out attributes that tell lost customers apart.") from error
        doubts: dict[str, float] = {}
        if entry is None:
            tested = proportional_hazard_test(fitted, design, time_transform="rank")
            doubts = dict(zip(tested.name, np.atleast_1d(tested.p_value).astype(float), strict=True))
    summary = fitted.summary
    n, events = len(design), int(design["lost"].sum())
    ratios = []
    for index, (attribute, level, reference) in enumerate(terms):
        row = summary.loc[f"x{index}"]
        concerned = n if level is None else int(design[f"x{index}"].sum())
        ratio = Estimate(concerned, float(row["exp(coef)"]), float(row["exp(coef) lower 95%"]),
                         float(row["exp(coef) upper 95%"]), state_of(concerned))
        ratios.append(HazardRatio(attribute, level, reference, float(row["coef"]), ratio, float(row["p"]),
                                  doubts.get(f"x{index}")))
    proportional = all(p >= PROPORTIONAL_LEVEL for p in doubts.values()) if doubts else None
    return HazardModel(n, events, tuple(ratios), float(fitted.log_likelihood_),
                       float(fitted.concordance_index_), proportional)
