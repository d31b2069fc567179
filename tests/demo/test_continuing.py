"""Time passes in the demo company: the same in any steps, and a campaign does what the truth says."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest

from analytics.demo import Scenario, TreatedCampaign, continue_demo, simulate, write_demo
from analytics.demo.continuation import Continuation, places
from analytics.demo.scenario import chance, logit
from analytics.errors import HuitouError
from analytics.store import Store
from tests.demo.conftest import SEED

START, END = date(2026, 7, 1), date(2027, 7, 1)


def campaign_on(company, share: float = 0.5, code: str = "K1") -> TreatedCampaign:
    customers = tuple(company.tables.customers.loc[company.tables.customers["status"] == "active", "customer_id"])
    treated = np.random.default_rng(3).random(len(customers)) < share
    return TreatedCampaign(code, START, END, customers, tuple(treated.tolist()))


@pytest.fixture(scope="module")
def company():
    return simulate(1_000, 6, SEED)


@pytest.fixture(scope="module")
def treating(company):
    return Continuation(company, SEED, (campaign_on(company),), Scenario())


@pytest.fixture(scope="module")
def years(company, treating):
    """Who is lost within the year, under the campaign and without it."""
    end = treating.time.number(END)
    return {name: treating.leaves(campaigns) < end for name, campaigns in (("with", treating.campaigns), ("without", ()))}


def test_without_a_campaign_as_many_leave_as_the_last_quarter_promises(treating, years):
    chances = 1 - treating.company.history.annual[treating.living, -1]
    lost = years["without"][treating.living]
    # Three standard errors of a sum of independent chances.
    assert abs(lost.sum() - chances.sum()) < 3 * np.sqrt((chances * (1 - chances)).sum())


def test_the_control_group_lives_as_if_there_were_no_campaign(treating, years):
    campaign, = treating.campaigns
    members, treated = places(campaign.customers), np.array(campaign.treated)
    assert (years["with"][members[~treated]] == years["without"][members[~treated]]).all()
    assert (years["with"][members[treated]] != years["without"][members[treated]]).any()


def test_an_offer_moves_whom_the_scenario_says(treating):
    everybody = np.ones(len(treating.living), bool)
    annual, dogs = treating.company.history.annual[:, -1], treating.company.population.sleeping_dog
    shift = logit(np.exp(-treating.rate(everybody))) - logit(np.exp(-treating.rate()))
    middle = (annual > 0.40) & (annual < 0.88)
    assert shift[middle & ~dogs] == pytest.approx(0.9)
    assert shift[~middle & ~dogs] == pytest.approx(0.1)
    assert shift[dogs] == pytest.approx(-0.6)


def test_the_truth_by_hand(treating):
    campaign, = treating.campaigns
    found = treating.truth(campaign, silent_days=155)
    annual = treating.company.history.annual[:, -1]
    dogs = treating.company.population.sleeping_dog
    move = np.where(dogs, -0.6, np.where((annual > 0.40) & (annual < 0.88), 0.9, 0.1))
    gained = np.where(treating.living, chance(logit(annual) + move) - annual, 0.0)[places(campaign.customers)]
    assert found.effect == pytest.approx(gained.mean(), abs=1e-9)
    assert 0.02 < found.effect < 0.08
    # Losses take months to be seen, so that less of the effect is; and one draw scatters about its mean.
    assert 0 < found.seen < found.effect + 0.01


def test_a_scenario_without_campaigns_has_offers_that_do_nothing():
    quiet_company = simulate(300, 4, SEED, Scenario.silent())
    quiet = Continuation(quiet_company, SEED, (campaign_on(quiet_company),), Scenario.silent())
    found = quiet.truth(quiet.campaigns[0], silent_days=155)
    assert (found.effect, found.seen) == (0, 0)


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    return write_demo(tmp_path_factory.mktemp("continued") / "store", customers=300, quarters=6, seed=SEED).path


def copied(small, folder) -> Store:
    return Store.open(shutil.copytree(small, folder))


def whole(store: Store, table: str) -> pd.DataFrame:
    return pd.concat([pd.read_parquet(file) for file in store.raw_files(table)[2:]])


def test_half_years_add_up_to_a_year(small, tmp_path):
    once, twice = copied(small, tmp_path / "once"), copied(small, tmp_path / "twice")
    customers = pd.read_parquet(once.raw_files("customers")[-1])
    living = tuple(customers.loc[customers["status"] == "active", "customer_id"])
    campaign = TreatedCampaign("K1", START, END, living, tuple(place % 2 == 0 for place in range(len(living))))
    assert continue_demo(once, 12, [campaign]) == date(2027, 6, 30)
    assert continue_demo(twice, 6, [campaign]) == date(2026, 12, 31)
    assert continue_demo(twice, 6, [campaign]) == date(2027, 6, 30)
    columns = [name for name in whole(once, "orders").columns if not name.startswith("_")]
    pd.testing.assert_frame_equal(*(whole(store, "orders")[columns].reset_index(drop=True) for store in (once, twice)))
    newest = [pd.read_parquet(store.raw_files("customers")[-1]) for store in (once, twice)]
    pd.testing.assert_frame_equal(*(frame.drop(columns=["_file"]) for frame in newest))
    assert (newest[0]["status"] == "lost").sum() > (customers["status"] == "lost").sum()
    told = [json.loads((store.path / "truth.json").read_text("utf-8"))["continued"] for store in (once, twice)]
    assert told[0] == told[1]
    assert (told[0]["until"], told[0]["campaigns"][0]["members"]) == ("2027-06-30", len(living))


def test_agreements_go_on_while_their_customers_stay(small, tmp_path):
    store = copied(small, tmp_path / "store")
    continue_demo(store, 12)
    agreements = pd.read_parquet(store.raw_files("contracts")[-1])
    assert not agreements.duplicated(["contract_id", "starts_on"]).any()
    begun = agreements[agreements["starts_on"] >= START]
    assert len(begun) > 10
    earlier = agreements[agreements["contract_id"].isin(begun["contract_id"]) & (agreements["starts_on"] < START)]
    assert (earlier["ended_because"] == "renewed").all()
    assert agreements["ends_on"].max() > date(2027, 6, 30)
    assert begun["ended_because"].isna().any()


@pytest.mark.parametrize("months", [0, 37])
def test_time_is_drawn_for_three_years(small, tmp_path, months):
    store = copied(small, tmp_path / "store")
    with pytest.raises(HuitouError) as refused:
        continue_demo(store, months)
    assert refused.value.code == "demo_time"
    assert len(store.batches()) == len(Store.open(small).batches())


def test_only_the_demo_company_can_be_continued(tmp_path):
    store = Store.create(tmp_path / "store", name="Real")
    with pytest.raises(HuitouError) as refused:
        continue_demo(store, 6)
    assert refused.value.code == "demo_only"


def test_a_later_campaign_changes_nothing_before_it(company, treating):
    later = replace(campaign_on(company, code="K2"), starts_on=date(2027, 1, 1))
    first, day = treating.leaves(()), treating.time.number(date(2027, 1, 1))
    second = treating.leaves((later,))
    before = first <= day
    assert (first[before] == second[before]).all()
    assert (first != second).any()
