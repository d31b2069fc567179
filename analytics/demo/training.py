"""The operators' course: who attends stays more often in the year after, by as much as the scenario says."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analytics.demo.additions import Training
from analytics.demo.calendar import Calendar
from analytics.demo.columns import identifiers, labels
from analytics.demo.history import NEVER, History
from analytics.demo.scenario import Booleans, Floats, Integers
from analytics.demo.vocabulary import vocabulary

#: The stream of the course; drawing from one of its own leaves everything else as it is without it.
STREAM = 29
YEAR = 365


@dataclass(frozen=True, slots=True)
class Course:
    """Who attended, and what it did.

    Attributes
    ----------
    customer, day : numpy.ndarray of int
        The attendants and the day they began.
    kept : float or None
        By how much the course raises the chance to stay the year after it, mean over the attendants whose
        year is over; None where there are none.
    """

    customer: Integers
    day: Integers
    kept: float | None


def attend(seed: int, training: Training, time: Calendar, history: History) -> Course:
    """Draw who attends the course.

    The lives of the customers are told already, so the effect is drawn the other way round: of those invited,
    whoever will leave within the year attends less often. By Bayes' theorem the attendants then leave as if
    the course had changed their odds.

    Parameters
    ----------
    seed : int
        The company's.
    training : Training
    time : Calendar
    history : History

    Returns
    -------
    Course
        By customer.
    """
    random = np.random.default_rng([seed, STREAM])
    customers = len(history.start)
    invited = random.random(customers) < training.invited
    day = random.integers(0, time.days, customers)
    willing = random.random(customers)
    here = (history.start != NEVER) & (history.start < day[:, None]) & (history.end > day[:, None])
    tenure = here.argmax(axis=1)
    everyone = np.arange(customers)
    leaves = history.left[everyone, tenure] & (history.end[everyone, tenure] - day <= YEAR)
    attends = invited & here.any(axis=1) & (~leaves | (willing < training.odds_of_leaving))
    who = np.flatnonzero(attends)
    return Course(who, day[who], _kept(training, time, history, who, day[who]))


def with_course(course: Course, time: Calendar, members: pd.DataFrame) -> pd.DataFrame:
    """Add the attendants to the memberships, whose rows stay as they are."""
    words = vocabulary()
    attended = pd.DataFrame({
        "customer_id": identifiers("C", course.customer + 1, 6), "joined_on": time.dates(course.day)})
    joined = pd.concat([members, attended], ignore_index=True)
    programme = np.repeat([0, 1], [len(members), len(attended)])
    tier = np.append(members["tier"].cat.codes.to_numpy(), np.full(len(attended), -1))
    return joined.assign(programme=labels([words.membership, words.course], programme),
                         tier=labels(list(members["tier"].cat.categories), tier))


def _kept(training: Training, time: Calendar, history: History, who: Integers, day: Integers) -> float | None:
    over: Booleans = day + YEAR <= time.days
    if not over.any():
        return None
    quarter = time.quarter_of(day[over])
    quarters = [np.minimum(quarter + step, time.quarters - 1) for step in range(4)]
    leaves: Floats = 1.0 - np.prod([history.annual[who[over], one] ** 0.25 for one in quarters], axis=0)
    odds = training.odds_of_leaving
    return float((leaves - odds * leaves / (1.0 - leaves * (1.0 - odds))).mean())
