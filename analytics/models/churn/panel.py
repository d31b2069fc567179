"""Training rows from dated records: customers at rolling cut-offs, with what was known on that day."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from analytics.errors import NotEnoughData
from analytics.models.churn.data import (
    GuardCheck,
    Outcome,
    TrainingData,
    Window,
    as_features,
    baseline_feature,
    sql,
)
from analytics.models.churn.features import FEATURES, TRAIT
from analytics.models.churn.guards import (
    FOLLOWS_TENURE,
    TOO_GOOD_ALONE,
    Exclusion,
    Reason,
    grows_until_loss,
    screen,
    separation,
)
from analytics.models.churn.snapshot import customers
from analytics.settings import Settings
from analytics.store.reader import Reader

#: Days between cut-offs; shorter steps only where the history is short.
STEP_DAYS = 91
#: Most cut-offs used: three tested, the ones their outcomes overlap, and five to learn from.
MOST_ORIGINS = 10
#: A short history still gives so many cut-offs, closer together.
FEWEST_ORIGINS = 4
#: Days of history before the first cut-off, where there is that much.
HISTORY_DAYS = 365
#: More customers than this are sampled for training; every customer is scored. A quarter of it cost 0.002 of
#: the area under the ROC curve and 0.015 of the mean precision (docs/churn_model.md).
MOST_CUSTOMERS = 100_000
#: Rows on which single features are judged.
SINGLE_FEATURE_ROWS = 5_000
#: Contract ends count as known in advance when this share of running contracts states one.
ENDS_KNOWN_SHARE = 0.10
#: Share of losses that are mere silence from which the horizon must cover the silence threshold.
MOSTLY_SILENT = 0.5

_SUBJECT_TABLES = {
    "trade": "orders", "surveys": "surveys", "complaints": "complaints", "contacts": "contacts",
    "service_jobs": "service_jobs", "contracts": "contracts",
}
_OUTCOME_COLUMNS = ["customer_key", "lost", "lost_in_gap"]
#: Columns of the customers file that say how things are today, not how they were at the cut-off.
_TODAY = ("annual_value",)


@dataclass(frozen=True)
class PanelSource:
    """How a build is asked for features at a cut-off.

    Attributes
    ----------
    reader : Reader
        A published build.
    window : Window
        What is predicted.
    subjects : tuple of str
        Feature tables there are records for.
    ends_known : bool
        Whether contract ends are written down in advance.
    losses_since : date or None
        The first loss: nobody wrote losses down before, so nothing is to be learnt from earlier windows.
    """

    reader: Reader
    window: Window
    subjects: tuple[str, ...]
    ends_known: bool
    losses_since: date | None = None

    def at(self, origin: date, *, truncated: bool = False) -> pd.DataFrame:
        """Return the customers living at a cut-off with features and outcome.

        Parameters
        ----------
        origin : date
            The cut-off; its own day is known.
        truncated : bool
            Whether records after the cut-off are removed first. The features must be the same.

        Returns
        -------
        DataFrame
            ``customer_key``, ``lost``, ``lost_in_gap`` and the features.
        """
        start = origin + timedelta(days=self.window.gap_days)
        values = {
            "origin": origin, "window_start": start, "truncated": truncated,
            "window_end": start + timedelta(days=self.window.horizon_days), "outcome": self.window.outcome,
            "label_days": self.window.days, "ends_known": self.ends_known,
        }
        rows = self.reader.query(sql("population"), values)
        for subject in self.subjects:
            rows = rows.merge(self.reader.query(sql(subject), values), on="customer_key", how="left")
        if not self.reader.meta.has_costs:
            rows = rows.drop(columns="margin_share_365", errors="ignore")
        counts = [one.name for one in FEATURES if one.unit == "count" and one.name in rows]
        return rows.fillna(dict.fromkeys(counts, 0.0))


def panel_source(reader: Reader, settings: Settings, outcome: Outcome = "loss") -> PanelSource:
    """Prepare to ask a build for features.

    Parameters
    ----------
    reader : Reader
        A published build.
    settings : Settings
        ``churn_gap_days`` and ``churn_horizon_days``.
    outcome : {"loss", "no_trade"}
        What is predicted.

    Returns
    -------
    PanelSource
        Where most losses are mere silence, the horizon is at least the silence threshold: in a shorter
        one only customers already silent could be lost, and the model would find nobody in time.
    """
    horizon = settings.integer("churn_horizon_days")
    losses = reader.query(sql("losses_known")).iloc[0]
    if outcome == "loss" and losses["silent"] > MOSTLY_SILENT * losses["dated"]:
        ((silent_days,),) = reader.rows(sql("silence"))
        horizon = max(horizon, int(str(silent_days or 0)))
    filled = {str(name) for (name,) in reader.rows(sql("subjects"))}
    subjects = tuple(subject for subject, table in _SUBJECT_TABLES.items() if table in filled)
    ends_known = False
    if "contracts" in subjects:
        ends = reader.query(sql("contract_ends"), {"as_of": reader.meta.as_of}).iloc[0]
        ends_known = bool(ends["with_end"] >= ENDS_KNOWN_SHARE * max(1, ends["running"]))
    window = Window(settings.integer("churn_gap_days"), horizon, outcome)
    since = pd.Timestamp(losses["first_lost_on"])
    return PanelSource(reader, window, subjects, ends_known, None if since is pd.NaT else since.date())


def cut_offs(first: date, as_of: date, window: Window) -> tuple[date, ...]:
    """Return the cut-offs whose outcome is complete, oldest first.

    Parameters
    ----------
    first, as_of : date
        First and newest event.
    window : Window
        What is predicted.

    Returns
    -------
    tuple of date
        A quarter apart, at most ten; closer together where fewer than four would fit.
    """
    last = as_of - timedelta(days=window.days)
    room = (last - first).days
    span = room - min(HISTORY_DAYS, room // 3)
    if span < 0:
        return ()
    step = min(STEP_DAYS, max(7, span // (FEWEST_ORIGINS - 1)))
    count = min(MOST_ORIGINS, span // step + 1)
    return tuple(last - timedelta(days=step * back) for back in reversed(range(count)))


def panel_data(
    source: PanelSource, origins: tuple[date, ...] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> TrainingData:
    """Return customers at rolling cut-offs, leaks removed and named.

    Parameters
    ----------
    source : PanelSource
        Where features come from.
    origins : tuple of date, optional
        Cut-offs; by default those of :func:`cut_offs`.
    progress : callable, optional
        Called with cut-offs done and in all.

    Returns
    -------
    TrainingData

    Raises
    ------
    NotEnoughData
        The history is shorter than one window of outcomes.
    """
    meta = source.reader.meta
    if meta.first_event is None or meta.as_of is None:
        raise NotEnoughData("days of history", 0, source.window.days)
    days = cut_offs(meta.first_event, meta.as_of, source.window) if origins is None else origins
    if origins is None and source.window.outcome == "loss" and source.losses_since is not None:
        # A window may begin before the first loss by half its length, since losses come in months.
        lead = source.window.gap_days + source.window.horizon_days // 2
        earliest = source.losses_since - timedelta(days=lead)
        days = tuple(day for day in days if day >= earliest)
    if not days:
        raise NotEnoughData("days of history", (meta.as_of - meta.first_event).days, 2 * source.window.days)
    parts, known = [], set[int]()
    for done, origin in enumerate(days):
        if progress is not None:
            progress(done, len(days))
        living = source.at(origin)
        living = living[~living["lost_in_gap"].to_numpy(dtype=bool)]
        known.update(living["customer_key"].tolist())
        parts.append(_sampled(living).assign(origin=np.datetime64(origin, "D")))
    rows = pd.concat(parts, ignore_index=True)
    excluded = _undated_leaks(source.reader, list(rows.columns))
    names = {one.column for one in excluded}
    candidates = rows.drop(columns=[*_OUTCOME_COLUMNS, "origin"])
    varied = [name for name in candidates
              if str(name).removeprefix(TRAIT) not in names and candidates[name].nunique(dropna=False) > 1]
    features = as_features(candidates[varied])
    lost = rows["lost"].to_numpy(dtype=bool)
    return TrainingData(
        mode="panel", table=features, lost=lost, customer=rows["customer_key"].to_numpy(dtype="int64"),
        origin=rows["origin"].to_numpy(dtype="datetime64[D]"), window=source.window,
        baseline=baseline_feature(list(features)), excluded=excluded,
        checks=(_recomputed(source, days[-1]), _single_feature(features, lost)),
        customers_known=len(known),
    )


def feature_hash(table: pd.DataFrame) -> str:
    """Return a hash of a feature table, row order aside."""
    ordered = table.sort_values("customer_key").reset_index(drop=True)
    return hashlib.sha256(pd.util.hash_pandas_object(ordered, index=False).to_numpy().tobytes()).hexdigest()


def _recomputed(source: PanelSource, origin: date) -> GuardCheck:
    """Compare features at a cut-off with those from records that end there."""
    whole, short = source.at(origin), source.at(origin, truncated=True)
    whole, short = whole.drop(columns=_OUTCOME_COLUMNS[1:]), short.drop(columns=_OUTCOME_COLUMNS[1:])
    differing = [str(name) for name in whole if not whole[name].equals(short[name])]
    return GuardCheck("recomputed", feature_hash(whole) == feature_hash(short), float(len(differing)),
                      ", ".join(differing))


def _single_feature(features: pd.DataFrame, lost: np.ndarray) -> GuardCheck:
    """Name the strongest single feature; dated ones cannot leak, but a figure this high is worth a look."""
    if len(lost) > SINGLE_FEATURE_ROWS:
        chosen = np.random.default_rng(0).choice(len(lost), SINGLE_FEATURE_ROWS, replace=False)
        features, lost = features.iloc[chosen], lost[chosen]
    alone = {str(name): separation(features[name], lost) for name in features}
    best = max(alone, key=lambda name: alone[name])
    return GuardCheck("single_feature", alone[best] <= TOO_GOOD_ALONE, alone[best], best)


def _undated_leaks(reader: Reader, columns: list[str]) -> tuple[Exclusion, ...]:
    """Screen what carries no date against who was ever lost: it may have been written afterwards."""
    everyone = customers(reader)
    lost = everyone["lost"].to_numpy(dtype=bool)
    shared = [name for name in everyone if name in columns and name not in ("customer_key", "lost")]
    undated = everyone[shared]
    undated = undated.loc[:, undated.notna().any()]
    grows: dict[str, Reason] = {}
    figures = {}
    for name in undated.select_dtypes("number"):
        follows = grows_until_loss(undated[name], everyone["lifetime_days"])
        if abs(follows) >= FOLLOWS_TENURE:
            grows[str(name)], figures[str(name).removeprefix(TRAIT)] = "grows_until_loss", follows
    found = screen(undated, lost, undated=grows) if lost.any() and not lost.all() else ()
    today = tuple(Exclusion(name, "state_of_today", None) for name in _TODAY
                  if name in everyone and everyone[name].notna().any())
    leaks = (Exclusion(one.column, one.reason, figures.get(one.column, one.figure)) for one in found)
    return (*leaks, *today)


def _sampled(rows: pd.DataFrame) -> pd.DataFrame:
    if len(rows) <= MOST_CUSTOMERS:
        return rows
    # By key, so that a customer is in at every cut-off or at none.
    mixed = pd.util.hash_array(rows["customer_key"].to_numpy(dtype="uint64")) / 2.0**64
    return rows[mixed < MOST_CUSTOMERS / len(rows)]
