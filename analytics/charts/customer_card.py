"""One customer's trade by month, and below it everything that happened, on one time axis."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import plotly.graph_objects as go

from analytics.charts import theme
from analytics.charts.axes import MONTH_FORMAT, money_ticks, time_ticks
from analytics.charts.drawing import Drawing
from analytics.i18n import Translator
from analytics.metrics.customer_card import CustomerCard, Happening

#: Kinds of happening, by the lane they are drawn in; lanes from top to bottom.
LANES: dict[str, tuple[str, ...]] = {
    "survey": ("survey",),
    "complaint": ("complaint", "complaint_closed"),
    "contact": ("contact",),
    "service_job": ("service_job",),
    "contract": ("contract_start", "contract_end"),
    "relation": ("won", "won_back", "lost"),
}

#: Marker and colour of each kind; a shape of its own for each, so that colour is never alone. None is
#: hollow: that stands for thin data everywhere.
MARKERS: dict[str, tuple[str, str, int]] = {
    "survey": ("circle", theme.KEPT, 17),
    "complaint": ("diamond", theme.LOST, 11),
    "complaint_closed": ("diamond-tall", theme.WON_BACK, 12),
    "contact": ("line-ns", theme.CONTEXT, 10),
    "service_job": ("square", theme.KEPT, 8),
    "service_job_returned": ("x", theme.LOST, 10),
    "contract_start": ("triangle-right", theme.KEPT, 11),
    "contract_end": ("triangle-left", theme.CAUTION, 11),
    "won": ("star", theme.KEPT, 12),
    "won_back": ("triangle-up", theme.WON_BACK, 12),
    "lost": ("x", theme.LOST, 12),
}
#: A score below this, of five, is drawn as a warning.
LOW_SCORE = 3

#: A customer won longer than this before anything else on record is not shown being won: the years between
#: would leave no room for what happened.
SILENT_START = timedelta(days=366)

LANE_HEIGHT, BARS_HEIGHT = 30, 230


def purchases_and_happenings(card: CustomerCard, words: Translator, currency: str,
                             as_of: date | None) -> go.Figure:
    """Draw revenue by month as bars and what happened as marks in lanes below.

    Times the customer was lost are shaded. A bar's ``customdata`` is ("month", ISO date), a mark's
    (kind, ISO date).
    """
    first, last = _span(card, as_of)
    shown = {lane: [one for one in card.of_kind(*kinds) if one.happened_on >= first]
             for lane, kinds in LANES.items()}
    lanes = [lane for lane in LANES if shown[lane]]
    height = (BARS_HEIGHT if card.months else 40) + LANE_HEIGHT * len(lanes) + 60
    below = (LANE_HEIGHT * len(lanes) + 10) / (height - 60) if lanes else 0.0
    figure = Drawing(
        height=height, margin=dict(t=24, r=8), bargap=0.15,
        xaxis=dict(type="date", range=[first.isoformat(), last.isoformat()], hoverformat=MONTH_FORMAT,
                   anchor="y2" if lanes else "y", **time_ticks([first, last])),
        yaxis=dict(title=words("columns.revenue"), visible=bool(card.months),
                   domain=[min(below + 0.04, 1.0), 1.0],
                   **money_ticks([one.revenue for one in card.months], words, currency)),
        yaxis2=dict(domain=[0.0, below] if lanes else [0.0, 0.0], range=[len(lanes) - 0.5, -0.5],
                    tickvals=list(range(len(lanes))), zeroline=False,
                    ticktext=[words(f"customers.lane.{lane}") for lane in lanes]))
    if card.months:
        months = [one.month for one in card.months]
        figure.add_bar(
            x=months, y=[one.revenue for one in card.months], xperiod="M1", xperiodalignment="middle",
            marker_color=[theme.KEPT if one.revenue >= 0 else theme.LOST for one in card.months],
            customdata=[["month", month.isoformat()] for month in months],
            hovertext=[words("customers.month_hover", month=words.month(one.month),
                             value=words.money(one.revenue, currency), n=words.number(one.orders))
                       for one in card.months],
            hovertemplate="%{hovertext}<extra></extra>")
    for place, lane in enumerate(lanes):
        _lane(figure, place, shown[lane], words, currency)
    for loss in card.losses:
        if loss.lost_on is not None:
            figure.add_shape(
                type="rect", xref="x", yref="paper", x0=loss.lost_on.isoformat(),
                x1=(loss.returned_on or last).isoformat(), y0=0, y1=1, line_width=0, layer="below",
                fillcolor=theme.faded(theme.LOST, 0.09))
            figure.add_annotation(x=loss.lost_on.isoformat(), y=1, yref="paper", xanchor="left",
                                  yanchor="bottom", showarrow=False, font=dict(size=11, color=theme.LOST),
                                  text=words.value("status", "lost"))
    return figure.drawn()


def happening_words(one: Happening, words: Translator, currency: str) -> tuple[str, str]:
    """Say what happened and its particulars.

    Returns
    -------
    what : str
        "Complaint opened"
    particulars : str
        "Incomplete repair · High"; empty where nothing more is known.
    """
    return words(f"customers.happening.{one.kind}"), " · ".join(
        part for part in _particulars(one, words, currency) if part)


def _particulars(one: Happening, words: Translator, currency: str) -> list[str]:
    money = words.money(one.amount, currency) if one.amount is not None else ""
    text = one.text or ""
    if one.kind in ("order", "return"):
        orders = words("customers.orders", n=words.number(one.number)) if (one.number or 0) > 1 else ""
        return [money, orders]
    if one.kind == "survey":
        return [words("customers.score", score=score_words(one.number, words)), one.code or "", text]
    if one.kind == "complaint":
        return [text, words.value("severity", one.code) if one.code else ""]
    if one.kind == "complaint_closed":
        outcome = words.value("outcome", one.code) if one.code else ""
        days = words("customers.after_days", n=words.number(one.number)) if one.number is not None else ""
        return [text, outcome, days]
    if one.kind == "contact":
        return [words.value("kind", one.code) if one.code else "", text]
    if one.kind == "service_job":
        return [words(f"customers.job.{one.code}") if one.code else "", text]
    if one.kind == "contract_end":
        return [words.value("ended_because", one.code) if one.code else "", text]
    if one.kind == "grade":
        return [words("customers.grade_change", before=words.value("grade", text),
                      now=words.value("grade", one.code))]
    if one.kind == "lost":
        return [words.value("basis", one.code), text, money]
    if one.kind == "campaign":
        return [text, words.value("arm", one.code) if one.code else ""]
    return [text, money]


def score_words(score: float | None, words: Translator) -> str:
    """Return a score on the five levels without needless decimals."""
    return words.number(score, 0 if score is None or float(score).is_integer() else 1)


def _span(card: CustomerCard, as_of: date | None) -> tuple[date, date]:
    drawn = [one.happened_on for kinds in LANES.values() for one in card.of_kind(*kinds)]
    drawn += [one.month for one in card.months]
    last = max([*drawn, as_of] if as_of else drawn)
    first = min(drawn)
    later = [day for day in drawn if day > first]
    if card.of_kind("won") and first == card.of_kind("won")[0].happened_on and later \
            and min(later) - first > SILENT_START:
        first = min(later)
    return first - timedelta(days=10), last + timedelta(days=10)


def _lane(figure: Drawing, place: int, happenings: Sequence[Happening], words: Translator,
          currency: str) -> None:
    looks = [MARKERS["service_job_returned" if one.code == "returned" and one.kind == "service_job"
                     else one.kind] for one in happenings]
    scores = [one.number for one in happenings]
    surveys = happenings[0].kind == "survey"
    colours = [theme.LOST if surveys and score is not None and score < LOW_SCORE else look[1]
               for look, score in zip(looks, scores, strict=True)]
    figure.add_scatter(
        x=[one.happened_on for one in happenings], y=[place] * len(happenings), yaxis="y2",
        mode="markers+text" if surveys else "markers",
        text=[score_words(score, words) for score in scores] if surveys else None,
        textfont=dict(color=theme.ON_MARK, size=11), cliponaxis=False,
        marker=dict(opacity=1, symbol=[look[0] for look in looks], color=colours,
                    size=[look[2] for look in looks], line=dict(width=1.5, color=colours)),
        customdata=[[one.kind, one.happened_on.isoformat()] for one in happenings],
        hovertext=[_hover(one, words, currency) for one in happenings],
        hovertemplate="%{hovertext}<extra></extra>")


def _hover(one: Happening, words: Translator, currency: str) -> str:
    what, particulars = happening_words(one, words, currency)
    # A company's own words may hold signs that the chart would read as markup.
    safe = particulars.replace("&", "&amp;").replace("<", "&lt;")
    return f"{words.date(one.happened_on)}<br>{what}" + (f"<br>{safe}" if safe else "")
