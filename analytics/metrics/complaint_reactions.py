"""Reactions: staff, a manager, a third party, the media or friends, and what became of each.

Definition
    Complaints by the reaction recorded: the share left unresolved, of those decided, and the share of the
    customers who stayed within the window after closing. The whole history counts.
Edge cases
    Where no reaction is ever recorded there are no rows. What customers tell friends is seldom known.
Source
    Hirschman 1970 (exit, voice); Singh 1988 (voice, private, third party), methods A7. Wilson 1927.
"""

from __future__ import annotations

from dataclasses import dataclass

from analytics.filters import Filters
from analytics.metrics.running import run_sql
from analytics.statistics.estimate import Estimate
from analytics.statistics.intervals import rate
from analytics.store.reader import Reader


@dataclass(frozen=True, slots=True)
class ReactionRow:
    """Complaints with one reaction.

    Attributes
    ----------
    reaction : str
        Its code, or ``"not_stated"``.
    complaints : int
    share : Estimate
        Of all complaints.
    unresolved : Estimate
        Of the decided ones.
    stayed : Estimate
        Of the customers whose window is complete.
    """

    reaction: str
    complaints: int
    share: Estimate
    unresolved: Estimate
    stayed: Estimate


@dataclass(frozen=True, slots=True)
class ComplaintReactions:
    """Every reaction, most frequent first."""

    rows: tuple[ReactionRow, ...]

    def table(self) -> list[dict[str, object]]:
        """Return one row per reaction."""
        return [{"reaction": one.reaction, "complaints": one.complaints, "share": one.share.estimate,
                 "unresolved": one.unresolved.estimate, "unresolved_low": one.unresolved.low,
                 "unresolved_high": one.unresolved.high, "stayed": one.stayed.estimate,
                 "stayed_low": one.stayed.low, "stayed_high": one.stayed.high, "judged": one.stayed.n}
                for one in self.rows]


def complaint_reactions(reader: Reader, filters: Filters) -> ComplaintReactions:
    """Count complaints by reaction, and what became of the customers."""
    frame = run_sql(reader, "complaint_reactions", filters)
    total = int(frame["complaints"].sum())
    return ComplaintReactions(tuple(ReactionRow(
        str(row.reaction), int(row.complaints), rate(int(row.complaints), total),
        rate(int(row.unresolved), int(row.decided)), rate(int(row.stayed), int(row.judged)))
        for row in frame.itertuples()))
