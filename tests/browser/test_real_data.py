"""Every page on every public data set, in a real Chromium: an answer, or what to import to get one."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from analytics.app.navigation import PAGES
from analytics.benchmarks.real_data import SOURCES, Source, load
from analytics.i18n import Translator
from analytics.models import churn
from analytics.store import Store
from tests.browser.serving import dashboard, opened, settled

pytestmark = pytest.mark.browser

WORDS = {language: Translator(language) for language in ("en", "zh-CN")}
NAMES = {"en": "English", "zh-CN": "简体中文"}
OTHER = {"en": "zh-CN", "zh-CN": "en"}

#: Half a million rows: with `make test-slow`, like everything that trains first.
LARGE = {"UCI Online Retail"}

#: Shaped like another one that is visited each time: with `make test-slow` too.
ALIKE = {"telco_v1", "telco_contracts", "iranian"}

#: Of each source, what at least must have something to say, and what at least must ask for more.
ANSWERS = {
    "IBM Telco v1": ({"overview", "lost_customers", "customers", "data"}, {"satisfaction_loyalty"}),
    "IBM Telco v2": ({"overview", "lost_customers", "satisfaction_loyalty", "customers", "data"}, set()),
    "Telco contracts": ({"overview", "lost_customers", "retention", "customers", "data"}, {"satisfaction_loyalty"}),
    "Olist sample": ({"overview", "lost_customers", "satisfaction_loyalty", "retention", "customers", "data"}, set()),
    "UCI Online Retail": ({"overview", "lost_customers", "retention", "customers", "data"}, {"satisfaction_loyalty"}),
    "CDNOW": ({"overview", "lost_customers", "retention", "customers", "data"}, {"satisfaction_loyalty"}),
    "UCI Iranian churn": ({"overview", "lost_customers", "customers", "data"}, {"satisfaction_loyalty"}),
}


CASES = [pytest.param(source, False, id=source.mapping,
                      marks=[pytest.mark.slow] if source.name in LARGE or source.mapping in ALIKE else [])
         for source in SOURCES]
CASES += [pytest.param(source, True, id=f"{source.mapping}-trained", marks=[pytest.mark.slow])
          for source in SOURCES if source.trains]


@pytest.fixture(scope="module")
def built(datasets: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[Source], Path]:
    """Return the folder of a data set's store, imported and built once for the cases with and without a model."""
    @cache
    def _built(source: Source) -> Path:
        return load(source, datasets, tmp_path_factory.mktemp(source.mapping) / "store")[0].path
    return _built


@pytest.mark.parametrize(("source", "trained"), CASES)
def test_every_page_answers_or_says_what_to_import(browser: Browser, built: Callable[[Source], Path],
                                                   tmp_path: Path, source: Source, trained: bool):
    store = Store.open(shutil.copytree(built(source), tmp_path / "store"))
    if trained:
        churn.train(store)
    found, answering, asking = {}, set(), set()
    with dashboard(store.path, tmp_path / "server.log") as address:
        page = opened(browser, address, "overview")
        language = "en"
        for stem in PAGES:
            name = page.get_by_text(WORDS[language](f"{stem}.title"), exact=True)
            page.get_by_test_id("stSidebar").get_by_role("link").filter(has=name).click()
            # Each page in the language at hand, then in the other one: what is drawn is only put into words anew.
            for spoken in (language, OTHER[language]):
                if spoken != language:
                    page.get_by_test_id("stSidebar").get_by_text(NAMES[spoken], exact=True).click()
                title = WORDS[spoken](f"{stem}.title")
                expect(page.get_by_role("heading", level=1, name=title, exact=True)).to_be_visible(timeout=30_000)
                settled(page)
                kind, defects = _look(page, WORDS[spoken])
                (answering if kind == "answer" else asking).add(stem)
                if defects:
                    found[stem, spoken] = defects
            language = OTHER[language]
        page.context.close()
    assert not found
    must_answer, must_ask = ANSWERS[source.name]
    assert must_answer <= answering
    assert ("at_risk" in answering) == trained
    assert must_ask <= asking
    assert not answering & asking, "a page that answers in one language answers in the other"


def _look(page: Page, words: Translator) -> tuple[str, list[str]]:
    """Return whether the page answers or asks for data, and what no page may show."""
    defects = []
    if page.get_by_test_id("stException").count():
        defects.append("an exception")
    if page.get_by_text(words("frame.failed")).count():
        defects.append("a part that could not be drawn")
    said = " ".join(page.locator(".st-key-answer").all_inner_texts()).strip()
    empty = page.locator(".st-key-empty")
    if said:
        return "answer", defects
    if not empty.count():
        defects.append("neither an answer nor what to import")
    elif not empty.locator("a, button").count():
        defects.append("no way to get what is missing")
    return "empty", defects
