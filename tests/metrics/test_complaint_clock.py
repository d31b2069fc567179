"""The clock of complaint handling, the five "more" and the open cases, by hand on five complaints."""

from __future__ import annotations

import numpy as np
import pytest

from analytics.filters import Filters
from analytics.metrics.complaint_clock import complaint_clock, complaint_open, stage_time
from analytics.metrics.complaint_handling import complaint_handling
from tests.metrics.complaint_company import HALF_YEAR, complaint_reader


@pytest.fixture(scope="module")
def reader(tmp_path_factory):
    return complaint_reader(tmp_path_factory.mktemp("clock"))


def hours(reader, stage):
    from analytics.metrics.running import run_sql

    frame = run_sql(reader, "complaint_clock", Filters(HALF_YEAR))
    mine = frame[frame["stage"] == stage].sort_values("complaint_id")
    return {row.complaint_id: (row.hours, bool(row.running)) for row in mine.itertuples()}


def test_every_stage_begins_where_the_last_recorded_one_ended(reader):
    assert hours(reader, "identify") == {"K1": (6.0, False), "K2": (48.0, False), "K3": (18.0, False)}
    assert hours(reader, "assess") == {"K1": (24.0, False), "K2": (24.0, False), "K3": (18.0, True)}
    assert hours(reader, "negotiate") == {"K1": (48.0, False), "K2": (0.0, False)}
    # K2 was closed without a settlement being carried out: no stage of it.
    assert hours(reader, "act") == {"K1": (48.0, False)}
    assert hours(reader, "close") == {"K1": (24.0, False), "K2": (168.0, False), "K4": (96.0, False)}
    assert hours(reader, "follow_up")["K1"] == (72.0, False)
    # From noon of 20 July to the end of 31 December are 164.5 days.
    assert hours(reader, "follow_up")["K2"] == (164.5 * 24, True)


def test_open_cases_count_as_long_as_they_have_been_open(reader):
    clock = complaint_clock(reader, Filters(HALF_YEAR))
    assess = next(one for one in clock.stages if one.stage == "assess")
    assert (assess.cases, assess.running, assess.median.estimate, assess.target) == (3, 1, 24.0, 48.0)
    # Closed after 96, 150 and 240 hours, one still open after 36: of four, one leaves at 36 unseen.
    total = clock.total
    assert total.curve.survival == pytest.approx((2 / 3, 1 / 3, 0.0))
    assert (total.median.estimate, total.slow.estimate, total.target) == (150.0, 240.0, 312.0)
    assert set(clock.groups["branch"]) == {"North"}
    assert set(clock.groups["owner_level"]) == {"frontline", "manager"}


def test_within_the_target_is_one_minus_the_share_still_waiting():
    one = stage_time("identify", np.array([5.0, 10.0, 20.0, 40.0]), np.array([True, True, False, True]), 24)
    # Kaplan-Meier: 3/4, then 2/4 after ten hours; the third leaves unseen, the fourth is alone at risk.
    assert one.within.estimate == pytest.approx(0.5)
    assert one.slow.estimate == 40.0
    done = stage_time("identify", np.array([5.0, 10.0]), np.array([True, True]), 24)
    assert done.within.estimate == 1.0
    waiting = stage_time("follow_up", np.array([5.0, 10.0]), np.array([False, False]), 24)
    assert waiting.within.estimate is None, "nobody has waited that long yet"


def test_the_open_list_names_stage_owner_and_customer(reader):
    listed = complaint_open(reader, Filters())
    assert list(listed["complaint_id"]) == ["K3"]
    row = listed.iloc[0]
    assert (row["name"], row["stage"], row["owner"], bool(row["past_target"])) == ("Customer 3", "assess", "Li", False)
    assert row["days_in_stage"] == 0.75
    assert bool(complaint_open(reader, Filters(), assess=12).iloc[0]["past_target"])


def test_looking_back_a_closed_case_is_open(reader):
    from datetime import date

    listed = complaint_open(reader, Filters("12m", date(2024, 7, 5)))
    assert list(listed["complaint_id"]) == ["K1"], "by 5 July it was assessed, not settled"
    assert list(listed["stage"]) == ["negotiate"]


def test_five_more_by_hand(reader):
    found = complaint_handling(reader, Filters(HALF_YEAR))
    shares = {one.name: (one.share.estimate, one.share.n) for one in (*found.five, *found.more)}
    assert shares == {"patience": (pytest.approx(1 / 3), 3), "attitude": (0.5, 2), "speed": (pytest.approx(2 / 3), 3),
                      "compensation": (0.5, 2), "rank": (0.5, 2), "promises": (0.5, 2), "reopened": (0.5, 2),
                      "first_owner": (0.5, 2)}
    assert found.handovers_per_case == 1.0
    assert (found.satisfied_if_kept.estimate, found.satisfied_if_passed_on.estimate) == (1.0, 0.0)
    assert found.cases == 4
    assert found.score is None, "two or three cases are no score"
    assert found.paid_over_stake.estimate is None, "one case with both amounts is no ratio"


def test_five_more_of_the_demo_company(demo_reader):
    found = complaint_handling(demo_reader, Filters("2025-07-01..2026-06-30"))
    five = {one.name: one.share for one in found.five}
    assert found.score == pytest.approx(sum(one.estimate for one in five.values()) / 5)
    # Truth: 60 % are followed up, 40 % solved quickly, 70 % of the resolved are paid something.
    for name, truth in (("patience", 0.60), ("speed", 0.40), ("compensation", 0.70)):
        error = np.sqrt(truth * (1 - truth) / five[name].n)
        assert abs(five[name].estimate - truth) <= 3 * error, name
    # Truth: cases of one owner end well more often, as quick recoveries are seldom passed on.
    assert found.satisfied_difference.low > 0
    # Paid: 5 to 40 per cent of the stake, uniformly.
    assert found.paid_over_stake.low < 0.225 < found.paid_over_stake.high


def test_recorded_columns_alone_are_stages(tmp_path, monkeypatch):
    from tests.metrics import complaint_company as company

    bare = [{key: value for key, value in row.items() if key not in (
        "identified_at", "assessed_at", "negotiated_at", "acted_at", "followed_up_at", "owner_level", "satisfied")}
        for row in company.COMPLAINTS]
    monkeypatch.setattr(company, "COMPLAINTS", bare)
    reader = complaint_reader(tmp_path)
    clock = complaint_clock(reader, Filters(HALF_YEAR))
    assert [one.stage for one in clock.stages] == ["close"]
    # The open case stands in the only stage the company records: from noon of 30 December for 36 hours.
    assert (clock.stages[0].cases, clock.stages[0].running) == (4, 1)
    assert "owner_level" not in clock.groups
    five = {one.name: one.recorded for one in complaint_handling(reader, Filters(HALF_YEAR)).five}
    assert five == {"patience": True, "attitude": False, "speed": True, "compensation": True, "rank": False}
