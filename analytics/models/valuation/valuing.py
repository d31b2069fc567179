"""Valuing all customers of a build, once: the pages only add up."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, date, datetime

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from analytics.errors import NotEnoughData
from analytics.metrics.running import sql_of
from analytics.models.lifetime_value.choosing import LEAST_REPEATERS
from analytics.models.valuation.buying import BuyingValues, value_buyers
from analytics.models.valuation.card import ValuationCard, ValuationTerms
from analytics.models.valuation.persistence import save_valuation
from analytics.models.valuation.renewals import RenewalValues, value_contracts
from analytics.models.valuation.repeat_buying import DRAWS
from analytics.settings import Settings
from analytics.store.reader import Reader
from analytics.store.records import new_id
from analytics.store.store import Store
from analytics.warehouse.outdated import require_current

Progress = Callable[[str, int, int], None]

#: Steps of a valuation, as reported to ``progress``; their words stand under ``value.step.<step>``.
STEPS = ("models", "held_out", "futures")
LONGEST_HORIZON = 10


def value_customers(store: Store, *, progress: Progress | None = None) -> ValuationCard:
    """Value every customer of the published build who may still bring something, and save it.

    Parameters
    ----------
    store : Store
        A store with a build.
    progress : callable, optional
        Called with a step of :data:`STEPS`, what is done of it and what there is to do.

    Returns
    -------
    ValuationCard

    Raises
    ------
    NotEnoughData
        Nobody is under a contract, and fewer than 30 customers bought again.
    StoreMissing, StoreBusy
        There is no build, or somebody else is writing.
    """
    # Limits reach only libraries that are loaded already, and fits this small wait for their threads in vain.
    import scipy.optimize  # noqa: F401

    with store.writing(), threadpool_limits(limits=1):
        require_current(store)
        told = progress or (lambda step, done, total: None)
        card, values, drawn = valued(store.reader(), store.settings, told)
        save_valuation(store, card, values, drawn)
        return card


def valued(reader: Reader, settings: Settings, report: Progress
           ) -> tuple[ValuationCard, pd.DataFrame, NDArray[np.float32]]:
    """Return the valuation of a build's customers, each customer's, and each one's futures.

    Raises
    ------
    NotEnoughData
        The build has no dates, or there is nothing to learn from.
    """
    started, as_of = time.perf_counter(), reader.meta.as_of
    if as_of is None:
        raise NotEnoughData("customers who bought again", 0, LEAST_REPEATERS)
    terms = ValuationTerms(
        int(np.clip(settings.integer("value_horizon_years"), 1, LONGEST_HORIZON)),
        settings.number("discount_rate"), settings.number("cost_to_serve") * 100,
        settings.number("default_margin"))
    table, contracts = _read(reader, settings, as_of, terms)
    found: list[BuyingValues | RenewalValues] = []
    renewal = None
    if table["contract"].any():
        renewal = value_contracts(contracts, table[table["contract"]], terms, DRAWS)
        found.append(renewal)
    buying = None
    try:
        traders = table[table["traded"]].reset_index(drop=True)
        buying = value_buyers(reader, traders, ~traders["ever_contract"].to_numpy(bool),
                              _silence_days(reader, settings), terms, report,
                              settings.text("buying_model"))
        found.append(buying)
    except NotEnoughData:
        if renewal is None:
            raise
    values, drawn = _together(table, found)
    gone = int(table["gone"].sum())
    return ValuationCard(
        new_id(), datetime.now(UTC).isoformat(timespec="seconds"), reader.build_id, as_of.isoformat(), terms,
        buying.model if buying else None, renewal.model if renewal else None, len(values), gone,
        len(table) - gone - len(values), round(time.perf_counter() - started, 2)), values, drawn


def _read(reader: Reader, settings: Settings, as_of: date, terms: ValuationTerms
          ) -> tuple[pd.DataFrame, pd.DataFrame]:
    known = {"as_of": as_of, "grace_days": settings.integer("contract_grace_days")}
    table = reader.query(sql_of("models/valuation/customers"), known)
    contracts = reader.query(sql_of("models/valuation/contracts"), known)
    running = contracts[contracts["running"]].drop_duplicates("customer_key", keep="last")
    table["margin_share"] = _margin_shares(table, terms.margin)
    # The year's own trade where there is any; else what is on record.
    on_record = table["annual_value"].fillna(12 * table["monthly_value"])
    table["yearly_revenue"] = table["value_12m"].where(table["traded"], on_record)
    table["yearly_margin"] = table["margin_12m"].where(table["traded"], on_record * terms.margin)
    table["years"] = table["customer_key"].map(running.set_index("customer_key")["years"])
    table["contract"] = table["years"].notna() & ~table["gone"] & table["yearly_margin"].notna()
    table["ever_contract"] = table["customer_key"].isin(contracts["customer_key"])
    table["valued"] = ~table["gone"] & ~table["contract"]
    began = contracts.groupby("customer_key")["seen"].max()
    table["contract_is_new"] = table["customer_key"].map(began) < 1
    return table, contracts


def _margin_shares(table: pd.DataFrame, usual: float) -> pd.Series:
    """Return each customer's margin over revenue, drawn towards everybody's.

    Everybody's share counts with as much revenue as the median customer has brought: who brought that
    much is taken half by the own figures.
    """
    revenue, margin = table["revenue"], table["margin"]
    total = float(revenue.sum())
    everybody = float(margin.sum()) / total if total > 0 else usual
    weight = float(revenue[revenue > 0].median()) if (revenue > 0).any() else 1.0
    return (margin + weight * everybody) / (revenue.clip(lower=0) + weight)


def _silence_days(reader: Reader, settings: Settings) -> int:
    fixed = settings.integer("silence_days")
    if fixed:
        return fixed
    rows = reader.rows("select silent_days from silence_curve where segment = 'all' and chosen")
    return int(rows[0][0]) if rows else 365  # type: ignore[call-overload]


def _together(table: pd.DataFrame, found: list[BuyingValues | RenewalValues]
              ) -> tuple[pd.DataFrame, NDArray[np.float32]]:
    numbers = table.set_index("customer_key")["customer_id"]
    parts = []
    for one in found:
        group = "trade" if isinstance(one, BuyingValues) else "contract"
        part = one.customers.drop(columns="customer_key")
        part.insert(0, "customer_id", one.customers["customer_key"].map(numbers))
        part.insert(1, "group_name", group)
        parts.append(part)
    together = pd.concat(parts, ignore_index=True)
    order = np.argsort(-together["value"].to_numpy(), kind="stable")
    drawn = np.concatenate([one.drawn for one in found], axis=1)
    return together.iloc[order].reset_index(drop=True), np.ascontiguousarray(drawn.T[order])
