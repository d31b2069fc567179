"""Key figures are whole in every window: nothing of them is cut, in either language."""

from __future__ import annotations

import pytest

from tests.browser.serving import opened, settled

pytestmark = pytest.mark.browser

#: Texts of figures that are cut, by an ellipsis or by their place's edge.
CUT = """() => [...document.querySelectorAll('[data-testid=stMetric] *')].filter(one => {
  const style = getComputedStyle(one);
  return one.innerText && one.clientWidth && one.scrollWidth > one.clientWidth + 1
    && (style.overflowX === 'hidden' || style.textOverflow === 'ellipsis');
}).map(one => one.innerText)"""
#: Pages of five figures with the longest words.
PAGES = ("lost_customers", "retention", "service")


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_no_figure_is_cut_at_any_width(browser, address, language):
    found = {}
    for stem in PAGES:
        page = opened(browser, address, stem, language=language)
        for width in (1440, 1280, 1024, 768, 390):
            page.set_viewport_size({"width": width, "height": 1000})
            settled(page)
            if cut := page.evaluate(CUT):
                found[stem, width] = cut
        page.context.close()
    assert not found
