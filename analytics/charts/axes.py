"""Axes in the reader's language: money scaled as people say it, months as digits."""

from __future__ import annotations

import math
from collections.abc import Sequence

from analytics.i18n import Translator

#: Months on an axis; digits read the same in every language.
MONTH_FORMAT = "%Y-%m"


def money_ticks(values: Sequence[float], words: Translator, currency: str, *, from_zero: bool = True,
                most: int = 5) -> dict[str, object]:
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
    return {"tickvals": ticks, "ticktext": [words.money(tick, currency) for tick in ticks]}
