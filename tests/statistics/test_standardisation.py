"""Splits of a change among rates and several factors of the mix."""

from __future__ import annotations

import numpy as np
import pytest

from analytics.statistics.decomposition import kitagawa
from analytics.statistics.standardisation import RATES, split_change

TWO_BY_TWO = {"size": ["L", "L", "S", "S"], "market": ["open", "captive", "open", "captive"]}


def test_one_factor_is_kitagawa():
    counts = [30, 10, 5], [100, 100, 40], [30, 30, 9], [100, 300, 80]
    split = split_change(*counts, {"size": ["L", "M", "S"]}, resamples=0)
    other = kitagawa(*counts, resamples=0)
    assert split.parts[RATES].estimate == pytest.approx(other.rate_effect.estimate, abs=1e-14)
    assert split.parts["size"].estimate == pytest.approx(other.mix_effect.estimate, abs=1e-14)


def test_two_factors_by_hand():
    # Rates hold: large 10 %, small 30 %. Large customers fall from half to a quarter; each market holds half of
    # every size, so that all of it is size.
    before, after = [50, 50, 50, 50], [25, 25, 75, 75]
    split = split_change([5, 5, 15, 15], before, [2.5, 2.5, 22.5, 22.5], after, TWO_BY_TWO, resamples=0)
    assert split.change.estimate == pytest.approx(0.05)
    assert split.parts["size"].estimate == pytest.approx(0.05)
    assert split.parts["market"].estimate == pytest.approx(0.0, abs=1e-14)
    assert split.parts[RATES].estimate == pytest.approx(0.0, abs=1e-14)


def test_three_parts_by_hand_where_everything_moves():
    # Das Gupta's factors of a 2 × 2 table: size = √(n/n.market · n.size/N), market = √(n/n.size · n.market/N).
    n1, n2 = np.array([40.0, 10, 20, 30]), np.array([20.0, 30, 10, 40])
    r1, r2 = np.array([0.1, 0.2, 0.3, 0.4]), np.array([0.2, 0.2, 0.3, 0.5])
    size, market = np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1])

    def factors(n):
        of_size, of_market = np.bincount(size, n)[size], np.bincount(market, n)[market]
        return np.sqrt(n / of_market * of_size / n.sum()), np.sqrt(n / of_size * of_market / n.sum())

    (a1, b1), (a2, b2) = factors(n1), factors(n2)
    by_size = ((a2 - a1) * ((b1 * r1 + b2 * r2) / 3 + (b1 * r2 + b2 * r1) / 6)).sum()
    by_market = ((b2 - b1) * ((a1 * r1 + a2 * r2) / 3 + (a1 * r2 + a2 * r1) / 6)).sum()
    by_rate = ((r2 - r1) * ((a1 * b1 + a2 * b2) / 3 + (a1 * b2 + a2 * b1) / 6)).sum()
    split = split_change(r1 * n1, n1, r2 * n2, n2, TWO_BY_TWO, resamples=0)
    assert split.parts["size"].estimate == pytest.approx(by_size, abs=1e-14)
    assert split.parts["market"].estimate == pytest.approx(by_market, abs=1e-14)
    assert split.parts[RATES].estimate == pytest.approx(by_rate, abs=1e-14)


def test_nothing_is_left_over_even_with_empty_cells():
    generator = np.random.default_rng(2)
    factors = {"a": np.repeat(range(3), 12).tolist(), "b": np.tile(np.repeat(range(4), 3), 3).tolist(),
               "c": np.tile(range(3), 12).tolist()}
    for _ in range(30):
        n1, n2 = (generator.poisson(20, 36) * (generator.random(36) > 0.2) for _ in range(2))
        k1, k2 = generator.binomial(n1, 0.2), generator.binomial(n2, 0.3)
        split = split_change(k1, n1, k2, n2, factors, resamples=0)
        assert abs(split.residual) < 1e-12
        assert sum(one.estimate for one in split.parts.values()) == pytest.approx(split.change.estimate, abs=1e-12)


def test_telco_seniors_by_contract_on_the_imported_file(datasets, tmp_path):
    """Methods I: .1807 = rate .1040 + mix .0767, from the file as the product imports it."""
    from pathlib import Path

    from analytics.importing import import_files, load_mapping
    from analytics.store import Store
    from analytics.warehouse import build

    store = Store.create(tmp_path / "store", name="Telco")
    import_files(store, [datasets / "telco_v1" / "Telco-Customer-Churn.csv"],
                 mapping=load_mapping(Path(__file__).parents[2] / "data" / "mappings" / "telco_v1.toml"))
    build(store)
    reader = store.reader()
    columns = reader.query("describe customers_now")["column_name"]
    contract = next(one for one in ("segment", *columns[columns.str.startswith("trait_")])
                    if set(reader.query(f"select distinct {one} as c from customers_now")["c"].astype(str))
                    == {"Month-to-month", "One year", "Two year"})
    frame = reader.query(f"select trait_senior_citizen as senior, {contract} as contract,"
                         " status = 'lost' as lost from customers_now")
    senior = frame["senior"].astype(str).isin(["1", "1.0", "Yes", "True", "true"])
    assert senior.sum() == 1_142
    cells = frame.groupby([senior, "contract"])["lost"]
    lost, customers = cells.sum().unstack(), cells.size().unstack()
    split = split_change(lost.loc[False], customers.loc[False], lost.loc[True], customers.loc[True],
                         {"contract": list(lost.columns)})
    assert split.change.estimate == pytest.approx(0.1040 + 0.0767, abs=1e-4)
    assert split.parts[RATES].estimate == pytest.approx(0.1040, abs=5e-5)
    assert split.parts["contract"].estimate == pytest.approx(0.0767, abs=5e-5)
    assert abs(split.residual) < 1e-12
    assert split.parts[RATES].low < 0.1040 < split.parts[RATES].high


def test_intervals_cover_the_truth():
    generator = np.random.default_rng(8)
    n1, n2 = np.array([300, 300, 200, 200]), np.array([200, 200, 300, 300])
    r1, r2 = np.array([0.1, 0.1, 0.3, 0.3]), np.array([0.15, 0.15, 0.3, 0.3])
    truth = split_change(r1 * n1, n1, r2 * n2, n2, TWO_BY_TWO, resamples=0).parts
    covered = dict.fromkeys(truth, 0)
    for seed in range(150):
        m1, m2 = generator.multinomial(1_000, n1 / 1_000), generator.multinomial(1_000, n2 / 1_000)
        split = split_change(generator.binomial(m1, r1), m1, generator.binomial(m2, r2), m2, TWO_BY_TWO,
                             resamples=200, seed=seed)
        for name, one in split.parts.items():
            covered[name] += one.low <= truth[name].estimate <= one.high
    assert all(0.88 <= covered[name] / 150 <= 0.99 for name in (RATES, "size")), covered
    # Nothing moved between markets: their part is of second order, and its interval on the safe side.
    assert covered["market"] / 150 >= 0.95


def test_no_customers_is_refused():
    with pytest.raises(ValueError, match="customers at their start"):
        split_change([0], [0], [1], [2], {"size": ["L"]})
