"""Charts of the life cycle: what is stacked, what stands in a cell, which panels there are."""

from __future__ import annotations

import pytest

from analytics.charts.life_cycle import operations_over_time, states_over_time, transitions
from analytics.filters import Filters
from analytics.i18n import Translator
from analytics.metrics.life_cycle import NOWHERE, life_cycle

WORDS = Translator("en")


@pytest.fixture(scope="module")
def found(demo_reader):
    return life_cycle(demo_reader, Filters())


def test_the_living_are_stacked_and_the_lost_are_not(found):
    bars = {bar.name: bar for bar in states_over_time(found, WORDS).data}
    assert "Lost" not in bars
    assert bars["Active"].y[-1] == found.now("active")
    assert sum(bar.y[-1] for bar in bars.values()) == sum(found.stocks[found.last].values()) - found.now("lost")


def test_a_cell_has_its_share_and_its_key(found):
    figure = transitions(found, WORDS)
    _, cells = figure.data
    # Names by turns on two levels: a phone has 34 pixels for each.
    assert [one.split("<br>")[0] for one in figure.layout.xaxis.ticktext][:2] == ["New", "Active"]
    assert "<br>" in figure.layout.xaxis.ticktext[1]
    shares = {tuple(key): text for key, text in zip(cells.customdata, cells.text, strict=True)}
    assert set(shares) == {(one.before, one.after) for one in found.transitions if one.before != NOWHERE}
    assert WORDS.percent(found.share("active", "lost").estimate) in shares["active", "lost"]


def test_every_operation_but_retaining_has_a_panel(found):
    figure = operations_over_time(found, WORDS)
    assert [one.text for one in figure.layout.annotations] == [
        "<b>Acquire</b>", "<b>Convert</b>", "<b>Activate</b>", "<b>Win back</b>"]
    assert [sum(bar.y) for bar in figure.data] == [
        found.operation(name).customers for name in ("acquire", "convert", "activate", "win_back")]
