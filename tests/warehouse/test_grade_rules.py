"""Grades by margin and by score as the build gives them: by hand, and as the page proposes them."""

from __future__ import annotations

from datetime import date

import pytest

from analytics.demo import write_demo
from analytics.errors import HuitouError, UnknownName
from analytics.filters import Filters
from analytics.models.grade_proposal import grade_proposal
from analytics.settings import Settings
from analytics.store import Store
from analytics.store.own_settings import set_settings
from analytics.warehouse import build
from analytics.warehouse.grade_rules import gradings_sql
from tests.store.batches import add_batch, order

#: Revenue and cost of a year: the margins are 5, 50, 20 and 9.
TRADE = {"W": (100, 95), "X": (60, 10), "Y": (30, 10), "Z": (10, 1)}


def grades_under(folder, **settings: object) -> dict[str, str]:
    store = Store.create(folder, name="Graded")
    set_settings(store.path, {"silence_days": 400, **settings})
    add_batch(store, orders=[
        *(order(f"O{name}", name, "2024-03-10", revenue, cost=cost) for name, (revenue, cost) in TRADE.items()),
        order("again", "Z", "2024-03-15", 1, cost=1), order("more", "Z", "2024-06-10", 1, cost=1)])
    build(store, today=date(2024, 8, 1))
    return dict(Store.open(store.path).reader().rows("select customer_id, cast(grade as varchar) from customers_now"))


def test_grades_end_at_shares_of_what_the_rule_adds_up(tmp_path):
    # On 1 April: of 201 in value, W has half; of 84 in margin, X has more than half and is the first, Z ends at 79 of 84.
    assert grades_under(tmp_path / "value") == {"W": "A", "X": "B", "Y": "C", "Z": "D"}
    assert grades_under(tmp_path / "margin", grade_rule="margin") == {"X": "A", "Y": "C", "Z": "C", "W": "D"}


def test_a_score_puts_others_into_grades_of_the_same_size(tmp_path):
    found = grades_under(tmp_path / "score", grade_rule="score", grade_weight_probability=0.0,
                         grade_weight_quantity=0.0)
    assert found == {"Z": "A", "W": "B", "X": "C", "Y": "D"}, "Z ordered oftenest; equal ones stand by value"


def test_unknown_rules_and_empty_weights_are_refused():
    with pytest.raises(UnknownName):
        gradings_sql(Settings({"grade_rule": "weather"}), "{merit}", "{by_value}")
    weightless = {f"grade_weight_{name}": 0.0 for name in ("probability", "frequency", "quantity")}
    with pytest.raises(HuitouError) as caught:
        gradings_sql(Settings({"grade_rule": "score", **weightless}), "{merit}", "{by_value}")
    assert caught.value.code == "grade_weights"
    assert gradings_sql(Settings({"grade_rule": "margin"}), "by {merit}", "{by_value}") == "by margin"


@pytest.mark.parametrize(("rule", "weights"), [("margin", (1.0, 1.0, 1.0)), ("score", (2.0, 1.0, 0.5))])
def test_the_build_grades_as_the_page_proposed(tmp_path, rule, weights):
    store = write_demo(tmp_path / "store", customers=400, quarters=8)
    names = ("probability", "frequency", "quantity")
    options = dict(zip(names, weights, strict=True))
    build(store)
    proposed = grade_proposal(store.reader(), Filters(), rule=rule, **options)
    assert proposed.moved > 0, "the rules differ"
    set_settings(store.path, {"grade_rule": rule, **{f"grade_weight_{name}": one for name, one in options.items()}})
    again = Store.open(store.path)
    build(again)
    built = grade_proposal(again.reader(), Filters(), rule=rule, **options)
    assert built.moved == 0
    assert [one.customers_now for one in built.grades] == [one.customers for one in proposed.grades]
