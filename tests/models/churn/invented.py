"""Made-up customers whose chance of loss is known exactly."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analytics.models.churn.calibration import chance_of


def known_customers(n: int, seed: int) -> tuple[pd.DataFrame, np.ndarray, np.ndarray]:
    """Return features, outcomes and true chances: a bent effect, a category, an interaction, noise."""
    generator = np.random.default_rng(seed)
    tenure = generator.exponential(30, n)
    contract = generator.choice(["monthly", "yearly", "two years"], n, p=[0.5, 0.3, 0.2])
    calls = generator.poisson(1.5, n).astype(float)
    noise = generator.normal(size=n)
    score = generator.integers(1, 6, n).astype(float)
    odds = (-1.0 - 1.2 * np.log1p(tenure / 10) + 1.5 * (contract == "monthly")
            + 0.8 * (calls >= 3) * (contract == "monthly") + 0.5 * (3 - score))
    score[generator.random(n) < 0.3] = np.nan
    chance = chance_of(odds)
    table = pd.DataFrame({"tenure": tenure, "contract": contract, "calls": calls, "noise": noise, "score": score})
    return table, generator.random(n) < chance, chance
