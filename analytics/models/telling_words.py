"""The words by which the unhappy and the happy differ, each customer counted once a word and side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analytics.models.remark_words import terms
from analytics.statistics.estimate import SUPPRESSED_BELOW
from analytics.statistics.log_odds import ends, log_odds
from analytics.statistics.multiple import benjamini_hochberg
from analytics.statistics.proportions import independence

#: Words shown of either side.
WORDS_A_SIDE = 12


@dataclass(frozen=True, slots=True)
class Word:
    """One word.

    Attributes
    ----------
    word : str
    unhappy, happy : int
        Customers whose remarks use it.
    log_odds, low, high : float
        Above zero the unhappy use it more; 95 % interval.
    p_adjusted : float
        Of equal shares of customers using it (Pearson), after Benjamini–Hochberg over all words compared.
    """

    word: str
    unhappy: int
    happy: int
    log_odds: float
    low: float
    high: float
    p_adjusted: float

    @property
    def told(self) -> bool:
        """Whether the sides differ after allowance for the number of words, by the test and the interval."""
        return self.p_adjusted <= 0.05 and not self.low <= 0 <= self.high


def telling_words(unhappy: Sequence[tuple[int, str]], happy: Sequence[tuple[int, str]]) -> tuple[Word, ...]:
    """Compare the words of two groups of remarks.

    Parameters
    ----------
    unhappy, happy : sequence of (int, str)
        Customer and remark.

    Returns
    -------
    tuple of Word
        The most telling of either side, most of the unhappy's first; empty where one side is silent.
    """
    counts = [_customers_by_word(side) for side in (unhappy, happy)]
    words = sorted(counts[0].keys() | counts[1].keys())
    if not all(counts):
        return ()
    first, second = (np.array([one[word] for word in words], float) for one in counts)
    # Rare words belong to all that was said, though none of them is told of itself.
    frequent = np.flatnonzero(first + second >= SUPPRESSED_BELOW)
    difference, error = (one[frequent] for one in log_odds(first, second))
    low, high = ends(difference, error)
    people = [len({customer for customer, _ in side}) for side in (unhappy, happy)]
    adjusted = benjamini_hochberg([independence([[one, people[0] - one], [two, people[1] - two]]).p
                                   for one, two in zip(first[frequent], second[frequent], strict=True)])
    found = [Word(words[place], int(first[place]), int(second[place]), *map(float, figures))
             for place, *figures in zip(frequent, difference, low, high, adjusted, strict=True)]
    telling = sorted(found, key=lambda one: (one.p_adjusted, -abs(one.log_odds), one.word))
    sides = ([one for one in telling if (one.log_odds > 0) == positive][:WORDS_A_SIDE]
             for positive in (True, False))
    return tuple(sorted((one for side in sides for one in side), key=lambda one: -one.log_odds))


def _customers_by_word(side: Sequence[tuple[int, str]]) -> Counter[str]:
    return Counter(word for _, word in {(customer, word) for customer, text in side for word in terms(text)})
