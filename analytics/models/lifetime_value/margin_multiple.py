"""How many yearly margins a customer is worth at a constant retention rate."""

from __future__ import annotations


def margin_multiple(retention: float, discount_rate: float, *, growth: float = 0.0, at_once: bool = False,
                    periods: int | None = None) -> float:
    """Return the value of a customer in margins of one period.

    Parameters
    ----------
    retention : float
        Chance of staying another period, r.
    discount_rate : float
        Per period, i.
    growth : float
        Of a customer's margin per period, g.
    at_once : bool
        Whether the first margin comes now and is certain; else after one period, if retained.
    periods : int, optional
        Margins counted at most; without end when omitted.

    Returns
    -------
    float
        r/(1 + i − r(1 + g)), or (1 + i)/(1 + i − r(1 + g)) where the first margin comes at once.

    Raises
    ------
    ValueError
        The retention rate is no chance, or margins grow faster than they are lost and discounted.

    Notes
    -----
    Putting a mean rate into it understates the value of customers who differ: those who stay are the
    better ones. Use `ShiftedBetaGeometric.expected_residual` there.

    References
    ----------
    Gupta, Lehmann & Stuart 2004, Journal of Marketing Research 41:7.
    """
    if not 0 <= retention <= 1:
        raise ValueError(f"retention is a chance between 0 and 1, not {retention}")
    kept = retention * (1 + growth) / (1 + discount_rate)
    first = 1.0 if at_once else retention / (1 + discount_rate)
    if periods is not None:
        return first * sum(kept ** period for period in range(periods))
    if kept >= 1:
        raise ValueError("margins grow faster than they are lost and discounted: the sum has no end")
    return first / (1 - kept)


def retention_elasticity(retention: float, discount_rate: float, *, step: float | None = None) -> float:
    """Return by how many per cent a customer's value rises when the retention rate rises by one per cent.

    Parameters
    ----------
    retention, discount_rate : float
        As for `margin_multiple`.
    step : float, optional
        A real change of the rate, relative (0.01 is one per cent); an infinitely small one when omitted.

    Returns
    -------
    float
        (1 + i)/(1 + i − r) for an infinitely small change.

    References
    ----------
    Gupta, Lehmann & Stuart 2004, Journal of Marketing Research 41:7: 3 to 7 over five companies.
    """
    before = margin_multiple(retention, discount_rate)
    if step is None:
        return (1 + discount_rate) / (1 + discount_rate - retention)
    return (margin_multiple(retention * (1 + step), discount_rate) / before - 1) / step
