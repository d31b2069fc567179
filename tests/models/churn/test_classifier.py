"""The classifier finds what is there, nothing where nothing is, and is not fooled by copies."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analytics.errors import NotEnoughData
from analytics.models.churn.classifier import fit_classifier
from analytics.models.churn.folds import stratified_folds
from analytics.models.churn.metrics import RankedRisk, evaluate
from analytics.models.churn.snapshot import snapshot_from
from analytics.models.churn.threads import one_thread
from analytics.models.churn.validation import validate
from tests.models.churn.invented import known_customers


@pytest.fixture(autouse=True)
def _one_thread():
    with one_thread():
        yield


def auc(lost, risk):
    return RankedRisk(lost, risk).figures()[0]


def test_comes_close_to_the_true_chances():
    table, lost, _ = known_customers(6_000, 0)
    fresh, outcome, chance = known_customers(6_000, 1)
    model, tuning = fit_classifier(table, lost, stratified_folds(lost, np.arange(6_000), 3, 1))
    risk = model.predict(fresh)
    # The true chance knows the 30 % of scores that are hidden from the model.
    assert auc(outcome, risk) > auc(outcome, chance) - 0.025
    assert np.abs(risk - chance).mean() < 0.06
    assert 0.25 <= tuning.boosting_share <= 0.75


def test_the_same_rows_give_the_same_model():
    table, lost, _ = known_customers(800, 3)
    folds = stratified_folds(lost, np.arange(800), 3, 1)
    first, second = (fit_classifier(table, lost, folds)[0].predict(table) for _ in range(2))
    assert np.array_equal(first, second)


def test_noise_ranks_like_a_coin():
    generator = np.random.default_rng(2)
    table = pd.DataFrame(generator.normal(size=(600, 4)), columns=list("abcd"))
    data = snapshot_from(table, pd.Series(generator.random(600) < 0.3), pd.Series(range(600)))
    found = validate(data)
    one = evaluate(data.lost[found.rows], found.risk, data.customer[found.rows]).estimates["roc_auc"]
    assert one.low < 0.5 < one.high


def test_copies_of_rows_do_not_flatter():
    """With copies on both sides of a division a model recites; here they are kept on one side."""
    generator = np.random.default_rng(4)
    table = pd.DataFrame(generator.normal(size=(200, 4)), columns=list("abcd"))
    lost = generator.random(200) < 0.4
    tripled = pd.concat([table] * 3, ignore_index=True)
    data = snapshot_from(tripled, pd.Series(np.tile(lost, 3)), pd.Series(range(600)))
    found = validate(data)
    assert data.checks[0].figure == 400
    assert auc(data.lost[found.rows], found.risk[:, 0]) < 0.62


def test_every_row_is_predicted_once_a_repeat_and_beats_the_baselines():
    table, lost, _ = known_customers(700, 6)
    data = snapshot_from(table, pd.Series(lost), pd.Series(range(700)))
    steps = []
    found = validate(data, repeats=2, progress=lambda done, total: steps.append((done, total)))
    assert found.method == "cross_validation"
    assert found.rows.tolist() == list(range(700))
    assert found.risk.shape == (700, 2)
    assert steps == [(done, 10) for done in range(10)]
    assert set(found.baselines) == {"prevalence", "tenure"}
    model = evaluate(data.lost, found.risk, data.customer).estimates
    for name, risk in found.baselines.items():
        simple = evaluate(data.lost, risk, data.customer).estimates
        assert model["roc_auc"].low > simple["roc_auc"].estimate, name
        assert model["brier"].estimate < simple["brier"].estimate, name


def test_too_few_losses_are_refused():
    table, _, _ = known_customers(500, 7)
    lost = np.zeros(500, bool)
    lost[:49] = True
    with pytest.raises(NotEnoughData) as caught:
        validate(snapshot_from(table, pd.Series(lost), pd.Series(range(500))))
    assert (caught.value.have, caught.value.need) == (49, 50)
