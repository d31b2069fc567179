"""What the churn alarms watch: counts of losses by month and group, and how surprising the newest are."""

from __future__ import annotations

import itertools
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analytics.metrics.churn_control import SEASONAL_FROM
from analytics.statistics.control_charts import seasonal_factors
from analytics.statistics.intervals import CONFIDENCE
from analytics.statistics.multiple import benjamini_hochberg
from analytics.statistics.surveillance import chance_of_as_few, chance_of_as_many, dispersion_of, usual_range

Array = NDArray[np.float64]

#: Expected share of false alarms among alarms.
LEVEL = 0.05
#: Windows looked at, in months, all ending with the month judged.
WINDOWS = (1, 3, 6)
#: A month is judged from so many months before it on.
FEWEST_MONTHS = 18
#: From so many months on a baseline is settled, and may end a year before the month judged.
SETTLED_BASELINE = 20
RECENT = 12
#: Months in which few recorded losses are looked for.
FEW_MONTHS = 3
#: Groups watched.
FAMILIES: tuple[tuple[str, ...], ...] = (
    (), ("size",), ("branch",), ("cause_class",), ("branch", "cause_class"))


@dataclass(frozen=True, slots=True)
class Surprise:
    """A count that is a surprise; attributes as in `ChurnAlarm`, with the value lost in the window."""

    kind: str
    by: tuple[str, ...]
    group: tuple[str, ...]
    months: int
    day: date | None
    lost: int
    expected: float
    low: float
    high: float
    p: float
    adjusted_p: float
    value: int
    baseline: int


@dataclass(frozen=True, slots=True, eq=False)
class Watch:
    """Counts by group and month.

    Attributes
    ----------
    months : tuple of date
    groups : tuple of (tuple of str, tuple of str)
        Dimensions and values of each group.
    lost, value, customers : ndarray, shape (groups, months)
        Losses, their value in minor units, customers at the start.
    branches : tuple of str
        Branches whose recorded losses are watched.
    recorded, at_branch : ndarray, shape (branches, months)
        Losses written down, and customers at the start.
    days : ndarray of int, shape (4, rows)
        Losses written down under one day: place of the branch, place of the month, day of the month, number.
    """

    months: tuple[date, ...]
    groups: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]
    lost: Array
    value: Array
    customers: Array
    branches: tuple[str, ...]
    recorded: Array
    at_branch: Array
    days: NDArray[np.int64]

    @property
    def judged(self) -> list[int]:
        """Places of the months that can be judged."""
        return list(range(FEWEST_MONTHS, len(self.months)))

    def baseline(self, place: int, window: int) -> int:
        """Return how many of the first months a month is judged by."""
        return place - RECENT + 1 if place - RECENT + 1 >= SETTLED_BASELINE else place - window + 1

    @classmethod
    def of(cls, lost: pd.DataFrame, start: pd.DataFrame, written: pd.DataFrame) -> Watch:
        """Count losses and customers by every group watched.

        Parameters
        ----------
        lost, start, written : DataFrame
            From ``churn_alarms_lost.sql``, ``churn_alarms_start.sql`` and ``churn_alarms_recorded.sql``.
        """
        months = pd.Index(sorted(start["month"].unique()))
        losses, there, records = (_Rows.of(rows, months) for rows in (lost, start, written))
        groups: list[tuple[tuple[str, ...], tuple[str, ...]]] = []
        figures: list[tuple[Array, Array, Array]] = []
        nobody = np.zeros(len(months))
        for family in FAMILIES:
            of_customer = [column for column in family if column != "cause_class"]
            at_start = there.by_month(of_customer, "customers")
            value = losses.by_month(list(family), "value_lost")
            for group, counts in losses.by_month(list(family), "lost").items():
                if "not_stated" in group:
                    continue
                key = tuple(one for column, one in zip(family, group, strict=True) if column in of_customer)
                groups.append((family, group))
                figures.append((counts, value[group], at_start.get(key, nobody)))
        by_branch = records.by_month(["branch"], "lost")
        at_branch = there.by_month(["branch"], "customers")
        table = np.array(figures).reshape(-1, 3, len(months))
        recorded = np.array([(counts, at_branch.get(branch, nobody)) for branch, counts in by_branch.items()]
                            ).reshape(-1, 2, len(months))
        branches = tuple(branch for branch, in by_branch)
        return cls(tuple(month.date() for month in months), tuple(groups), table[:, 0], table[:, 1],
                   table[:, 2], branches, recorded[:, 0], recorded[:, 1], np.array([
                       pd.Index(branches).get_indexer(records.named("branch")), records.place,
                       records.rows["day"], records.rows["lost"]], np.int64))


def surprises(watch: Watch, place: int) -> list[Surprise]:
    """Return what is a surprise in a month, given the months before it."""
    return [*_more(watch, place), *_odd_records(watch, place)]


def _more(watch: Watch, place: int) -> list[Surprise]:
    tests = []
    for window in WINDOWS:
        baseline = watch.baseline(place, window)
        exposure = watch.customers * _season(watch, baseline)
        before, now = slice(0, baseline), slice(place - window + 1, place + 1)
        usual, size = watch.lost[:, before].sum(axis=1), exposure[:, before].sum(axis=1)
        scatter = _scatter(watch, exposure[:, before], window)
        lost, at_risk = watch.lost[:, now].sum(axis=1), exposure[:, now].sum(axis=1)
        p = chance_of_as_many(lost, at_risk, usual, size, scatter)
        tests.append((window, baseline, usual, size, scatter, lost, at_risk, p))
    chances = np.array([test[-1] for test in tests])
    best, least = chances.argmin(axis=0), np.minimum(chances.min(axis=0) * len(WINDOWS), 1.0)
    adjusted = benjamini_hochberg(least) if least.size else least
    found = []
    for index in np.flatnonzero(adjusted < LEVEL):
        window, baseline, usual, size, scatter, lost, at_risk, _ = tests[int(best[index])]
        low, high = usual_range(at_risk[index], usual[index], size[index], scatter[index], CONFIDENCE)
        found.append(Surprise(
            "more", *watch.groups[index], window, None, int(lost[index]),
            float(usual[index] / size[index] * at_risk[index]), low, high, float(least[index]),
            float(adjusted[index]), int(watch.value[index, place - window + 1:place + 1].sum()), baseline))
    return found


def _odd_records(watch: Watch, place: int) -> list[Surprise]:
    """Look for branches whose records look odd: many under one day, or few."""
    if not watch.branches:
        return []
    baseline, month = watch.baseline(place, FEW_MONTHS), watch.months[place]
    usual = watch.recorded[:, :baseline].sum(axis=1)
    size = watch.at_branch[:, :baseline].sum(axis=1)
    rate = np.divide(usual, size, out=np.zeros_like(usual), where=size > 0)
    window = slice(place - FEW_MONTHS + 1, place + 1)
    lost, at_risk = watch.recorded[:, window].sum(axis=1), watch.at_branch[:, window].sum(axis=1)
    scatter = dispersion_of(_summed(watch.recorded[:, :baseline], FEW_MONTHS),
                            _summed(watch.at_branch[:, :baseline] * rate[:, None], FEW_MONTHS))
    few = chance_of_as_few(lost, at_risk, usual, size, scatter)
    code, _, day, heaped = watch.days[:, watch.days[1] == place]
    exposure = watch.at_branch[code, place] * _usual_days(watch, baseline)[day]
    length = monthrange(month.year, month.month)[1]
    many = np.minimum(chance_of_as_many(heaped, exposure, usual[code], size[code]) * length, 1.0)
    many = np.minimum(2 * np.minimum(many, _held_back(watch, place, code, many, usual, size)), 1.0)
    adjusted = benjamini_hochberg(np.concatenate((few, many)))

    def odd(kind: str, place_of: int, months: int, when: date | None, count: float, reach: float, p: float,
            corrected: float, wide: float) -> Surprise:
        low, high = usual_range(reach, usual[place_of], size[place_of], wide, CONFIDENCE)
        return Surprise(kind, ("branch",), (watch.branches[place_of],), months, when, int(count),
                        float(rate[place_of] * reach), low, high, float(p), float(corrected), 0, baseline)

    fewer, heaps = adjusted[:few.size], adjusted[few.size:]
    return [
        *(odd("few_recorded", one, FEW_MONTHS, None, lost[one], at_risk[one], few[one], fewer[one], scatter)
          for one in np.flatnonzero(fewer < LEVEL).tolist()),
        *(odd("same_day", int(code[one]), 1, month.replace(day=int(day[one])), heaped[one], exposure[one],
              many[one], heaps[one], 1.0) for one in np.flatnonzero(heaps < LEVEL).tolist())]


def _held_back(watch: Watch, place: int, code: NDArray[np.int64], many: Array, usual: Array,
               size: Array) -> Array:
    """Put a heap together with the quiet months before it: records held back and then keyed in (Fisher)."""
    window = slice(place - FEW_MONTHS, place)
    quiet = chance_of_as_few(watch.recorded[:, window].sum(axis=1), watch.at_branch[:, window].sum(axis=1),
                             usual, size)
    both = np.maximum(many * quiet[code], 1e-300)
    return np.asarray(both * (1 - np.log(both)))


def _usual_days(watch: Watch, baseline: int) -> Array:
    """Return the share of a month's losses usually written under each day of the month, first at place one.

    Some companies date all losses by the first or the last: there a heap on that day is nothing odd.
    """
    _, _, day, lost = watch.days[:, watch.days[1] < baseline]
    count = np.bincount(day, lost, minlength=32)
    return np.asarray(np.maximum(count / max(count.sum(), 1.0), 1 / 31), float)


def _scatter(watch: Watch, exposure: Array, window: int) -> Array:
    """Measure, by kind of group, how far counts of a window usually lie from what is expected."""
    lost = watch.lost[:, :exposure.shape[1]]
    size = exposure.sum(axis=1, keepdims=True)
    rate = np.divide(lost.sum(axis=1, keepdims=True), size, out=np.zeros_like(size), where=size > 0)
    wide = np.ones(len(watch.groups))
    families = [group[0] for group in watch.groups]
    for family in FAMILIES:
        mine = np.array([one == family for one in families], bool)
        if mine.any():
            wide[mine] = dispersion_of(_summed(lost[mine], window), _summed((exposure * rate)[mine], window))
    return wide


def _summed(counts: Array, window: int) -> Array:
    """Add up months to whole windows, counted back from the last."""
    whole = counts.shape[1] // window
    return np.asarray(
        counts[:, counts.shape[1] - whole * window:].reshape(len(counts), whole, window).sum(axis=2), float)


def _season(watch: Watch, baseline: int) -> Array:
    """Return each month's usual level of everyone's losses, learnt from a baseline of two years; else one."""
    if baseline < SEASONAL_FROM:
        return np.ones(len(watch.months))
    month = np.array([one.month for one in watch.months])
    lost, customers = watch.lost[0, :baseline], watch.customers[0, :baseline]
    factors = seasonal_factors(lost, customers, month[:baseline])
    if factors is None:
        return np.ones(len(watch.months))
    by_month = dict(zip(month[:baseline].tolist(), factors.tolist(), strict=True))
    return np.array([by_month.get(one, 1.0) for one in month.tolist()])


@dataclass(frozen=True, slots=True, eq=False)
class _Rows:
    """Rows of the months looked at, with the place of each one's month; values are coded once."""

    rows: pd.DataFrame
    place: NDArray[np.int64]
    months: int
    coded: dict[str, pd.Categorical]

    @classmethod
    def of(cls, rows: pd.DataFrame, months: pd.Index) -> _Rows:
        place = months.get_indexer(rows["month"])
        rows = rows[place >= 0]
        return cls(rows, place[place >= 0], len(months), {
            column: pd.Categorical(rows[column]) for column in ("size", "branch", "cause_class")
            if column in rows})

    def named(self, column: str) -> list[str]:
        """Return the values of a column, as text."""
        names = [*map(str, self.coded[column].categories), ""]
        return [names[code] for code in self.coded[column].codes]

    def by_month(self, columns: list[str], figure: str) -> dict[tuple[str, ...], Array]:
        """Add up a figure by month for each combination of values; rows without a value are left out."""
        weights = self.rows[figure].to_numpy(float)
        if not columns:
            return {(): np.bincount(self.place, weights, minlength=self.months).astype(float)}
        # Whole numbers for each combination: far faster than grouping by several columns.
        combined, known = np.zeros(len(weights), np.int64), np.ones(len(weights), bool)
        for column in columns:
            codes = self.coded[column].codes.astype(np.int64)
            known &= codes >= 0
            combined = combined * len(self.coded[column].categories) + codes
        values = [[str(value) for value in self.coded[column].categories] for column in columns]
        groups = list(itertools.product(*values))
        there = np.bincount(combined[known], minlength=len(groups)) > 0
        table = np.bincount(combined[known] * self.months + self.place[known], weights[known],
                            minlength=len(groups) * self.months).reshape(len(groups), self.months)
        return {group: table[number] for number, group in sorted(enumerate(groups), key=lambda one: one[1])
                if there[number]}
