"""What a company's store serves beside its build: scores, values, standards and unit costs.

Metrics that need them take them as options; pages, reports and commands ask here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from analytics.metrics.activity_costs import ActivityCosts
from analytics.models.churn import ModelCard, load_card, serving_model, serving_scores
from analytics.models.valuation import serving_valuation
from analytics.store import Store, read_standards


@dataclass(frozen=True, slots=True)
class Served:
    """What is served on a day.

    Attributes
    ----------
    card : ModelCard or None
        Of the churn model; None without scores, or where an earlier day is looked at.
    scores : str
        File of its scores; empty without.
    values : str
        File of the valuation; empty where there is none, or an earlier day is looked at.
    options : dict of str to dict
        Options of metrics that are the company's own.
    terms : dict of str to dict
        Days and shares that the method of a page names, by page.
    """

    card: ModelCard | None
    scores: str
    values: str
    options: dict[str, dict[str, Any]]
    terms: dict[str, dict[str, float]]


def served(store: Store, as_of: date | None) -> Served:
    """Return what a store serves.

    Parameters
    ----------
    store : Store
    as_of : date or None
        The day that is asked for; None: as known now. Scores and values are about today.

    Returns
    -------
    Served
    """
    scores, model = serving_scores(store), serving_model(store)
    there = scores is not None and model is not None and as_of is None
    valuation = serving_valuation(store.path)
    if valuation is not None and as_of is not None and as_of < date.fromisoformat(valuation.card.as_of):
        valuation = None
    return Served(
        load_card(store, model) if there else None, str(scores) if there else "",
        valuation.values if valuation is not None else "",
        _options(store), _terms(store))


def _options(store: Store) -> dict[str, dict[str, Any]]:
    settings = store.settings
    quick = settings.integer("complaint_quick_days")
    return {
        "survey_standards": {"standards": read_standards(store.path)},
        "value_concentration": {"costs": ActivityCosts.of(settings)},
        "complaint_handling": {"quick_days": quick,
                               "follow_up": settings.integer("complaint_hours_follow_up")},
        "repurchase_by_outcome": {"quick_days": quick, "stake_low": settings.integer("complaint_stake_low"),
                                  "stake_high": settings.integer("complaint_stake_high")}}


def _terms(store: Store) -> dict[str, dict[str, float]]:
    settings = store.settings
    return {
        "retention": {"within": settings.integer("silence_return_within"),
                      "chance": settings.number("silence_return_chance")},
        "complaints": {"horizon": settings.integer("complaint_horizon_days"),
                       "quick": settings.integer("complaint_quick_days"),
                       "recall": settings.integer("problem_recall_days")}}
