"""The life cycle and the programmes on the growth page: both draw, in both languages, and say what the metrics do."""

from __future__ import annotations

import pytest

from analytics.filters import Filters
from analytics.i18n import Translator
from analytics.metrics.life_cycle import life_cycle
from tests.app.test_overview_and_retention import opened, texts


def choose(app, group, words):
    app.session_state["growth:tabs"] = words(f"growth.group.{group}")
    app.run()
    assert not app.exception
    assert not app.error
    return [one.value for one in app.subheader]


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_the_life_cycle_draws_states_transitions_and_operations(demo_store_path, demo_reader, monkeypatch, language):
    words = Translator(language)
    app = opened(demo_store_path, "growth", monkeypatch, language)
    heads = choose(app, "life_cycle", words)
    assert heads == [words(f"life_cycle.chart.{name}") for name in ("states", "transitions", "operations")]
    found = life_cycle(demo_reader, Filters())
    assert words.number(found.now("active")) in texts(app)
    retained = found.operation("retain").rate
    assert words.share(retained) in texts(app)
    assert words.interval(retained) in texts(app)


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_programmes_are_compared_and_say_why_not_naively(demo_store_path, monkeypatch, language):
    words = Translator(language)
    app = opened(demo_store_path, "growth", monkeypatch, language)
    heads = choose(app, "programmes", words)
    assert heads[0] == words("programmes.chart.effects")
    assert words("programmes.naive") in texts(app)
    assert words("programmes.all_campaigns") in texts(app)
