"""Commands that answer: metrics, training, scores."""

from __future__ import annotations

import dataclasses
import inspect
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import pandas as pd
import typer

from analytics.cli.company import FormatOption, StoreOption, open_store
from analytics.cli.output import Format, Progress, plain, say, terminal_words, write_json, write_rows
from analytics.cli.segments import find
from analytics.errors import HuitouError, UnknownName
from analytics.filters import Clause, Filters
from analytics.metrics import DATA_OPTIONS
from analytics.metrics.activity_costs import ActivityCosts
from analytics.models import ALL_METRICS
from analytics.models.segment_filter import segment_filter
from analytics.warehouse.outdated import require_current


def metric(name: Annotated[str, typer.Argument(help="The metric.")],
           filter: Annotated[list[str] | None, typer.Option(help="column=value; may be repeated.")] = None,
           period: Annotated[str, typer.Option(help="12m, last_quarter, 2026-01-01..2026-06-30 …")] = "12m",
           as_of: Annotated[str | None, typer.Option(help="As known on this day (ISO).")] = None,
           by: Annotated[str | None, typer.Option(help="Dimensions, separated by commas.")] = None,
           option: Annotated[list[str] | None, typer.Option(
               help="name=value of the metric's own options, such as outcome=bought_again.")] = None,
           segment: Annotated[list[str] | None, typer.Option(
               help="Name or code of a saved segment; may be repeated.")] = None,
           store: StoreOption = None, format: FormatOption = Format.table) -> None:
    """Answer with one metric, the same figures the pages show."""
    if name not in ALL_METRICS:
        raise UnknownName("metric", name, ALL_METRICS)
    chosen = ALL_METRICS[name]
    opened = open_store(store)
    require_current(opened)
    reader = opened.reader()
    filters = Filters(period, date.fromisoformat(as_of) if as_of else None, clauses(filter or []),
                      tuple(segment_filter(opened, find(opened, one)) for one in segment or ()))
    options = {**_options(chosen.function, by), **_own_options(chosen.function, option or [])}
    if "costs" in inspect.signature(chosen.function).parameters:
        options["costs"] = ActivityCosts.of(opened.settings)
    result = chosen.function(reader, filters, **options)
    rows = _rows(result)
    if format is not Format.json:
        write_rows(rows, format)
        return
    resolved = filters.resolve(reader.meta.as_of, reader.meta.first_event)
    write_json({
        "asked": {"metric": name, "filters": filters.to_query(), "period": period, "by": by},
        "as_of": resolved.as_of, "build": reader.build_id,
        "definition": (inspect.getdoc(inspect.getmodule(chosen.function)) or "").strip(),
        "rows": rows, **_extra(result)})


def train_model(store: StoreOption = None, format: FormatOption = Format.table) -> None:
    """Train the churn classifier, validate it, write the model and its card."""
    from analytics.models import churn
    from analytics.models.churn.words import verdict

    report = churn.train(open_store(store), progress=Progress())
    if format is Format.json:
        write_json(report)
        return
    if format is Format.table:
        words = terminal_words()
        say(words.sentences(*verdict(report, words)))
    write_rows([{"metric": key, **plain(value)} for key, value in report.metrics.items()
                if dataclasses.is_dataclass(value)], format)
    for one in report.excluded:
        say(f"excluded: {one.column} ({one.reason}, {one.figure})")


def score_customers(out: Annotated[Path | None, typer.Option(help="CSV file to write.")] = None,
                    store: StoreOption = None, format: FormatOption = Format.table) -> None:
    """List customers by risk: risk, value, expected loss, reasons."""
    from analytics.models import churn

    scores = churn.score(open_store(store))
    if out is not None:
        scores.to_csv(out, index=False, encoding="utf-8-sig")
        say(f"{len(scores):,} customers written to {out}.")
        return
    rows = scores.to_dict("records")
    if format is Format.json:
        write_json({"asked": "score", "rows": rows})
    else:
        write_rows(rows[:25] if format is Format.table else rows, format)


def clauses(texts: list[str]) -> tuple[Clause, ...]:
    """Return what ``column=value`` texts ask of customers."""
    clauses = []
    for text in texts:
        column, equals, value = text.partition("=")
        if not equals:
            raise HuitouError(f"--filter {text!r} must be column=value.", code="filter_text")
        clauses.append(Clause(column.strip(), (value.strip(),)))
    return tuple(clauses)


def _options(function: Any, by: str | None) -> dict[str, Any]:
    parameters = inspect.signature(function).parameters
    if by is None:
        return {}
    if "by" not in parameters:
        raise HuitouError("This metric has no breakdown; leave --by out.", code="no_breakdown")
    dimensions = tuple(one.strip() for one in by.split(",") if one.strip())
    # A metric with one breakdown takes a name; one with several takes tuples of names.
    return {"by": dimensions[0] if isinstance(parameters["by"].default, str) else (dimensions,)}


def _own_options(function: Any, texts: list[str]) -> dict[str, Any]:
    parameters = inspect.signature(function).parameters
    known = [name for name in parameters if name not in ("reader", "filters", "by", *DATA_OPTIONS)]
    options: dict[str, Any] = {}
    for text in texts:
        name, equals, value = text.partition("=")
        if not equals:
            raise HuitouError(f"--option {text!r} must be name=value.", code="filter_text")
        if name not in known:
            raise UnknownName("option", name, known)
        default = parameters[name].default
        options[name] = type(default)(value) if isinstance(default, (int, float)) else value
    return options


def _rows(result: Any) -> list[dict[str, Any]]:
    if isinstance(result, pd.DataFrame):
        return [plain(row) for row in result.to_dict("records")]
    table = getattr(result, "table", None)
    if callable(table):
        return [plain(row) for row in table()]
    if isinstance(result, (int, float)):
        return [{"value": result}]
    return [plain(result)]


def _extra(result: Any) -> dict[str, Any]:
    extra = getattr(result, "extra", None)
    return dict(plain(extra())) if callable(extra) else {}

