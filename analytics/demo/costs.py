"""What it costs the customer: four questions of the yearly form, and what answers are to be expected."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from analytics.demo.columns import labels, texts
from analytics.demo.scenario import Booleans, Floats, Integers

#: Questions of the yearly form, 5 being much: intercept, what latent satisfaction adds, noise.
COSTS: dict[str, tuple[float, float, float]] = {
    "money_cost": (3.2, -0.25, 0.8), "time_cost": (2.8, -0.50, 0.7), "energy_cost": (2.5, -0.40, 0.7),
    "psychic_cost": (2.3, -0.60, 0.7),
}


def yearly(quarter: Integers) -> Booleans:
    """Say in which quarters the form is the long one: every second review of a customer."""
    return np.asarray(np.asarray(quarter) // 2 % 2 == 0)


def cost_answers(random: np.random.Generator, forms: pd.DataFrame, latent: Floats, questions: tuple[str, ...],
                 ) -> pd.DataFrame:
    """Draw the answers about costs.

    Parameters
    ----------
    random : numpy.random.Generator
    forms : pandas.DataFrame
        One row of each yearly form, whose customer, days, wave and respondent these answers share.
    latent : numpy.ndarray of float
        Satisfaction less its middle, by form.
    questions : tuple of str
        Every question of the survey, so that the frames have one kind of column.

    Returns
    -------
    pandas.DataFrame
        Rows like the others of the survey, one a form and cost.
    """
    form = np.repeat(np.arange(len(forms)), len(COSTS))
    place = np.tile(np.arange(len(COSTS)), len(forms))
    intercept, loading, noise = np.array(list(COSTS.values())).T
    answer = intercept[place] + loading[place] * latent[form] + noise[place] * random.normal(size=len(form))
    rows = forms.iloc[form].reset_index(drop=True)
    rows["question"] = labels(questions, np.array([questions.index(name) for name in COSTS])[place])
    rows["score"] = np.clip(np.rint(answer), 1, 5)
    rows[["expected", "importance"]] = np.nan
    rows["comment"] = texts([None] * len(rows))
    return rows


def expected_mean(items: Iterable[tuple[float, float, float]], latent: Floats) -> Floats:
    """Return the expected mean answer to several questions, rounding and the ends of the scale included.

    Parameters
    ----------
    items : iterable of (intercept, loading, noise)
    latent : numpy.ndarray of float
        Satisfaction less its middle.
    """
    from scipy.special import ndtr

    answers = [1.0 + sum(ndtr((intercept + loading * latent - step - 0.5) / noise) for step in range(1, 5))
               for intercept, loading, noise in items]
    return np.asarray(np.mean(answers, axis=0))
