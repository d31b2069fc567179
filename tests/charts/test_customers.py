"""Charts of customers: what is drawn is what was counted, in both languages."""

from __future__ import annotations

from datetime import date

import pytest

from analytics.charts import theme
from analytics.charts.customer_card import MARKERS, happening_words, purchases_and_happenings
from analytics.charts.customer_grades import grades_over_time
from analytics.charts.customers import value_by_tenth
from analytics.charts.intervals import shows_thin
from analytics.i18n import Translator
from analytics.metrics.customer_card import CustomerCard, CustomerFacts, CustomerLoss, Happening, MonthBought
from analytics.metrics.customer_grades import CustomerGrades, CustomerGrading
from analytics.metrics.customers import CustomerSummary, Tenth

ENGLISH, CHINESE = Translator("en"), Translator("zh-CN")
SHARES = (0.5, 0.2, 0.1, 0.06, 0.05, 0.04, 0.03, 0.015, 0.004, 0.001)


def summary() -> CustomerSummary:
    return CustomerSummary(
        customers=120, active=100, lost=20, active_year_ago=90, value=1_000_000, top_share=0.7, top_customers=20,
        with_open_complaints=1,
        tenths=tuple(Tenth(place, 10, round(share * 1_000_000), share) for place, share in enumerate(SHARES, start=1)))


def card(*, months: bool = True, happenings: tuple[Happening, ...] | None = None) -> CustomerCard:
    told = (
        Happening(date(2025, 1, 10), "won", None, None, None, None),
        Happening(date(2025, 2, 1), "contact", "visit", None, None, "Care <b>"),
        Happening(date(2025, 3, 5), "survey", "2025Q1", 2.0, None, None),
        Happening(date(2025, 3, 20), "complaint", "high", None, None, "Late"),
        Happening(date(2025, 4, 1), "complaint_closed", "resolved", 12.0, None, "Late"),
        Happening(date(2025, 9, 1), "survey", "2025Q3", 4.5, None, None),
        Happening(date(2025, 10, 1), "lost", "silent", None, 150_000, None),
        Happening(date(2025, 12, 1), "won_back", None, None, None, None))
    return CustomerCard(
        facts=CustomerFacts(1, "C1", "Alpha"),
        months=(MonthBought(date(2025, 1, 1), 100_000, 2), MonthBought(date(2025, 5, 1), -20_000, 0)) if months else (),
        value_before=None, usual_gap=None,
        losses=(CustomerLoss(date(2025, 10, 1), "silent", None, "not_stated", None, None, None, None, 150_000,
                             date(2025, 12, 1)),),
        timeline=told if happenings is None else happenings)


def test_tenths_are_drawn_with_the_top_fifth_apart():
    bars, line = value_by_tenth(summary(), ENGLISH, "CNY").data
    assert list(bars.y) == list(SHARES)
    assert list(bars.marker.color) == [theme.KEPT] * 2 + [theme.CONTEXT] * 8
    assert [point[0] for point in bars.customdata] == list(range(1, 11))
    assert list(line.x) == list(range(2, 11))
    assert line.y[0] == pytest.approx(0.7)
    assert line.y[-1] == pytest.approx(1.0)
    assert bars.hovertext[0] == "Tenth 1: 50.0% of the value<br>¥5,000, 10 customers"


def test_bars_and_lanes_share_the_time_axis():
    figure = purchases_and_happenings(card(), ENGLISH, "CNY", date(2025, 12, 31))
    bars, *lanes = figure.data
    assert list(bars.y) == [100_000, -20_000]
    assert list(bars.marker.color) == [theme.KEPT, theme.LOST]
    assert list(figure.layout.yaxis2.ticktext) == ["Scores", "Complaints", "Contacts", "Won and lost"]
    assert [lane.y[0] for lane in lanes] == [0, 1, 2, 3]
    scores, complaints, _, relation = lanes
    assert list(scores.text) == ["2", "4.5"]
    assert list(scores.marker.color) == [theme.LOST, theme.KEPT], "a low score warns"
    assert list(complaints.marker.symbol) == ["diamond", "diamond-tall"]
    assert [point[0] for point in relation.customdata] == ["won", "lost", "won_back"]
    assert figure.layout.xaxis.range == ("2024-12-22", "2026-01-10")


def test_the_time_after_a_loss_is_shaded_until_the_return():
    figure = purchases_and_happenings(card(), ENGLISH, "CNY", date(2025, 12, 31))
    (shade,) = figure.layout.shapes
    assert (shade.x0, shade.x1) == ("2025-10-01", "2025-12-01")
    assert figure.layout.annotations[0].text == "Lost"


def test_without_trade_the_lanes_stand_alone():
    figure = purchases_and_happenings(card(months=False), CHINESE, "CNY", date(2025, 12, 31))
    assert all(trace.yaxis == "y2" for trace in figure.data)
    assert figure.layout.yaxis.visible is False
    assert figure.layout.yaxis2.ticktext[0] == "评分"


def test_without_happenings_the_bars_have_the_room():
    figure = purchases_and_happenings(card(happenings=()), ENGLISH, "CNY", date(2025, 12, 31))
    assert len(figure.data) == 1
    assert figure.layout.yaxis.domain == (0.04, 1.0)


def test_a_companys_words_are_no_markup():
    figure = purchases_and_happenings(card(), ENGLISH, "CNY", date(2025, 12, 31))
    contact = next(trace for trace in figure.data if trace.customdata[0][0] == "contact")
    assert contact.hovertext[0] == "Feb 1, 2025<br>Contact<br>Visit · Care &lt;b>"


@pytest.mark.parametrize(("one", "english", "chinese"), [
    (Happening(date(2025, 1, 1), "order", None, 2.0, 386_600, None), ("Order", "¥3,866 · 2 orders"),
     ("订单", "¥3,866 · 2 笔订单")),
    (Happening(date(2025, 1, 1), "survey", "2025Q1", 4.0, None, "fine"),
     ("Survey answer", "4 of 5 · 2025Q1 · fine"), ("调查答复", "4 分（满分 5 分） · 2025Q1 · fine")),
    (Happening(date(2025, 1, 1), "complaint_closed", "resolved", 12.0, None, "Late"),
     ("Complaint closed", "Late · Resolved · after 12 days"), ("投诉结案", "Late · 已解决 · 历时 12 天")),
    (Happening(date(2025, 1, 1), "service_job", "returned", None, None, None), ("Service job", "Returned"),
     ("服务工单", "返修")),
    (Happening(date(2025, 1, 1), "grade", "A", None, None, "C"), ("Grade changed", "from C to A"),
     ("等级变动", "由 C 变为 A")),
    (Happening(date(2025, 1, 1), "won", None, None, None, None), ("Became a customer", ""), ("成为客户", "")),
])
def test_what_happened_is_said_in_words(one, english, chinese):
    assert happening_words(one, ENGLISH, "CNY") == english
    assert happening_words(one, CHINESE, "CNY") == chinese


def test_years_before_anything_is_on_record_leave_the_room_to_what_is():
    told = (Happening(date(2009, 5, 1), "won", None, None, None, None),
            Happening(date(2025, 2, 1), "contact", "visit", None, None, None))
    figure = purchases_and_happenings(card(happenings=told), ENGLISH, "CNY", date(2025, 12, 31))
    assert figure.layout.xaxis.range[0] == "2024-12-22"
    assert list(figure.layout.yaxis2.ticktext) == [ENGLISH("customers.lane.contact")]
    soon = (Happening(date(2024, 6, 1), "won", None, None, None, None), told[1])
    figure = purchases_and_happenings(card(happenings=soon), ENGLISH, "CNY", date(2025, 12, 31))
    assert figure.layout.xaxis.range[0] == "2024-05-22"
    assert len(figure.layout.yaxis2.ticktext) == 2


def test_no_mark_of_a_card_says_that_data_is_thin():
    assert not shows_thin(purchases_and_happenings(card(), ENGLISH, "CNY", date(2025, 12, 31)))
    assert not any(symbol.endswith("-open") for symbol, _, _ in MARKERS.values())


def test_a_grading_is_a_letter_and_a_moved_grade_a_diamond():
    gradings = (CustomerGrading(date(2025, 1, 1), "C", 100_000, 2),
                CustomerGrading(date(2025, 4, 1), "B", 300_000, 6, "C", 200_000, 200_000.0, 0.0, "frequency"))
    figure = grades_over_time(CustomerGrades(gradings, "A", 50_000), ENGLISH, "CNY")
    [line] = figure.data
    assert list(line.text) == ["C", "B"]
    assert list(line.marker.symbol) == ["circle", "diamond"]
    assert list(line.y) == [100_000, 300_000]
    assert "6 orders" in line.hovertext[1]
