"""Customer types: shrinkage by hand and on draws, the types of a made-up company, and the demo company."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from analytics.errors import UnknownName
from analytics.filters import Filters
from analytics.models.customer_types import TYPES, customer_type_list, customer_types, shrunken_satisfaction
from analytics.store import Reader, Store
from analytics.warehouse import build
from tests.store.batches import add_batch, order

QUARTERS = ("2023-08-01", "2023-11-01", "2024-02-01", "2024-05-01")
#: Customer: answers, quarters with orders, whether a contract runs, whom a complaint went to.
PEOPLE = {
    "loyal": ((5, 5, 5), 4, False, None), "mercenary": ((5, 5, 5), 1, False, None),
    "hostage": ((2, 2, 2), 4, True, None), "regular": ((2, 2, 2), 4, False, "staff"),
    "defector": ((1, 2, 1), 1, False, "staff"), "terrorist": ((1, 1, 1), 1, False, "media"),
    "once": ((5,), 4, False, None),
}


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    """Three customers of each kind, one segment; the newest event is of 30 June 2024."""
    store = Store.create(tmp_path_factory.mktemp("types") / "store", name="Types")
    names = [(kind, f"{kind}{number}") for kind in PEOPLE for number in range(3)]
    add_batch(
        store,
        customers=[{"customer_id": name, "segment": "one", "acquired_on": "2022-01-01"} for _, name in names],
        orders=[order(f"O{name}{day}", name, day, 100) for kind, name in names for day in QUARTERS[-PEOPLE[kind][1]:]],
        surveys=[{"customer_id": name, "score": score, "answered_on": f"2024-0{month + 1}-15", "question": "overall",
                  "scale_min": 1, "scale_max": 5}
                 for kind, name in names for month, score in enumerate(PEOPLE[kind][0])],
        contracts=[{"contract_id": f"K{name}", "customer_id": name, "starts_on": "2024-01-01", "monthly_value": 1,
                    "ends_on": "2024-12-31"} for kind, name in names if PEOPLE[kind][2]],
        complaints=[{"complaint_id": f"B{name}", "customer_id": name, "opened_on": "2024-05-05",
                     "reaction": PEOPLE[kind][3]} for kind, name in names if PEOPLE[kind][3]],
        contacts=[{"customer_id": "loyal0", "contacted_on": "2024-06-30"}])
    build(store, today=date(2024, 7, 1))
    return store.reader()


def test_each_kind_is_placed_and_a_single_answer_is_not(reader):
    found = customer_types(reader, Filters())
    assert {one.type: one.customers for one in found.types} == {
        "loyalist": 3, "mercenary": 3, "hostage": 3, "dissatisfied_regular": 3, "defector": 3, "terrorist": 3}
    assert (found.placed, found.unplaced, found.loyal_quarters) == (18, 3, {"one": 4})
    for kind, name in (("loyalist", "loyal"), ("terrorist", "terrorist"), ("dissatisfied_regular", "regular")):
        listed = customer_type_list(reader, Filters(), type=kind)
        assert sorted(listed["customer_id"]) == [f"{name}{number}" for number in range(3)]
    with pytest.raises(UnknownName):
        customer_type_list(reader, Filters(), type="angel")


def test_shrinkage_by_hand():
    # Two customers of two answers: 5, 3 and 2, 2. Within (2 + 0) / 2 = 1; means 4 and 2 around 3:
    # between (2·(1 − .5) + 2·(1 − .5)) / 4 = .5; weight .5 / (.5 + .5).
    mean, spread = shrunken_satisfaction(np.array([2.0, 2.0]), np.array([8.0, 4.0]), np.array([34.0, 8.0]),
                                         np.array(["a", "a"]))
    assert mean == pytest.approx([3.5, 2.5])
    assert spread == pytest.approx([0.5, 0.5])


def test_shrunken_means_lie_nearer_to_the_truth_and_say_how_near():
    random = np.random.default_rng(3)
    truth, count = random.normal(4, 0.6, 4_000), random.integers(1, 4, 4_000)
    answers = [truth[place] + random.normal(0, 0.9, n) for place, n in enumerate(count)]
    total, squares = (np.array([float((one**power).sum()) for one in answers]) for power in (1, 2))
    mean, spread = shrunken_satisfaction(count.astype(float), total, squares, np.full(4_000, "a"))
    own = total / count
    assert ((mean - truth) ** 2).mean() < 0.75 * ((own - truth) ** 2).mean()
    assert (np.abs(mean - truth) < 1.96 * spread).mean() == pytest.approx(0.95, abs=0.015)


def test_on_the_demo_company_the_content_and_regular_leave_least(demo_reader):
    found = customer_types(demo_reader, Filters())
    assert sum(one.customers for one in found.types) == found.placed
    assert sum(one.share.estimate for one in found.types) == pytest.approx(1.0)
    assert 0.1 < found.placed_wrongly < 0.35

    def lost(origin):
        return found.flows.get((origin, "lost"), 0) / sum(n for (start, _), n in found.flows.items() if start == origin)

    assert lost("loyalist") < lost("mercenary")
    assert lost("loyalist") < lost("dissatisfied_regular") < lost("defector")
    assert set(dict.fromkeys(origin for origin, _ in found.flows)) <= set(TYPES)
    hostages = customer_type_list(demo_reader, Filters())
    ends = hostages["contract_end"].dropna()
    assert list(ends) == sorted(ends)
    assert len(hostages) == next(one.customers for one in found.types if one.type == "hostage")
