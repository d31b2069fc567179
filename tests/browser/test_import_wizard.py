"""A person's first ten minutes: an empty machine, a GBK file with two bad rows, and answers at the end."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from analytics.i18n import Translator
from analytics.store import Store
from tests.browser.serving import dashboard, opened, settled

pytestmark = pytest.mark.browser


def company() -> str:
    """A list of 60 customers in Chinese, every fifth lost in 2024, two of them with a bad cell."""
    lines = ["客户编号,客户名称,获客日期,客户状态,流失日期,客户规模"]
    for number in range(60):
        lost = number % 5 == 0
        won = "昨天" if number == 7 else f"2022-{number % 12 + 1:02d}-05"
        status = "不详细" if number == 11 else "流失" if lost else "在册"
        lines.append(f"C{number:03d},第{number}公司,{won},{status},{'2024-03-01' if lost else ''},"
                     f"{('大型', '中型', '小型')[number % 3]}")
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("width", [1440, 390])
def test_a_chinese_export_becomes_answers(browser: Browser, tmp_path: Path, width: int):
    file = tmp_path / "客户.csv"
    file.write_bytes(company().encode("gbk"))
    store = tmp_path / "store"
    with dashboard(store, tmp_path / "server.log") as address:
        page = opened(browser, address, "data", width=width, height=1400, language="zh-CN")
        page.locator("input[type=file]").first.set_input_files(str(file))
        expect(page.get_by_text("GB18030，分隔符“,”")).to_be_visible(timeout=30_000)
        settled(page)
        _shot(page, f"1-mapping-{width}")
        page.get_by_role("button", name="试运行").click()
        expect(page.get_by_text("试运行，未做改动：可导入 58 行，拒收 2 行")).to_be_visible(timeout=30_000)
        expect(page.get_by_text(re.compile("1 行 · 获客日期：不是日期。"))).to_be_visible()
        expect(page.get_by_text(re.compile("1 行 · 客户状态：不在已知取值之内。"))).to_be_visible()
        assert not Store.exists(store), "a trial begins no store"
        settled(page)
        _shot(page, f"2-trial-{width}")
        page.get_by_label("公司名称").fill("大禹机械")
        page.get_by_label("公司名称").press("Enter")
        currency = page.get_by_role("combobox", name=re.compile("金额的币种"))
        expect(currency).to_have_value("CNY")
        currency.click()
        page.get_by_role("option", name="EUR", exact=True).click()
        settled(page)
        page.get_by_role("button", name="导入 58 行", exact=True).click()
        expect(page.get_by_text("已导入 58 行，拒收 2 行")).to_be_visible(timeout=30_000)
        page.get_by_role("button", name="构建", exact=True).click()
        expect(page.get_by_text("构建完成")).to_be_visible(timeout=60_000)
        settled(page)
        _shot(page, f"3-built-{width}")
        page.get_by_role("link", name="打开流失客户").click()
        expect(page.get_by_role("heading", level=1, name="流失客户")).to_be_visible(timeout=30_000)
        settled(page)
        assert page.locator("[data-testid=stException]").count() == 0
        assert page.get_by_text(Translator("zh-CN")("frame.failed")).count() == 0
        _shot(page, f"4-lost-{width}")
    assert (Store.open(store).name, Store.open(store).currency) == ("大禹机械", "EUR")
    assert Store.open(store).batches()[0].refused == {"customers": 2}


def _shot(page, name: str) -> None:
    """Keep a picture of a step where somebody asked for it."""
    if folder := os.environ.get("HUITOU_SCREENSHOTS"):
        height = page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
        page.set_viewport_size({"width": page.viewport_size["width"], "height": min(int(height) + 40, 6000)})
        page.wait_for_timeout(400)
        page.screenshot(path=str(Path(folder) / f"{name}.png"))
