"""The steps of a build, in order, and how each is made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from analytics.errors import ChecksFailed
from analytics.store import Store
from analytics.warehouse.checks import check_mart
from analytics.warehouse.engines.duckdb import DuckdbEngine, named
from analytics.warehouse.grade_rules import gradings_sql
from analytics.warehouse.inputs import (
    dimension_types,
    make_cause_words,
    make_freshness,
    make_loss_records,
    make_silence,
)
from analytics.warehouse.lanes import Lanes, reads
from analytics.warehouse.marts import FOLDER as MARTS
from analytics.warehouse.marts import MART_NAMES, marts
from analytics.warehouse.staging import stage_tables, trait_columns

STEPS = Path(__file__).parent / "steps"
#: How the gradings are made where customers are graded by score.
BY_SCORE = "gradings_by_score"

#: The steps, in an order in which they could be made one by one; steps that do not read each other are made
#: side by side. Their words stand in the catalogue under ``store.steps``; a step is a file of ``steps/`` or
#: ``marts/`` unless it is among those made by a function.
STEP_NAMES = (
    "staging", "parameters", "months", "dimensions", "cells", "customer_cells",
    "customer_days", "trade_days", "silences", "silence_thresholds", "silence_curve",
    "contract_terms", "beginnings", "loss_candidates", "departures", "lives",
    "values_in_force", "gradings", "snapshot_grades", "customer_spells",
    "survey_answers", "survey_invitations", "cause_words", "retention", "lost_lives", "precursors", "losses",
    "loss_records",
    "customer_months", "month_cube", "cohort_cube", "customer_states", "survey_outcomes", "problem_outcomes",
    "complaint_facts",
    "branch_months", "branch_quarters", "service_facts", "events", "customers_now", "freshness", "meta",
    "checks", "publishing",
)


@dataclass(frozen=True, slots=True)
class Context:
    """What a build is made for.

    Attributes
    ----------
    store : Store
    build_id : str
    today : date
        The day up to which dates count as past.
    """

    store: Store
    build_id: str
    today: date


def waits_for() -> dict[str, set[str]]:
    """Return every step but ``publishing`` with the steps that must be made before it, in their order.

    A step waits for those its SQL names; what a function reads is told beside it.
    """
    waiting: dict[str, set[str]] = {}
    for name in STEP_NAMES[:-1]:
        before = tuple(waiting)
        # What a rule of grading reads, it reads before the gradings under any rule.
        sql = "" if name in _READ else _sql(name) + (_sql(BY_SCORE) if name == "gradings" else "")
        told = _READ[name] if name in _READ else reads(sql, (*before, *_MADE_BESIDE))
        waiting[name] = {_MADE_BESIDE.get(one, one) for one in ("staging", *told)} & set(before)
    return waiting


def make_step(name: str, engine: DuckdbEngine, context: Context) -> int | None:
    """Make one step of a build.

    Parameters
    ----------
    name : str
        One of ``STEP_NAMES`` but ``publishing``.
    engine : DuckdbEngine
    context : Context

    Returns
    -------
    int or None
        Rows of the mart it made; None where it made none.

    Raises
    ------
    StoreDamaged, StoreFull
        A batch cannot be read; the disk is full.
    ChecksFailed
        The step is ``checks``, and a mart breaks one.
    """
    if name == "staging":
        stage_tables(engine, context.store, context.today)
        return None
    if name in _FUNCTIONS:
        return _FUNCTIONS[name](engine, context.store)
    sql = _sql(name)
    if name == "dimensions":
        sql = sql.format(**dimension_types(engine))
    if name == "gradings":
        sql = gradings_sql(context.store.settings, sql, _sql(BY_SCORE))
    if name == "customers_now":
        traits = (f",\n    customers.{named(trait)}" for trait in trait_columns(engine))
        sql = sql.format(traits="".join(traits))
    rows = engine.create(marts()[name].place if name in marts() else "memory", name, sql, {
        **context.store.settings, "today": context.today,
        "build_id": context.build_id, "built_at": datetime.now(UTC).replace(tzinfo=None),
        "currency": context.store.currency, "demo": context.store.demo, "name": context.store.name})
    return rows if name in marts() else None


def _sql(name: str) -> str:
    return ((MARTS if name in marts() else STEPS) / f"{name}.sql").read_text("utf-8")


def _require_checks(engine: DuckdbEngine, store: Store) -> None:
    lanes = Lanes(engine, lambda name, lane: check_mart(marts()[name], lane.rows))
    results = lanes.run({name: set() for name in MART_NAMES})
    failed = [result for found, _ in results.values() for result in found if not result.passed]
    if failed:
        listed = "; ".join(f"{result.mart}: {result.check} ({result.figure})" for result in failed)
        raise ChecksFailed(
            f"{len(failed)} checks of the marts of {store.path} fail: {listed}.", failed=listed,
            hint="The published build is untouched. Look for odd rows in the latest import.")


_FUNCTIONS: dict[str, Callable[[DuckdbEngine, Store], int | None]] = {
    "silence_thresholds": make_silence,
    "cause_words": make_cause_words,
    "loss_records": make_loss_records,
    "freshness": make_freshness,
    "checks": _require_checks,
}

#: What the steps made by a function read, beside the staged tables.
_READ: dict[str, tuple[str, ...]] = {
    "staging": (),
    "silence_thresholds": ("silences",),
    "cause_words": (),
    "loss_records": ("dimensions",),
    "freshness": (),
    "checks": MART_NAMES,
}

#: Relations that come of a step of another name.
_MADE_BESIDE = {"silence_chances": "silence_thresholds"}
