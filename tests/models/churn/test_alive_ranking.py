"""Why customers are not ranked by BG/NBD's chance of being alive: on CDNOW it ranks worse than chance."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analytics.models.churn.metrics import RankedRisk

#: Fader, Hardie and Lee 2005: r, alpha, a, b on CDNOW, time in weeks.
R, ALPHA, A, B = 0.243, 4.414, 0.793, 2.426


def chance_alive(repeats, last, age):
    """Return BG/NBD's chance of being alive; one for whoever bought once, however long ago."""
    odds = A / (B + repeats - 1) * ((ALPHA + age) / (ALPHA + last)) ** (R + repeats)
    return np.where(repeats > 0, 1 / (1 + odds), 1.0)


def test_chance_of_being_alive_ranks_worse_than_chance(datasets):
    trade = pd.read_csv(datasets / "cdnow/CDNOW_master.txt", sep=r"\s+", skiprows=1,
                        names=["customer", "day", "count", "amount"], dtype={"day": str})
    trade["day"] = pd.to_datetime(trade["day"], format="%Y%m%d")
    days = trade.drop_duplicates(["customer", "day"])
    ranked, returned = [], []
    for origin in (pd.Timestamp(1998, 1, 1), pd.Timestamp(1998, 4, 1)):
        known = days[days["day"] <= origin].groupby("customer")["day"].agg(["min", "max", "size"])
        alive = chance_alive(known["size"].to_numpy() - 1.0, (known["max"] - known["min"]).dt.days.to_numpy() / 7,
                             (origin - known["min"]).dt.days.to_numpy() / 7)
        later = days[(days["day"] > origin) & (days["day"] <= origin + pd.Timedelta(days=90))]
        ranked.append(alive)
        returned.append(known.index.isin(later["customer"]))
    came, alive = np.concatenate(returned), np.concatenate(ranked)
    assert float(RankedRisk(came, alive).figures()[0]) == pytest.approx(0.338, abs=0.003)
