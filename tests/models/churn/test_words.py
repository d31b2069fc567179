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
from analytics.models.churn.words import card_markdown, card_sections, column_name, feature_name, theme_name

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
