"""Made-up answers with a known truth, for the tests of the curve."""

from __future__ import annotations

import numpy as np

MIX = np.array([0.04, 0.08, 0.20, 0.40, 0.28])
CLIFF = (0.05, 0.08, 0.14, 0.27, 0.68)
MILD = (0.20, 0.27, 0.36, 0.49, 0.68)
CAPTIVE = (0.45, 0.64, 0.72, 0.77, 0.80)
THRESHOLD = (0.10, 0.12, 0.40, 0.68, 0.72)
LINE = (0.20, 0.35, 0.50, 0.65, 0.80)
FLAT = (0.5, 0.5, 0.5, 0.5, 0.5)


def power_truth(start, end, gamma):
    return start + (end - start) * (np.arange(5) / 4) ** gamma


def simulate(truth, n, seed=0):
    """Scores 1–5 and outcomes of n customers who answer once."""
    generator = np.random.default_rng(seed)
    level = generator.choice(5, n, p=MIX)
    return level + 1, generator.random(n) < np.asarray(truth)[level]


def simulate_panel(truth, customers, answers_each, seed=0):
    """Answers of customers who answer repeatedly and whose answers share one fate: strongly clustered."""
    generator = np.random.default_rng(seed)
    taste = generator.normal(size=(customers, 1))
    mood = (taste + generator.normal(size=(customers, answers_each))) / np.sqrt(2)
    cuts = (-1.750686, -1.174987, -0.467699, 0.582842)  # normal quantiles of the cumulated MIX
    level = np.searchsorted(cuts, mood)
    outcome = generator.random((customers, 1)) < np.asarray(truth)[level]
    who = np.repeat(np.arange(customers), answers_each)
    return level.ravel() + 1, outcome.ravel(), who


def expected(truth, counts):
    """Answers that show the truth exactly, up to rounding."""
    events = np.rint(np.asarray(truth) * np.asarray(counts)).astype(int)
    scores = np.repeat([1, 2, 3, 4, 5], counts)
    outcomes = np.concatenate([np.arange(n) < k for n, k in zip(counts, events, strict=True)])
    return scores, outcomes
