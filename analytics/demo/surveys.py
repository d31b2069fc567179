"""Surveys: everyone is asked twice a year, in quarterly waves; the satisfied answer more often."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analytics.demo.calendar import Calendar
from analytics.demo.columns import identifiers, labels, pick, texts
from analytics.demo.costs import COSTS, cost_answers, expected_mean, yearly
from analytics.demo.history import NEVER, History
from analytics.demo.opinion import Experience, Opinion, remembered, reviews
from analytics.demo.population import MUNICIPAL, Population
from analytics.demo.remarks import HAPPY_FROM, Topics, comment_topics, phrases
from analytics.demo.scenario import Booleans, Floats, Integers, Scenario, chance
from analytics.demo.vocabulary import vocabulary

#: Questions beside the overall one: intercept, what latent satisfaction adds, noise.
ITEMS: dict[str, tuple[float, float, float]] = {
    "product": (4.2, 0.45, 0.7), "speed": (3.7, 0.75, 0.7), "attitude": (4.0, 0.65, 0.7),
    "price": (3.3, 0.40, 0.9), "skill": (4.0, 0.60, 0.7), "accuracy": (3.9, 0.70, 0.6),
    "consistency": (3.8, 0.55, 0.7), "reliability": (3.9, 0.70, 0.6),
    # The best or worst moment of the year, and the last one.
    "peak": (4.0, 0.80, 0.8), "end": (4.1, 0.70, 0.7),
}
#: Of every form; the yearly one asks for the costs in addition.
QUESTIONS = ("overall", *ITEMS, "recommend", "no_problem")
BENEFITS = ("product", "speed", "attitude", "skill", "accuracy", "consistency", "reliability")
#: How important customers call each question, 1 to 5.
IMPORTANCE = {"product": 4.3, "speed": 4.5, "attitude": 3.9, "price": 4.4, "skill": 4.1, "accuracy": 4.4,
              "consistency": 3.6, "reliability": 4.4}
MIDDLE = 4.1
#: Public bodies seldom give the top mark: share of their fives that become fours.
MODEST_SHARE = 0.08
#: Chance that a customer who has silently gone answers all the same, relative to one who has not.
GONE_RESPONSE = 0.06
SILENT_DAYS_ASKED = 240
COMMENT_SHARE = 0.40


def surveys(
    random: np.random.Generator, scenario: Scenario, time: Calendar, population: Population,
    lived: Experience, opinion: Opinion, history: History, held: Topics, voice: np.random.Generator,
) -> pd.DataFrame:
    """Draw all answers, and who was asked and did not answer.

    Parameters
    ----------
    random : numpy.random.Generator
    scenario : Scenario
    time : Calendar
    population : Population
    lived : Experience
    opinion : Opinion
    history : History
    held : Topics
        What each customer's comments are mostly about.
    voice : numpy.random.Generator
        Of topics and of what the yearly form asks in addition, so that the other answers stay what they are.

    Returns
    -------
    pandas.DataFrame
        The canonical table ``surveys``: one row an answered question, and one for everybody asked who
        did not answer, by day.
    """
    customer, quarter = np.nonzero(reviews(population, time.quarters))
    sent = time.edges[quarter] + random.integers(2, 16, len(customer))
    answered = sent + 1 + np.minimum(random.exponential(5.0, len(customer)), 20.0).astype(int)
    here, gone = _asked(time, history, customer, answered)
    response = response_chances(scenario, population, opinion)[customer, quarter]
    takes_part = random.random(len(customer)) < np.where(gone, GONE_RESPONSE * response, response)
    unanswered = np.flatnonzero((here | gone) & ~takes_part)
    silent = _unanswered(time, customer[unanswered], quarter[unanswered], sent[unanswered])
    chosen = np.flatnonzero((here | gone) & takes_part)
    chosen = chosen[np.argsort(answered[chosen], kind="stable")]
    customer, quarter = customer[chosen], quarter[chosen]
    sent, answered = sent[chosen], answered[chosen]

    latent = opinion.latent[customer, quarter]
    overall = opinion.level[customer, quarter].copy()
    modest = (population.industry[customer] == MUNICIPAL) & (overall == 5)
    overall -= modest & (random.random(len(chosen)) < MODEST_SHARE)
    clean = remembered(lived.failed.astype(float))[customer, quarter] == 0
    forms = _table(random, time, customer=customer, quarter=quarter, sent=sent, answered=answered,
                   latent=latent, overall=overall, clean=clean, held=held, voice=voice)
    rows = pd.concat([forms, silent.astype({name: kind for name, kind in forms.dtypes.items()
                                            if not isinstance(kind, pd.CategoricalDtype)})])
    told = rows["answered_on"].fillna(rows["sent_on"])
    return rows.iloc[np.argsort(told.to_numpy(), kind="stable")].reset_index(drop=True)


def _asked(time: Calendar, history: History, customer: Integers, day: Integers) -> tuple[Booleans, Booleans]:
    """Say who is a customer on a day, and who has silently gone but is still on the list."""
    start, end = history.start[customer], history.end[customer]
    here = ((start != NEVER) & (start <= day[:, None]) & (day[:, None] < end)).any(axis=1)
    silent = history.left[customer] & (history.known_on[customer] == NEVER)
    gone = (silent & (end <= day[:, None]) & (day[:, None] < end + SILENT_DAYS_ASKED)).any(axis=1)
    return here & (day < time.days), gone & ~here & (day < time.days)


def response_chances(scenario: Scenario, population: Population, opinion: Opinion) -> Floats:
    """Return the chance that each customer answers when asked: shape (customers, quarters)."""
    odds = scenario.response_intercept + scenario.response_slope * (opinion.level - 3.0)
    return chance(odds + scenario.response_large * (population.size == 0)[:, None])


def _unanswered(time: Calendar, customer: Integers, quarter: Integers, sent: Integers) -> pd.DataFrame:
    """Write one row for each form that nobody filled in: sent, and without a score."""
    return pd.DataFrame({
        "customer_id": identifiers("C", customer + 1, 6),
        "score": np.full(len(customer), np.nan),
        "answered_on": np.full(len(customer), np.datetime64("NaT", "s")),
        "sent_on": time.dates(sent),
        "wave": labels(_waves(time), quarter),
        "question": labels((*QUESTIONS, *COSTS), np.zeros(len(customer), int)),
        "scale_min": np.ones(len(customer)),
        "scale_max": np.full(len(customer), 5.0),
        "expected": np.full(len(customer), np.nan),
        "importance": np.full(len(customer), np.nan),
        "comment": texts([None] * len(customer)),
        "respondent_group": labels(list(vocabulary().respondents.values()), np.full(len(customer), -1)),
    })


def _waves(time: Calendar) -> list[str]:
    starts = (time.first_day + time.edges[:-1]).astype("datetime64[M]").astype(int)
    return [f"{1970 + month // 12}Q{month % 12 // 3 + 1}" for month in starts.tolist()]


def _table(
    random: np.random.Generator, time: Calendar, *, customer: Integers, quarter: Integers, sent: Integers,
    answered: Integers, latent: Floats, overall: Integers, clean: Booleans, held: Topics,
    voice: np.random.Generator,
) -> pd.DataFrame:
    """Put the questions of every answered form under each other."""
    forms, questions = len(customer), QUESTIONS
    scores = np.empty((forms, len(questions)))
    scores[:, 0] = overall
    for place, (intercept, loading, noise) in enumerate(ITEMS.values(), start=1):
        item = intercept + loading * (latent - MIDDLE) + random.normal(0.0, noise, forms)
        scores[:, place] = np.clip(np.rint(item), 1, 5)
    eager = 7.6 + 1.7 * (latent - MIDDLE) + random.normal(0.0, 1.2, forms)
    scores[:, -2] = np.clip(np.rint(eager), 0, 10)
    scores[:, -1] = clean

    wishes = np.array([4.2, *(min(4.8, 0.5 + IMPORTANCE.get(name, 3.8)) for name in ITEMS)])
    expected = np.full(scores.shape, np.nan)
    expected[:, : len(wishes)] = np.clip(np.rint(wishes + random.normal(0, 0.6, (forms, len(wishes)))), 1, 5)
    weight = np.full(scores.shape, np.nan)
    for place, name in enumerate(questions):
        if name in IMPORTANCE:
            weight[:, place] = np.clip(np.rint(IMPORTANCE[name] + random.normal(0, 0.7, forms)), 1, 5)
    lowest = np.array([1.0] * (len(questions) - 2) + [0.0, 0.0])
    highest = np.array([5.0] * (len(questions) - 2) + [10.0, 1.0])

    form = np.repeat(np.arange(forms), len(questions))
    question = np.tile(np.arange(len(questions)), forms)
    groups = list(vocabulary().respondents.values())
    rows = pd.DataFrame({
        "customer_id": identifiers("C", customer[form] + 1, 6),
        "score": scores.ravel(),
        "answered_on": time.dates(answered[form]),
        "sent_on": time.dates(sent[form]),
        "wave": labels(_waves(time), quarter[form]),
        "question": labels((*questions, *COSTS), question),
        "scale_min": lowest[question],
        "scale_max": highest[question],
        "expected": expected.ravel(),
        "importance": weight.ravel(),
        "comment": _comments(random, voice, held, customer, overall, form, question == 0),
        "respondent_group": labels(groups, pick(random, (0.45, 0.25, 0.30), forms)[form]),
    })
    long = np.flatnonzero(yearly(quarter))
    return pd.concat([rows, cost_answers(voice, rows.iloc[long * len(questions)], latent[long] - MIDDLE,
                                         (*questions, *COSTS))])


def delivered_value(population: Population, opinion: Opinion, response: Floats, alive: Booleans) -> float:
    """Return the expected mean of benefits less costs among those who answer the yearly form.

    Parameters
    ----------
    population : Population
    opinion : Opinion
    response : numpy.ndarray of float
        Chance to answer when asked: shape (customers, quarters).
    alive : numpy.ndarray of bool
        Who is a customer in which quarter.
    """
    quarters = alive.shape[1]
    asked = alive & reviews(population, quarters) & yearly(np.arange(quarters))
    latent, weight = opinion.latent[asked] - MIDDLE, response[asked]
    worth = expected_mean([ITEMS[name] for name in BENEFITS], latent) - expected_mean(COSTS.values(), latent)
    return float(weight @ worth / weight.sum())


def _comments(
    random: np.random.Generator, voice: np.random.Generator, held: Topics, customer: Integers,
    overall: Integers, form: Integers, first: Booleans,
) -> pd.Series:
    """Write a comment beside some overall scores, in Chinese or English; none beside other questions."""
    written: list[str | None] = [None] * len(form)
    places = np.flatnonzero(first & (random.random(len(form)) < COMMENT_SHARE))
    draws, level = random.random((2, len(places))), overall[form[places]]
    about = comment_topics(voice, held, customer[form[places]], level)
    speaker = ["happy" if one >= HAPPY_FROM else "unhappy" for one in level.tolist()]
    for place, words in zip(places.tolist(), phrases(about, speaker, draws[0], draws[1]), strict=True):
        written[place] = words
    return texts(written)
