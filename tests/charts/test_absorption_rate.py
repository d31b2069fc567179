"""Charts of the absorption rate: what is drawn where."""

from __future__ import annotations

from datetime import date

import pytest

from analytics.charts import theme
from analytics.charts.absorption_rate import branch_rates, change_effects, over_time
from analytics.i18n import Translator
from analytics.metrics.absorption_rate import Absorption, AbsorptionRate, QuarterBooks
from analytics.statistics.log_mean import log_mean_effects

WORDS = Translator("en")


def branch(name: str | None, margin: int, before: int | None) -> Absorption:
    history = (QuarterBooks(date(2023, 1, 1), 50, 0), QuarterBooks(date(2024, 1, 1), margin, 110))
    return Absorption(name, 4, margin, 110, before and before / 100, before and log_mean_effects(
        before, 100, margin, 110), int(bool(before)), None, None, history)


FOUND = AbsorptionRate("parts_service", date(2024, 1, 1), date(2024, 10, 1),
                       (branch("West", 88, 90), branch("East", 121, None)), branch(None, 99, 80))


def test_branches_are_drawn_against_the_year_before():
    line, before, now = branch_rates(FOUND, WORDS).data
    assert list(line.x) == pytest.approx([0.9, 0.8])
    assert (list(before.x), list(before.y)) == ([0.9], ["West"]), "East has no year before"
    assert (list(now.x), list(now.y)) == ([pytest.approx(0.8), pytest.approx(1.1)], ["West", "East"])
    assert list(now.marker.color) == [theme.LOST, theme.KEPT], "covered or not"
    assert branch_rates(FOUND, WORDS).layout.shapes[0].x0 == 1.0


def test_effects_add_up_to_the_mark():
    figure = change_effects([FOUND.company], ["All"], WORDS)
    margin, expenses, change = figure.data
    assert figure.layout.xaxis.title.text == "Percentage points"
    assert all(label.strip("+−").isdigit() for label in figure.layout.xaxis.ticktext)
    assert margin.x[0] + expenses.x[0] == pytest.approx(change.x[0]) == pytest.approx(0.1)
    assert margin.x[0] > 0 > expenses.x[0]


def test_the_chosen_branch_stands_out_before_the_others():
    others, company, chosen = over_time(FOUND, "East", WORDS).data
    assert (others.name, others.showlegend) == ("West", False)
    assert (company.name, company.line.dash) == ("All branches", "dot")
    assert (chosen.name, chosen.line.color) == ("East", theme.KEPT)
    assert list(chosen.y) == [pytest.approx(1.1)], "a quarter without expenses has no rate"
