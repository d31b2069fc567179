"""Every page in a real Chromium: both languages, wide and narrow, cold and warm, and what axe says of it."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

from analytics.app.navigation import PAGES
from analytics.i18n import Translator
from tests.browser.serving import dashboard, settled

pytestmark = pytest.mark.browser

WORDS = {language: Translator(language) for language in ("en", "zh-CN")}

#: On a deep link Streamlit looks for its server first below the page's own address, which is not there.
LOOKING_FOR_THE_SERVER = re.compile(r"/\w+/_stcore/(health|host-config)$")

#: What axe finds in Streamlit itself, by rule and by the part of the page it finds it in.
STREAMLITS_OWN: dict[str, tuple[str, ...]] = {
    # The list of pages holds its section heads beside its items.
    "list": ('data-testid="stSidebarNavItems"',),
    "listitem": (" > nav:nth-child(2) > ul:nth-child(1) > ",),
    # Vega draws an empty group for marks under the pointer in the sparkline of a key figure.
    "svg-img-alt": ("metric_chart_",),
    # The place to drop files has a name and a role that says it has none.
    "presentation-role-conflict": ('data-testid="stFileUploaderDropzone"',),
}

#: A reader each: every page in both languages, wide and narrow.
READERS = [(1440, "en"), (390, "zh-CN")]
#: A deep link must come through the frame, whether the page works on a build or before one.
COLD = ("lost_customers", "customers", "data")


class Visit:
    """One reader with a window of one width and one language, and what the console told."""

    def __init__(self, browser: Browser, address: str, *, width: int = 1440, language: str = "en",
                 dark: bool = False):
        self.address, self.language, self.width = address, language, width
        self.context = browser.new_context(viewport={"width": width, "height": 1000}, locale=language,
                                           color_scheme="dark" if dark else "light")
        self.page: Page = self.context.new_page()
        self.told: list[str] = []
        self.page.on("console", self._note)
        self.page.on("pageerror", lambda error: self.told.append(str(error)))

    def open(self, stem: str, query: str = "") -> Page:
        # The default page lives at the root.
        self.page.goto(f"{self.address}/{'' if stem == 'overview' else stem}?{query}")
        self.arrived(stem)
        return self.page

    def arrived(self, stem: str) -> None:
        title = WORDS[self.language](f"{stem}.title")
        expect(self.page.get_by_role("heading", level=1, name=title, exact=True)).to_be_visible(timeout=60_000)
        settled(self.page)

    def defects(self) -> list[str]:
        """Return what no page may show."""
        page, found = self.page, list(self.told)
        if page.locator("[data-testid=stException]").count():
            found.append("an exception")
        if page.get_by_text(WORDS[self.language]("frame.failed")).count():
            found.append("a part that could not be drawn")
        if (spoken := page.evaluate("document.documentElement.lang")) != self.language:
            found.append(f"the document says it is in {spoken}")
        if len(links := page.get_by_test_id("stSidebarNavLink").all_inner_texts()) != len(PAGES):
            found.append(f"a menu of {links}")
        if self.width < 500 and (wider := page.evaluate(
                "(() => { const main = document.querySelector('[data-testid=stMain]');"
                " return main.scrollWidth - main.clientWidth })()")) > 1:
            found.append(f"{wider} pixels too wide")
        return found

    def close(self) -> None:
        self.context.close()

    def _note(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not LOOKING_FOR_THE_SERVER.search(message.location.get("url", "")):
            self.told.append(message.text)


def query(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


@pytest.mark.parametrize(("width", "language"), READERS)
def test_every_page_opens_without_a_defect(browser, address, width, language):
    visit = Visit(browser, address, width=width, language=language)
    found = {}
    for number, stem in enumerate(PAGES):
        visit.told.clear()
        visit.open(stem)
        if defects := visit.defects():
            found[stem] = defects
        # What axe looks at hardly depends on language and width: once is enough, and it takes as long again.
        if language == "en" and (ours := axe(visit.page, sidebar=not number)):
            found[f"{stem}: axe"] = ours
    visit.close()
    assert not found


def axe(page: Page, *, sidebar: bool) -> list[str]:
    """Return what axe finds of ours, in the light theme and in the dark one; the sidebar is on every page."""
    where = None if sidebar else {"exclude": [["[data-testid=stSidebar]"]]}
    found = ours(Axe().run(page, where, options={"ancestry": True}).response["violations"])
    page.emulate_media(color_scheme="dark")
    expect(page.get_by_test_id("stApp")).to_have_css("color-scheme", "dark")
    settled(page)
    # Dark and light differ in colours alone.
    dark = Axe().run(page, where, options={"ancestry": True, "runOnly": ["color-contrast"]})
    page.emulate_media(color_scheme="light")
    return found + [f"dark: {one}" for one in ours(dark.response["violations"])]


def ours(violations: list[dict]) -> list[str]:
    """Return what axe found, less what Streamlit itself draws that way."""
    return [f"{one['id']}: {node['html'][:200]}" for one in violations for node in one["nodes"]
            if not any(part in f"{node['target']} {node['html']} {node.get('ancestry', '')}"
                       for part in STREAMLITS_OWN.get(one["id"], ()))]


@pytest.mark.parametrize("stem", COLD)
def test_a_cold_deep_link_opens_its_page_with_its_filters(browser, demo_store_path, tmp_path, stem):
    # Until a server has run st.navigation once, it would run the page's file alone, past the frame.
    with dashboard(demo_store_path, tmp_path / "server.log") as cold:
        visit = Visit(browser, cold)
        page = visit.open(stem, "size=large")
        defects = visit.defects()
        visit.close()
    assert not defects
    assert urlsplit(page.url).path.strip("/") in (stem, "" if stem == "overview" else stem)
    assert query(page) == {"size": ["large"]}


def test_filters_survive_the_sidebar_and_a_reload(browser, address):
    visit = Visit(browser, address)
    page = visit.open("lost_customers", "size=large&period=24m")
    for stem in ("retention", "customers", "overview", "lost_customers"):
        title = page.get_by_text(WORDS["en"](f"{stem}.title"), exact=True)
        page.get_by_test_id("stSidebarNavLink").filter(has=title).click()
        visit.arrived(stem)
        expect(page.get_by_text("Size: Large — Jul 1, 2024 to Jun 30, 2026:")).to_be_visible()
        assert query(page) == {"size": ["large"], "period": ["24m"]}, stem
    page.reload()
    visit.arrived("lost_customers")
    expect(page.get_by_text("Size: Large — Jul 1, 2024 to Jun 30, 2026:")).to_be_visible()
    assert not visit.defects()
    visit.close()


def test_back_and_forward_lead_step_by_step_through_filters_and_pages(browser, address):
    visit = Visit(browser, address)
    page = visit.open("lost_customers")
    choose(page, "stSelectbox", "Last quarter")
    everyone, large = ("All customers — Jan 1, 2026 to Mar 31, 2026:", "Size: Large — Jan 1, 2026 to Mar 31, 2026:")
    expect(page.get_by_text(everyone)).to_be_visible()
    choose(page, "stMultiSelect", "Large")
    expect(page.get_by_text(large)).to_be_visible()
    settled(page)
    title = page.get_by_text(WORDS["en"]("retention.title"), exact=True)
    page.get_by_test_id("stSidebarNavLink").filter(has=title).click()
    visit.arrived("retention")
    expect(page.get_by_text(large)).to_be_visible()
    # Opening a page wrote its address filter by filter: the way back stayed on it and lost the filters.
    for step, stem, sentence, asked in (
            (page.go_back, "lost_customers", large, {"period": ["last_quarter"], "size": ["large"]}),
            (page.go_back, "lost_customers", everyone, {"period": ["last_quarter"]}),
            (page.go_forward, "lost_customers", large, {"period": ["last_quarter"], "size": ["large"]}),
            (page.go_forward, "retention", large, {"period": ["last_quarter"], "size": ["large"]})):
        step()
        visit.arrived(stem)
        expect(page.get_by_text(sentence)).to_be_visible()
        assert query(page) == asked
    assert not visit.defects()
    visit.close()


def choose(page: Page, kind: str, wanted: str) -> None:
    """Choose a value in the first list of a kind in the sidebar, by typing it."""
    box = page.get_by_test_id("stSidebar").get_by_test_id(kind).first.get_by_role("combobox")
    box.click()
    box.press_sequentially(wanted)
    expect(page.get_by_role("option", name=wanted, exact=True)).to_be_visible()
    page.keyboard.press("Enter")


def test_the_language_switch_changes_words_and_document_and_nothing_else(browser, address):
    visit = Visit(browser, address)
    page = visit.open("lost_customers", "size=large")
    page.get_by_test_id("stSidebar").get_by_text("简体中文").click()
    visit.language = "zh-CN"
    visit.arrived("lost_customers")
    assert query(page) == {"size": ["large"], "language": ["zh-CN"]}
    assert not visit.defects()
    page.reload()
    visit.arrived("lost_customers")
    assert not visit.defects()
    visit.close()
