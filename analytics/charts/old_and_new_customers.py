"""Chart of old against new customers: a pair of bars for every measure."""

from __future__ import annotations

import plotly.graph_objects as go

from analytics.charts import theme
from analytics.charts.drawing import Drawing
from analytics.charts.intervals import thin_hatching
from analytics.i18n import Translator
from analytics.metrics.old_and_new_customers import GROUPS, Group, OldAndNewCustomers
from analytics.statistics.estimate import Estimate

COLOURS: dict[Group, str] = {"old": theme.KEPT, "new": theme.CAUTION}
#: Rows from one measure to the next: a bar for either group and a gap.
STEP = 2.5
#: Shares named on the axis.
SHARES = [0.0, 0.25, 0.5, 0.75, 1.0]


def old_and_new_shares(result: OldAndNewCustomers, words: Translator, currency: str) -> go.Figure:
    """Draw the share of old and of new customers in every measure; suppressed ones are left out."""
    shown = [one for one in result.measures
             if one.old_share.estimate is not None and one.old_share.state != "suppressed"]
    ends = [end for one in shown for group in GROUPS for end in _ends(one.share(group))]
    low, high = min([0.0, *ends]), max([1.0, *ends])
    places = [STEP * place for place in range(len(shown))]
    drawing = Drawing(
        height=110 + 62 * len(shown), showlegend=True,
        yaxis=dict(range=[STEP * len(shown) - 0.9, -0.8], tickvals=[place + 0.5 for place in places],
                   ticktext=[words(f"old_and_new.measure.{one.name}") for one in shown], showgrid=False),
        xaxis=dict(title=words("old_and_new.axis_share"), tickformat=".0%", showgrid=True,
                   range=[1.2 * low, high + 0.22 * (high - low)],
                   # No line where no share can be, unless one group lost what the other earned.
                   tickvals=SHARES if (low, high) == (0.0, 1.0) else None))
    for lane, group in enumerate(GROUPS):
        shares = [one.share(group) for one in shown]
        lower, figures, upper = ([_ends(share)[end] for share in shares] for end in range(3))
        rows = [place + lane for place in places]
        totals = [words.number(one.total(group)) if one.name == "customers"
                  else words.money(one.total(group), currency) for one in shown]
        drawing.add_bar(
            x=figures, y=rows, orientation="h", width=0.9, name=words(f"old_and_new.group.{group}"),
            marker=dict(color=COLOURS[group], pattern=thin_hatching([share.state for share in shares])),
            error_x=dict(type="data", symmetric=False, color=theme.CONTEXT, thickness=2, width=4,
                         array=[end - one for end, one in zip(upper, figures, strict=True)],
                         arrayminus=[one - end for end, one in zip(lower, figures, strict=True)]),
            hovertext=[words("old_and_new.hover", share=words.share(share), total=total)
                       for share, total in zip(shares, totals, strict=True)],
            hovertemplate="%{hovertext}<extra>" + words(f"old_and_new.group.{group}") + "</extra>")
        for row, figure, end in zip(rows, figures, upper, strict=True):
            drawing.add_annotation(x=max(figure, end, 0.0), y=row, text=words.percent(figure), xanchor="left",
                                   xshift=6, showarrow=False)
    return drawing.drawn()


def _ends(share: Estimate) -> tuple[float, float, float]:
    """Return low end, figure and high end; without an interval all the same."""
    figure = share.estimate or 0.0
    return (figure if share.low is None else share.low, figure, figure if share.high is None else share.high)
