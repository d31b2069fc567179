"""Two coders and stated causes on the demo company, whose second coder copies four in five."""

from __future__ import annotations

import pytest

from analytics.demo.losses import SECOND_SAME
from analytics.filters import Filters
from analytics.metrics.cause_agreement import POINTS_TO, cause_agreement, cause_disagreements
from analytics.metrics.exit_interviews import exit_interviews
from analytics.metrics.lost_customers import lost_customers


@pytest.fixture(scope="module")
def agreement(demo_reader):
    return cause_agreement(demo_reader, Filters("all"))


def test_kappa_is_the_one_the_second_coder_was_made_with(agreement):
    # Copying a share of cases and drawing the rest at random has that share as its kappa.
    assert agreement.coders.kappa.low < SECOND_SAME < agreement.coders.kappa.high
    assert agreement.coded_twice == agreement.coders.n == sum(agreement.pairs.values()) > 200
    assert agreement.coders.by_chance < agreement.coders.same.estimate


def test_disagreements_are_the_pairs_that_differ(demo_reader, agreement):
    listed = cause_disagreements(demo_reader, Filters("all"))
    assert len(listed) == sum(count for (first, second), count in agreement.pairs.items() if first != second) > 10
    assert (listed["cause"] != listed["cause_second"]).all()
    assert listed["value_lost"].is_monotonic_decreasing


def test_stated_causes_go_with_what_was_seen_beyond_chance(agreement):
    assert agreement.pointed > 200
    assert agreement.fits.low > agreement.fits_by_chance
    assert set(POINTS_TO) == {"complaint_unresolved", "service_failure", "price_change", "competitor_entry"}


def test_counts_are_those_of_the_page(demo_reader, agreement):
    total = lost_customers(demo_reader, Filters("all")).total
    stated = demo_reader.rows("select count(*) from losses where cause_class <> 'not_stated'")[0][0]
    assert (agreement.lost, agreement.stated) == (total.lost, stated)


def test_a_company_without_second_coder_has_no_kappa(tiny):
    found = cause_agreement(tiny, Filters("all"))
    assert (found.coded_twice, found.coders.kappa.estimate, found.classes) == (0, None, ())
    assert found.stated == 1
    assert cause_disagreements(tiny, Filters("all")).empty


def test_exit_interviews_tell_when_where_and_whether_for_good(demo_reader):
    told = exit_interviews(demo_reader, Filters("all"))
    # Drawn with a median of 45 days before the exit, which is written down some two weeks later.
    assert told.decided.low < 60 < told.decided.high + 5
    assert told.decided.n == len(told.notice) > 300
    assert sum(one.lost for one in told.answers) > 300
    yes, _, no = told.answers
    assert yes.returned.low > no.returned.high
    assert [one.lost for one in told.destinations] == sorted((one.lost for one in told.destinations), reverse=True)
    assert sum(one.share.estimate for one in told.destinations) == pytest.approx(1.0)


def test_a_company_without_interviews_has_destinations_only(tiny):
    told = exit_interviews(tiny, Filters("all"))
    assert [(one.lost_to, one.lost) for one in told.destinations] == [("Rival", 1)]
    assert (told.answers, told.notice, told.decided.estimate) == ((), (), None)
