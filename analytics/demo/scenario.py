"""What is true in the simulated company: every parameter a test or a lesson may want to change."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from analytics.demo.additions import Kits, Partners, Training, Wallet

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Booleans = NDArray[np.bool_]

MARKETS = ("open", "mixed", "captive")
SIZES = ("large", "medium", "small")
CHANNELS = ("referral", "advertising", "promotion", "exhibition", "online")
RECOVERIES = ("quick", "slow", "unresolved")


@dataclass(frozen=True, slots=True)
class Curve:
    """How satisfaction turns into loyalty in one market: ``lowest + (highest - lowest) * u ** gamma``.

    Attributes
    ----------
    market : str
        ``"open"``, ``"mixed"`` or ``"captive"``.
    gamma : float
        Above one the curve is convex (only the fully satisfied stay), below one concave; one is a line.
    lowest, highest : float
        Chance to stay a year at level 1 and at level 5, before any shift.
    """

    market: str
    gamma: float
    lowest: float
    highest: float

    def annual_retention(self, level: Floats | Integers) -> Floats:
        """Return the chance to stay a year at satisfaction levels 1 to 5."""
        u = (np.asarray(level, dtype=float) - 1.0) / 4.0
        return np.asarray(self.lowest + (self.highest - self.lowest) * u**self.gamma)


@dataclass(frozen=True, slots=True)
class Service:
    """Failures, complaints and their recovery.

    Attributes
    ----------
    failure_chance : float
        Chance of a failure a customer and quarter.
    severe_share : float
        Share of failures that are severe.
    complaint_chance : tuple of float
        Chance that a failure is complained about: mild, severe.
    recovery_shares : tuple of float
        Of complaints: solved quickly, solved slowly, unresolved.
    failure_effect : float
        What a failure does to latent satisfaction for a year.
    recovery_effects : tuple of float
        What the recovery adds to latent satisfaction.
    recovery_shifts : tuple of float
        What the recovery adds to the logit of annual retention for a year.
    """

    failure_chance: float = 0.10
    severe_share: float = 0.35
    complaint_chance: tuple[float, float] = (0.06, 0.35)
    recovery_shares: tuple[float, float, float] = (0.40, 0.35, 0.25)
    failure_effect: float = -1.6
    recovery_effects: tuple[float, float, float] = (1.6, 0.9, -0.3)
    recovery_shifts: tuple[float, float, float] = (0.9, 0.35, -0.5)

    @property
    def problems_per_complaint(self) -> float:
        """Failures behind each complaint."""
        mild, severe = self.complaint_chance
        return 1.0 / (severe * self.severe_share + mild * (1.0 - self.severe_share))


@dataclass(frozen=True, slots=True)
class Campaigns:
    """Retention campaigns with a random control group, and win-back offers.

    Attributes
    ----------
    starts : tuple of str
        First day of the quarter each campaign starts in.
    reached : float
        Share of the living customers drawn into a campaign.
    treated : float
        Share of those who get the offer.
    persuadable, others, sleeping_dogs : float
        Shift of the logit of annual retention for a year, by kind of customer: those at middle
        risk, the rest, and those whom an offer reminds that they could leave.
    middle_risk : tuple of float
        Annual retention between which a customer is persuadable.
    sleeping_dog_share : float
        Share of customers who are sleeping dogs.
    win_back_reached, win_back_treated : float
        Share of recorded losses drawn into win-back, and of those the share that get the offer.
    return_early, return_late, return_unasked : float
        Chance to come back: offer within 90 days of the loss, later, none.
    second_tenure_shift : float
        Shift of the logit of annual retention of those who came back.
    """

    starts: tuple[str, ...] = ("2023-04-01", "2024-01-01", "2024-10-01", "2025-04-01", "2026-01-01")
    reached: float = 0.35
    treated: float = 0.65
    persuadable: float = 0.9
    others: float = 0.1
    sleeping_dogs: float = -0.6
    middle_risk: tuple[float, float] = (0.40, 0.88)
    sleeping_dog_share: float = 0.12
    win_back_reached: float = 0.75
    win_back_treated: float = 0.75
    return_early: float = 0.22
    return_late: float = 0.12
    return_unasked: float = 0.03
    second_tenure_shift: float = -0.3


@dataclass(frozen=True, slots=True)
class Shocks:
    """Single events. Shifts act on the logit of annual retention.

    Attributes
    ----------
    price_rise : float
        Relative rise of list prices.
    price_rise_shifts : tuple of float
        For two quarters, by market: open, mixed, captive.
    competitor_shift, competitor_later : float
        At the branch it opens at: the first three quarters, and from then on.
    crisis_factor : float
        Failures of the crisis quarter in its region, as a multiple.
    crisis_region : str
        The region.
    complaints_kept : float
        Share of the complaints of the quarter before the reporting break that were keyed in.
    """

    price_rise: float = 0.06
    price_rise_shifts: tuple[float, float, float] = (-0.45, -0.30, -0.10)
    competitor_shift: float = -1.3
    competitor_later: float = -0.8
    crisis_factor: float = 2.2
    crisis_region: str = "华东 East"
    complaints_kept: float = 0.3


@dataclass(frozen=True, slots=True)
class Scenario:
    """The hidden truth the simulation is run with.

    Attributes
    ----------
    curves : tuple of Curve
        One a market, in the order of ``MARKETS``.
    service, campaigns, shocks
        The three groups above; ``campaigns`` and ``shocks`` are None when there are none.
    kits : Kits
    training : Training
    wallet : Wallet
    partners : Partners
    seasonal : bool
        Whether trade follows the construction season and pauses at the Spring Festival.
    satisfaction_base, taste_spread, mood_spread : float
        Latent satisfaction: its level, the spread between customers, and between a customer's moods.
    mood_renewal : float
        Chance that a mood changes from one half-yearly review to the next.
    climate_persistence, climate_spread, climate_effect : float
        Staff climate of a branch: AR(1) coefficient a quarter, its spread, and what one point of
        last quarter's climate adds to latent satisfaction.
    channel_shifts : tuple of float
        Shift of the logit of annual retention by acquisition channel, in the order of ``CHANNELS``.
    club_shift : float
        The same for members of the club.
    response_intercept, response_slope, response_large : float
        Logit of answering a survey: at level 3, per level, and for large customers.
    recorded_shares : tuple of float
        Share of losses the company writes down, by size; the others leave silently.
    fading_share, fading_trade : float
        Share of leavers whose trade fades in the half year before, and the share of it that remains.
    """

    curves: tuple[Curve, Curve, Curve] = (
        Curve("open", 3.5, 0.43, 0.97), Curve("mixed", 1.8, 0.40, 0.97), Curve("captive", 0.5, 0.40, 0.97),
    )
    service: Service = Service()
    campaigns: Campaigns | None = Campaigns()
    shocks: Shocks | None = Shocks()
    kits: Kits = field(default_factory=Kits)
    training: Training = field(default_factory=Training)
    wallet: Wallet = field(default_factory=Wallet)
    partners: Partners = field(default_factory=Partners)
    seasonal: bool = True
    satisfaction_base: float = 4.6
    taste_spread: float = 0.5
    mood_spread: float = 1.0
    mood_renewal: float = 0.12
    climate_persistence: float = 0.6
    climate_spread: float = 0.4
    climate_effect: float = 0.5
    channel_shifts: tuple[float, ...] = (0.30, 0.0, -0.45, 0.0, -0.10)
    club_shift: float = 0.15
    response_intercept: float = -0.9
    response_slope: float = 0.35
    response_large: float = 0.4
    recorded_shares: tuple[float, float, float] = (0.75, 0.62, 0.50)
    fading_share: float = 0.5
    fading_trade: float = 0.45

    @classmethod
    def silent(cls) -> Scenario:
        """Return the company in which nothing curves and nothing happens, for tests of false alarms."""
        usual = cls()
        straight = tuple(replace(curve, gamma=1.0) for curve in usual.curves)
        return replace(usual, curves=straight, campaigns=None, shocks=None,  # type: ignore[arg-type]
                       kits=Kits(0.12, 0.12, 0.0), training=Training(odds_of_leaving=1.0),
                       wallet=Wallet(satisfaction=0.0, markets=(0.0, 0.0, 0.0)))


def logit(chance: Floats) -> Floats:
    """Return the log odds of a chance."""
    return np.asarray(np.log(chance) - np.log1p(-chance))


def chance(log_odds: Floats) -> Floats:
    """Return the chance of log odds."""
    return np.asarray(1.0 / (1.0 + np.exp(-log_odds)))
