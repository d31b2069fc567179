"""How the assumptions of the economics page are shown: as money, as they are, or else in per cent."""

from __future__ import annotations

from collections.abc import Mapping

#: Money in whole currency.
MONEY = ("margin", "acquisition_cost", "cost", "budget", "keep_cost", "fixed_cost")
#: Neither money nor a share.
PLAIN = ("spread", "win_reach", "delay")

#: Lowest, highest and step of each input, as shown.
RANGES: Mapping[str, tuple[float, float, float]] = {
    "retention": (1.0, 99.4, 1.0), "margin": (0.0, 1e9, 1_000.0), "growth": (-20.0, 20.0, 1.0),
    "acquisition_cost": (0.0, 1e9, 1_000.0), "discount_rate": (1.0, 40.0, 1.0), "spread": (0.0, 0.9, 0.05),
    "size": (0.5, 20.0, 0.5), "cost": (0.0, 1e9, 100.0), "budget": (0.0, 1e12, 10_000.0),
    "keep_effect": (0.0, 50.0, 0.5), "keep_cost": (0.0, 1e9, 50.0), "keep_share": (1.0, 100.0, 5.0),
    "win_reach": (1.05, 20.0, 0.1), "joining": (1.0, 100.0, 5.0), "reward": (0.0, 60.0, 1.0),
    "breakage": (0.0, 95.0, 5.0), "fixed_cost": (0.0, 1e11, 10_000.0), "lift": (0.0, 20.0, 0.5),
    "doubt": (0.0, 20.0, 0.5), "more": (-20.0, 100.0, 1.0), "delay": (0.0, 5.0, 0.25)}
