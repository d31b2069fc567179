"""The marts' own checks: grain, presence, ranges, accepted values and identities."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from analytics.warehouse.engines.duckdb import quoted
from analytics.warehouse.marts import Mart, Range, marts

Query = Callable[[str], list[tuple[object, ...]]]


@dataclass(frozen=True, slots=True)
class CheckResult:
    """One check of one mart.

    Attributes
    ----------
    mart : str
    check : str
        What was checked: ``unique customer_key``, ``not_null size``, ``identity month_flow`` …
    passed : bool
    figure : int
        How many rows, or units of the identity, break it.
    """

    mart: str
    check: str
    passed: bool
    figure: int

    @property
    def subject(self) -> str:
        """What it is about: the columns, or the name of the identity."""
        return self.check.partition(" ")[2]

    @property
    def key(self) -> str:
        """Key of its words in the catalogue; they name the ``subject``."""
        kind = self.check.partition(" ")[0]
        return f"store.identities.{self.subject}" if kind == "identity" else f"store.checks.{kind}"


def run_checks(query: Query) -> list[CheckResult]:
    """Run every check of every mart.

    Parameters
    ----------
    query : callable
        Runs SQL and returns its rows; bare mart names resolve to the marts, and the full file is
        reachable as ``warehouse``.

    Returns
    -------
    list of CheckResult
        In the order of the marts; nothing is raised for what fails.
    """
    return [result for mart in marts().values() for result in check_mart(mart, query)]


def check_mart(mart: Mart, query: Query) -> list[CheckResult]:
    """Run the checks of one mart: those of its rows in one pass, then its identities.

    Parameters
    ----------
    mart : Mart
    query : callable
        As for ``run_checks``.

    Returns
    -------
    list of CheckResult
    """
    results, counted = [], _counts(mart)
    if counted:
        figures = query(f"select {', '.join(counted.values())} from {mart.place}.main.{mart.name}")[0]
        results = [_result(mart, check, figure) for check, figure in zip(counted, figures, strict=True)]
    return results + [_result(mart, f"identity {name}", query(sql)[0][0])
                      for name, sql in mart.identities.items()]


def _result(mart: Mart, check: str, figure: object) -> CheckResult:
    broken = int(str(figure if figure is not None else 0))
    return CheckResult(mart.name, check, broken == 0, broken)


def _counts(mart: Mart) -> dict[str, str]:
    checks = {}
    for columns in mart.unique:
        # Counting hashes is several times faster than counting rows, and a clash of two among a million
        # would only make a good build fail, once in ten million builds.
        listed = ", ".join(columns)
        checks[f"unique {listed}"] = f"count(*) - count(distinct hash({listed}))"
    for column in mart.not_null:
        checks[f"not_null {column}"] = f"count(*) - count({column})"
    for bounds in mart.ranges:
        checks[f"range {bounds.column}"] = f"count(*) filter (where {_outside(bounds)})"
    for column, values in mart.accepted.items():
        listed = ", ".join(map(quoted, values))
        checks[f"accepted {column}"] = f"count(*) filter (where cast({column} as varchar) not in ({listed}))"
    return checks


def _outside(bounds: Range) -> str:
    sides = []
    if bounds.minimum is not None:
        sides.append(f"{bounds.column} < {bounds.minimum}")
    if bounds.maximum is not None:
        sides.append(f"{bounds.column} > {bounds.maximum}")
    return " or ".join(sides)
