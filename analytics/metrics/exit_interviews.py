"""What lost customers told when they left: when they decided, where they went, whether they would come back.

Definition
    Losses of the period with the optional columns of an exit interview: ``lost_decided_on``, ``lost_to``
    and ``would_return``. The notice is the number of days from the decision to the loss as recorded.
Grain
    One row per place customers went to, and one per answer to whether they would return.
Edge cases
    A decision dated after the loss is left out. Only some are asked, and only some of them answer: shares
    are of those who told, not of all lost.
Source
    Methods E5, E6.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analytics.filters import Filters
from analytics.metrics.loss_timing import median_interval
from analytics.metrics.running import period_of, run_sql
from analytics.statistics.estimate import Estimate
from analytics.statistics.intervals import rate
from analytics.store.reader import Reader

ANSWERS = ("yes", "maybe", "no")


@dataclass(frozen=True, slots=True)
class Destination:
    """Where customers went: how many, their share of those who told, and their value in minor units."""

    lost_to: str
    lost: int
    share: Estimate
    value_lost: int


@dataclass(frozen=True, slots=True)
class WouldReturn:
    """One answer to whether they would come back: its share, and how many since have (of these customers)."""

    answer: str
    lost: int
    share: Estimate
    returned: Estimate


@dataclass(frozen=True, slots=True)
class ExitInterviews:
    """What was told.

    Attributes
    ----------
    lost : int
        Losses of the period.
    decided : Estimate
        Median days from the decision to the loss; ``n`` counts those who told.
    warned_before : Estimate
        Share of these before whose decision a warning was in the records.
    destinations : tuple of Destination
        Most customers first.
    answers : tuple of WouldReturn
        Yes, maybe, no.
    notice : tuple of int
        Days from the decision to the loss, of everyone who told; ascending.
    """

    lost: int
    decided: Estimate
    warned_before: Estimate
    destinations: tuple[Destination, ...]
    answers: tuple[WouldReturn, ...]
    notice: tuple[int, ...]

    def table(self) -> list[dict[str, object]]:
        """Return one row per destination and per answer."""
        rows: list[dict[str, object]] = [
            {"told": "lost_to", "value": one.lost_to, "lost": one.lost, "share": one.share.estimate,
             "low": one.share.low, "high": one.share.high} for one in self.destinations]
        rows += [{"told": "would_return", "value": one.answer, "lost": one.lost, "share": one.share.estimate,
                  "low": one.share.low, "high": one.share.high, "returned": one.returned.estimate}
                 for one in self.answers]
        return rows

    def extra(self) -> dict[str, object]:
        """Return the notice and the share warned."""
        return {"lost": self.lost, "told_decision": self.decided.n, "median_days": self.decided.estimate,
                "low": self.decided.low, "high": self.decided.high,
                "warned_before": self.warned_before.estimate}


def exit_interviews(reader: Reader, filters: Filters) -> ExitInterviews:
    """Gather what lost customers told when they left."""
    period = period_of(reader, filters)
    frame = run_sql(reader, "exit_interviews", filters, everyone=period.start is None or period.code == "all")
    told = frame[frame["decided_before"].notna()]
    notice = np.sort(np.repeat(told["decided_before"].to_numpy(int), told["lost"].to_numpy(int)))
    warned = told[told["warned_before"].fillna(False).astype(bool)]
    going = frame[frame["lost_to"].notna()].groupby("lost_to")[["lost", "value_lost"]].sum()
    total = int(going["lost"].sum())
    answered = frame[frame["would_return"].notna()]
    asked = int(answered["lost"].sum())
    answers = []
    for answer in ANSWERS:
        mine = answered[answered["would_return"] == answer]
        count, back = int(mine["lost"].sum()), int(mine.loc[mine["returned"].astype(bool), "lost"].sum())
        answers.append(WouldReturn(answer, count, rate(count, asked), rate(back, count)))
    destinations = [Destination(str(place), int(row.lost), rate(int(row.lost), total), int(row.value_lost))
                    for place, row in zip(going.index, going.itertuples(), strict=True)]
    return ExitInterviews(
        int(frame["lost"].sum()), median_interval([float(day) for day in notice]),
        rate(int(warned["lost"].sum()), len(notice)),
        tuple(sorted(destinations, key=lambda one: (-one.lost, one.lost_to))),
        tuple(answers) if asked else (), tuple(notice.tolist()))
