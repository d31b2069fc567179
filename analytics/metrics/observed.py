"""From when the records tell the whole story: every kind of record, and every usual kind of loss."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import cast

from analytics.filters import Period
from analytics.metrics.running import observed_days
from analytics.store.reader import Reader


@dataclass(frozen=True, slots=True)
class Observed:
    """Two days of a build.

    Attributes
    ----------
    records_on : date or None
        From this day on every kind of record is there; None where the source has no dates.
    observed_on : date or None
        From this day on every usual kind of loss can be seen: silence shows only after its threshold.
    """

    records_on: date | None
    observed_on: date | None


def comparable_windows(period: Period, observed_on: date | None) -> frozenset[str]:
    """Name the earlier windows that can be compared with: ``"_previous"``, ``"_year_ago"``.

    Before losses can be seen nobody seems to leave: such a window compares with nothing.
    """
    starts = {"_previous": period.previous_start, "_year_ago": period.year_ago_start}
    return frozenset(name for name, start in starts.items()
                     if start is not None and observed_on is not None and start >= observed_on)


def observed(reader: Reader) -> Observed:
    """Return from when the records of this build tell the whole story."""
    return Observed(**cast(dict[str, date | None], observed_days(reader)))
