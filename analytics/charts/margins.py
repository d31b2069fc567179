"""Room for the labels of a chart, known before it is drawn.

Plotly measures labels after drawing them and, where the margins are too narrow, draws the whole chart
again. With room enough from the start it draws once, in half the time. Its own margins stay on: a label
that needs more than was estimated here costs a second drawing, and is never cut.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

#: Pixels of a label's characters at the size of an axis, and of its line.
LATIN, WIDE_LATIN, FULL_WIDTH, LINE = 6.9, 11.0, 12.6, 17.0
#: Pixels from an axis to its labels and beyond them, and of a title with its distance.
STANDOFF, TITLE = 20.0, 30.0
#: Pixels more where labels are written at places named one by one.
PLACED = 6.0
#: Above the chart, without and with a row of a legend.
TOP, LEGEND = 30.0, 42.0
#: What the labels of a numeric axis take where they are plotly's own choice.
NUMBER = "00,000"
#: Half a month's name, which stands beyond the end of a time axis.
OVERHANG = 30.0

#: How much larger a title's signs are than a label's.
TITLE_SIZE = 1.17

#: What a phone leaves of a chart's card.
PHONE = 326.0

#: How much wider than its room a name may be; Chinese ones, whose width is known, would touch each other.
SLACK = 1.01

#: A line that keeps its height.
EMPTY_LINE = "<br>\u00a0"

#: A label wider than this is written in two lines, so that a phone keeps room for the chart.
WIDEST = 160.0

_TAG = re.compile(r"<(?!br)[^>]+>")
#: Where a label may break: at a space, before a Chinese bracket, between two Chinese signs, within a span.
_BREAK = re.compile(r" |(?=（)|(?<=[\u4e00-\u9fff、，：；])(?=[\u4e00-\u9fff])|(?<=[\d%]–)(?=\d)")


def margins(traces: Sequence[Mapping[str, Any]], layout: Mapping[str, Any]) -> dict[str, float]:
    """Estimate the margins a chart needs for its axes.

    Parameters
    ----------
    traces : sequence of mapping
        Plotly's traces.
    layout : mapping
        Its layout; the margins named there are kept where they are wider.

    Returns
    -------
    dict of str to float
        Left, right, top and bottom in pixels.
    """
    left, bottom, above = [0.0], [0.0], [0.0]
    for name in {"xaxis", "yaxis", *(key for key in layout if re.fullmatch(r"[xy]axis\d*", key))}:
        axis = layout.get(name) or {}
        if _inside(name, axis, layout) or axis.get("visible") is False:
            continue
        labels = [] if axis.get("showticklabels") is False else _labels(name, axis, traces)
        title = TITLE + TITLE_SIZE * LINE * str(axis["title"]).count("<br>") if axis.get("title") else 0.0
        if axis.get("ticktext") is not None:
            title += PLACED
        if name[0] == "y":
            left.append(STANDOFF + max(map(_width, labels), default=0.0) + title)
        else:
            (above if axis.get("side") == "top" else bottom).append(
                STANDOFF + max(map(_height, labels), default=0.0) + title)
    given = layout.get("margin") or {}
    top = LEGEND if layout.get("showlegend") else TOP
    least = {"l": max(left), "r": OVERHANG, "t": max(top, *above), "b": max(bottom)}
    return {side: max(float(given.get(side, 0)), pixels) for side, pixels in least.items()}


def in_two_lines(label: str) -> str:
    """Break a label too wide for a phone where its two lines come out most alike; leave others alone."""
    if "<br>" in label or _width(label) <= WIDEST:
        return label
    halves = [(label[:place.start()], label[place.end():]) for place in _BREAK.finditer(label)]
    return "<br>".join(min(halves, key=lambda two: max(map(_width, two)), default=(label,)))


def title_in_lines(title: str, sides: Mapping[str, float]) -> str:
    """Break the title beneath a chart where a phone has no room for it; it stands in the chart's middle."""
    room = PHONE - abs(sides["l"] - sides["r"])
    return (in_lines([title], room / TITLE_SIZE) or [title])[0]


def in_lines(labels: Sequence[str], room: float, alike: float = 1.15) -> list[str] | None:
    """Break the names beneath a chart into lines that fit into their columns.

    Parameters
    ----------
    labels : sequence of str
    room : float
        Pixels of a column.
    alike : float
        How much longer than the mean a line may be, so that none is left with a single sign.

    Returns
    -------
    list of str or None
        None where a name cannot be broken so that it fits.
    """
    broken = [_filled(label, room, alike) for label in labels]
    return broken if all(_width(label) <= room for label in broken) else None


def staggered(labels: Sequence[str], room: float) -> list[str] | None:
    """Write names above the columns of a map on two or three levels by turns, so that each has room beside.

    Parameters
    ----------
    labels : sequence of str
    room : float
        Pixels of a column.

    Returns
    -------
    list of str or None
        Raised names with empty lines under them; None where even three levels are too narrow.
    """
    for levels in (2, 3):
        if (broken := in_lines(labels, levels * room * SLACK, 1.25)) is not None:
            lines = [max(1 + one.count("<br>") for one in broken[level::levels] or [""])
                     for level in range(levels)]
            return [one + EMPTY_LINE * sum(lines[:place % levels]) for place, one in enumerate(broken)]
    return None


def _filled(label: str, room: float, alike: float) -> str:
    """Break a label into as few lines as fit, as alike in length as may be."""
    broken = _greedy(label, room)
    even = _greedy(label, alike * _width(label) / (1 + broken.count("<br>")))
    return even if even.count("<br>") == broken.count("<br>") and _width(even) <= room else broken


def _greedy(label: str, room: float) -> str:
    lines, last, between = [""], 0, ""
    for place in (*_BREAK.finditer(label), None):
        part = label[last:place.start() if place else None]
        if lines[-1] and _width(lines[-1] + between + part) > room:
            lines.append(part)
        else:
            lines[-1] += between + part
        if place:
            last, between = place.end(), place.group()
    return "<br>".join(lines)


def _inside(name: str, axis: Mapping[str, Any], layout: Mapping[str, Any]) -> bool:
    """Tell whether an axis stands between panels, where the gap is its room.

    It stands where the axis across begins: one for up and down is at the edge of the chart when its panel
    is the first of a row.
    """
    across = str(axis.get("anchor") or ("x" if name[0] == "y" else "y"))
    stands = layout.get(f"{across[0]}axis{across[1:]}") or {}
    return bool((stands.get("domain") or (0,))[0] > 0)


def _labels(name: str, axis: Mapping[str, Any], traces: Iterable[Mapping[str, Any]]) -> list[str]:
    if axis.get("ticktext") is not None:
        return [str(one) for one in axis["ticktext"]]
    place = name.replace("axis", "")
    names = [value for trace in traces if trace.get(f"{name[0]}axis", name[0]) == place
             for value in _values(trace.get(name[0])) if isinstance(value, str)]
    return names or [NUMBER]


def _values(given: Any) -> list[Any]:
    return list(given) if isinstance(given, (list, tuple)) else []


def _width(label: str) -> float:
    """Return the width of a label's longest line, in pixels."""
    lines = _TAG.sub("", label).split("<br>")
    return max(sum(map(_sign, line)) for line in lines)


def _sign(sign: str) -> float:
    if unicodedata.east_asian_width(sign) in "WF":
        return FULL_WIDTH
    return WIDE_LATIN if sign in "MWmw@%" else LATIN


def _height(label: str) -> float:
    return LINE * (1 + label.count("<br>"))
