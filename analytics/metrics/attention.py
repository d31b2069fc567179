"""What calls for attention on the as-of day: alarms, overdue complaints, ending contracts, silence.

Definition
    Complaints still open more than thirty days after they were received; contracts of living
    customers that end within ninety days; living customers silent for more than half of the days
    after which a customer of their segment counts as lost.
Alarms
    Those of the newest whole month, as `churn_alarms` raises them: at most five for whoever is to act.
Grain
    One row per kind of case; cases, the customers they concern and what these are worth.
Edge cases
    Without complaints, contracts or orders the kind has no row. Asked as of an earlier day, only
    what was open, running or silent on that day counts; the customers' value is today's.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analytics.errors import UnknownName
from analytics.filters import Filters
from analytics.metrics.churn_alarms import ChurnAlarm, churn_alarms
from analytics.metrics.running import run_sql
from analytics.store.reader import Reader

#: A complaint open for longer than this calls for attention.
COMPLAINT_DAYS = 30
#: So long before its end a contract does.
CONTRACT_DAYS = 90

#: Kinds of cases, most urgent first.
ATTENTION_KINDS = ("complaint_overdue", "contract_ending", "gone_quiet")


@dataclass(frozen=True, slots=True)
class AttentionCases:
    """One kind of case.

    Attributes
    ----------
    kind : {"complaint_overdue", "contract_ending", "gone_quiet"}
    cases, customers : int
        A customer may have several complaints.
    value : int
        What these customers are worth, in minor units.
    longest : int
        Days of the longest-standing case; of contracts, days until the last of them ends.
    """

    kind: str
    cases: int
    customers: int
    value: int
    longest: int


@dataclass(frozen=True, slots=True)
class Attention:
    """Every kind of case there is, most urgent first; and the alarms about leaving customers."""

    kinds: tuple[AttentionCases, ...]
    alarms: tuple[ChurnAlarm, ...] = ()

    def table(self) -> list[dict[str, object]]:
        """Return one row per kind."""
        rows: list[dict[str, object]] = [
            {"kind": f"alarm_{one.kind}", "cases": one.lost, "customers": None,
             "value": one.value_at_risk / 100, "longest": None} for one in self.alarms]
        rows += [{"kind": one.kind, "cases": one.cases, "customers": one.customers, "value": one.value / 100,
                  "longest": one.longest} for one in self.kinds]
        return rows


def attention(reader: Reader, filters: Filters) -> Attention:
    """Count what calls for attention on the as-of day; the period does not matter."""
    frame = run_sql(reader, "attention", filters, complaint_days=COMPLAINT_DAYS, contract_days=CONTRACT_DAYS)
    found = {str(record["kind"]): AttentionCases(
        str(record["kind"]), *(int(record[name]) for name in ("cases", "customers", "value", "longest")))
        for record in frame.to_dict("records")}
    return Attention(tuple(found[kind] for kind in ATTENTION_KINDS if kind in found),
                     churn_alarms(reader, filters, history=False).current)


def attention_list(reader: Reader, filters: Filters, *, kind: str = ATTENTION_KINDS[0]) -> pd.DataFrame:
    """List the customers behind one kind of case, most value first.

    Parameters
    ----------
    reader : Reader
    filters : Filters
    kind : str
        One of `ATTENTION_KINDS`.

    Returns
    -------
    pandas.DataFrame
        One row per customer; ``days`` is the age of the oldest case, the days of silence, or the
        days until the contract ends; money in minor units.

    Raises
    ------
    UnknownName
        A kind there is none of.
    """
    if kind not in ATTENTION_KINDS:
        raise UnknownName("kind", kind, ATTENTION_KINDS)
    return run_sql(reader, "attention_list", filters, kind=kind, complaint_days=COMPLAINT_DAYS,
                   contract_days=CONTRACT_DAYS)
