"""Random companies keep every identity, and their losses are those of a day-by-day retelling."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

import pytest

from analytics.store import Store
from analytics.warehouse import build, check
from tests.store.batches import Row, add_batch, order

FIRST, LAST = date(2023, 1, 1), date(2024, 12, 31)
SILENT_DAYS, GRACE_DAYS = 70, 30
PRECEDENCE = ("recorded", "contract_ended", "silent")


@dataclass(frozen=True)
class Customer:
    customer_id: str
    acquired_on: date | None
    lost_on: date | None
    trades: tuple[date, ...]
    terms: tuple[tuple[date, date | None], ...]


def random_customer(number: int, chance: random.Random) -> Customer:
    def some_day(low: date = FIRST, high: date = LAST) -> date:
        return low + timedelta(days=chance.randint(0, (high - low).days))

    acquired = some_day() if chance.random() < 0.5 else None
    start = acquired or FIRST
    trades = {some_day(start) for _ in range(chance.choice((0, 1, 2, 5, 12)))}
    terms = []
    if chance.random() < 0.4:
        begins = some_day(start)
        for _ in range(chance.randint(1, 3)):
            ends = begins + timedelta(days=chance.randint(20, 200))
            terms.append((begins, ends if chance.random() < 0.8 else None))
            begins = ends + timedelta(days=chance.choice((1, 20, 30, 31, 80)))
            if begins > LAST:
                break
    lost = some_day(start) if chance.random() < 0.25 else None
    return Customer(f"C{number:03}", acquired, lost, tuple(sorted(trades)), tuple(terms))


def joined_terms(customer: Customer) -> list[tuple[date, date]]:
    """Return unbroken times under contract; terms that start within the grace days are one."""
    joined: list[tuple[date, date]] = []
    for starts, ends in sorted((starts, ends or date.max) for starts, ends in customer.terms if starts <= LAST):
        if joined and (joined[-1][1] == date.max or starts <= joined[-1][1] + timedelta(days=GRACE_DAYS)):
            joined[-1] = (joined[-1][0], max(joined[-1][1], ends))
        else:
            joined.append((starts, ends))
    return joined


def retell(customer: Customer) -> list[tuple[str, date, str, date | None]]:
    """Live the customer's days one by one and note every loss: id, day, basis, return."""
    terms, trades = joined_terms(customer), set(customer.trades)
    signs = {*trades, *(starts for starts, _ in terms)}
    begins = min((day for day in (customer.acquired_on, customer.lost_on, *signs) if day), default=FIRST)
    if customer.acquired_on is None and not signs:
        begins = min(FIRST, customer.lost_on or FIRST)
    losses: list[list] = []
    alive, last_trade, today = True, None, begins
    while today <= LAST:
        if today in trades:
            last_trade = today
        if not alive and today in signs and today > losses[-1][1]:
            losses[-1][3], alive = today, True
        reasons = set()
        if customer.lost_on == today:
            reasons.add("recorded")
        for _, ends in terms:
            grace_end = ends + timedelta(days=GRACE_DAYS) if ends != date.max else date.max
            if ends == today and grace_end <= LAST and not any(today < trade <= grace_end for trade in trades):
                reasons.add("contract_ended")
        if last_trade and today == last_trade + timedelta(days=SILENT_DAYS) \
                and not any(starts <= today < ends for starts, ends in terms):
            reasons.add("silent")
        if alive and reasons:
            losses.append([customer.customer_id, today, min(reasons, key=PRECEDENCE.index), None])
            alive = False
        today += timedelta(days=1)
    return [tuple(loss) for loss in losses]


def company_rows(customers: list[Customer], chance: random.Random) -> dict[str, list[Row]]:
    sizes = ("large", "medium", "small", None)
    return {
        "customers": [
            {"customer_id": one.customer_id, "size": chance.choice(sizes), "branch": chance.choice(("N", "S")),
             "acquired_on": one.acquired_on, "lost_on": one.lost_on,
             "status": "lost" if one.lost_on else chance.choice(("active", None))} for one in customers],
        "orders": [order(f"{one.customer_id}-{day}", one.customer_id, str(day), chance.randint(0, 90_000) / 100)
                   for one in customers for day in one.trades],
        "contracts": [
            {"contract_id": f"{one.customer_id}-{place}", "customer_id": one.customer_id,
             "starts_on": starts, "ends_on": ends, "monthly_value": chance.randint(10, 99)}
            for one in customers for place, (starts, ends) in enumerate(one.terms)],
        "surveys": [
            {"customer_id": one.customer_id, "score": chance.randint(1, 5), "answered_on": day}
            for one in customers for day in one.trades[:2]],
        "contacts": [{"customer_id": "C000", "contacted_on": LAST}]}


@pytest.mark.parametrize("seed", range(6))
def test_losses_and_identities(seed, tmp_path):
    chance = random.Random(seed)
    customers = [random_customer(number, chance) for number in range(80)]
    store = Store.create(tmp_path / "store", name="Random")
    (store.path / "settings.toml").write_text(
        f"silence_days = {SILENT_DAYS}\ncontract_grace_days = {GRACE_DAYS}\ngrade_every_months = {seed % 3 + 1}\n")
    tables = company_rows(customers, chance)
    add_batch(store, **{name: rows for name, rows in tables.items() if rows})
    build(store, today=date(2026, 1, 1))
    reader = store.reader()

    expected = [loss for one in customers for loss in retell(one)]
    found = reader.rows("select customer_id, lost_on, cast(basis as varchar), returned_on from losses")
    assert sorted(found, key=str) == sorted(expected, key=str)
    assert len(expected) > 40
    assert min(Counter(basis for _, _, basis, _ in expected).values()) > 5

    assert [result for result in check(store) if not result.passed] == []
    assert reader.rows("select sum(revenue) from month_cube") == \
        reader.rows("select cast(sum(revenue) * 100 as bigint) from warehouse.orders")
    starts = reader.rows("""select month, sum(customers_start) from month_cube group by month order by month""")
    for month, customers_start in starts:
        before = month - timedelta(days=1)
        spells = reader.rows("select count(*) from customer_spells where from_on <= $day and to_on > $day",
                             {"day": before})
        assert customers_start == spells[0][0], month
