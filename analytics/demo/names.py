"""Names of people and firms, Chinese with the Latin form beside it."""

from __future__ import annotations

import numpy as np

from analytics.demo.population import Population
from analytics.demo.vocabulary import vocabulary

#: Place of the owner-operators among the segments: they trade under their own names.
OWNER_OPERATOR = 4


def people(random: np.random.Generator, count: int) -> list[str]:
    """Draw names such as ``王伟 Wang Wei``; distinct while there are enough of them.

    Parameters
    ----------
    random : numpy.random.Generator
    count : int

    Returns
    -------
    list of str
    """
    words = vocabulary()
    pairs = len(words.surnames) * len(words.given_names)
    drawn = random.permutation(max(count, pairs))[:count] % pairs
    return [_person(words.surnames[place // len(words.given_names)],
                    words.given_names[place % len(words.given_names)]) for place in drawn.tolist()]


def firms(random: np.random.Generator, population: Population) -> list[str]:
    """Name every customer: owner-operators like people, the others like firms of their town and trade.

    Parameters
    ----------
    random : numpy.random.Generator
    population : Population

    Returns
    -------
    list of str
    """
    words = vocabulary()
    first = random.integers(0, len(words.first_syllables), population.count).tolist()
    second = random.integers(0, len(words.second_syllables), population.count).tolist()
    owners = people(random, population.count)
    towns = [branch.name.split(" ")[0] for branch in words.branches]
    branch, industry = population.branch.tolist(), population.industry.tolist()
    return [
        owner if segment == OWNER_OPERATOR
        else _firm(towns[branch[i]], words.first_syllables[first[i]], words.second_syllables[second[i]],
                   words.industries[industry[i]].firm)
        for i, (segment, owner) in enumerate(zip(population.segment.tolist(), owners, strict=True))
    ]


def _person(surname: str, given: str) -> str:
    (family, latin_family), (own, latin_own) = surname.split(" "), given.split(" ")
    return f"{family}{own} {latin_family} {latin_own}"


def _firm(town: str, first: str, second: str, trade: str) -> str:
    (one, latin_one), (two, latin_two) = first.split(" "), second.split(" ")
    chinese, english = trade.split(" ", 1)
    return f"{town}{one}{two}{chinese} {latin_one}{latin_two} {english}"
