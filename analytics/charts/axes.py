"""Axes in the reader's language: money scaled as people say it, months as digits."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from datetime import date

from analytics.i18n import Translator

#: Months on an axis; digits read the same in every language.
MONTH_FORMAT = "%Y-%m"

#: Decimals that say nothing: a tick stands at a round figure.
_NOUGHTS = re.compile(r"\.0+(?!\d)|(?<=\.\d)0+(?!\d)")


def points_ticks(values: Sequence[float], words: Translator, *, most: int = 6,
                 unit: bool = True) -> dict[str, object]:
    """Return tick positions and labels for an axis of differences of shares, nought among them.

    Parameters
    ----------
    values : sequence of float
        What is drawn, ends of intervals included, as fractions of one.
    words : Translator
    most : int
        At most so many steps between ticks.
    unit : bool
        Whether each tick names the unit; where the axis has a title, that does.

    Returns
    -------
    dict
        ``tickvals`` and ``ticktext``, in percentage points: a difference of two rates is no per cent.
    """
    low, high = min([*values, 0.0]), max([*values, 0.0])
    span = max(high - low, 0.02)
    step = next(step for step in (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0) if span / step <= most or step == 1.0)
    ticks = [step * place for place in range(math.floor(low / step), math.ceil(high / step) + 1)]
    told = [words.signed(100 * tick) if tick else "0" for tick in ticks]
    return {"tickvals": ticks, "ticktext": [
        words("format.points_short", value=one) if unit else one for one in told]}


def signed_ticks(values: Sequence[float], words: Translator, *, most: int = 5) -> dict[str, object]:
    """Return tick positions and labels for an axis of differences: each with its sign, nought without one.

    Parameters
    ----------
    values : sequence of float
        What is drawn, ends of intervals included.
    words : Translator
    most : int
        At most so many steps between ticks.

    Returns
    -------
    dict
        ``tickvals`` and ``ticktext``, nought among them.
    """
    low, high = min([*values, 0.0]), max([*values, 0.0])
    rough = (high - low) / most or 1.0
    scale = 10.0 ** math.floor(math.log10(rough))
    step = next(scale * factor for factor in (1, 2, 5, 10) if scale * factor >= rough * (1 - 1e-9))
    digits = max(0, -math.floor(math.log10(step) + 1e-9))
    places = range(math.floor(low / step), math.ceil(high / step) + 1)
    ticks = [round(step * place, digits) for place in places]
    return {"tickvals": ticks, "ticktext": [words.signed(tick, digits) if tick else "0" for tick in ticks]}


def time_ticks(days: Sequence[date], *, most: int = 4) -> dict[str, object]:
    """Return ticks of a small panel's time axis: years where there are several, else three months at most.

    At most ``most`` steps lie between the years named.
    """
    years = days[-1].year - days[0].year if days else 0
    if years < 2:
        return {"tickformat": MONTH_FORMAT, "nticks": 3, "tickangle": 0}
    return {"tickformat": "%Y", "dtick": f"M{12 * -(-years // most)}",
            "tick0": "2000-01-01", "tickangle": 0}


def money_ticks(values: Sequence[float], words: Translator, currency: str, *, from_zero: bool = True,
                most: int = 5, below: bool = False) -> dict[str, object]:
    """Return tick positions and labels for an axis of money.

    Parameters
    ----------
    values : sequence of float
        What is drawn, in minor units.
    words : Translator
    currency : str
        ISO 4217.
    from_zero : bool
        Whether the axis begins at zero.
    most : int
        At most so many steps between ticks.
    below : bool
        Whether the axis lies below the chart, where a phone has room for an amount in two lines only.

    Returns
    -------
    dict
        ``tickvals`` in minor units and ``ticktext``.
    """
    high = max(values, default=0.0)
    low = min(0.0, *values) if from_zero and values else min(values, default=0.0)
    if high <= low:
        return {"tickvals": [low], "ticktext": [words.money(low, currency)]}
    rough = (high - low) / most
    scale = 10 ** math.floor(math.log10(rough))
    step = next(scale * factor for factor in (1, 2, 2.5, 5, 10) if scale * factor >= rough)
    first = math.ceil(low / step)
    ticks = [step * place for place in range(first, math.floor(high / step) + 2)]
    told = [_NOUGHTS.sub("", words.money(tick, currency)) for tick in ticks]
    return {"tickvals": ticks, "ticktext": [scale_below(one) for one in told] if below else told}


def scale_below(amount: str) -> str:
    """Write the scale of an amount below its figure, where the language sets it apart."""
    return amount.replace(" ", "<br>")
