"""BG/NBD and MBG/NBD against published figures, the archived reference library and their own identities."""

from __future__ import annotations

import numpy as np
import pytest

from analytics.models.lifetime_value import BgNbd, MbgNbd, buying_summary, fit, histories_of
from tests.models.lifetime_value.public_files import cdnow_histories, cdnow_trade

#: Fader, Hardie & Lee 2005.
PUBLISHED = BgNbd(0.243, 4.414, 0.793, 2.426)
MODIFIED = MbgNbd(0.525, 6.183, 0.891, 1.614)
#: Histories (x, t_x, T) in weeks whose figures lifetimes 0.11.3 gives at the parameters above.
FREQUENCY = np.array([0, 1, 2, 7, 26])
RECENCY = np.array([0, 1.71, 30.43, 20.0, 30.86])
AGE = np.array([38.86, 38.86, 38.86, 27.0, 31.0])
LIFETIMES = {
    "BgNbd": ([0.19509805, 0.20318699, 1.22602817, 4.23586789, 20.74972614],
              [1.0, 0.21210099, 0.72657857, 0.63118789, 0.96891565]),
    "MbgNbd": ([0.15401275, 0.18883654, 1.26296062, 3.99587014, 19.45072265],
               [0.38973508, 0.17083648, 0.70620227, 0.61914513, 0.96556614]),
}
MODELS = pytest.mark.parametrize("model", [PUBLISHED, MODIFIED], ids=lambda model: type(model).__name__)


def test_bg_nbd_on_cdnow(datasets):
    found = fit(BgNbd, cdnow_histories(datasets))
    assert found.model.parameters == pytest.approx([0.243, 4.414, 0.793, 2.426], abs=0.002)
    assert found.log_likelihood == pytest.approx(-9582.43, abs=0.01)
    assert (found.converged, found.at_bound, found.customers) == (True, (), 2357)
    assert found.starts_agreeing == found.starts == 4
    assert found.histories < 1200


def test_raw_log_gives_the_same_fit(datasets):
    trade = cdnow_trade(datasets)
    summary = buying_summary(trade["customer"], trade["day"], "1997-09-30")
    found = fit(BgNbd, histories_of(summary, unit=7))
    assert found.log_likelihood == pytest.approx(-9582.43, abs=0.01)


def test_mbg_nbd_on_cdnow(datasets):
    found = fit(MbgNbd, cdnow_histories(datasets))
    assert found.model.parameters == pytest.approx([0.525, 6.183, 0.891, 1.614], abs=0.002)
    assert found.log_likelihood == pytest.approx(-9582.13, abs=0.01)
    assert found.converged


@pytest.mark.parametrize("family", [BgNbd, MbgNbd])
def test_fit_does_not_depend_on_the_unit_of_time(family, datasets):
    weeks = cdnow_histories(datasets)
    in_weeks, in_years = fit(family, weeks), fit(family, weeks.in_unit(52.0))
    scale = np.array([1, 52, 1, 1])
    assert in_years.model.parameters * scale == pytest.approx(in_weeks.model.parameters, rel=1e-4)


def test_published_expectations(datasets):
    """Published to four digits, from an optimum that was itself rounded: after 78 weeks that is seen."""
    model = fit(BgNbd, cdnow_histories(datasets)).model
    times = [0.1429, 1, 3, 31.8571, 32, 78]
    expected = model.expected_purchases(times)
    assert expected[:5] == pytest.approx([0.0078, 0.0532, 0.1506, 1.0405, 1.0437], abs=6e-5)
    assert expected[5] == pytest.approx(1.8576, abs=5e-4)
    assert model.expected_further(2, 30.43, 38.86, 39) == pytest.approx([1.226], abs=5e-4)


def test_published_pmf():
    assert PUBLISHED.probability([0], 39) == pytest.approx([0.5737864], abs=1e-6)
    assert PUBLISHED.probability([10], 2) == pytest.approx([1.07869e-7], rel=1e-5)


@MODELS
def test_reference_library_agrees(model):
    expected, alive = LIFETIMES[type(model).__name__]
    assert model.expected_further(FREQUENCY, RECENCY, AGE, 39) == pytest.approx(expected, abs=1e-7)
    assert model.chance_alive(FREQUENCY, RECENCY, AGE) == pytest.approx(alive, abs=1e-7)


def test_reference_library_agrees_on_new_customers():
    assert MODIFIED.expected_purchases([1, 39, 78]) == pytest.approx([0.0530848, 1.18295367, 1.80475758], abs=1e-7)
    assert MODIFIED.probability([0, 1, 5], 39) == pytest.approx([0.58247319, 0.18278307, 0.01938732], abs=1e-7)


@MODELS
def test_chances_of_all_counts_make_one_and_give_the_mean(model):
    counts = np.arange(3000)
    chances = model.probability(counts, 39)
    assert chances.min() >= 0
    assert chances.sum() == pytest.approx(1, abs=1e-9)
    assert counts @ chances == pytest.approx(float(model.expected_purchases(39.0)), rel=1e-6)


@MODELS
def test_chance_alive_is_a_chance_and_falls_with_silence(model):
    silence = np.linspace(0, 300, 200)
    for x in (1, 4, 40):
        alive = model.chance_alive(x, 30.0, 30.0 + silence)
        assert ((alive >= 0) & (alive <= 1)).all()
        assert (np.diff(alive) < 0).all()


def test_who_bought_once_is_alive_for_bg_nbd_only():
    assert PUBLISHED.chance_alive(0, 0, 500) == [1.0]
    assert 0 < MODIFIED.chance_alive(0, 0, 500)[0] < 0.3


def test_expectation_is_smooth_where_its_formula_is_not():
    """At a = 1 the formula is 0/0."""
    around = [BgNbd(0.243, 4.414, a, 2.426).expected_purchases(39.0) for a in (0.999, 1.0, 1.001)]
    assert around[0] > around[1] > around[2]
    assert around[1] == pytest.approx((around[0] + around[2]) / 2, rel=1e-5)


@MODELS
def test_gradient_is_that_of_the_likelihood(model):
    rng = np.random.default_rng(1)
    age = rng.uniform(5, 40, 300)
    x, last = model.draw_histories(age, rng)
    from analytics.models.lifetime_value import distinct_histories

    histories, _ = distinct_histories(x, last, age)
    objective = type(model).objective(histories)
    theta = np.log(model.parameters)
    value, gradient = objective(theta)
    assert value == pytest.approx(model.log_likelihood(histories) / 300, rel=1e-12)
    for place in range(4):
        step = np.zeros(4)
        step[place] = 1e-5
        slope = (objective(theta + step)[0] - objective(theta - step)[0]) / 2e-5
        assert gradient[place] == pytest.approx(slope, abs=1e-8)


@MODELS
def test_draws_follow_the_model(model):
    """Counts of 200,000 new customers, and their further purchases given what they did, to 4 standard errors."""
    rng = np.random.default_rng(2)
    age = np.full(200_000, 39.0)
    x, last = model.draw_histories(age, rng)
    assert ((last <= age) & ((x > 0) == (last > 0))).all()
    for count in (0, 1, 3, 8):
        chance = float(model.probability([count], 39)[0])
        assert (x == count).mean() == pytest.approx(chance, abs=4 * np.sqrt(chance * (1 - chance) / age.size))
    further = model.draw_further(x, last, age, [13, 39], rng)
    for column, time in enumerate((13, 39)):
        expected = model.expected_further(x, last, age, time)
        error = (further[:, column] - expected).std() / np.sqrt(age.size)
        assert further[:, column].mean() == pytest.approx(expected.mean(), abs=4 * error)
    # What is expected of known customers adds up to what is expected of new ones over both times.
    both = float(model.expected_purchases(78.0) - model.expected_purchases(39.0))
    assert model.expected_further(x, last, age, 39).mean() == pytest.approx(both, rel=0.02)
