"""Service jobs: the many that go well, and one for every failure."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analytics.demo.calendar import Calendar
from analytics.demo.columns import flags, identifiers, labels, pick
from analytics.demo.names import people
from analytics.demo.opinion import PAST, Experience
from analytics.demo.population import Population
from analytics.demo.scenario import Booleans, Integers
from analytics.demo.trade import Tenures
from analytics.demo.vocabulary import vocabulary

#: Jobs in a busy year that go well, by size.
JOBS_A_YEAR = np.array([9.0, 4.5, 2.2])
TECHNICIANS_A_BRANCH = 5
#: What goes wrong in a failure, in the order of ``WRONGS``.
WRONGS = ("late", "wrong_or_incomplete", "promised_not_provided", "rude", "harm")
WRONG_SHARES = (0.34, 0.31, 0.15, 0.12, 0.08)


@dataclass(frozen=True, slots=True)
class Failures:
    """The failures that met a living customer, one entry each.

    Attributes
    ----------
    customer, day, wrong : numpy.ndarray of int
        ``wrong`` is a place in ``WRONGS``.
    severe, complained : numpy.ndarray of bool
    recovery : numpy.ndarray of int
        Place in ``RECOVERIES``.
    """

    customer: Integers
    day: Integers
    wrong: Integers
    severe: Booleans
    complained: Booleans
    recovery: Integers


def failures(random: np.random.Generator, time: Calendar, lived: Experience, spells: Tenures) -> Failures:
    """Give every failure of a quarter its day, where the customer was there.

    Parameters
    ----------
    random : numpy.random.Generator
    time : Calendar
    lived : Experience
    spells : Tenures

    Returns
    -------
    Failures
    """
    start = np.maximum(spells.start[:, None], time.edges[:-1])
    end = np.minimum(spells.end[:, None], time.edges[1:])
    spell, quarter = np.nonzero((end > start) & lived.failed[spells.customer, PAST:])
    customer, column = spells.customer[spell], PAST + quarter
    return Failures(
        customer=customer,
        day=time.busy_days(random, start[spell, quarter], end[spell, quarter]),
        wrong=pick(random, WRONG_SHARES, len(spell)),
        severe=lived.severe[customer, column],
        complained=lived.complained[customer, column],
        recovery=lived.recovery[customer, column],
    )


def service_jobs(
    random: np.random.Generator, time: Calendar, population: Population, spells: Tenures, failed: Failures,
) -> pd.DataFrame:
    """Draw all service jobs.

    Parameters
    ----------
    random : numpy.random.Generator
    time : Calendar
    population : Population
    spells : Tenures
    failed : Failures

    Returns
    -------
    pandas.DataFrame
        The canonical table ``service_jobs``, by day.
    """
    busy = time.clock[spells.end] - time.clock[spells.start]
    many = random.poisson(JOBS_A_YEAR[population.size[spells.customer]] * busy / 365.0)
    good = np.repeat(np.arange(len(busy)), many)
    customer = np.concatenate([spells.customer[good], failed.customer])
    day = np.concatenate([time.busy_days(random, spells.start[good], spells.end[good]), failed.day])
    wrong = np.concatenate([np.full(len(good), -1), failed.wrong])
    severe = np.concatenate([np.zeros(len(good), bool), failed.severe])
    order = np.argsort(day, kind="stable")
    customer, day, wrong, severe = customer[order], day[order], wrong[order], severe[order]

    count = len(day)
    late = (wrong == WRONGS.index("late"))
    botched = (wrong == WRONGS.index("wrong_or_incomplete"))
    incomplete = botched & (random.random(count) < 0.35)
    harmed = wrong == WRONGS.index("harm")
    returned = (botched & ~incomplete & (severe | (random.random(count) < 0.5))) | harmed
    promised = day + np.where(late, -random.integers(2, 10, count), random.integers(0, 4, count))
    branch = population.branch[customer]
    staff = people(random, len(vocabulary().branches) * TECHNICIANS_A_BRANCH)
    technician = branch * TECHNICIANS_A_BRANCH + random.integers(0, TECHNICIANS_A_BRANCH, count)
    return pd.DataFrame({
        "job_id": identifiers("J", np.arange(1, count + 1), 7),
        "customer_id": identifiers("C", customer + 1, 6),
        "done_on": time.dates(day),
        "promised_on": time.dates(promised),
        "correct_first_time": flags(~(botched & ~incomplete) & ~harmed),
        "returned": flags(returned),
        "complete": flags(~incomplete),
        "promise_kept": flags((wrong < 0) | botched | harmed),
        "branch": labels([item.name for item in vocabulary().branches], branch),
        "technician": labels(staff, technician),
    })
