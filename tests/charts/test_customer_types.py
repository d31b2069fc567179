"""Charts of customer types: shares and flows."""

from __future__ import annotations

import pytest

from analytics.charts.customer_types import type_flows, types_now
from analytics.filters import Filters
from analytics.i18n import LANGUAGES, Translator
from analytics.models.customer_types import customer_types

WORDS = Translator("en")


@pytest.fixture(scope="module")
def found(demo_reader):
    return customer_types(demo_reader, Filters())


def test_every_type_is_a_bar_with_its_interval(found):
    bars = types_now(found, WORDS, "CNY").data[0]
    assert list(bars.x) == [one.share.estimate for one in reversed(found.types)]
    assert bars.y[-1] == "Loyalist"
    assert bars.customdata[-1][0] == "loyalist"


def test_every_row_of_the_flows_adds_up_to_all(found):
    cells = type_flows(found, WORDS).data[0]
    for row in cells.z:
        assert sum(row) == pytest.approx(1.0)
    assert [one.replace("<br>", " ").strip("\u00a0 ") for one in cells.x][-2:] == ["Lost", "Not placed"]
    assert cells.hovertext[-1][0] == f"Loyalist → Loyalist: {found.flows['loyalist', 'loyalist']:,}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_names_above_the_flows_stand_upright_on_a_phone(found, language):
    assert type_flows(found, Translator(language)).layout.xaxis.tickangle == 0
