"""What the board report says of the demo company: true to its metrics, whole in both languages, naming nobody."""

from __future__ import annotations

import dataclasses
import re
from datetime import date

import pytest

from analytics.errors import UnknownName
from analytics.filters import Filters
from analytics.i18n import catalogue
from analytics.models import ALL_METRICS
from analytics.reports.board_report import FORMATS, SECTIONS, Looked, board_report, report_bytes, title_of
from analytics.reports.board_report.parts import shown
from tests.reports.board_report.test_document import pages, unspaced


def section(report, stem):
    return next(one for one in report.sections if one.stem == stem)


def texts(report) -> list[str]:
    found = [report.title, report.as_of, report.showing, report.build]
    for one in report.sections:
        found += [one.title, one.answer, one.detail, *one.steps, *(part for pair in one.method for part in pair)]
        found += [text for figure in one.figures for text in dataclasses.astuple(figure)]
        found += [text for chart in one.charts for text in (
            chart.title, chart.head, chart.note, *chart.categories, *(series.name for series in chart.series))]
    return [text for text in found if text]


def test_every_section_has_something_to_say(reports):
    for report in reports.values():
        assert [one.stem for one in report.sections] == list(SECTIONS)
        assert report.missing == ()
        assert all(one.charts or one.steps for one in report.sections)


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_no_text_is_a_key_or_wants_a_value(reports, language):
    keys = set(catalogue("en"))
    for text in texts(reports[language]):
        assert text not in keys
        assert not re.search(r"\{\w*\}|\*\*|\bNone\b|\bnan\b", text), text


def test_both_languages_say_the_same_numbers(reports):
    english, chinese = reports["en"], reports["zh-CN"]
    for one, other in zip(english.sections, chinese.sections, strict=True):
        assert [chart.series[0].points for chart in one.charts] == [chart.series[0].points for chart in other.charts]
        # Amounts are scaled otherwise, shares are not.
        shares = re.compile(r"\d+\.\d%")
        assert sorted(shares.findall(one.answer)) == sorted(shares.findall(other.answer))


def test_the_answer_is_what_the_metrics_say(reports, asked):
    lost = asked("lost_customers", by=(("size",), ("cause_class",), ("branch",))).total
    told = section(reports["en"], "lost_customers").answer
    assert f"We lost {lost.lost_from_start:,} of the {lost.customers_at_start:,} customers" in told
    assert f"{100 * lost.churn_rate.estimate:.1f}%" in told
    assert f"{100 * lost.churn_rate.low:.1f}–{100 * lost.churn_rate.high:.1f}%" in told


def test_charts_hold_the_figures_of_the_metrics(reports, asked):
    lost = asked("lost_customers", by=(("size",), ("cause_class",), ("branch",)))
    sizes, causes, *_ = section(reports["en"], "lost_customers").charts
    by_size = {row.group[0]: row.churn_rate for row in lost.rows["size",]}
    assert sizes.categories == ("Large", "Medium", "Small")
    assert sizes.series[0].points == (by_size["large"], by_size["medium"], by_size["small"])
    assert sum(shown(one) for one in causes.series[0].points) == lost.total.value_lost
    bridge = section(reports["en"], "growth").charts[0].series[0].points
    growth = asked("earned_growth")
    assert bridge[0].estimate + sum(one.estimate for one in bridge[1:-1]) == bridge[-1].estimate == growth.since
    kept = section(reports["en"], "retention").charts[0].series[0]
    assert kept.points[2].estimate == asked("survival", by="size").everyone.at(12).estimate


def test_nobody_is_named(reports, demo_reader):
    names = {str(one) for row in demo_reader.rows("select customer_id, name from customers_now where name is not null")
             for one in row}
    said = "\n".join(texts(reports["en"]) + texts(reports["zh-CN"]))
    assert not [name for name in names if name in said]


def test_what_to_do_comes_with_numbers(reports, asked):
    steps = section(reports["en"], "monday").steps
    ending = next(one for one in asked("attention").kinds if one.kind == "contract_ending")
    assert any(f"Contracts that end within 90 days: {ending.customers} customers" in step for step in steps)
    assert any("Calling the first 50 of the list" in step for step in steps)


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_the_document_holds_every_answer(reports, language):
    report = reports[language]
    found = pages(report_bytes(report, "pdf"))
    first, whole = unspaced(found[0]), unspaced("".join(found))
    for one in report.sections:
        assert unspaced(one.answer) in first
        assert all(unspaced(chart.title) in whole for chart in one.charts)
        assert all(unspaced(step) in whole for step in one.steps)
    assert len(report.sections) < len(found) <= 14


def test_sections_are_chosen_and_what_is_missing_is_said(sources, demo_reader):
    whole = sources("en")
    plain = dataclasses.replace(whole, served=dataclasses.replace(whole.served, card=None, scores=""),
                                meta=dataclasses.replace(demo_reader.meta, has_surveys=False))
    period = Filters().resolve(date(2026, 6, 30), date(2022, 7, 1))
    told: list[tuple[str, int, int]] = []
    made = board_report(plain, Looked(Filters(), period), ("at_risk", "overview", "surveys"),
                        progress=lambda *step: told.append(step))
    assert [one.stem for one in made.sections] == ["overview"]
    assert made.missing == (title_of("surveys", plain.words), title_of("at_risk", plain.words))
    assert told == [("overview", 0, 3), ("surveys", 1, 3), ("at_risk", 2, 3)]
    with pytest.raises(UnknownName, match="lost_customers"):
        board_report(plain, Looked(Filters(), period), ("lost_customer",))


@pytest.mark.parametrize(("column", "value", "stems"), [
    ("customer_id", "C000001", {"overview", "lost_customers"}), ("size", "nothing", set())])
def test_one_customer_or_none_make_a_report_too(sources, demo_reader, column, value, stems):
    filters = Filters.of(**{column: value})
    period = filters.resolve(demo_reader.meta.as_of, demo_reader.meta.first_event)

    def metric(name: str, /, **options: object) -> object:
        return ALL_METRICS[name].function(demo_reader, filters, **options)

    few = dataclasses.replace(sources("en"), metric=metric, customers=metric("customers_in_scope"))
    made = board_report(few, Looked(filters, period))
    told = {one.stem for one in made.sections}
    assert stems <= told if stems else not told
    assert len(made.missing) == len(SECTIONS) - len(told)
    # A chart on which nothing can be drawn is left out.
    assert all(any(shown(point) is not None for series in chart.series for point in series.points)
               for one in made.sections for chart in one.charts)
    assert all(report_bytes(made, ending) for ending in FORMATS)
