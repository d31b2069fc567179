"""The chart of contacts: whose customers wait, and why."""

from __future__ import annotations

import plotly.graph_objects as go

from analytics.charts import theme
from analytics.charts.drawing import Drawing
from analytics.i18n import Translator
from analytics.metrics.contact_list import ContactCounts

#: Account managers drawn.
MOST = 12
#: What cannot wait comes first; a colour and a pattern of their own each.
GROUPS = {"promise": (("promise",), theme.LOST, "x"),
          "overdue": (("senior_visit", "overdue"), theme.CAUTION, ""),
          "ending": (("quiet", "contract_end"), theme.KEPT, "/"),
          "greetings": (("birthday", "anniversary"), theme.CONTEXT, ".")}


def busiest(result: ContactCounts) -> list[tuple[str | None, dict[str, int]]]:
    """Return the account managers with most occasions, and how many there are of each group."""
    found: dict[str | None, dict[str, int]] = {}
    for one in result.managers:
        counts = found.setdefault(one.account_manager, dict.fromkeys(GROUPS, 0))
        for name, (reasons, _, _) in GROUPS.items():
            counts[name] += one.occasions if one.reason in reasons else 0
    return sorted(found.items(), key=lambda one: (-sum(one[1].values()), one[0] or ""))[:MOST]


def manager_name(manager: str | None, words: Translator) -> str:
    """Return what an account manager is called; who has none is called so."""
    return manager or words("contacts.no_manager")


def managers(result: ContactCounts, words: Translator) -> go.Figure:
    """Draw the occasions of the account managers with most of them, by kind."""
    shown = busiest(result)
    drawing = Drawing(
        height=130 + 28 * len(shown), barmode="stack", showlegend=True,
        yaxis=dict(autorange="reversed", type="category"),
        xaxis=dict(title=words("contacts.axis_occasions")))
    names = [manager_name(manager, words) for manager, _ in shown]
    for group, (_, colour, pattern) in GROUPS.items():
        series = words(f"contacts.group.{group}")
        drawing.add_bar(
            orientation="h", y=names, x=[counts[group] for _, counts in shown], name=series,
            marker=dict(color=colour, pattern=dict(shape=pattern)),
            hovertext=[words("contacts.hover", manager=name, kind=series, n=words.number(counts[group]))
                       for name, (_, counts) in zip(names, shown, strict=True)],
            hovertemplate="%{hovertext}<extra></extra>")
    return drawing.drawn()
