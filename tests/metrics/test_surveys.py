"""Survey metrics of a company of fifteen customers, against what was worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from analytics.errors import HuitouError, UnknownName
from analytics.filters import Clause, Filters
from analytics.metrics.survey_panel import survey_panel
from analytics.metrics.survey_people import invitation_list, survey_answer_list
from analytics.metrics.survey_response import survey_response
from analytics.metrics.survey_scores import level_of, survey_scores
from analytics.metrics.survey_standards import survey_standards
from analytics.metrics.survey_waves import survey_waves
from analytics.store import Standard
from tests.metrics.surveyed import surveyed_company

YEAR = Filters("12m")


@pytest.fixture(scope="module")
def reader(tmp_path_factory):
    return surveyed_company(tmp_path_factory.mktemp("surveyed") / "store")


def test_each_customer_counts_once_with_the_latest_answer(reader):
    scores = survey_scores(reader, YEAR)
    assert scores.questions == ("overall", "recommend")
    overall = scores.of("overall")
    assert overall.counts == (1, 1, 2, 3, 5)
    assert (overall.n, overall.state) == (12, "thin")
    assert (overall.top_box.estimate, overall.top_two.estimate, overall.bottom_two.estimate) == (5 / 12, 8 / 12, 2 / 12)
    assert (overall.top_two.low, overall.top_two.high) == pytest.approx((0.3906, 0.8619), abs=1e-4)
    assert overall.mean.estimate == pytest.approx(46 / 12)


def test_another_scale_comes_to_five_levels_and_keeps_its_own(reader):
    recommend = survey_scores(reader, YEAR).of("recommend")
    assert recommend.scales == ((0.0, 10.0),)
    assert [(score, count) for _, _, score, count in recommend.scores] == [
        (0, 1), (5, 1), (6, 1), (7, 2), (8, 2), (9, 2), (10, 1)]
    # 0 is level 1; 5 and 6 are the middle; 7 and 8 are level 4; 9 and 10 level 5.
    assert recommend.counts == (1, 0, 2, 4, 3)
    assert recommend.net_promoter.estimate == pytest.approx(3 / 10 - 3 / 10)
    assert recommend.mean.estimate == pytest.approx(1 + 0.4 * 6.9)
    assert survey_scores(reader, YEAR).of("overall").net_promoter is None


@pytest.mark.parametrize(("low", "high", "levels"), [
    (1, 5, {1: 1, 2: 2, 3: 3, 4: 4, 5: 5}),
    (1, 7, {1: 1, 2: 2, 3: 2, 4: 3, 5: 4, 6: 4, 7: 5}),
    (0, 10, {0: 1, 1: 1, 2: 2, 3: 2, 4: 3, 6: 3, 7: 4, 8: 4, 9: 5, 10: 5}),
    (1, 100, {1: 1, 13: 1, 14: 2, 50: 3, 63: 4, 88: 5, 100: 5}),
])
def test_levels_of_other_scales(low, high, levels):
    assert {score: level_of(score, low, high) for score in levels} == levels


def test_the_period_before_is_compared(reader):
    change = survey_scores(reader, YEAR).change("overall")
    assert change.then.counts == (1, 2, 3, 5, 0)
    assert change.top_two.estimate == pytest.approx(8 / 12 - 5 / 11)
    assert change.top_two.low < 0 < change.top_two.high
    # Of the 132 pairs: 5·11 won by the fives, 3·6 and 5 ties by the fours, 2·3 and 3 ties, 1·1 and 2 ties, 1 tie.
    assert change.superiority.estimate == pytest.approx((55 + 18 + 7.5 + 6 + 3 + 1 + 1 + 0.5) / 132)
    assert survey_scores(reader, Filters("all")).change("overall") is None


def test_by_size_and_under_filters(reader):
    scores = survey_scores(reader, YEAR, by="size", question="overall")
    assert {one.group: one.counts for one in scores.groups("overall")} == {
        "large": (0, 0, 0, 2, 4), "small": (1, 1, 2, 1, 1)}
    assert all("top_two" not in row for row in scores.table())  # six answers each are too few to show
    large = survey_scores(reader, Filters("12m", clauses=(Clause("size", ("large",)),)))
    assert large.of("overall").n == 6
    with pytest.raises(UnknownName):
        survey_scores(reader, YEAR, by="colour")


def test_as_known_earlier(reader):
    scores = survey_scores(reader, replace(YEAR, as_of=date(2024, 3, 31)))
    assert scores.of("overall").counts == (2, 2, 3, 4, 0)


def test_waves(reader):
    found = survey_waves(reader, YEAR)
    assert [(one.wave, one.answers.n) for one in found.waves] == [("2023", 11), ("2024A", 1), ("2024B", 12)]
    assert found.waves[2].answers.counts == (1, 1, 2, 3, 5)
    assert found.change.then.n == 1
    assert found.change.top_two.state == "suppressed"


def test_the_panel_is_those_who_answered_twice(reader):
    matched = survey_panel(reader, YEAR).questions["overall"]
    assert (matched.change.gained, matched.change.given_up) == (2, 0)
    assert (matched.change.higher, matched.change.lower) == (7, 0)
    assert matched.change.difference.estimate == pytest.approx(0.2)
    assert (matched.change.p_share, matched.change.p_score) == pytest.approx((0.5, 2 / 128))
    assert (matched.then.n, matched.then.estimate, matched.dropped_then.n) == (10, 0.5, 1)
    assert not matched.selected
    with pytest.raises(UnknownName):
        survey_panel(reader, YEAR, against="yesterday")


def test_who_answered_of_those_asked(reader):
    found = survey_response(reader, YEAR)
    # C1 twice, C2 to C12 once, C13 in vain; C14 may still answer.
    assert (found.everyone.customers, found.everyone.rate.n) == (13, 14)
    assert found.everyone.rate.estimate == pytest.approx(13 / 14)
    assert found.known
    assert (found.responders.n, found.others.n) == (12, 1)
    assert found.others.estimate == 10_000
    assert found.responders.estimate == pytest.approx((12 * 10_000 + 1_000) / 12)
    assert list(invitation_list(reader, YEAR)["customer_id"]) == ["C13"]


def test_small_cells_of_the_response_are_hidden_together(reader):
    rows = survey_response(reader, YEAR, by="size").table()
    assert [row["state"] for row in rows] == ["thin", "suppressed", "suppressed"]
    assert [row["response_rate"] for row in rows[1:]] == [None, None]


def test_the_customers_behind_a_level(reader):
    assert set(survey_answer_list(reader, YEAR, levels=(1, 2))["customer_id"]) == {"C10", "C11"}
    small = survey_answer_list(reader, YEAR, levels=(5,), by="size", group="small")
    assert list(small["customer_id"]) == ["C12"]


def test_the_standard_of_the_period_s_last_day_counts(reader):
    standards = (Standard("overall", date(2023, 1, 1), 0.2), Standard("overall", date(2024, 6, 1), 0.95))
    now = survey_standards(reader, YEAR, standards=standards).questions["overall"]
    assert (now.standard.value, now.judged.light) == (0.95, "below")
    then = survey_standards(reader, replace(YEAR, as_of=date(2024, 3, 31)), standards=standards).questions["overall"]
    assert (then.standard.value, then.judged.light) == (0.2, "uncertain")
    assert survey_standards(reader, YEAR, standards=()).questions == {}
    # 2.8016² · (0.95 · 0.05 + 0.90 · 0.10) / 0.05².
    assert now.needed == 432


def test_a_survey_without_sendings_has_no_response_rate(tiny):
    assert not survey_response(tiny, Filters("all")).known
    assert survey_scores(tiny, Filters("all")).of("overall").n == 6


def test_a_period_code_that_is_none_is_refused(reader):
    with pytest.raises(HuitouError):
        survey_scores(reader, Filters("never"))
