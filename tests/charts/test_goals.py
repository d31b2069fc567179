"""Figures against their goals: a mark for the goal, and a shape and colour for each light."""

from __future__ import annotations

from analytics.charts import theme
from analytics.charts.goals import GoalPoint, goal_chart
from analytics.i18n import Translator
from analytics.statistics.estimate import Estimate

POINTS = [GoalPoint("Churn rate", Estimate(400, 0.22, 0.2, 0.24), 0.15, "missed"),
          GoalPoint("Jobs on time", Estimate(400, 0.9, 0.87, 0.92), 0.8, "met"),
          GoalPoint("Satisfied", Estimate(5, None, state="suppressed"), 0.7, "suppressed")]


def test_goals_are_marked_and_lights_have_shape_and_colour():
    goals, met, missed = goal_chart(POINTS, Translator("en")).data
    assert list(goals.x) == [0.15, 0.8, 0.7]
    assert (met.name, list(met.x), met.marker.color) == ("Met", [0.9], theme.KEPT)
    assert (missed.name, list(missed.x), list(missed.marker.symbol)) == ("Missed", [0.22], ["diamond"])
    assert "goal 15.0%: Missed" in missed.hovertext[0]
