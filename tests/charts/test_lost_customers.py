"""Charts of lost customers: what they said against what was seen."""

from __future__ import annotations

from types import SimpleNamespace

from analytics.charts import lost_customers as charts
from analytics.i18n import Translator

WORDS = Translator("en")


def test_what_was_said_is_crossed_with_what_was_seen_and_every_cell_can_be_clicked():
    rows = [SimpleNamespace(group=group, lost=lost) for group, lost in [
        (("pricing", "spend_falling"), 30), (("pricing", "none_observed"), 50),
        (("competition", "complaint_unresolved"), 5)]]
    result = SimpleNamespace(rows={("cause_class", "precursor"): rows})
    figure = charts.cause_against_precursor(result, WORDS)
    cells, squares = figure.data
    assert list(cells.y) == ["Competitor", "Price"], "the most frequent on top"
    assert [list(row) for row in cells.z] == [[5, 0, 0], [0, 30, 50]]
    axis = figure.layout.xaxis
    assert list(axis.ticktext) == ["1<br>Complaint left<br>unresolved", "2<br>Spend falling", "3<br>None observed"]
    assert axis.tickangle == 0
    assert charts.precursor_numbers(result, WORDS) == \
        "1 Complaint left unresolved, 2 Spend falling, 3 None observed"
    clicked = {tuple(pair): text for pair, text in zip(squares.customdata, squares.hovertext, strict=True)}
    assert clicked["pricing", "none_observed"] == "Price · None observed: 50"
    assert len(clicked) == 6
