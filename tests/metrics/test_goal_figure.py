"""Figures with goals are those of their own pages, and a light goes by the whole interval."""

from __future__ import annotations

import pytest

from analytics.errors import UnknownName
from analytics.filters import Filters
from analytics.metrics.goal_figure import GOAL_FIGURES, GoalFigure, goal_figure
from analytics.metrics.lost_customers import lost_customers
from analytics.metrics.service_quality import service_quality
from analytics.metrics.survey_scores import survey_scores
from analytics.statistics.estimate import Estimate


def test_each_figure_is_the_one_of_its_page(demo_reader):
    found = {name: goal_figure(demo_reader, Filters(), figure=name).now for name in GOAL_FIGURES}
    lost = lost_customers(demo_reader, Filters(), by=()).total
    assert (found["churn_rate"], found["revenue_churn_rate"]) == (lost.churn_rate, lost.revenue_churn_rate)
    assert found["satisfaction_top_two"] == survey_scores(demo_reader, Filters()).of("overall").top_two
    assert found["jobs_on_time"] == service_quality(demo_reader, Filters()).now.timely
    assert 0.5 < found["net_revenue_retention"].estimate < 1.5
    with pytest.raises(UnknownName):
        goal_figure(demo_reader, Filters(), figure="profit")


@pytest.mark.parametrize(("figure", "target", "light"), [
    ("churn_rate", 0.25, "met"), ("churn_rate", 0.22, "uncertain"), ("churn_rate", 0.15, "missed"),
    ("jobs_on_time", 0.25, "missed"), ("jobs_on_time", 0.2, "uncertain"), ("jobs_on_time", 0.15, "met")])
def test_a_light_goes_by_the_whole_interval(figure, target, light):
    assert GoalFigure(figure, Estimate(400, 0.2, 0.17, 0.23)).light(target) == light


def test_too_few_have_no_light():
    assert GoalFigure("churn_rate", Estimate(5, 0.2, 0.05, 0.5, "suppressed")).light(0.9) == "suppressed"
