"""Models on disk: whole or not at all, opened only when ours and unchanged, and chosen by hand."""

from __future__ import annotations

import hashlib
import io
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
import skops.io

from analytics.errors import ModelError, ModelUntrusted, UnknownName
from analytics.models.churn import compare, list_models, load_card, load_scores, serve, serving_model
from analytics.models.churn.classifier import fit_classifier
from analytics.models.churn.folds import stratified_folds
from analytics.models.churn.persistence import load_classifier, save_model, save_scores
from analytics.models.churn.threads import one_thread
from analytics.statistics.estimate import Estimate
from analytics.store import Store
from tests.models.churn.invented import known_customers


@pytest.fixture(scope="module")
def classifier():
    table, lost, _ = known_customers(600, 0)
    with one_thread():
        return fit_classifier(table, lost, stratified_folds(lost, np.arange(600), 3, 1))[0]


@pytest.fixture(scope="module")
def demo_card(demo_store):
    return load_card(demo_store)


@pytest.fixture
def store(tmp_path):
    return Store.create(tmp_path / "store", name="Test")


@pytest.fixture
def saved(store, classifier, demo_card):
    with store.writing():
        card = save_model(store, classifier, replace(demo_card, model="20260101-000000-aaaaaa"))
        serve(store, card.model)
    return card


def test_a_loaded_model_predicts_the_same(store, saved, classifier):
    table, _, _ = known_customers(200, 9)
    loaded, card = load_classifier(store)
    assert np.array_equal(loaded.predict(table), classifier.predict(table))
    assert card == saved
    assert len(card.sha256) == 64


def test_a_changed_file_is_not_opened(store, saved):
    file = store.path / "models" / saved.model / "model.skops"
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)
    with pytest.raises(ModelUntrusted) as caught:
        load_classifier(store)
    assert caught.value.code == "model_changed"


def test_a_missing_file_is_not_opened(store, saved):
    (store.path / "models" / saved.model / "model.skops").unlink()
    with pytest.raises(ModelUntrusted):
        load_classifier(store)


def test_foreign_types_are_not_opened_even_with_the_right_hash(store, saved):
    buffer = io.BytesIO()
    skops.io.dump({"model": Fraction(1, 3)}, buffer)
    folder = store.path / "models" / saved.model
    (folder / "model.skops").write_bytes(buffer.getvalue())
    forged = replace(saved, sha256=hashlib.sha256(buffer.getvalue()).hexdigest())
    (folder / "card.json").write_text(forged.to_json(), "utf-8")
    with pytest.raises(ModelUntrusted):
        load_classifier(store)


def test_other_library_versions_are_not_opened(store, saved):
    folder = store.path / "models" / saved.model
    (folder / "card.json").write_text(replace(saved, versions={**saved.versions, "scikit-learn": "0.1"}).to_json())
    with pytest.raises(ModelUntrusted) as caught:
        load_classifier(store)
    assert caught.value.code == "model_version"


@pytest.mark.parametrize("text", ["", "{}", '{"format": 99}', "[1, 2]"])
def test_a_broken_card_is_said_to_be_broken(store, saved, text):
    (store.path / "models" / saved.model / "card.json").write_text(text)
    with pytest.raises(ModelUntrusted):
        load_card(store)


def test_before_the_first_training(store):
    assert serving_model(store) is None
    assert list_models(store) == ()
    for ask in (load_card, load_scores, load_classifier):
        with pytest.raises(ModelError) as caught:
            ask(store)
        assert caught.value.code == "no_model"


def test_a_new_model_serves_only_when_told(store, saved, classifier):
    with store.writing():
        newer = save_model(store, classifier, replace(saved, model="20260201-000000-bbbbbb"))
    assert serving_model(store) == saved.model
    assert [card.model for card in list_models(store)] == [newer.model, saved.model]
    serve(store, newer.model)
    assert load_card(store).model == newer.model
    with pytest.raises(UnknownName):
        serve(store, "20990101-000000-cccccc")
    assert serving_model(store) == newer.model


def test_what_an_interrupted_save_left_is_swept_and_never_listed(store, saved):
    leftover = store.path / "models" / ".unfinished-20260301-000000-dddddd"
    leftover.mkdir()
    (leftover / "card.json").write_text("half")
    assert [card.model for card in list_models(store)] == [saved.model]
    with store.writing():
        pass
    assert not leftover.exists()


def test_scores_stand_beside_their_model(store, saved):
    scores = pd.DataFrame({"customer_key": [1, 2], "risk": [0.5, 0.25]})
    save_scores(store, saved.model, scores)
    pd.testing.assert_frame_equal(load_scores(store), scores)


def test_figures_are_compared_by_their_intervals(saved):
    def with_figures(auc: float, brier: float, slope: float):
        near = {name: Estimate(100, at, at - 0.01, at + 0.01)
                for name, at in (("roc_auc", auc), ("brier", brier), ("calibration_slope", slope))}
        return replace(saved, metrics={**saved.metrics, **near})

    before = with_figures(0.80, 0.15, 0.70)
    verdicts = {one.name: one.verdict for one in compare(before, with_figures(0.85, 0.17, 1.10))}
    assert (verdicts["roc_auc"], verdicts["brier"], verdicts["calibration_slope"]) == ("better", "worse", "better")
    assert verdicts["empc"] == "same"
    assert {one.verdict for one in compare(before, before)} == {"same"}
