"""The list of whom to call shows every reason whole, and takes away the same in sentences."""

from __future__ import annotations

import pytest

from analytics.app.components.reasons import brief_reasons, reason_in_words, reasons_in_words
from analytics.app.views.at_risk import ROW_HEIGHT, WRAPPED
from analytics.i18n import LANGUAGES, Translator
from analytics.models.churn import load_scores, reasons_from_text
from tests.app.test_overview_and_retention import opened

#: Pixels of a line, and of the letter and the sign that are common in either writing.
LINE, LETTER, SIGN = 21, 7.2, 14.5


def lines(text: str) -> int:
    """Return about how many lines a text takes in its column."""
    wide = sum(SIGN if letter > "\u2e80" else LETTER for letter in text)
    return int(-(-wide // (WRAPPED["reasons"] - 2 * LETTER)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_customers_reasons_fit_into_the_row(demo_store, language):
    words = Translator(language)
    texts = [brief_reasons(one, words, "CNY") for one in load_scores(demo_store)["reasons"]]
    assert len(texts) > 1000
    assert max(map(lines, texts)) * LINE <= ROW_HEIGHT


def test_the_page_wraps_the_reasons_beside_the_names(demo_store_path, monkeypatch):
    table, = opened(demo_store_path, "at_risk", monkeypatch).dataframe
    assert table.proto.row_height == ROW_HEIGHT
    assert list(table.proto.column_order)[:2] == ["name", "reasons"]
    assert table.proto.column_order[-1] == "customer_id"
    assert all(text.startswith(("↑", "↓")) for text in table.value["reasons"])
    assert (table.value["risk"] == table.value["risk"].round(3)).all(), "one decimal of a per cent for all"


def test_an_arrow_says_what_the_sentence_says():
    words = Translator("en")
    text = '[{"feature": "score_last", "direction": "raises", "value": 2.0, "theme": "satisfaction", "part": 1.0}]'
    assert brief_reasons(text, words, "CNY") == "↑ Last satisfaction score (1–5): 2"
    assert reasons_in_words(text, words, "CNY") == "Last satisfaction score (1–5): 2 (goes with higher risk)"


def test_a_reason_names_the_month_of_a_contract_in_whole_money(demo_store, demo_reader):
    held = [(number, one) for number, text in load_scores(demo_store)[["customer_id", "reasons"]].itertuples(index=False)
            for one in reasons_from_text(text) if one.feature == "monthly_value" and one.value is not None]
    number, reason = held[0]
    monthly = demo_reader.rows(
        "select cast(sum(monthly_value) as double) from warehouse.contracts where customer_id = $c "
        "and starts_on <= date '2026-06-30' and coalesce(ends_on, date '9999-12-31') >= date '2026-06-30'",
        {"c": number})[0][0]
    words = Translator("en")
    assert words.money(round(monthly * 100), "CNY") in reason_in_words(reason, words, "CNY")
