"""When the preferred model is put aside, and what takes its place."""

from __future__ import annotations

import numpy as np
import pytest

from analytics.errors import NotEnoughData
from analytics.models.lifetime_value import (
    MbgNbd,
    Nbd,
    buying_summary,
    distinct_histories,
    fit_repeat_buying,
    histories_of,
    later_purchases,
    season_factors,
)
from tests.models.lifetime_value.public_files import cdnow_histories, retail_trade


@pytest.fixture(scope="module")
def retail(datasets):
    trade = retail_trade(datasets)
    summary = buying_summary(trade["customer"], trade["day"], "2011-09-10")
    _, later = later_purchases(trade["customer"], trade["day"], summary["customer_key"], "2011-09-10", [91])
    return summary, later


@pytest.mark.parametrize("family", ["bg_nbd", "mbg_nbd", "pareto_nbd"])
def test_online_retail_shows_nobody_stopping(family, retail):
    """Cut before its Christmas, the records hold no trace of stopping; the forecast misses the season by 25 %."""
    summary, later = retail
    assert (len(summary), later.sum()) == (3370, 4482)
    histories = histories_of(summary, unit=7)
    found = fit_repeat_buying(histories, silence=26, family=family)
    assert (found.fallback, found.reasons) == (True, ("nobody_stops",))
    assert isinstance(found.fit.model, Nbd)
    assert found.fit.model.silence == 26
    x, last, age = (summary[name].to_numpy() for name in ("frequency", "recency", "age"))
    predicted = found.preferred.model.expected_further(x, last / 7, age / 7, 13).sum()
    assert predicted == pytest.approx(3363, abs=1)
    assert predicted / later.sum() - 1 == pytest.approx(-0.25, abs=0.005)
    ruled = found.fit.model.expected_further(x, last / 7, age / 7, 13)
    assert ruled.sum() < predicted
    silent = age - last > 182
    assert (ruled[silent] == 0).all()
    assert (ruled[~silent] > 0).all()


def test_cdnow_keeps_its_model(datasets):
    found = fit_repeat_buying(cdnow_histories(datasets), silence=26)
    assert (found.fallback, found.reasons) == (False, ())
    assert isinstance(found.fit.model, MbgNbd)
    assert found.fit is found.preferred
    assert found.repeaters == 946


def test_customers_all_alike_let_a_parameter_run_away():
    """Everybody buys at one pace and stops with one chance: no spread to fit."""
    rng = np.random.default_rng(12)
    age = np.full(4000, 100.0)
    x, last = MbgNbd(1e5, 1e6, 2e4, 1.8e5).draw_histories(age, rng)
    found = fit_repeat_buying(distinct_histories(x, last, age)[0], silence=40)
    model = found.preferred.model
    assert model.r / model.alpha == pytest.approx(0.1, rel=0.05)
    if found.fallback:
        assert found.reasons[0] in ("parameter_ran_away", "not_converged")
        assert isinstance(found.fit.model, Nbd)
    else:
        assert min(model.r, model.a + model.b) > 20, "spread so small that the model says: all alike"


def test_mostly_one_time_buyers_are_warned_of():
    """As at Olist, where 97 % buy once: a model may be fitted, but who stopped and who buys seldom look the same."""
    rng = np.random.default_rng(13)
    age = rng.integers(10, 600, 20_000) / 7
    x, last = MbgNbd(0.05, 80.0, 0.9, 1.0).draw_histories(age, rng)
    histories, _ = distinct_histories(x, last, age)
    assert histories.repeaters / histories.total < 0.05
    found = fit_repeat_buying(histories, silence=26)
    assert "mostly_one_time" in found.reasons


def test_hardly_any_repeat_buyers_are_too_few():
    histories, _ = distinct_histories([0] * 1000 + [1] * 29, [0] * 1000 + [5] * 29, [20] * 1029)
    with pytest.raises(NotEnoughData):
        fit_repeat_buying(histories, silence=26)


def test_season_lifts_what_a_model_without_one_expects():
    month = np.tile(np.arange(1, 13), 2)
    expected = np.linspace(100, 200, 24)
    actual = expected * np.where(month == 12, 2.0, 1.0)
    factors = season_factors(actual, expected, month)
    assert factors[11] / factors[0] == pytest.approx(2.0)
    assert factors[month - 1] @ expected == pytest.approx(expected.sum())


def test_one_year_tells_no_season():
    with pytest.raises(NotEnoughData):
        season_factors(np.ones(23), np.ones(23), np.arange(23) % 12 + 1)
