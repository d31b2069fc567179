"""Life-cycle states month by month, transitions and operations: by hand; intervals; everybody accounted for."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from analytics.errors import UnknownName
from analytics.filters import Filters
from analytics.metrics.life_cycle import LIMITS, NOWHERE, OPERATIONS, STATES, life_cycle, life_cycle_list
from analytics.store import Store
from analytics.warehouse import build
from tests.store.batches import add_batch, order

HALF_YEAR = Filters("2024-07-01..2024-12-31")


def monthly(name: str, first: date, last: date) -> list[date]:
    """Return the days of a customer who buys every thirty days."""
    return [first + timedelta(days=step) for step in range(0, (last - first).days + 1, 30)]


@pytest.fixture(scope="module")
def reader(tmp_path_factory):
    """Silent for 120 days is lost; where the curve tells nothing, 80 days are lapsed and 40 cooling."""
    end = date(2024, 12, 31)
    days = {
        # Twenty who always buy, and one each who comes, goes, cools down, returns, or only talks.
        **{f"P{number:02d}": monthly("P", date(2023, 1, 1) + timedelta(days=number), end) for number in range(20)},
        "N": monthly("N", date(2024, 8, 10), end),
        "Q": [date(2023, 2, 1), *monthly("Q", date(2023, 2, 21), date(2024, 6, 15))],
        "R": [*monthly("R", date(2023, 2, 21), date(2024, 6, 15)), *monthly("R", date(2024, 8, 20), end)],
        "S": [*monthly("S", date(2023, 2, 3), date(2024, 3, 1)), *monthly("S", date(2024, 10, 5), end)],
        "X": monthly("X", date(2024, 9, 20), end),
        "K": [date(2023, 3, 1)]}
    store = Store.create(tmp_path_factory.mktemp("cycle") / "store", name="Cycle")
    (store.path / "settings.toml").write_text("silence_days = 120\n", "utf-8")
    add_batch(
        store,
        customers=[{"customer_id": name, "account_manager": name} for name in [*days, "Y"]],
        orders=[order(f"O{name}{place}", name, day.isoformat(), 10, cost=5)
                for name, bought in days.items() for place, day in enumerate(bought)],
        contracts=[{"contract_id": "C1", "customer_id": "K", "starts_on": "2023-03-01", "ends_on": None}],
        contacts=[{"customer_id": name, "contacted_on": "2024-05-01", "kind": "call"} for name in ("X", "Y")])
    build(store, today=date(2025, 1, 1))
    return store.reader()


@pytest.fixture
def thirds(monkeypatch):
    """Have no chance on the curve reached, so that the states share the days of the threshold."""
    for name in ("cooling_chance", "lapsed_chance"):
        monkeypatch.setitem(LIMITS, name, -1.0)


def states_of(reader, name: str) -> list[str]:
    """Return a customer's states at the seven starts of months."""
    found = life_cycle(reader, Filters.of(HALF_YEAR.period, account_manager=name))
    return [state for stock in found.stocks.values() for state in stock]


def test_states_and_transitions(reader, thirds):
    found = life_cycle(reader, HALF_YEAR)
    assert list(found.stocks) == [date(2024, month, 1) for month in range(7, 13)] + [date(2025, 1, 1)]
    assert found.months == 6
    # K is under contract and never silent; twenty always buy.
    assert found.stocks[date(2024, 8, 1)] == {"active": 21, "cooling": 2, "lost": 1, "prospect": 2}
    assert found.stocks[date(2024, 10, 1)] == {"active": 22, "new": 2, "lapsed": 1, "lost": 1, "prospect": 1}
    assert found.stocks[date(2025, 1, 1)] == {"active": 22, "new": 2, "won_back": 1, "lost": 1, "prospect": 1}
    moves = {(one.before, one.after): one.customers for one in found.transitions if one.before != one.after}
    assert moves == {
        (NOWHERE, "new"): 1, ("prospect", "new"): 1, ("active", "cooling"): 2, ("cooling", "active"): 1,
        ("cooling", "lapsed"): 1, ("lapsed", "lost"): 1, ("lost", "won_back"): 1}


def test_one_customer_month_by_month(reader, thirds):
    # Q bought last on 15 June: 47 days on 1 August, 78 and 108 on the next, lost after 120 on 14 October.
    assert states_of(reader, "Q") == ["active", "cooling", "cooling", "lapsed", "lost", "lost", "lost"]
    assert states_of(reader, "R") == ["active", "cooling", *["active"] * 5]
    assert states_of(reader, "X") == [*["prospect"] * 3, *["new"] * 4]


def test_operations_are_named_transitions(reader, thirds):
    found = life_cycle(reader, HALF_YEAR)
    acquire = found.operation("acquire")
    assert acquire.customers == 2, "one from nowhere, one prospect"
    assert (acquire.rate.n, round(acquire.rate.estimate * acquire.rate.n)) == (9, 1), "X for three months, Y for six"
    assert dict(acquire.months)[date(2024, 8, 1)] == 1
    assert found.operation("win_back").customers == 1
    activate = found.operation("activate")
    assert (activate.customers, activate.rate.n) == (1, sum(
        one.customers for one in found.transitions if one.before in ("cooling", "lapsed")))


def test_lists_are_those_counted(reader, thirds):
    assert life_cycle_list(reader, HALF_YEAR, state="prospect")["customer_id"].tolist() == ["Y"]
    back = life_cycle_list(reader, HALF_YEAR, state="won_back", before="lost")
    assert back["customer_id"].tolist() == ["S"]
    assert back["known_on"].dt.date.tolist() == [date(2024, 11, 1)]
    with pytest.raises(UnknownName):
        life_cycle_list(reader, HALF_YEAR, state="asleep")


@pytest.mark.parametrize("filters", [Filters(), Filters("24m"), Filters.of(size="large"),
                                     Filters("12m", date(2025, 6, 30))])
def test_everybody_is_in_one_state(demo_reader, filters):
    found = life_cycle(demo_reader, filters)
    assert found.months >= 6
    for (before, start), (after, end) in zip(list(found.stocks.items())[:-1], list(found.stocks.items())[1:],
                                             strict=True):
        assert before < after
        assert sum(end.values()) >= sum(start.values()), "nobody falls off the record"
    into = {state: sum(one.customers for one in found.transitions if one.after == state) for state in STATES}
    assert into == {state: sum(stock.get(state, 0) for stock in list(found.stocks.values())[1:]) for state in STATES}


def test_the_living_are_those_of_the_spells(demo_reader):
    found = life_cycle(demo_reader, Filters())
    (there,), = demo_reader.rows(
        "select count(*) from customer_spells where from_on < $day and to_on > $day", {"day": found.last})
    assert sum(found.now(one) for one in STATES if one not in ("lost", "prospect")) == there


def test_intervals_are_the_posterior_s(demo_reader):
    from scipy.stats import beta

    found = life_cycle(demo_reader, Filters())
    for one in found.transitions:
        if one.before != NOWHERE:
            prior = 1 / len(STATES)
            low, high = beta.ppf([0.025, 0.975], one.customers + prior, one.share.n - one.customers + 1 - prior)
            assert one.share.low == pytest.approx(low, abs=1e-9)
            assert one.share.high == pytest.approx(high, abs=1e-9)
    for before in STATES:
        shares = [one.share.estimate for one in found.transitions if one.before == before]
        assert not shares or sum(shares) == pytest.approx(1.0)


def test_operations_add_up_by_month(demo_reader):
    found = life_cycle(demo_reader, Filters())
    for one in found.operations:
        assert set(OPERATIONS) == {other.name for other in found.operations}
        assert sum(count for _, count in one.months) == one.customers
