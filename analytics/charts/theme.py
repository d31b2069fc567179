"""One look for every chart: colours by meaning, one light template, nothing inline elsewhere.

Colours follow Okabe and Ito (2008), which stay apart for colour-blind eyes and on both the light
and the dark background. A colour means the same thing on every page.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import plotly.graph_objects as go

KEPT = "#0072B2"
LOST = "#D55E00"
WON_BACK = "#009E73"
CONTEXT = "#7F8D99"
ACCENT = "#CC79A7"
CAUTION = "#E69F00"
#: Text upon a filled mark.
ON_MARK = "#FFFFFF"
#: Text upon a pale one, on either background.
ON_PALE = "#1B1F24"

#: Fixed colours of the values of a dimension, in the order in which they are drawn.
COLOURS: Mapping[str, Mapping[str, str]] = MappingProxyType({
    "size": MappingProxyType({"large": "#1A6AA5", "medium": "#2C8FC9", "small": "#8CC3E6"}),
    "grade": MappingProxyType({"A": "#8650B8", "B": "#9B5DA5", "C": "#CC8FBF", "D": "#B9B4BE"}),
    "severity": MappingProxyType({"low": "#F4B183", "medium": "#E07B39", "high": "#B54A0A"}),
    "life_cycle": MappingProxyType({
        "prospect": "#B9B4BE", "new": "#8CC3E6", "active": "#0072B2", "cooling": "#E69F00",
        "lapsed": "#E07B39", "won_back": "#009E73", "lost": "#D55E00"}),
    "market": MappingProxyType({"open": "#D55E00", "mixed": "#E69F00", "captive": "#0072B2"}),
})

#: For dimensions without fixed colours.
SERIES = (KEPT, CAUTION, WON_BACK, ACCENT, LOST, CONTEXT)

#: From few to many lost.
RATE_SCALE = ((0.0, "#FDF2EA"), (0.35, "#F4B183"), (0.7, "#E07B39"), (1.0, "#A63E00"))
#: From none who moved there to all of them, pale enough for dark text.
MOVE_SCALE = ((0.0, "#EEF3F7"), (0.4, "#B9D9EE"), (1.0, "#7DB9E0"))
#: The same for those lost.
LEFT_SCALE = ((0.0, "#FBEFE6"), (0.4, "#F4B183"), (1.0, "#E8935C"))
#: From fewer than before, through no change, to more.
CHANGE_SCALE = ((0.0, "#00679E"), (0.5, "#E8ECEF"), (1.0, "#B34F00"))

#: Opacity of what is within chance or not over yet; it keeps an edge in its full colour.
PALE_OPACITY = 0.45
BAND_OPACITY = 0.25

TEMPLATE = go.layout.Template(layout=go.Layout(
    margin=dict(l=8, r=12, t=30, b=8),
    hovermode="closest",
    bargap=0.35,
    showlegend=False,
    legend=dict(orientation="h", yanchor="bottom", y=1.0, xanchor="left", x=0, title_text="",
                traceorder="normal"),
    xaxis=dict(automargin=True, zeroline=False, showgrid=False, title_standoff=8, separatethousands=True),
    yaxis=dict(automargin=True, zeroline=False, rangemode="tozero", title_standoff=8, separatethousands=True),
    dragmode=False,
))

#: Passed with every figure: no logo, no upload to a cloud, no zoom by accident while scrolling.
CONFIG: Mapping[str, object] = MappingProxyType({
    "displaylogo": False, "showSendToCloud": False, "scrollZoom": False, "displayModeBar": "hover",
    "modeBarButtons": [["toImage"]], "toImageButtonOptions": {"scale": 2},
})


def colour(dimension: str, value: object, place: int = 0) -> str:
    """Return the colour of a dimension's value; unknown values take the next of the series."""
    fixed = COLOURS.get(dimension, {}).get(str(value))
    return fixed or (CONTEXT if value is None else SERIES[place % len(SERIES)])


def faded(colour: str, opacity: float = BAND_OPACITY) -> str:
    """Return a colour with opacity, for bands and what is within chance."""
    red, green, blue = (int(colour[place:place + 2], 16) for place in (1, 3, 5))
    return f"rgba({red},{green},{blue},{opacity})"


def order_of(dimension: str, values: list[object]) -> list[object]:
    """Sort by meaning where a dimension has one (size, grade, market), else keep the order given."""
    fixed = list(COLOURS.get(dimension, {}))
    if not fixed:
        return values
    return sorted(values, key=lambda value: fixed.index(str(value)) if str(value) in fixed else len(fixed))
