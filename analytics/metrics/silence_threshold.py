"""Where the silence threshold comes from: the chance of coming back against days of silence.

Definition
    Of the gaps between a customer's trades that have lasted so many days, the share that end in
    another trade within the window set. Gaps still open count as long as they have lasted, so that
    customers who never came back are not left out.
Threshold
    The shortest silence after which that chance is at or below the share set; whoever is silent for
    longer counts as lost. A fixed number of days in the settings replaces it.
Grain
    One row per segment and days of silence; one curve for everyone.
Edge cases
    A segment with too little trade takes everyone's threshold. The filters choose segments; the
    curves are those of the whole build, whatever the as-of day.
Source
    Kaplan & Meier 1958; Wübben & Wangenheim 2008 on the simple rule being as good as models.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analytics.filters import Filters
from analytics.metrics.running import run_sql
from analytics.statistics.estimate import Estimate
from analytics.statistics.intervals import rate
from analytics.store.reader import Reader

#: Segment that stands for everyone.
ALL = "all"


@dataclass(frozen=True, slots=True)
class SilenceSegment:
    """One segment's chance of coming back.

    Attributes
    ----------
    segment : str
        ``"all"`` for everyone.
    silent_days : tuple of int
    return_chance : tuple of float
    at_risk : tuple of int
        Gaps that lasted at least so long.
    threshold : int or None
        Days of silence after which a customer counts as lost; None where the data do not tell.
    """

    segment: str
    silent_days: tuple[int, ...]
    return_chance: tuple[float, ...]
    at_risk: tuple[int, ...]
    threshold: int | None

    def at(self, days: int) -> Estimate:
        """Return the chance of coming back after so many days, with an interval by gaps at risk."""
        if not self.silent_days:
            return Estimate(0, None, state="suppressed")
        place = int(np.searchsorted(self.silent_days, days, side="right")) - 1
        place = max(place, 0)
        n = self.at_risk[place]
        return rate(self.return_chance[place] * n, n)


@dataclass(frozen=True, slots=True)
class SilenceThreshold:
    """Curves and thresholds, everyone first.

    Attributes
    ----------
    segments : tuple of SilenceSegment
        Empty where there is no trade.
    """

    segments: tuple[SilenceSegment, ...]

    @property
    def everyone(self) -> SilenceSegment | None:
        """The curve of everyone."""
        return next((one for one in self.segments if one.segment == ALL), None)

    def table(self) -> list[dict[str, object]]:
        """Return one row per segment and days of silence."""
        return [{"segment": one.segment, "silent_days": days, "return_chance": chance, "n": n,
                 "chosen": days == one.threshold}
                for one in self.segments
                for days, chance, n in zip(one.silent_days, one.return_chance, one.at_risk, strict=True)]


def silence_threshold(reader: Reader, filters: Filters) -> SilenceThreshold:
    """Return the curves the threshold was chosen on."""
    frame = run_sql(reader, "silence_threshold", filters)
    return SilenceThreshold(tuple(
        _segment(str(name), rows) for name, rows in frame.groupby("segment", sort=False)))


def silent_list(reader: Reader, filters: Filters, *, days: int = 30, segment: str = ALL) -> pd.DataFrame:
    """List the living customers whose last trade lies at least so many days back.

    Parameters
    ----------
    reader : Reader
    filters : Filters
    days : int
    segment : str
        ``"all"`` for every segment.

    Returns
    -------
    pandas.DataFrame
        One row per customer, most value first; money in minor units.
    """
    return run_sql(reader, "silent_list", filters, days=days, segment=segment)


def _segment(name: str, rows: pd.DataFrame) -> SilenceSegment:
    chosen = rows.loc[rows["chosen"], "silent_days"]
    # A day given in the settings, or one that no curve reaches, has no chance of its own.
    told = rows[rows["return_chance"].notna()]
    return SilenceSegment(
        name, tuple(map(int, told["silent_days"])), tuple(map(float, told["return_chance"])),
        tuple(map(int, told["at_risk"])), int(chosen.iloc[0]) if len(chosen) else None)
