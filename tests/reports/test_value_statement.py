"""The statement of value as a page: every proven line, in either language, and nothing that could run."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from analytics.i18n import Translator
from analytics.metrics.value_statement import ValueStatement
from analytics.reports.value_statement import statement_lines, statement_page

FOUND = ValueStatement(
    "C1", "Rock & <b>Sons</b>", "Li Na", date(2025, 7, 1), date(2026, 6, 30), jobs=25, jobs_promised=25,
    jobs_on_time=23, jobs_judged=20, jobs_right=19, enquiries=5, answer_minutes=21.0, answered_quickly=4, lines=3,
    list_total=1_000_000, saved=51_000, complaints_closed=2, complaints_resolved=1, resolved_days=4.0, promises=2,
    promises_kept=1, compensation=30_000, trainings=1, programmes=("Club",))


def test_every_line_says_what_the_records_prove():
    lines = {name: (figure, told) for name, figure, told in statement_lines(FOUND, Translator("en"), "CNY")}
    assert lines == {
        "Service jobs done": (
            "25", "23 of 25 with a promised day were done by it. 19 of 20 were right the first time."),
        "Enquiries answered": ("5", "4 of 5 were answered within two hours. Half of them within 21 minutes."),
        "Paid below list price": ("¥510", "On 3 order lines worth ¥10.0k at list price: 5.1% less."),
        "Complaints closed": ("2", "1 of 2 was resolved. Half of those within 4 days. 1 of 2 promises was kept. "
                                   "Compensated: ¥300."),
        "Training sessions": ("1", ""), "Memberships": ("1", "Club.")}


def test_the_page_is_whole_in_either_language_and_its_words_are_only_words():
    for language, heading in (("en", "What we did for"), ("zh-CN", "我们为")):
        page = statement_page(FOUND, Translator(language), "CNY", "Dayu")
        assert f'<html lang="{language}">' in page
        assert heading in page
        assert "Rock &amp; &lt;b&gt;Sons&lt;/b&gt;" in page
        assert "<script" not in page
        assert "http" not in page, "the page needs nothing from elsewhere"
        assert "value_statement." not in page
        assert page.count("<tr>") == 6


def test_where_nothing_is_proven_the_page_says_so():
    empty = ValueStatement("C1", None, None, FOUND.starts_on, FOUND.ends_on)
    page = statement_page(empty, Translator("en"), "CNY", "Dayu")
    assert "our records hold nothing to tell" in page
    assert "<table>" not in page
    assert "What we did for C1" in page
    assert statement_lines(replace(FOUND, saved=-5), Translator("en"), "CNY")[2][0] == "Complaints closed"
