"""What customers go through and what they think of it: staff climate, failures, recovery, satisfaction."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analytics.demo.calendar import Calendar
from analytics.demo.columns import pick
from analytics.demo.population import Population
from analytics.demo.scenario import Booleans, Floats, Integers, Scenario
from analytics.demo.vocabulary import vocabulary

#: Quarters simulated before the first day, so that its customers remember failures too.
PAST = 4


@dataclass(frozen=True, slots=True)
class Experience:
    """Failures by customer and quarter, whether or not the customer is still there.

    Arrays have shape (customers, ``PAST`` + quarters); the first ``PAST`` columns lie before the first day.

    Attributes
    ----------
    failed, severe, complained : numpy.ndarray of bool
    recovery : numpy.ndarray of int
        Place in ``RECOVERIES``; meaningful where ``complained``.
    """

    failed: Booleans
    severe: Booleans
    complained: Booleans
    recovery: Integers


@dataclass(frozen=True, slots=True)
class Opinion:
    """Satisfaction in force by customer and quarter: shape (customers, quarters).

    A customer forms an opinion every half year, in the quarter of its review, on joining, and in the
    quarter after a failure. It holds in between, and it is what a survey asks for and what the
    chance to stay depends on. The mood behind it usually lasts from one review to the next.

    Attributes
    ----------
    latent : numpy.ndarray of float
        Unrounded satisfaction.
    level : numpy.ndarray of int
        The same cut to 1–5.
    shift : numpy.ndarray of float
        What the recovery of complaints of the last year adds to the logit of annual retention.
    """

    latent: Floats
    level: Integers
    shift: Floats


def climates(random: np.random.Generator, scenario: Scenario, quarters: int) -> Floats:
    """Draw the staff climate of every branch: AR(1), shape (branches, ``PAST`` + quarters)."""
    branches = len(vocabulary().branches)
    persistence = scenario.climate_persistence
    innovations = random.normal(0.0, scenario.climate_spread, (branches, PAST + quarters))
    climate = np.empty_like(innovations)
    climate[:, 0] = innovations[:, 0]
    for quarter in range(1, PAST + quarters):
        fresh = np.sqrt(1.0 - persistence**2) * innovations[:, quarter]
        climate[:, quarter] = persistence * climate[:, quarter - 1] + fresh
    return climate


def experience(
    random: np.random.Generator, scenario: Scenario, time: Calendar, population: Population,
) -> Experience:
    """Draw failures, complaints and recoveries.

    Parameters
    ----------
    random : numpy.random.Generator
    scenario : Scenario
    time : Calendar
    population : Population

    Returns
    -------
    Experience
    """
    service, shape = scenario.service, (population.count, PAST + time.quarters)
    rate = np.full((len(vocabulary().branches), shape[1]), service.failure_chance)
    if scenario.shocks is not None:
        quarter = int(time.quarter_of(np.array(time.number(vocabulary().happening("crisis").happened_on))))
        hit = [branch.region == scenario.shocks.crisis_region for branch in vocabulary().branches]
        if quarter >= 0:
            rate[hit, PAST + quarter] *= scenario.shocks.crisis_factor
    joined = np.floor(population.acquired / 91.3125).astype(int)
    there = np.arange(-PAST, time.quarters) >= joined[:, None]
    failed = there & (random.random(shape) < rate[population.branch])
    severe = failed & (random.random(shape) < service.severe_share)
    mild_chance, severe_chance = service.complaint_chance
    complained = failed & (random.random(shape) < np.where(severe, severe_chance, mild_chance))
    recovery = pick(random, service.recovery_shares, failed.size).reshape(shape)
    return Experience(failed, severe, complained, recovery)


def opinions(
    random: np.random.Generator, scenario: Scenario, time: Calendar, population: Population,
    climate: Floats, lived: Experience,
) -> Opinion:
    """Form the satisfaction of every customer in every quarter.

    Parameters
    ----------
    random : numpy.random.Generator
    scenario : Scenario
    time : Calendar
    population : Population
    climate : numpy.ndarray of float
        From `climates`; last quarter's acts on this quarter's opinion.
    lived : Experience

    Returns
    -------
    Opinion
    """
    service, quarters = scenario.service, time.quarters
    effect = np.array(service.recovery_effects)[lived.recovery] * lived.complained
    marks = remembered(lived.failed * service.failure_effect + effect)
    shift = remembered(np.array(service.recovery_shifts)[lived.recovery] * lived.complained)

    quarter = np.arange(quarters)
    half_year = (quarter - population.review[:, None]) // 2 + 1
    mood = _moods(random, scenario, (population.count, (quarters + 3) // 2))
    felt = (
        scenario.satisfaction_base
        + scenario.climate_effect * climate[population.branch, PAST - 1 : -1]
        + population.taste[:, None]
        + np.take_along_axis(mood, half_year, axis=1)
        + marks
    )
    forms = reviews(population, quarters) | lived.failed[:, PAST - 1 : -1]
    forms |= quarter == np.maximum(time.quarter_of(population.acquired), 0)[:, None]
    formed_in = np.maximum.accumulate(np.where(forms, quarter, 0), axis=1)
    latent = np.take_along_axis(felt, formed_in, axis=1)
    level = np.clip(np.rint(latent), 1, 5).astype(np.int64)
    return Opinion(latent, level, shift)


def reviews(population: Population, quarters: int) -> Booleans:
    """Say in which quarters each customer reviews the relation and is asked: shape (customers, quarters)."""
    return np.asarray(np.arange(quarters) % 2 == population.review[:, None])


def _moods(random: np.random.Generator, scenario: Scenario, shape: tuple[int, int]) -> Floats:
    """Draw moods by half year, each either the one before or a new one."""
    drawn = random.normal(0.0, scenario.mood_spread, shape)
    renewed = random.random(shape) < scenario.mood_renewal
    since = np.maximum.accumulate(np.where(renewed, np.arange(shape[1]), 0), axis=1)
    return np.take_along_axis(drawn, since, axis=1)


def remembered(amounts: Floats) -> Floats:
    """Sum what happened in the four quarters before each quarter.

    Parameters
    ----------
    amounts : numpy.ndarray of float
        Shape (customers, ``PAST`` + quarters).

    Returns
    -------
    numpy.ndarray of float
        Shape (customers, quarters).
    """
    total = np.cumsum(amounts, axis=1)
    before = np.pad(total, ((0, 0), (1, 0)))
    quarters = amounts.shape[1] - PAST
    return np.asarray(before[:, PAST : PAST + quarters] - before[:, :quarters])
