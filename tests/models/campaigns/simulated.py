"""Campaigns simulated with a known effect, as rows of the read-out."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pandas as pd

from analytics.models.campaigns.assignment import assign, strata_of
from analytics.models.campaigns.readout import CampaignReadout, DrawnCampaign, read

START, END = date(2026, 1, 1), date(2026, 7, 1)


def drawn(n: int, share: float = 0.5, cost: int = 0) -> DrawnCampaign:
    return DrawnCampaign("K1", "Keep", START, END, ("C",) * n, tuple([True] * round(n * share) + [False] * (
        n - round(n * share))), share, cost)


class Campaigns:
    """The same customers, drawn and left to chance again and again.

    Parameters
    ----------
    shift : float
        What being treated does to the log odds of leaving.
    n : int
    share : float
        Of the treated.
    """

    def __init__(self, shift: float, n: int = 1_200, share: float = 0.5):
        random = np.random.default_rng(20_261_128)
        base = random.normal(-1.6, 0.9, n)
        self.leaves, self.stays = (1 / (1 + np.exp(-base + move)) for move in (0.0, shift))
        self.value = random.lognormal(0, 1, n)
        self.grade = pd.qcut(self.value, 4, labels=list("DCBA")).astype(str)
        self.strata = np.unique(strata_of(pd.DataFrame({
            "grade": self.grade, "size": "medium", "risk": self.leaves})), return_inverse=True)[1].astype(str)
        self.drawn = drawn(n, share)

    @property
    def truth(self) -> float:
        """What treating everybody instead of nobody would add to the share kept."""
        return float((self.leaves - self.stays).mean())

    def read(self, seed: int) -> CampaignReadout:
        """Draw the arms, let the time pass, and read out."""
        random = np.random.default_rng(seed)
        treated = assign(self.strata, self.drawn.share, seed)
        lost = random.random(len(treated)) < np.where(treated, self.stays, self.leaves)
        after = self.value * (1 - 0.5 * lost) * random.lognormal(0, 0.3, len(treated))
        rows = pd.DataFrame({"treated": treated, "lost": lost, "grade": self.grade, "before": self.value,
                             "after": after})
        return read(self.drawn, rows, as_of=END - timedelta(days=1))
