"""Whether staff report what customers say themselves: kappa per topic, and how often a topic was heard."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from analytics.models.remark_topics import keys
from analytics.statistics.agreement import Agreement, cohen_kappa
from analytics.statistics.estimate import Estimate
from analytics.statistics.intervals import rate

Topics = frozenset[str]


@dataclass(frozen=True, slots=True)
class TopicAgreement:
    """One topic among the customers with a remark of their own and a staff report.

    Attributes
    ----------
    topic : str
    named : int
        Customers who named it or of whom staff reported it.
    customers, staff : Estimate
        Share of them who named it, and of whom staff reported it.
    agreement : Agreement
    """

    topic: str
    named: int
    customers: Estimate
    staff: Estimate
    agreement: Agreement


def agreements(pairs: Sequence[tuple[Topics, Topics]]) -> tuple[TopicAgreement, ...]:
    """Hold what customers named against what staff reported of the same customers, topic by topic.

    Parameters
    ----------
    pairs : sequence of (frozenset of str, frozenset of str)
        One per customer: the topics of the customer's own remarks and of staff's reports.

    Returns
    -------
    tuple of TopicAgreement
        Those named by either, in the order of the topics' file.
    """
    found = []
    for topic in keys():
        counted = Counter((topic in theirs, topic in ours) for theirs, ours in pairs)
        table = [[counted[(first, second)] for second in (False, True)] for first in (False, True)]
        if named := sum(table[1]) + table[0][1]:
            found.append(TopicAgreement(topic, named, rate(sum(table[1]), len(pairs)),
                                        rate(table[0][1] + table[1][1], len(pairs)), cohen_kappa(table)))
    return tuple(found)


def heard(pairs: Sequence[tuple[Topics, Topics]]) -> tuple[Estimate, float | None]:
    """Return of how many customers who named a topic staff reported one of the same, and by chance.

    Parameters
    ----------
    pairs : sequence of (frozenset of str, frozenset of str)
        As for `agreements`.

    Returns
    -------
    share : Estimate
        Among customers who named a topic.
    by_chance : float or None
        The share if each of these customers had the reports of another, any of them as likely.
    """
    named = [(theirs, ours) for theirs, ours in pairs if theirs]
    hits, total = sum(bool(theirs & ours) for theirs, ours in named), len(named)
    if total < 2:
        return rate(hits, total), None
    # Few sets of topics occur, each often: pairs of sets instead of pairs of customers.
    first, second = (Counter(one[side] for one in named) for side in (0, 1))
    crossed = sum(times * others for theirs, times in first.items() for ours, others in second.items()
                  if theirs & ours)
    return rate(hits, total), (crossed - hits) / (total * (total - 1))
