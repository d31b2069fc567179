"""What they say: comments, suggestions and staff reports by topic, and the words of the dissatisfied.

Streams
    ``comment``: what customers wrote beside a survey's scores. ``suggestion``: what was noted when the
    customer made contact. ``report``: what staff noted of the contacts they made. All of a customer's
    remarks of a stream on one day count as one.
Topics
    A remark is about a topic where it contains one of its words (``remark_topics.toml``; several topics or
    none). Rate: remarks about it per 100 contacts of the stream (answered surveys; contacts), with or without
    a remark, Wilson interval. Change: less the rate in the period before (Newcombe), told only where it
    stands after Benjamini–Hochberg over the topics of the stream.
Words
    Chinese segmented (jieba), English with plurals joined. Customers whose comments beside a score of 1 to 3
    use a word against those beside 4 to 5: log odds with an informative Dirichlet prior, told where Pearson's
    test stands after Benjamini–Hochberg; only words used by at least ten customers. A customer counts once
    a word and side.
Staff and customers
    Customers with a comment or suggestion and a staff report in the period: Cohen's kappa per topic; share
    of them of whom staff reported a topic they named themselves, beside that share if reports were dealt out
    to other customers.
Grain
    One row per topic and stream.
Edge cases
    With more remarks than ``MOST_REMARKS`` a random sample of customers is read, contacts and remarks alike.
    Without a period before there is no change.
Source
    Monroe, Colaresi and Quinn 2008; Cohen 1960; Benjamini and Hochberg 1995.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from analytics.filters import Filters
from analytics.metrics.running import run_sql
from analytics.models.remark_agreement import TopicAgreement, agreements, heard
from analytics.models.remark_topics import keys, words_by_topic
from analytics.models.remark_words import masked
from analytics.models.telling_words import Word, telling_words
from analytics.statistics.estimate import Estimate
from analytics.statistics.intervals import rate, rate_difference
from analytics.statistics.multiple import benjamini_hochberg
from analytics.statistics.proportions import independence
from analytics.store.reader import Reader

STREAMS = ("comment", "suggestion", "report")
#: More remarks than this are sampled by customer.
MOST_REMARKS = 20_000
#: Examples shown of a topic and stream, and words named.
QUOTES, WORDS_NAMED = 5, 6
#: From this score on, on five levels, a customer is satisfied.
SATISFIED_FROM = 4


@dataclass(frozen=True, slots=True)
class Quote:
    """An example, without what could lead to a person.

    Attributes
    ----------
    said_on : date or None
    score : float or None
        Beside which it was written, on five levels.
    text : str
    """

    said_on: date | None
    score: float | None
    text: str


@dataclass(frozen=True, slots=True)
class Said:
    """One topic in one stream.

    Attributes
    ----------
    topic, stream : str
    mentions : int
        Remarks about it in the period.
    rate : Estimate
        Mentions per contact; ``n`` counts contacts.
    change : Estimate or None
        Less the rate in the period before; None where there is none.
    told : {"more", "fewer", "alike"}
        Whether the change stands after allowance for the number of topics.
    words : tuple of (str, int)
        The words that told it, most frequent first, and in how many remarks.
    quotes : tuple of Quote
        Latest first.
    months : tuple of (date, int, int)
        Month, mentions and contacts, of both periods.
    """

    topic: str
    stream: str
    mentions: int
    rate: Estimate
    change: Estimate | None
    told: str
    words: tuple[tuple[str, int], ...]
    quotes: tuple[Quote, ...]
    months: tuple[tuple[date, int, int], ...]


@dataclass(frozen=True, slots=True)
class Stream:
    """How much of a stream there is.

    Attributes
    ----------
    stream : str
    contacts, remarks, matched : int
        Contacts of the period, remarks made, and remarks about at least one topic.
    """

    stream: str
    contacts: int
    remarks: int
    matched: int


@dataclass(frozen=True, slots=True)
class Remarks:
    """What customers and staff say.

    Attributes
    ----------
    sampled : float
        Share of the customers that were read; one for all.
    streams : tuple of Stream
        Those with remarks, in the order of ``STREAMS``.
    said : tuple of Said
        By stream, most frequent topic first.
    words : tuple of Word
        The most telling words, of the unhappy first.
    unhappy, happy : int
        Customers whose comments are compared.
    agreement : tuple of TopicAgreement
        Per topic, over ``both`` customers.
    both : int
        Customers with a remark of their own and a staff report.
    heard : Estimate
        Share of those who named a topic of whom staff reported at least one of the same.
    heard_by_chance : float or None
        The same if reports belonged to other customers.
    """

    sampled: float
    streams: tuple[Stream, ...]
    said: tuple[Said, ...]
    words: tuple[Word, ...]
    unhappy: int
    happy: int
    agreement: tuple[TopicAgreement, ...]
    both: int
    heard: Estimate
    heard_by_chance: float | None

    def of(self, stream: str) -> tuple[Said, ...]:
        """Return the topics of one stream, most frequent first."""
        return tuple(one for one in self.said if one.stream == stream)

    def table(self) -> list[dict[str, object]]:
        """Return one row per topic and stream."""
        return [{"topic": one.topic, "stream": one.stream, "mentions": one.mentions, "n": one.rate.n,
                 "state": one.rate.state, "estimate": one.rate.estimate, "low": one.rate.low,
                 "high": one.rate.high, "change": one.change and one.change.estimate,
                 "change_low": one.change and one.change.low, "change_high": one.change and one.change.high,
                 "told": one.told, "words": ", ".join(word for word, _ in one.words)} for one in self.said]

    def extra(self) -> dict[str, object]:
        """Return how much was read, the telling words and the agreement of staff and customers."""
        return {"sampled": self.sampled,
                "streams": [{"stream": one.stream, "contacts": one.contacts, "remarks": one.remarks,
                             "matched": one.matched} for one in self.streams],
                "words": [{"word": one.word, "unhappy": one.unhappy, "happy": one.happy,
                           "log_odds": one.log_odds, "p_adjusted": one.p_adjusted} for one in self.words],
                "agreement": [{"topic": one.topic, "kappa": one.agreement.kappa.estimate}
                              for one in self.agreement],
                "both": self.both, "heard": self.heard.estimate, "heard_by_chance": self.heard_by_chance}


def remarks(reader: Reader, filters: Filters) -> Remarks:
    """Read what customers wrote and staff noted.

    Parameters
    ----------
    reader : Reader
    filters : Filters

    Returns
    -------
    Remarks
    """
    frame, contacts, kept = read_remarks(reader, filters)
    about = [words_by_topic(text) for text in frame["text"]]
    frame = frame.assign(about=about, now=frame["stretch"] == "now",
                         month=pd.to_datetime(frame["said_on"]).dt.to_period("M").dt.to_timestamp())
    now = frame[frame["now"]]
    streams = tuple(
        Stream(stream, _count(contacts, stream, "now"), len(part), int(part["about"].map(bool).sum()))
        for stream in STREAMS if len(part := now[now["stream"] == stream]))
    said = [one for stream in streams for one in _topics(stream.stream, frame, contacts)]
    comments = now[now["stream"] == "comment"]
    score = comments["score"].to_numpy(float)
    unhappy, happy = comments[score < SATISFIED_FROM], comments[score >= SATISFIED_FROM]
    words = telling_words(*([*zip(side["customer_key"], side["text"], strict=True)]
                            for side in (unhappy, happy)))
    theirs, ours = _by_customer(now[now["stream"] != "report"]), _by_customer(now[now["stream"] == "report"])
    both = sorted(theirs.keys() & ours.keys())
    pairs = [(theirs[one], ours[one]) for one in both]
    share, by_chance = heard(pairs)
    return Remarks(kept / 1000, streams, tuple(said), words, unhappy["customer_key"].nunique(),
                   happy["customer_key"].nunique(), agreements(pairs), len(both), share, by_chance)


def read_remarks(reader: Reader, filters: Filters) -> tuple[pd.DataFrame, pd.DataFrame, int]:
    """Return remarks, contacts by stream and month, and how many of a thousand customers they are of."""
    frame = run_sql(reader, "models/remarks", filters, most=MOST_REMARKS)
    kept = int(frame["kept"].max()) if len(frame) else 1000
    return frame, run_sql(reader, "models/remark_contacts", filters, kept=kept), kept


def _topics(stream: str, frame: pd.DataFrame, contacts: pd.DataFrame) -> list[Said]:
    part = frame[frame["stream"] == stream]
    now, before = _count(contacts, stream, "now"), _count(contacts, stream, "before")
    rows = [(topic, part[[topic in one for one in part["about"]]]) for topic in keys()]
    counts = [(int(about["now"].sum()), int((~about["now"]).sum())) for _, about in rows]
    changed = changes(counts, now, before)
    had = contacts[contacts["stream"] == stream].groupby("month")["contacts"].sum()
    found = [Said(
        topic, stream, count, rate(count, now), *changed[place],
        _named(about[about["now"]]["about"], topic), _quotes(about[about["now"]]), _months(about, had))
        for place, ((topic, about), (count, _)) in enumerate(zip(rows, counts, strict=True))]
    return sorted((one for one in found if one.mentions), key=lambda one: -one.mentions)


def changes(counts: Sequence[tuple[int, int]], now: int, before: int) -> list[tuple[Estimate | None, str]]:
    """Compare the rates of several topics with those before, and say which differ.

    Parameters
    ----------
    counts : sequence of (int, int)
        Remarks about each topic now and before.
    now, before : int
        Contacts.

    Returns
    -------
    list of (Estimate or None, str)
        The difference of the rates, and ``more``, ``fewer`` or ``alike``; in the order given.
    """
    if not before:
        return [(None, "alike")] * len(counts)
    differences = [rate_difference(one, now, two, before) for one, two in counts]
    adjusted = benjamini_hochberg(
        [independence([[one, now - one], [two, before - two]]).p for one, two in counts])
    return [(one, "alike" if p > 0.05 else "more" if (one.estimate or 0) > 0 else "fewer")
            for one, p in zip(differences, adjusted, strict=True)]


def _count(contacts: pd.DataFrame, stream: str, stretch: str) -> int:
    chosen = (contacts["stream"] == stream) & (contacts["stretch"] == stretch)
    return int(contacts.loc[chosen, "contacts"].sum())


def _named(about: Iterable[dict[str, tuple[str, ...]]], topic: str) -> tuple[tuple[str, int], ...]:
    counted = Counter(word for one in about for word in one[topic])
    return tuple(counted.most_common(WORDS_NAMED))


def _quotes(about: pd.DataFrame) -> tuple[Quote, ...]:
    """Return the latest remarks that differ from one another."""
    distinct = about.drop_duplicates("text").head(QUOTES)
    return tuple(Quote(None if pd.isna(one.said_on) else pd.Timestamp(one.said_on).date(),
                       None if pd.isna(one.score) else float(one.score), masked(one.text))
                 for one in distinct.itertuples())


def _months(about: pd.DataFrame, had: pd.Series) -> tuple[tuple[date, int, int], ...]:
    counted = about.groupby("month").size()
    return tuple((pd.Timestamp(month).date(), int(counted.get(pd.Timestamp(month), 0)), int(contacts))
                 for month, contacts in had.items())


def _by_customer(part: pd.DataFrame) -> dict[int, frozenset[str]]:
    found: dict[int, set[str]] = {}
    for key, about in zip(part["customer_key"], part["about"], strict=True):
        found.setdefault(int(key), set()).update(about)
    return {key: frozenset(topics) for key, topics in found.items()}
