"""Charts of the share of wallet: by group, over time, against staying, and what peers might buy."""

from __future__ import annotations

from collections.abc import Callable

import plotly.graph_objects as go

from analytics.charts import theme
from analytics.charts.axes import money_ticks, time_ticks
from analytics.charts.drawing import Drawing
from analytics.charts.intervals import add_points, thin_hatching
from analytics.i18n import Translator
from analytics.metrics.share_of_wallet import ShareOfWallet, Wallet
from analytics.metrics.wallet_loyalty import WalletBand, WalletLoyalty
from analytics.metrics.wallet_potential import PeerGroup, WalletPotential
from analytics.statistics.estimate import Estimate

#: So many groups fit into a chart; the table has all.
SHOWN = 15
#: What a share is of, its colour, its mark, and which figure of a wallet it is.
WEIGHTS: tuple[tuple[str, str, str, Callable[[Wallet], Estimate]], ...] = (
    ("customers", theme.KEPT, "circle", lambda one: one.share),
    ("money", theme.CAUTION, "square", lambda one: one.money_share))
#: Distance of the two marks of a group from its middle.
ASIDE = 0.15


def group_name(by: str, name: str | None, words: Translator) -> str:
    """Name a group in words."""
    return words.value(by, name)


def band_name(one: WalletBand, words: Translator) -> str:
    """Name a band of shares by its ends."""
    return words("share_of_wallet.band", low=words.percent(one.low, 0), high=words.percent(one.high, 0))


def peers_name(one: PeerGroup, words: Translator) -> str:
    """Name a segment and size."""
    return words("share_of_wallet.peers", segment=group_name("segment", one.segment, words),
                 size=group_name("size", one.size, words))


def shares_by_group(result: ShareOfWallet, words: Translator) -> go.Figure:
    """Draw both shares of every group with their intervals; suppressed ones are left out.

    A point's ``customdata`` is (group,), None where the group is not known.
    """
    shown = [one for one in result.groups if one.share.state != "suppressed"][:SHOWN]
    names = [group_name(result.by, one.name, words) for one in shown]
    drawing = Drawing(
        height=120 + 46 * len(shown), showlegend=True,
        xaxis=dict(tickformat=".0%", range=[0, 1.02], showgrid=True,
                   title=words("share_of_wallet.axis_share")),
        yaxis=dict(range=[len(shown) - 0.5, -0.5], tickvals=list(range(len(shown))), ticktext=names))
    for lane, (weight, colour, symbol, figure) in enumerate(WEIGHTS):
        add_points(
            drawing, [place + ASIDE * (2 * lane - 1) for place in range(len(shown))],
            [figure(one) for one in shown], colour=colour, symbol=symbol,
            name=words(f"share_of_wallet.by_{weight}"), customdata=[[one.name] for one in shown],
            hover=[words("share_of_wallet.hover", group=name, what=words(f"share_of_wallet.by_{weight}"),
                         share=words.share(figure(one))) for name, one in zip(names, shown, strict=True)])
    return drawing.drawn()


def shares_over_time(result: ShareOfWallet, words: Translator) -> go.Figure:
    """Draw both shares quarter by quarter; a quarter that is not over is left to the table."""
    shown = [one for one in result.quarters if one.complete and one.wallet.share.state != "suppressed"]
    days = [one.start for one in shown]
    drawing = Drawing(
        height=320, showlegend=True, xaxis=dict(type="date", **time_ticks(days)),
        yaxis=dict(tickformat=".0%", range=[0, 1], showgrid=True, title=words("share_of_wallet.axis_share")))
    for weight, colour, symbol, figure in WEIGHTS:
        add_points(
            drawing, days, [figure(one.wallet) for one in shown], colour=colour, symbol=symbol,
            name=words(f"share_of_wallet.by_{weight}"), horizontal=False, mode="lines+markers",
            line=dict(color=colour, width=2), hover=[
                words("share_of_wallet.hover", group=words("share_of_wallet.quarter",
                                                           month=words.month(one.start)),
                      what=words(f"share_of_wallet.by_{weight}"), share=words.share(figure(one.wallet)))
                for one in shown])
    return drawing.drawn()


def staying_by_share(result: WalletLoyalty, words: Translator) -> go.Figure:
    """Draw how many of each band stayed, with intervals."""
    shown = [one for one in result.bands if one.stayed.state != "suppressed"]
    names = [band_name(one, words) for one in shown]
    drawing = Drawing(
        height=300, xaxis=dict(type="category", title=words("share_of_wallet.axis_band")),
        yaxis=dict(tickformat=".0%", range=[0, 1.02], showgrid=True,
                   title=words("share_of_wallet.axis_stayed")))
    add_points(drawing, names, [one.stayed for one in shown], colour=theme.KEPT, horizontal=False,
               hover=[words("share_of_wallet.hover_band", band=name, share=words.rate(one.stayed))
                      for name, one in zip(names, shown, strict=True)])
    return drawing.drawn()


def potential_by_peers(result: WalletPotential, words: Translator, currency: str) -> go.Figure:
    """Draw what the customers of every segment and size might buy in addition, with its interval.

    A point's ``customdata`` is (segment, size), None where it is not known.
    """
    shown = result.groups[:SHOWN]
    names = [peers_name(one, words) for one in shown]
    middle, low, high = ([_or(getattr(one.potential, end), one.potential.estimate) for one in shown]
                         for end in ("estimate", "low", "high"))
    drawing = Drawing(
        height=110 + 40 * len(shown), yaxis=dict(autorange="reversed", type="category"),
        xaxis=dict(showgrid=True, rangemode="tozero", title=words("share_of_wallet.axis_potential"),
                   tickangle=0, **money_ticks([0.0, *high], words, currency, most=2, below=True)))
    drawing.add_bar(
        x=middle, y=names, orientation="h", customdata=[[one.segment, one.size] for one in shown],
        marker=dict(color=theme.CONTEXT, pattern=thin_hatching([one.potential.state for one in shown])),
        error_x=dict(type="data", symmetric=False, color=theme.CAUTION, thickness=2, width=5,
                     array=[end - one for end, one in zip(high, middle, strict=True)],
                     arrayminus=[one - end for end, one in zip(low, middle, strict=True)]),
        hovertext=[words("share_of_wallet.hover_potential", n=words.number(one.potential.n),
                         amount=words.money(one.potential.estimate, currency),
                         low=words.money(one.potential.low, currency),
                         high=words.money(one.potential.high, currency),
                         frontier=words.money(one.frontier.estimate, currency)) for one in shown],
        hovertemplate="%{y}<br>%{hovertext}<extra></extra>")
    return drawing.drawn()


def _or(figure: float | None, other: float | None) -> float:
    return figure if figure is not None else other or 0.0
