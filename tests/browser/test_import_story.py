"""One story of the import wizard: wrong files, two tables of one file, mending, a workbook, undo, an earlier build."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Browser, Page, expect

from analytics.i18n import Translator
from analytics.store import Store
from tests.browser.serving import dashboard, opened, settled

pytestmark = pytest.mark.browser

WORDS = Translator("en")


def customers(folder: Path, size: str = "大型") -> Path:
    """Sixty customers with a score each, in GBK; one cell of row 9 and one of row 13 are bad."""
    lines = ["客户编号,客户名称,获客日期,客户状态,流失日期,客户规模,满意度评分,评价日期"]
    for number in range(60):
        won = "昨天" if number == 7 else f"2022-{number % 12 + 1:02d}-05"
        status = "不详细" if number == 11 else "流失" if number % 5 == 0 else "在册"
        lost_on = "2024-03-01" if number % 5 == 0 else ""
        lines.append(f"C{number:03d},第{number}公司,{won},{status},{lost_on},"
                     f"{(size, '中型', '小型')[number % 3]},{number % 5 + 1},2023-11-0{number % 9 + 1}")
    file = folder / "客户.csv"
    file.write_bytes(("\n".join(lines) + "\n").encode("gbk"))
    return file


def orders(folder: Path) -> Path:
    """A workbook whose orders stand on its second sheet, one of them with no date."""
    book = openpyxl.Workbook()
    book.active.append(["Export of the sales system"])
    sheet = book.create_sheet("Orders")
    sheet.append(["order_id", "customer_id", "ordered_on", "revenue", "customer_name", "region"])
    for number in range(90):
        sheet.append([f"O{number}", f"C{number % 5 + 1:03d}",
                      "soon" if number == 50 else date(2023, 1, 1) + timedelta(days=number), 100 + number,
                      f"第{number % 5 + 1}公司", "华北" if number % 2 else "华东"])
    book.save(folder / "orders.xlsx")
    return folder / "orders.xlsx"


class Reader:
    """Somebody at the page who clicks by the words that stand there."""

    def __init__(self, page: Page):
        self.page = page

    def bring(self, *files: Path) -> None:
        self.page.locator("input[type=file]").first.set_input_files([str(file) for file in files])

    def sees(self, text: str | re.Pattern[str], *, seconds: int = 60) -> None:
        expect(self.page.get_by_text(text).first).to_be_visible(timeout=1000 * seconds)

    def press(self, key: str, **values: object) -> None:
        settled(self.page)
        self.page.get_by_role("button", name=WORDS(f"data.{key}", **values), exact=True).click()

    def choose(self, label: str, option: str) -> None:
        settled(self.page)
        self.page.get_by_role("combobox", name=re.compile(re.escape(label))).click()
        self.page.get_by_role("option", name=option, exact=True).click()
        settled(self.page)

    def turn_to(self, section: str) -> None:
        settled(self.page)
        self.page.get_by_test_id("stButtonGroup").get_by_text(WORDS(f"data.section.{section}"), exact=True).click()

    def takes(self, key: str, to: Path) -> Path:
        settled(self.page)
        with self.page.expect_download() as coming:
            self.page.get_by_role("button", name=re.compile(re.escape(WORDS(f"data.{key}")))).click()
        coming.value.save_as(to)
        return to

    def builds(self) -> None:
        self.press("build.button")
        # A second alone; a machine that does much else may take a minute and more.
        self.sees(re.compile(r"Built in \d+ s\."), seconds=240)


def test_from_wrong_files_to_an_earlier_build(browser: Browser, tmp_path: Path):
    place = tmp_path / "store"
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(200))
    (tmp_path / "empty.csv").write_text("")
    export = customers(tmp_path)
    with dashboard(place, tmp_path / "server.log") as address:
        page = opened(browser, address, "data", height=1600)
        reader = Reader(page)

        # Files that are no tables are named one by one; the others go on.
        reader.bring(tmp_path / "picture.png", tmp_path / "empty.csv", export)
        reader.sees("picture.png is not a table. Bring CSV, TSV, XLSX or Parquet. It is left out of this import.")
        reader.sees("empty.csv is empty. It is left out of this import.")
        reader.sees("Also take from these rows: Surveys (满意度评分, 评价日期)")
        mapping = reader.takes("mapping.save", tmp_path / "mapping.toml")
        reader.press("trial.button")
        reader.sees(re.compile("Trial, nothing changed: 116 rows would be imported, 4 refused"))
        assert not Store.exists(place)
        reader.press("import.button", n="116")
        reader.sees("2 × Surveys – 客户编号: This customer was refused in the same import.")
        reader.builds()

        # Refused rows are taken away, one is mended, and only the other is left.
        reader.turn_to("rejects")
        refused = reader.takes("rejects.download_mendable_csv", tmp_path / "refused.csv")
        mended = tmp_path / "mended.csv"
        mended.write_text(refused.read_text("utf-8-sig").replace("昨天", "2022-08-05", 1), "utf-8-sig")
        reader.turn_to("import")
        reader.sees("116 rows were imported and 4 refused")
        reader.press("import.again")
        reader.bring(mended)
        reader.sees("Use the mapping confirmed for these columns before")
        reader.press("trial.button")
        reader.sees(re.compile("2 rows would be imported, 2 refused"))
        reader.press("import.button", n="2")
        reader.sees(re.compile("2 refused rows are kept to be mended, 2 have been mended since"))

        # The second sheet of a workbook; its customers are known, so they are not taken unasked.
        reader.press("import.again")
        reader.bring(orders(tmp_path))
        reader.choose(WORDS("data.sheet", file="orders.xlsx"), "Orders")
        reader.sees("Also take from these rows: Customers (customer_name, region)")
        reader.press("trial.button")
        reader.sees("1 × ordered_on: Not a date. Write it as 2026-01-31.")
        reader.press("import.button", n="89")
        reader.sees("89 rows were imported and 1 refused")

        # The same file again changes nothing; a newer one, by the mapping saved, replaces rows.
        reader.press("import.again")
        reader.bring(export)
        reader.press("trial.button")
        reader.sees("Nothing was changed: 117 rows were imported before.")
        page.reload()
        settled(page)
        reader.bring(customers(tmp_path, size="中型"))
        reader.sees("客户.csv")
        reader.choose(WORDS("data.mapping.from"), WORDS("data.mapping.own_file"))
        page.locator("input[type=file]").nth(1).set_input_files(str(mapping))
        reader.press("trial.button")
        reader.sees(re.compile("Trial, nothing changed: 117 rows would be imported, 3 refused"))
        reader.press("import.button", n="117")
        reader.builds()
        newest = Store.open(place).batches()[-1]
        assert newest.superseded == {"customers": 20}

        # Take the newer one back: the next choice is the import before, and the store is as it was.
        reader.turn_to("batches")
        page.get_by_text(re.compile("Yes, take back .*客户.csv")).click()
        reader.press("undo.button")
        reader.sees(re.compile("Taken back: .*客户.csv"))
        expect(page.get_by_role("combobox", name="Import")).to_have_value(re.compile(r"orders\.xlsx"))
        assert [batch.id for batch in Store.open(place).batches()] < [newest.id]

        # The build before that import is brought back.
        reader.turn_to("builds")
        before = Store.open(place).current_build().id
        reader.press("older.button")
        reader.sees(re.compile("The build of .* is shown again"))
        assert Store.open(place).current_build().id < before
        assert page.get_by_test_id("stException").count() == 0
        assert page.get_by_text(WORDS("frame.failed")).count() == 0
        page.context.close()
    found = Store.open(place)
    assert [(batch.tables, batch.refused) for batch in found.batches()] == [
        ({"customers": 58, "surveys": 58}, {"customers": 2, "surveys": 2}),
        ({"customers": 1, "surveys": 1}, {"customers": 1, "surveys": 1}),
        ({"orders": 89}, {"orders": 1})]
    assert found.batches()[1].mends == {"mended.csv": f"{found.batches()[0].id}/客户.csv"}
