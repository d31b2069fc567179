"""Contacts against value: planted customers and managers are found, chance is not, and the demo company."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from analytics.errors import UnknownName
from analytics.filters import Filters
from analytics.metrics.activity_costs import ActivityCosts
from analytics.models.service_balance import service_balance, service_balance_list
from analytics.store import Reader, Store
from analytics.warehouse import build
from tests.store.batches import add_batch, order

CUSTOMERS = 300
COSTS = ActivityCosts(visit=10_000, call=1_000, message=100, complaint=0, job=0)


def company(folder: Path, contacts: np.ndarray, *, managers: int = 2) -> Reader:
    """Build customers with a revenue each, one order in December 2024, and so many calls in the year."""
    store = Store.create(folder / "store", name="Called")
    names = [f"C{number:04d}" for number in range(len(contacts))]
    add_batch(
        store,
        customers=[{"customer_id": name, "acquired_on": "2021-01-01", "account_manager": f"M{place % managers}"}
                   for place, name in enumerate(names)],
        orders=[order(f"O{name}", name, "2024-12-30", revenue(place), cost=0) for place, name in enumerate(names)],
        contacts=[{"customer_id": name, "contacted_on": "2024-06-03", "kind": "call"}
                  for name, many in zip(names, contacts, strict=True) for _ in range(int(many))] or [
            {"customer_id": names[0], "contacted_on": "2020-06-03", "kind": "call"}])
    build(store, today=date(2024, 12, 31))
    return store.reader()


def revenue(place: int) -> int:
    return 100 * 2 ** (place % 8)


def usual(generator: np.random.Generator) -> np.ndarray:
    """Calls of which each doubling of revenue brings a tenth more."""
    return generator.poisson([8 * 1.1 ** (place % 8) for place in range(CUSTOMERS)])


def test_planted_customers_are_found_and_nobody_else(tmp_path):
    calls = usual(np.random.default_rng(5))
    calls[[10, 20]], calls[[47, 63, 79]] = 60, 0
    reader = company(tmp_path, calls)
    found = service_balance(reader, Filters(), costs=COSTS)
    over = service_balance_list(reader, Filters(), side="over", costs=COSTS)
    under = service_balance_list(reader, Filters(), side="under", costs=COSTS)
    assert set(over["customer_id"]) == {"C0010", "C0020"}
    assert set(under["customer_id"]) == {"C0047", "C0063", "C0079"}
    assert (found.over, found.under, found.under_revenue) == (2, 3, 3 * 100 * 2**7 * 100)
    first = over.iloc[0]
    assert (first["contacts"], first["contact_cost"]) == (60, 60_000)
    assert first["cost_apart"] == pytest.approx(1000 * (60 - first["contacts_usual"]), rel=0.01)
    assert found.cost == 1000 * found.contacts == 1000 * calls.sum()
    with pytest.raises(UnknownName):
        service_balance_list(reader, Filters(), side="both")


def test_how_contacts_grow_with_revenue_is_recovered(tmp_path):
    found = service_balance(company(tmp_path, usual(np.random.default_rng(6))), Filters(), costs=COSTS)
    assert found.growth.estimate == pytest.approx(0.1, abs=0.03), "its interval is held to the truth in test_counts"
    assert found.growth.high - found.growth.low < 0.08
    assert sum(one.revenue for one in found.tenths) == pytest.approx(1.0)
    assert sum(one.cost for one in found.tenths) == pytest.approx(1.0)
    assert found.tenths[0].revenue > 0.25


def test_chance_alone_makes_nobody_stand_out(tmp_path):
    """Customers differ for reasons nobody recorded: contacts scatter more than Poisson, and none stands out."""
    generator = np.random.default_rng(7)
    calls = generator.poisson(10 * generator.gamma(5, 0.2, CUSTOMERS))
    found = service_balance(company(tmp_path, calls), Filters(), costs=COSTS)
    assert found.over + found.under <= 1
    assert found.spread == pytest.approx(0.2, abs=0.08)
    assert all(one.ratio.low < 1 < one.ratio.high for one in found.managers)


def test_a_manager_who_calls_twice_as_often_is_told(tmp_path):
    calls = usual(np.random.default_rng(8))
    calls[::3] = 2 * calls[::3]
    found = service_balance(company(tmp_path, calls, managers=3), Filters(), costs=COSTS)
    first, *others = found.managers
    assert (first.manager, first.ratio.n) == ("M0", 100)
    assert first.ratio.low < 1.5 < first.ratio.high, "of four thirds of the usual, twice as much"
    assert all(one.ratio.high < 1 for one in others)


def test_too_few_customers_or_no_contacts_say_nothing(tmp_path):
    few = company(tmp_path / "few", np.full(20, 5))
    assert service_balance(few, Filters()).tenths == ()
    assert list(service_balance_list(few, Filters())["customer_id"]) == []
    none = company(tmp_path / "none", np.zeros(40))
    assert (service_balance(none, Filters()).contacts, service_balance(none, Filters()).tenths) == (0, ())


def test_the_demo_company_contacts_by_manager_and_not_by_value(demo_reader):
    """In the simulation contacts come by size and by how busy the manager is; revenue does not matter."""
    found = service_balance(demo_reader, Filters())
    assert found.over + found.under <= 3
    assert abs(found.growth.estimate) < 0.08, "size explains nearly all"
    assert found.tenths[0].revenue > 2 * found.tenths[0].cost
    told = [one for one in found.managers if one.ratio.low > 1.1 or one.ratio.high < 0.9]
    assert len(told) > len(found.managers) / 4
