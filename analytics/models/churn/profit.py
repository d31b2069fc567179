"""Expected maximum profit of a retention campaign (EMPC): what a ranking is worth in money."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class CampaignEconomics:
    """What contacting one customer costs and brings, in units of money.

    Attributes
    ----------
    lifetime_value : float
        Value of a customer who is kept.
    offer_cost : float
        Cost of the incentive, paid to everyone who accepts it.
    contact_cost : float
        Cost of contacting one customer.
    acceptance_alpha, acceptance_beta : float
        The share of contacted leavers who accept is Beta distributed with these parameters.
        The share is an assumption: EMPC is no measure of what a campaign really changes.

    Notes
    -----
    The defaults are those of Verbraken, Verbeke and Baesens (2013), so that figures compare.
    """

    lifetime_value: float = 200.0
    offer_cost: float = 10.0
    contact_cost: float = 1.0
    acceptance_alpha: float = 6.0
    acceptance_beta: float = 14.0


STANDARD_ECONOMICS = CampaignEconomics()


def expected_maximum_profit(
    lost_contacted: Floats, kept_contacted: Floats, prevalence: float,
    economics: CampaignEconomics = STANDARD_ECONOMICS,
) -> float:
    """Return the profit per customer when the best cut-off is chosen for every acceptance share.

    Parameters
    ----------
    lost_contacted, kept_contacted : array of float, shape (cut-offs,)
        Shares of leavers and of stayers contacted at each cut-off, rising together from 0 to 1.
    prevalence : float
        Share of leavers among all customers.
    economics : CampaignEconomics
        Values and costs.

    Returns
    -------
    float
        Money per customer of the base; never below zero, since nobody need be contacted.

    Notes
    -----
    ``EMPC = ∫ max_t [CLV(γ(1−δ)−φ)π₀F₀(t) − CLV(δ+φ)π₁F₁(t)] dBeta(γ)`` with δ and φ the offer
    and the contact cost as shares of CLV. The maximum is linear in γ between two vertices of the convex hull
    of the ROC curve, so the integral is exact. Source: Verbraken, Verbeke and Baesens (2013).
    """
    offer = economics.offer_cost / economics.lifetime_value
    contact = economics.contact_cost / economics.lifetime_value
    lost, kept = _convex_hull(lost_contacted, kept_contacted)
    per_acceptance = economics.lifetime_value * (1 - offer) * prevalence * lost
    on_leavers = contact * prevalence * lost
    on_stayers = (offer + contact) * (1 - prevalence) * kept
    fixed = economics.lifetime_value * (on_leavers + on_stayers)
    gained, paid = np.diff(per_acceptance), np.diff(fixed)
    # Above this acceptance share it pays to move on to the next cut-off; never, where nothing is gained.
    worth = np.clip(np.divide(paid, gained, out=np.ones_like(paid), where=gained > 0), 0.0, 1.0)
    edges = np.concatenate(([0.0], worth, [1.0]))
    mass = np.diff(_beta_cdf(edges, economics.acceptance_alpha, economics.acceptance_beta))
    mean = economics.acceptance_alpha / (economics.acceptance_alpha + economics.acceptance_beta)
    moment = mean * np.diff(_beta_cdf(edges, economics.acceptance_alpha + 1, economics.acceptance_beta))
    return float(per_acceptance @ moment - fixed @ mass)


def _convex_hull(lost: Floats, kept: Floats) -> tuple[Floats, Floats]:
    """Keep the cut-offs that are best for some acceptance share: the upper hull of the ROC curve."""
    moved = np.concatenate(([True], np.diff(lost) + np.diff(kept) > 0))
    lost, kept = lost[moved], kept[moved]
    while len(lost) > 2:
        rise, run = np.diff(lost), np.diff(kept)
        # A middle point survives where the slope falls behind it; ties of slope are dropped with it.
        concave = np.concatenate(([True], rise[:-1] * run[1:] > rise[1:] * run[:-1], [True]))
        if concave.all():
            break
        lost, kept = lost[concave], kept[concave]
    return lost, kept


def _beta_cdf(share: Floats, alpha: float, beta: float) -> Floats:
    from scipy.special import betainc

    return np.asarray(betainc(alpha, beta, share), dtype=np.float64)
