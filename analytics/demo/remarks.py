"""Remarks: what customers write beside a score and staff note of a contact, each about a hidden topic."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analytics.demo.columns import pick, texts
from analytics.demo.opinion import Opinion
from analytics.demo.scenario import Booleans, Floats, Integers
from analytics.demo.vocabulary import vocabulary

#: Share of comments about the customer's own lasting topic; the others are about any.
FAITHFUL = 0.7
#: Share of staff's notes about what the customer's own topic is; the others are what staff think it is.
HEARD = 0.5
#: From this level on a customer is happy.
HAPPY_FROM = 4
#: Share of contacts of which something is noted, and of remarks in Chinese.
NOTED_SHARE, CHINESE_SHARE = 0.10, 0.75


@dataclass(frozen=True, slots=True)
class Topics:
    """What each customer keeps coming back to, while unhappy and while happy: places in the vocabulary."""

    unhappy: Integers
    happy: Integers


def topics(random: np.random.Generator, customers: int) -> Topics:
    """Draw what matters to each customer."""
    return Topics(pick(random, _shares("unhappy"), customers), pick(random, _shares("happy"), customers))


def comment_topics(
    random: np.random.Generator, held: Topics, customer: Integers, level: Integers,
) -> Integers:
    """Draw what each comment is about."""
    happy, own = level >= HAPPY_FROM, random.random(len(customer)) < FAITHFUL
    lasting = np.where(happy, held.happy[customer], held.unhappy[customer])
    fresh = np.where(happy, pick(random, _shares("happy"), len(customer)),
                     pick(random, _shares("unhappy"), len(customer)))
    return np.where(own, lasting, fresh)


def phrases(topic: Integers, speaker: list[str], language: Floats, choice: Floats) -> list[str]:
    """Put each topic in words of the unhappy, the happy or the staff; language and choice lie in 0 to 1."""
    known, written = vocabulary().topics, []
    for place, who, spoken, chance in zip(topic.tolist(), speaker, language, choice, strict=True):
        offered = known[place].phrases[who]["zh" if spoken < CHINESE_SHARE else "en"]
        written.append(offered[int(chance * len(offered))])
    return written


def notes(random: np.random.Generator, held: Topics, opinion: Opinion, customer: Integers, quarter: Integers,
          inbound: Booleans) -> pd.Series:
    """Write a note beside some contacts: the customer's own words where the customer called, else staff's."""
    count = len(customer)
    noted = np.flatnonzero(random.random(count) < NOTED_SHARE)
    who, when, calls = customer[noted], quarter[noted], inbound[noted]
    happy = opinion.level[who, when] >= HAPPY_FROM
    lasting = np.where(happy, held.happy[who], held.unhappy[who])
    heard = calls | (random.random(len(noted)) < HEARD)
    topic = np.where(heard, lasting, pick(random, _shares("staff"), len(noted)))
    speaker = np.where(calls, np.where(happy, "happy", "unhappy"), "staff").tolist()
    written: list[str | None] = [None] * count
    language, choice = random.random((2, len(noted)))
    for place, words in zip(noted.tolist(), phrases(topic, speaker, language, choice), strict=True):
        written[place] = words
    return texts(written)


def _shares(kind: str) -> list[float]:
    return [float(getattr(topic, kind)) for topic in vocabulary().topics]
