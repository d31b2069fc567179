"""Charts of grades: what stands in which cell, what is hollow, what is left out."""

from __future__ import annotations

import pytest

from analytics.charts import theme
from analytics.charts.grades import (
    contact_standards,
    grade_churn,
    grade_moves,
    grade_reasons,
    grade_shares,
    proposed_grades,
)
from analytics.filters import Filters
from analytics.i18n import Translator
from analytics.metrics.grade_contacts import grade_contacts
from analytics.metrics.grade_history import grade_history
from analytics.metrics.grade_reasons import grade_reasons as reasons
from analytics.metrics.grades import grades
from analytics.models.grade_proposal import grade_proposal

WORDS = Translator("en")


def test_a_cell_has_its_share_its_customers_and_its_key(demo_reader):
    found = grades(demo_reader, Filters())
    *heat, cells = grade_moves(found, WORDS, "CNY").data
    assert len(cells.text) == len(found.moves)
    for key, text in zip(cells.customdata, cells.text, strict=True):
        move = found.move(*key)
        assert WORDS.number(move.customers) in text
        if move.share.state == "suppressed":
            assert "%" not in text
        else:
            assert WORDS.percent(move.share.estimate, 0) in text
    lost = [value for row in heat[1].z for value in row if value is not None]
    assert sorted(lost) == pytest.approx(sorted(
        one.share.estimate for one in found.moves if one.after == "lost"))


def test_a_phone_has_room_for_the_names_of_the_columns(demo_reader):
    chinese = grade_moves(grades(demo_reader, Filters()), Translator("zh-CN"), "CNY")
    assert "尚未<br>定级" in chinese.layout.xaxis.ticktext
    english = grade_moves(grades(demo_reader, Filters()), WORDS, "CNY")
    assert "Not<br>graded<br>yet" in english.layout.xaxis.ticktext


def test_diagonal_cells_are_framed(demo_reader):
    figure = grade_moves(grades(demo_reader, Filters()), WORDS, "CNY")
    assert len(figure.layout.shapes) == 4
    rows, columns = figure.layout.yaxis.ticktext, figure.layout.xaxis.ticktext
    for shape in figure.layout.shapes:
        assert rows[round((shape.y0 + shape.y1) / 2)] == f"Grade {columns[round((shape.x0 + shape.x1) / 2)]}"


def test_churn_has_a_point_and_an_interval_a_grade(demo_reader):
    found = grades(demo_reader, Filters())
    points = grade_churn(found, WORDS).data[0]
    assert [one[0] for one in points.customdata] == ["D", "C", "B", "A"]
    assert points.x[-1] + points.error_x.array[-1] == pytest.approx(found.lost("A").high)


def test_history_stacks_customers_and_value_in_the_colours_of_grades(demo_reader):
    found = grade_history(demo_reader, Filters())
    bars = grade_shares(found, WORDS, "CNY").data
    assert [bar.marker.color for bar in bars[::2]] == [theme.colour("grade", grade) for grade in "ABCD"]
    last = max(one.graded_on for one in found.days)
    assert bars[0].y[-1] == next(one.customers for one in found.days if (one.graded_on, one.grade) == (last, "A"))
    assert [bar.showlegend for bar in bars] == [True, False] * 4


def test_reasons_draw_both_parts_with_their_intervals(demo_reader):
    found = reasons(demo_reader, Filters())
    figure = grade_reasons(found, WORDS, "CNY")
    amount, frequency = figure.data
    # Bars stand from below, so that the legend names them in the order in which they are seen.
    assert figure.layout.legend.traceorder == "reversed"
    fell = found.way("fell")
    assert amount.x[-1] == fell.by_amount.estimate
    assert frequency.x[-1] - frequency.error_x.arrayminus[-1] == pytest.approx(fell.by_frequency.low)


def test_a_proposal_stands_beside_what_is_now(demo_reader):
    proposal = grade_proposal(demo_reader, Filters(), a_share=0.4)
    figure = proposed_grades(proposal, WORDS, "CNY")
    proposed, _, now, _ = figure.data
    assert figure.layout.legend.traceorder == "reversed"
    assert proposed.x[-1] == proposal.grades[0].customers < now.x[-1] == proposal.grades[0].customers_now


def test_contact_standards_name_their_days(demo_reader):
    found = grade_contacts(demo_reader, Filters(), days_a=31)
    points = contact_standards(found, WORDS).data[0]
    assert points.y[-1] == "A, within 31 days"
    assert points.x[-1] == found.of("A").kept.estimate
