"""Time passes: what happens after the last day of the demo company is appended as a batch."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date

import numpy as np
import pandas as pd

from analytics.demo.company import simulate
from analytics.demo.continuation import Continuation, TreatedCampaign, places
from analytics.demo.history import NEVER
from analytics.demo.scenario import Integers, Scenario
from analytics.demo.vocabulary import vocabulary
from analytics.demo.writing import write_frames
from analytics.errors import HuitouError
from analytics.store import Store, new_id

TERM_DAYS = 365
#: Silence after which the store of the usual company calls a customer lost.
SILENT_DAYS = 155


def continue_demo(store: Store, months: int, campaigns: Sequence[TreatedCampaign] = (),
                  silent_days: int = SILENT_DAYS, scenario: Scenario | None = None) -> date:
    """Let time pass in a demo company: append what happens as a batch; nothing is built yet.

    Parameters
    ----------
    store : Store
        A demo company as `write_demo` makes it.
    months : int
    campaigns : sequence of TreatedCampaign
        Every campaign whose arms are drawn, those of earlier months included.
    silent_days : int
        Silence after which the store calls a customer lost, for the truth.
    scenario : Scenario, optional
        As given to `write_demo`.

    Returns
    -------
    date
        The new last day.

    Raises
    ------
    HuitouError
        The store is no demo company, or more time would pass than is drawn.
    """
    file = store.path / "truth.json"
    if not store.demo or not file.exists():
        raise HuitouError(f"{store.name} is no demo company: only that can be continued.", code="demo_only",
                          name=store.name)
    truth = json.loads(file.read_text("utf-8"))
    scenario = scenario or Scenario()
    company = simulate(truth["customers"], truth["quarters"], truth["seed"], scenario)
    on = Continuation(company, truth["seed"], tuple(campaigns), scenario)
    until = np.datetime64(truth.get("continued", {}).get("until", truth["last_day"]), "D")
    end = (until + 1).astype("datetime64[M]") + months
    last = end.astype("datetime64[D]") - 1
    if months < 1 or on.time.number(last) >= on.time.days:
        raise HuitouError(f"Time can pass until {on.time.first_day + on.time.days - 1}, a month at least.",
                          code="demo_time", last=str(on.time.first_day + on.time.days - 1))
    frames = happened(on, on.time.number(until) + 1, on.time.number(last))
    with store.writing():
        write_frames(store, new_id(), frames, str(last),
                     {name: len(frames[name]) for name in ("customers", "contracts") if name in frames})
        truth["continued"] = {"until": str(last), "campaigns": [
            asdict(on.truth(one, silent_days)) for one in campaigns]}
        file.write_text(json.dumps(truth, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return date.fromisoformat(str(last))


def happened(on: Continuation, start: int, end: int) -> dict[str, pd.DataFrame]:
    """Return the records of the days from one to another, with customers and agreements as at their end."""
    leaves = on.leaves(on.campaigns)
    orders = on.orders(leaves)
    day = on.days_of(orders)
    frames = {"customers": _customers(on, leaves, end), "orders": orders[(day >= start) & (day <= end)],
              "contracts": _agreements(on, leaves, end)}
    return {name: frame for name, frame in frames.items() if len(frame)}


def _customers(on: Continuation, leaves: Integers, end: int) -> pd.DataFrame:
    """Return the customer file with the losses that were written down by a day."""
    file = on.company.customers_known(on.now - 1)
    place = places(file["customer_id"])
    known = on.known_on(leaves)[place]
    lost = (known != NEVER) & (known <= end)
    causes = vocabulary().causes
    weights = np.cumsum([one.weight for one in causes])
    cause = np.searchsorted(weights / weights[-1], on.draws["cause"][place], side="right")
    named = np.array([one.name for one in causes], object)[np.minimum(cause, len(causes) - 1)]
    changed = {"status": np.where(lost, "lost", file["status"].astype(object)),
               "lost_cause": np.where(lost, named, file["lost_cause"].astype(object)),
               "lost_on": file["lost_on"].where(~lost, on.time.dates(np.maximum(known, 0)))}
    blank = ("lost_cause_note", "lost_to", "lost_cause_second", "lost_decided_on", "would_return")
    # An earlier loss of a customer who came back told of another time.
    file = file.assign(**changed, **{name: file[name].where(~lost) for name in blank})
    ends = _agreements(on, leaves, end).groupby("customer_id")["ends_on"].max()
    return file.assign(contract_end=file["customer_id"].map(ends).fillna(file["contract_end"]))


def _agreements(on: Continuation, leaves: Integers, end: int) -> pd.DataFrame:
    """Return the agreements, each renewed for another year while its customer stays."""
    agreements = on.company.tables.contracts
    today = on.time.dates(np.array([end]))[0]
    year = np.timedelta64(TERM_DAYS, "D")
    latest = agreements.sort_values("ends_on").groupby("contract_id", observed=True).tail(1)
    parts = [agreements]
    while len(latest):
        over = on.days_of(latest.rename(columns={"ends_on": "ordered_on"})) + 1
        stays = leaves[places(latest["customer_id"])] > over
        latest = latest[stays & (latest["ends_on"] < today).to_numpy()]
        latest = latest.assign(starts_on=latest["ends_on"] + np.timedelta64(1, "D"),
                               ends_on=latest["ends_on"] + year, ended_because=None)
        parts.append(latest)
    whole = pd.concat([part.assign(ended_because=part["ended_because"].astype(object)) for part in parts])
    renewed = whole.duplicated("contract_id", keep="last") & whole["ended_because"].isna()
    return whole.assign(
        ended_because=whole["ended_because"].where(~renewed, "renewed")).reset_index(drop=True)
