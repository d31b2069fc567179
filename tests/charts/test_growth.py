"""Charts of the growth page: what is drawn where, and what a click leads to."""

from __future__ import annotations

import pytest

from analytics.charts import theme
from analytics.charts.acquisition import apart, kept_and_difference, kept_grid, payback
from analytics.charts.channels import kept_and_content, shares
from analytics.charts.growth import bridge, growth_parts, shown_steps, step_change
from analytics.charts.referrals import referral_tree, top_referrers
from analytics.charts.revenue_bridge import came_and_went, group_retention, kept_over_time
from analytics.filters import Filters
from analytics.i18n import Translator
from analytics.metrics.acquisition_payback import acquisition_payback
from analytics.metrics.acquisition_quality import acquisition_quality
from analytics.metrics.channels import channels
from analytics.metrics.earned_growth import earned_growth
from analytics.metrics.growth_list import LISTED
from analytics.metrics.net_revenue_retention import net_revenue_retention
from analytics.metrics.referrals import referrals
from analytics.metrics.revenue_bridge import revenue_bridge

WORDS, FILTERS = Translator("en"), Filters()


def test_a_bar_of_the_bridge_begins_where_the_last_one_ended(demo_reader):
    found = earned_growth(demo_reader, FILTERS)
    figure = bridge(found, WORDS, "CNY")
    (bars,) = figure.data
    ends = [base + size for base, size in zip(bars.base, bars.x, strict=True)]
    assert (bars.x[0], bars.x[-1]) == (found.before, found.since)
    assert list(bars.base[1:-1]) == ends[:-2]
    assert ends[-2] == found.since, "the last step ends at the revenue of now"
    assert list(figure.layout.xaxis.range) == [0, max(*ends, *bars.base)], "the amounts stand in the margin"
    assert [point[0] for point in bars.customdata] == ["base", *(step for step, _ in shown_steps(found)), "all"]
    assert {point[0] for point in bars.customdata} <= set(LISTED)
    assert bars.x[1] == step_change(found, "lost") < 0


def test_parts_are_in_points_with_their_intervals(demo_reader):
    found = earned_growth(demo_reader, FILTERS)
    parts = {trace.customdata[0][0]: trace for trace in growth_parts(found, WORDS).data}
    kept = parts["base"]
    assert kept.x[0] == pytest.approx(found.net.estimate - 1)
    assert kept.x[0] + kept.error_x.array[0] == pytest.approx(found.part("kept").high)
    assert parts["came_bought"].x[0] == pytest.approx(found.part("bought").estimate)
    assert set(parts) <= set(LISTED)


def test_differences_within_chance_are_grey(demo_reader):
    found = acquisition_quality(demo_reader, FILTERS, months=24)
    kept, *compared = kept_and_difference(found, WORDS).data
    assert len(kept.x) == len(found.groups)
    colours = {point[0]: trace.marker.color for trace in compared for point in trace.customdata or ()}
    assert colours == {group.names[0]: theme.LOST if group.differs else theme.CONTEXT for group in found.groups}
    assert colours["promotion"] == theme.LOST


def test_cells_of_few_customers_are_empty(demo_reader):
    found = acquisition_quality(demo_reader, FILTERS, by="both")
    (cells,) = kept_grid(found, WORDS).data
    for row, named in zip(cells.z, cells.customdata, strict=True):
        for value, names in zip(row, named, strict=True):
            group = found.of(*names)
            assert (value is None) == (group is None or group.kept.state == "suppressed")
    assert any(value is not None for row in cells.z for value in row)


def test_a_diamond_marks_the_month_of_payback(demo_reader):
    found = acquisition_payback(demo_reader, FILTERS)
    cost = 500_000
    costs = {one.source: cost for one in found.sources}
    drawn = payback(found, costs, WORDS, "CNY").data
    marks = [trace.x[0] for trace in drawn if trace.marker.symbol == "diamond"]
    assert marks == [one.payback(cost).months for one in found.sources if one.payback(cost).months is not None]
    assert marks
    assert [trace for trace in payback(found, {}, WORDS, "CNY").data if trace.marker.symbol == "diamond"] == []


def test_labels_at_the_ends_of_curves_stand_apart():
    assert apart({0: 5.0, 1: 5.1, 2: 9.0}, 1.0) == {0: 5.0, 1: 6.0, 2: 9.0}


def test_the_tree_gives_everyone_a_row(demo_reader):
    found = referrals(demo_reader, FILTERS)
    one = max(found.referrers, key=lambda each: len(each.tree))
    figure = referral_tree(one, WORDS, "CNY")
    lines, *marks = figure.data
    deepest = max(step.level for step in one.tree)
    assert figure.layout.xaxis.range[1] >= 2.2 * deepest, "the last name is as long as all steps on a phone"
    rows = sorted(row for trace in marks for row in trace.y or ())
    assert rows == list(range(len(one.tree)))
    assert lines.x.count(None) == len(one.tree) - 1
    assert marks[1].marker.symbol == "x-thin-open", "the lost are no full circles"


def test_referrers_are_stacked_by_step(demo_reader):
    found = referrals(demo_reader, FILTERS)
    direct = top_referrers(found, WORDS, "CNY").data[0]
    assert list(direct.x)[::-1] == [one.value for one in found.referrers[:12]]
    assert direct.customdata[-1][0] == found.referrers[0].customer_id


def test_channels_show_share_and_who_came_again(demo_reader):
    found = channels(demo_reader, FILTERS)
    bars, before = shares(found, WORDS, "CNY").data
    assert sum(bars.x) == pytest.approx(1.0)
    assert sum(before.x) == pytest.approx(1.0)
    # A share stands beside the name it belongs to, not beside the mark of the time before.
    assert [one.split()[-1] for one in bars.y[::-1]] == [WORDS.percent(one.share) for one in found.channels]
    assert not shares(found, WORDS, "CNY").layout.annotations
    kept, content = kept_and_content(found, WORDS).data
    assert list(kept.x)[::-1] == [one.kept.estimate for one in found.channels]
    assert list(content.x)[::-1] == [one.satisfaction.estimate for one in found.channels]


def test_what_is_kept_over_time(demo_reader):
    found = revenue_bridge(demo_reader, FILTERS, line="aftermarket")
    band, net, gross, logo, three = kept_over_time(found, WORDS).data
    assert list(net.y) == [one.net.estimate for one in found.years]
    assert (gross.y[-1], logo.y[-1]) == (found.years[-1].gross.estimate, found.years[-1].logo.estimate)
    assert max(band.y) == max(one.net.high for one in found.years)
    assert len(three.x) == sum(one.three_years is not None for one in found.years)


def test_what_came_stands_above_and_what_went_below(demo_reader):
    found = revenue_bridge(demo_reader, FILTERS)
    figure = came_and_went(found, WORDS, "CNY")
    assert len(figure.layout.xaxis.tickvals) <= 3
    for trace in figure.data:
        kind = trace.customdata[0][0]
        assert all(value <= 0 if kind in ("lost", "contracted") else value >= 0 for value in trace.y)


def test_groups_in_the_order_of_their_meaning(demo_reader):
    found = net_revenue_retention(demo_reader, FILTERS, by="size")
    net, gross, logo = group_retention(found, WORDS).data
    assert list(net.y)[::-1] == ["Large", "Medium", "Small"]
    assert len(net.x) == len(gross.x) == len(logo.x) == 3


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_titles_of_panels_stand_beside_each_other_on_a_phone(demo_reader, language):
    words = Translator(language)
    found = channels(demo_reader, FILTERS, by="account_manager")
    first, second = kept_and_content(found, words).layout.annotations
    # Long names leave each panel some seventy pixels: ten Latin signs, or eight of which a few are Chinese.
    most = 10 if language == "en" else 8
    assert all(len(line) <= most for one in (first, second) for line in one.text.split("<br>"))
