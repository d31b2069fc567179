"""The steps of a build, in order, and how each is made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from analytics.errors import ChecksFailed
from analytics.store import Store
from analytics.warehouse.checks import run_checks
from analytics.warehouse.engines.duckdb import DuckdbEngine, named
from analytics.warehouse.inputs import (
    dimension_types,
    make_cause_words,
    make_freshness,
    make_loss_records,
    make_silence,
)
from analytics.warehouse.marts import FOLDER as MARTS
from analytics.warehouse.marts import marts
from analytics.warehouse.staging import stage_tables, trait_columns

STEPS = Path(__file__).parent / "steps"

#: The steps, in order. Their words stand in the catalogue under ``store.steps``; a step is a file of
#: ``steps/`` or ``marts/`` unless it is among those made by a function.
STEP_NAMES = (
    "staging", "parameters", "months", "dimensions", "cells", "customer_cells",
    "customer_days", "customer_months", "trade_days", "silences", "silence_thresholds", "silence_curve",
    "contract_terms", "beginnings", "loss_candidates", "departures", "lives",
    "values_in_force", "gradings", "snapshot_grades", "customer_spells",
    "survey_answers", "survey_invitations", "cause_words", "retention", "lost_lives", "precursors", "losses",
    "loss_records",
    "month_cube", "cohort_cube", "customer_states", "survey_outcomes", "problem_outcomes",
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
    if name in _FUNCTIONS:
        return _FUNCTIONS[name](engine, context.store)
    folder = MARTS if name in marts() else STEPS
    sql = (folder / f"{name}.sql").read_text("utf-8")
    if name == "dimensions":
        sql = sql.format(**dimension_types(engine))
    if name == "customers_now":
        traits = (f",\n    customers.{named(trait)}" for trait in trait_columns(engine))
        sql = sql.format(traits="".join(traits))
    rows = engine.create(marts()[name].place if name in marts() else "memory", name, sql, {
        **context.store.settings, "today": context.today,
        "build_id": context.build_id, "built_at": datetime.now(UTC).replace(tzinfo=None),
        "currency": context.store.currency, "demo": context.store.demo, "name": context.store.name})
    return rows if name in marts() else None


def _require_checks(engine: DuckdbEngine, store: Store) -> None:
    failed = [result for result in run_checks(engine.rows) if not result.passed]
    if failed:
        listed = "; ".join(f"{result.mart}: {result.check} ({result.figure})" for result in failed)
        raise ChecksFailed(
            f"{len(failed)} checks of the marts of {store.path} fail: {listed}.", failed=listed,
            hint="The published build is untouched. Look for odd rows in the latest import.")


_FUNCTIONS: dict[str, Callable[[DuckdbEngine, Store], int | None]] = {
    "staging": stage_tables,
    "silence_thresholds": make_silence,
    "cause_words": make_cause_words,
    "loss_records": make_loss_records,
    "freshness": make_freshness,
    "checks": _require_checks,
}
