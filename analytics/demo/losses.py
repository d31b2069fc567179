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
#: Share of stated causes that a second person codes too, and the share of these coded the same; the others
#: are drawn by the causes' weights, whatever the first person wrote.
SECOND_SHARE, SECOND_SAME = 0.25, 0.80
#: Share of recorded losses with an exit interview; median days from the decision to the exit; chances of
#: yes, maybe and no to coming back, of those who later do and of the others.
INTERVIEW_SHARE, DECIDED_DAYS = 0.40, 45.0
WOULD_RETURN = ("yes", "maybe", "no")
RETURN_CHANCES = {True: (0.50, 0.35, 0.15), False: (0.20, 0.40, 0.40)}


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
    second : numpy.ndarray of int
        Cause as a second person coded it: its place in the vocabulary; ``NEVER`` where none did.
    decided : numpy.ndarray of int
        Day of the decision to leave, told in an exit interview; ``NEVER`` without one.
    would_return : numpy.ndarray of int
        Place in ``WOULD_RETURN``; ``NEVER`` without an interview.
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
    second: Integers
    decided: Integers
    would_return: Integers

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
    noted = stated & (random.random(len(day)) < NOTE_SHARE)
    named_rival = stated & rival & (random.random(len(day)) < RIVAL_SHARE)
    draw = random.random((2, len(day)))
    known_on = history.known_on[customer, tenure]
    returned = (tenure == 0) & (history.start[customer, 1] != NEVER)
    decided, would_return = _interviews(random, day, known_on, history.start[customer, tenure], returned)
    return Exits(customer, tenure, day, known_on, cause, chances, stated, noted, named_rival, draw,
                 _second_codes(random, cause, stated), decided, would_return)


def _second_codes(random: np.random.Generator, cause: Integers, stated: Booleans) -> Integers:
    weight = np.array([item.weight for item in vocabulary().causes])
    other = random.choice(len(weight), len(cause), p=weight / weight.sum())
    code = np.where(random.random(len(cause)) < SECOND_SAME, cause, other)
    return np.where(stated & (random.random(len(cause)) < SECOND_SHARE), code, NEVER)


def _interviews(
    random: np.random.Generator, day: Integers, known_on: Integers, start: Integers, returned: Booleans,
) -> tuple[Integers, Integers]:
    asked = (known_on != NEVER) & (random.random(len(day)) < INTERVIEW_SHARE)
    ahead = DECIDED_DAYS * random.lognormal(0.0, 0.7, len(day))
    decided = np.maximum(day - 1 - ahead.astype(int), start)
    chances = np.where(returned[:, None], RETURN_CHANCES[True], RETURN_CHANCES[False])
    answer = (np.cumsum(chances, axis=1) < random.random(len(day))[:, None]).sum(axis=1)
    answer = np.minimum(answer, len(WOULD_RETURN) - 1)
    return np.where(asked, decided, NEVER), np.where(asked, answer, NEVER)


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

