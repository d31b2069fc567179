"""Charts of campaigns: what a plan would see, who was kept in either arm, and all campaigns side by side."""

from __future__ import annotations

import plotly.graph_objects as go

from analytics.charts import theme
from analytics.charts.axes import points_ticks
from analytics.charts.drawing import Drawing
from analytics.charts.intervals import add_points
from analytics.i18n import Translator
from analytics.models.campaigns.outlook import POWER, CampaignOutlook
from analytics.models.campaigns.readout import CampaignReadout
from analytics.models.campaigns.readouts import CampaignReadouts
from analytics.models.campaigns.uplift import Uplift
from analytics.statistics.estimate import Estimate

#: More campaigns than this are told in the table only.
MOST = 14


def power(outlook: CampaignOutlook, expected: float, words: Translator) -> go.Figure:
    """Draw the chance of seeing an effect against the share of losses it prevents, and mark the expected."""
    drawing = Drawing(
        height=300, xaxis=dict(title=words("campaigns.axis_reduction"), tickformat=".0%", range=[0, 0.82]),
        yaxis=dict(title=words("campaigns.axis_seen"), tickformat=".0%", range=[0, 1.02]))
    drawing.add_scatter(
        x=[one[0] for one in outlook.curve], y=[one[1] for one in outlook.curve], mode="lines",
        line=dict(color=theme.KEPT, width=3),
        hovertext=[words("campaigns.hover_power", reduction=words.percent(reduction, 0),
                         seen=words.percent(seen, 0)) for reduction, seen in outlook.curve],
        hovertemplate="%{hovertext}<extra></extra>")
    drawing.add_hline(POWER, dict(color=theme.CONTEXT, width=1, dash="dash"))
    drawing.add_vline(expected, dict(color=theme.LOST, width=2))
    drawing.add_annotation(x=expected, y=1, yref="paper", yanchor="bottom", showarrow=False,
                           text=words("campaigns.expected", reduction=words.percent(expected, 0)))
    return drawing.drawn()


def kept(found: CampaignReadout, words: Translator) -> go.Figure:
    """Draw the share kept of the treated and of the control group, with intervals.

    A point's ``customdata`` is (arm,).
    """
    arms = (("control", found.kept_control, theme.CONTEXT), ("treated", found.kept_treated, theme.KEPT))
    names = [words(f"campaigns.arm.{arm}") for arm, _, _ in arms]
    drawing = Drawing(
        height=200, xaxis=dict(title=words("campaigns.axis_kept"), tickformat=".0%", showgrid=True),
        yaxis=dict(type="category", categoryarray=names))
    for name, (arm, share, colour) in zip(names, arms, strict=True):
        add_points(drawing, [name], [share], colour=colour, customdata=[[arm]],
                   hover=[words("campaigns.hover_kept", arm=name, rate=words.rate(share))])
    return drawing.drawn()


def effects(found: CampaignReadouts, words: Translator) -> go.Figure:
    """Draw how many more customers each campaign kept than its control group, and all of them together.

    What chance explains is grey. A point's ``customdata`` is (code,).
    """
    shown = [one for one in found.readouts if one.decided][:MOST][::-1]
    rows: list[tuple[str, str, Estimate, str]] = [
        (one.code, f"{one.name} · {one.evidence}", one.difference,
         theme.CONTEXT if one.state == "no_effect" else theme.KEPT if one.state == "gain" else theme.LOST)
        for one in shown]
    if found.pooled is not None:
        one = found.pooled.fixed
        together = Estimate(found.pooled_customers, one.estimate, one.low, one.high)
        rows.insert(0, ("", words("campaigns.together"), together,
                        theme.KEPT if one.low > 0 else theme.LOST if one.high < 0 else theme.CONTEXT))
    names = [name for _, name, _, _ in rows]
    ends = [end for _, _, each, _ in rows for end in (each.low, each.high) if end is not None]
    drawing = Drawing(
        height=110 + 40 * len(rows),
        xaxis={**dict(zeroline=True, zerolinecolor=theme.CONTEXT, showgrid=True, tickangle=0,
                      title=words("format.points_axis")), **points_ticks(ends, words, unit=False)},
        yaxis=dict(type="category", categoryarray=names))
    for code, name, each, colour in rows:
        add_points(
            drawing, [name], [each], colour=colour, customdata=[[code]],
            symbol="circle" if code else "diamond",
            hover=[words("campaigns.hover_effect", campaign=name, effect=words.points(each.estimate),
                         low=words.points(each.low), high=words.points(each.high), n=words.number(each.n))])
    return drawing.drawn()


def uplift(found: Uplift, words: Translator) -> go.Figure:
    """Draw customers kept by treating the first so many by predicted uplift, and by as many at random."""
    drawing = Drawing(
        height=300, xaxis=dict(title=words("campaigns.uplift.axis_share"), tickformat=".0%"),
        yaxis=dict(title=words("campaigns.uplift.axis_kept"), rangemode="normal"))
    shares = [one[0] for one in found.curve]
    drawing.add_scatter(x=shares, y=[one[2] for one in found.curve], mode="lines", hoverinfo="skip",
                        line=dict(color=theme.CONTEXT, dash="dot"))
    drawing.add_scatter(
        x=shares, y=[one[1] for one in found.curve], mode="lines",
        line=dict(color=theme.KEPT if found.useful else theme.CONTEXT, width=3),
        hovertext=[words("campaigns.uplift.hover", share=words.percent(share, 0), kept=words.number(kept, 2),
                         random=words.number(at_random, 2)) for share, kept, at_random in found.curve],
        hovertemplate="%{hovertext}<extra></extra>")
    return drawing.drawn()
