"""Why customers leave: causes drawn from a vector that circumstances tilt, and what is written down."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analytics.demo.calendar import Calendar
from analytics.demo.history import NEVER, History, shock_shifts
from analytics.demo.opinion import Experience, Opinion, remembered
from analytics.demo.population import Population
from analytics.demo.scenario import RECOVERIES, Booleans, Floats, Integers, Scenario
from analytics.demo.vocabulary import vocabulary

#: How much likelier a cause becomes: after an unresolved complaint, after a failure, in the price
#: rise, beside a new competitor, for customers won by a discount, for the fully satisfied.
TILTS: dict[str, dict[str, float]] = {
    "unresolved": {"response_to_failure": 6.0},
    "failed": {"core_service_failure": 2.0, "service_encounter_failure": 1.8},
    "price_rise": {"pricing": 2.5},
    "competitor": {"competition": 6.0},
    "promoted": {"pricing": 2.0},
    "satisfied": {"involuntary": 4.0, "competition": 1.5, "core_service_failure": 0.5,
                  "response_to_failure": 0.3},
}
NOT_STATED_SHARE, NOTE_SHARE, RIVAL_SHARE = 0.06, 0.6, 0.75
RIVAL_CLASSES = ("competition", "pricing")


@dataclass(frozen=True, slots=True)
class Exits:
    """All ends of tenures, one entry each.

    Attributes
    ----------
    customer, tenure, day : numpy.ndarray of int
        ``tenure`` is 0 or 1; ``day`` is the first day without the customer.
    known_on : numpy.ndarray of int
        Day of the record; ``NEVER`` for silent leavers.
    cause : numpy.ndarray of int
        True cause: its place in the vocabulary.
    chances : numpy.ndarray of float
        What the cause was drawn from: shape (exits, causes).
    stated, noted, named_rival : numpy.ndarray of bool
        Whether the record states the cause, a note, and where the customer went.
    draw : numpy.ndarray of float
        Uniform numbers that choose note and rival: shape (2, exits).
    """

    customer: Integers
    tenure: Integers
    day: Integers
    known_on: Integers
    cause: Integers
    chances: Floats
    stated: Booleans
    noted: Booleans
    named_rival: Booleans
    draw: Floats

    @property
    def recorded(self) -> Booleans:
        """Whether the company wrote the loss down."""
        return np.asarray(self.known_on != NEVER)


def exits(
    random: np.random.Generator, scenario: Scenario, time: Calendar, population: Population,
    lived: Experience, opinion: Opinion, history: History,
) -> Exits:
    """Draw the cause of every exit, and what the company writes down of it.

    Parameters
    ----------
    random : numpy.random.Generator
    scenario : Scenario
    time : Calendar
    population : Population
    lived : Experience
    opinion : Opinion
    history : History

    Returns
    -------
    Exits
    """
    customer, tenure = np.nonzero(history.left)
    day = history.end[customer, tenure]
    quarter = time.quarter_of(np.minimum(day, time.days) - 1)
    chances = _chances(scenario, time, population, lived, opinion, customer, quarter)
    cause = (np.cumsum(chances, axis=1) < random.random(len(day))[:, None]).sum(axis=1)
    cause = np.minimum(cause, chances.shape[1] - 1)
    stated = random.random(len(day)) >= NOT_STATED_SHARE
    rival = np.isin([item.cause_class for item in vocabulary().causes], RIVAL_CLASSES)[cause]
    return Exits(
        customer, tenure, day, history.known_on[customer, tenure], cause, chances, stated,
        noted=stated & (random.random(len(day)) < NOTE_SHARE),
        named_rival=stated & rival & (random.random(len(day)) < RIVAL_SHARE),
        draw=random.random((2, len(day))),
    )


def _chances(
    scenario: Scenario, time: Calendar, population: Population, lived: Experience, opinion: Opinion,
    customer: Integers, quarter: Integers,
) -> Floats:
    unresolved = lived.complained & (lived.recovery == RECOVERIES.index("unresolved"))
    past_year = {"unresolved": unresolved, "failed": lived.failed}
    market, branch = population.market[customer], population.branch[customer]
    shocks = shock_shifts(scenario, time)
    everywhere = np.median(shocks, axis=2)
    circumstances = {
        **{name: remembered(what.astype(float))[customer, quarter] > 0 for name, what in past_year.items()},
        "price_rise": everywhere[market, quarter] < 0,
        "competitor": shocks[market, quarter, branch] < everywhere[market, quarter],
        "promoted": population.promoted[customer],
        "satisfied": opinion.level[customer, quarter] == 5,
    }
    causes = vocabulary().causes
    weights = np.tile([cause.weight for cause in causes], (len(customer), 1))
    for name, applies in circumstances.items():
        factor = np.array([TILTS[name].get(cause.cause_class, 1.0) for cause in causes])
        weights *= np.where(applies[:, None], factor, 1.0)
    return np.asarray(weights / weights.sum(axis=1, keepdims=True))

