"""The warning in silence: complaints fall because customers turn away, not because they are content.

Definition
    Complaints per 100 customers, orders per customer and contacts per customer of the period against a
    year ago (the period before, where the records do not reach back). A warning where complaints have
    fallen and orders or contacts with them, each more than chance explains; a watch where all of it fell,
    but not more than chance explains.
Edge cases
    A change of the records between the two periods makes a fall of complaints doubtful; then there is
    neither warning nor praise for it, but a word about the records.
Source
    Levitt in the source article, methods A7. Complaints: exact conditional test; orders and contacts:
    difference of means over customers.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from analytics.filters import Filters
from analytics.metrics.complaints import doubtful_until, per_100, record_breaks
from analytics.metrics.running import run_sql
from analytics.statistics.estimate import Estimate, state_of
from analytics.statistics.intervals import normal_quantile
from analytics.store.reader import Reader

Verdict = Literal["warning", "watch", "none", "doubtful", "unknown"]

LEVEL = 0.05


@dataclass(frozen=True, slots=True)
class ActivityChange:
    """How one kind of sign of life changed.

    Attributes
    ----------
    name : {"complaints", "orders", "contacts"}
    before, now : float
        Per 100 customers for complaints, per customer otherwise.
    change : Estimate
        Now less before; ``n`` counts customers.
    falls : bool
        Whether it fell more than chance explains.
    """

    name: str
    before: float
    now: float
    change: Estimate
    falls: bool


@dataclass(frozen=True, slots=True)
class ComplaintSilence:
    """Whether silence is a warning.

    Attributes
    ----------
    verdict : {"warning", "watch", "none", "doubtful", "unknown"}
        Unknown without an earlier period, or with fewer than ten complaints in both together.
    before : tuple of date or None
        The stretch compared with, its end exclusive.
    changes : tuple of ActivityChange
        Complaints first; orders and contacts where they are recorded.
    breaks : tuple of (date, str)
        Changes of the records in between.
    """

    verdict: Verdict
    before: tuple[date, date] | None
    changes: tuple[ActivityChange, ...]
    breaks: tuple[tuple[date, str], ...]

    def table(self) -> list[dict[str, object]]:
        """Return one row per sign of life."""
        return [{"name": one.name, "before": one.before, "now": one.now, "change": one.change.estimate,
                 "low": one.change.low, "high": one.change.high, "falls": one.falls} for one in self.changes]

    def extra(self) -> dict[str, object]:
        """Return the verdict and what makes it doubtful."""
        return {"verdict": self.verdict, "before": self.before,
                "breaks": [{"happened_on": day, "title": title} for day, title in self.breaks]}


def complaint_silence(reader: Reader, filters: Filters) -> ComplaintSilence:
    """Say whether complaints fall together with orders and contacts."""
    frame = run_sql(reader, "complaint_silence", filters)
    found = {str(row["time"]): row for row in frame.to_dict("records")}
    if len(found) < 2 or found["now"]["complaints"] + found["before"]["complaints"] < 10:
        return ComplaintSilence("unknown", None, (), ())
    now, before = found["now"], found["before"]
    changes = (_complaints(now, before), *(
        _mean(name, now, before) for name in ("orders", "contacts") if now[name] + before[name] > 0))
    breaks = record_breaks(reader, filters, before["starts_on"].date(), doubtful_until(now["ends_on"].date()))
    return ComplaintSilence(verdict_of(changes, bool(breaks)),
                            (before["starts_on"].date(), before["ends_on"].date()), changes, breaks)


def verdict_of(changes: tuple[ActivityChange, ...], doubtful: bool) -> Verdict:
    """Judge the changes, complaints first: warning, watch or none; doubtful where records changed."""
    complaints, others = changes[0], changes[1:]
    fewer = complaints.now < complaints.before
    if not fewer or not others:
        return "none"
    if doubtful:
        return "doubtful"
    if complaints.falls and any(one.falls for one in others):
        return "warning"
    return "watch" if all(one.now < one.before for one in others) else "none"


def _complaints(now: dict[Any, Any], before: dict[Any, Any]) -> ActivityChange:
    from scipy.special import bdtr

    rates = [per_100(int(one["complaints"]), int(one["customers"])) for one in (now, before)]
    values = [one.estimate or 0.0 for one in rates]
    total = int(now["complaints"] + before["complaints"])
    share = now["customers"] / (now["customers"] + before["customers"])
    # Given their sum, the complaints of now are binomial where nothing changed.
    p = float(bdtr(int(now["complaints"]), total, share))
    error = 100 * math.sqrt(sum(one["complaints"] / one["customers"] ** 2 for one in (now, before)))
    return ActivityChange("complaints", values[1], values[0],
                          _change(values, error, int(now["customers"] + before["customers"])), p < LEVEL / 2)


def _mean(name: str, now: dict[Any, Any], before: dict[Any, Any]) -> ActivityChange:
    means, variance = [], 0.0
    for one in (now, before):
        n, total = one["customers"], one[name]
        means.append(total / n)
        variance += max(one[f"{name}_squares"] - total * total / n, 0.0) / max(n - 1, 1) / n
    change = _change(means, math.sqrt(variance), int(now["customers"] + before["customers"]))
    return ActivityChange(name, means[1], means[0], change, (change.high or 0.0) < 0)


def _change(values: list[float], error: float, n: int) -> Estimate:
    difference, half = values[0] - values[1], normal_quantile() * error
    return Estimate(n, difference, difference - half, difference + half, state_of(n))
