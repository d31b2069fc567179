"""Every code of the classifier has words in both languages, and the card is whole in both."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import get_args

import pytest

from analytics.i18n import LANGUAGES, Translator, catalogue
from analytics.models.churn import FEATURES, METRIC_NAMES, STEPS, load_card
from analytics.models.churn.guards import Exclusion, Reason
from analytics.models.churn.snapshot import UNDATED
from analytics.models.churn.words import (
    card_markdown,
    card_sections,
    column_name,
    feature_name,
    theme_name,
    verdict,
)

GUARDS = ("recomputed", "single_feature", "lagged", "duplicates", "resampling")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_has_words(language):
    keys = [f"churn.feature.{one.name}" for one in FEATURES]
    keys += [f"churn.theme.{one.theme}" for one in FEATURES]
    keys += [f"churn.excluded.{reason}" for reason in get_args(Reason)]
    keys += [f"churn.metric.{name}" for name in METRIC_NAMES]
    keys += [f"churn.guard.{guard}" for guard in GUARDS]
    keys += [f"churn.step.{step}" for step in STEPS]
    keys += [f"churn.column.{column}" for column in UNDATED]
    assert [key for key in keys if key not in catalogue(language)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_card_is_whole(demo_store, language):
    words = Translator(language)
    card = load_card(demo_store)
    sections = card_sections(card, words)
    assert len(sections) == 7
    assert len(sections[3].lines) == len(METRIC_NAMES) + 3
    text = card_markdown(card, words)
    assert not re.search(r"churn\.|[{}]|\bNone\b|\bnan\b", text)
    assert card.model in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_snapshot_says_what_it_cannot_know(demo_store, language):
    words = Translator(language)
    card = replace(load_card(demo_store), mode="snapshot", method="cross_validation", origins=(), test_origins=(),
                   gap_days=None, horizon_days=None, excluded=(Exclusion("cltv", "score_of_another_model", 0.58),))
    text = card_markdown(card, words)
    assert words("churn.card.limit.undated") in text
    assert "cltv" in text
    assert "0.580" in text


def test_a_companys_own_column_keeps_its_name():
    words = Translator("zh-CN")
    assert feature_name("trait_Contract", words) == "Contract"
    assert theme_name("trait_合同类型", words) == "合同类型"
    assert theme_name("rhythm", words) == "交易节奏"
    assert column_name("satisfaction_score", words) == "满意度评分"


@pytest.mark.parametrize(("low", "high", "english", "chinese"), [
    (0.02, 0.08, "The model is better than the simple rule", "模型优于简单规则"),
    (-0.01, 0.08, "The model is not shown to be better", "尚不能说模型优于"),
    (-0.08, -0.01, "Go by the rule.", "模型不如简单规则"),
    (None, None, "It cannot be said whether the model is good", "无法判断模型好不好")])
def test_one_sentence_says_whether_the_model_is_good(demo_store, low, high, english, chinese):
    card = load_card(demo_store)
    card = replace(card, gain=replace(card.gain, low=low, high=high))
    said, measured = verdict(card, Translator("en"))
    assert english in said
    assert chinese in verdict(card, Translator("zh-CN"))[0]
    if low is not None:
        assert f"(95% {'+' if low > 0 else '−'}{abs(low):.3f} to " in measured
        assert f"{card.baselines['recency']['roc_auc'].estimate:.3f}" in said
        assert f"on {card.metrics['roc_auc'].n:,} rows it had not seen" in measured
    assert bool(measured) == (low is not None)
