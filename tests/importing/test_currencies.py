"""Amounts that carry the sign of another currency than the company's are told; they go in as they are."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from analytics.i18n import Translator
from analytics.importing import import_files, read_mapping
from analytics.importing.currencies import foreign
from analytics.importing.wording import summary_lines
from analytics.store import Store
from tests.importing.conftest import TODAY
from tests.importing.records import ORDERS, rows

HEAD = "order,line,customer,day,amount\n"


def told(tmp_path: Path, currency: str, amounts: list[str], *, column: str = "amount"):
    """Import amounts into a store of a currency and return it with the report."""
    file = tmp_path / "lines.csv"
    file.write_text(HEAD.replace("amount", column) + "".join(
        f'A{i},1,C1,2026-01-05,"{amount}"\n' for i, amount in enumerate(amounts)), "utf-8")
    store = Store.create(tmp_path / f"store-{currency}", name="Dayu", currency=currency)
    return store, import_files(store, [file], mapping=read_mapping(ORDERS.replace('"amount"', f'"{column}"')),
                               today=TODAY)


def test_yuan_in_a_store_of_dollars_are_told_and_imported_unchanged(tmp_path):
    store, report = told(tmp_path, "USD", ["¥1,200.50", "7", "￥30", "40元"])
    assert rows(store, "orders", "revenue") == [(Decimal(n),) for n in ("1200.50", "7", "30", "40")]
    assert [(one.column, one.sign, one.cells, one.example) for one in report.foreign] == [
        ("amount", "¥", 2, "¥1,200.50"), ("amount", "元", 1, "40元")]
    assert ("lines.csv: 2 values of amount carry “¥”, such as “¥1,200.50”, but the amounts of this company are in USD. "
            "They are imported unchanged; nothing is converted, and the pages show them as USD. If they are in another "
            "currency, take the import back and convert the file, or begin a store in that currency (setting "
            "`currency`).") in summary_lines(report)
    assert any(line.startswith("lines.csv：amount 中有 1 个值带“元”，例如“40元”，而本公司的金额以 USD 计")
               for line in summary_lines(report, Translator("zh-CN")))


@pytest.mark.parametrize(("currency", "amounts"), [
    ("CNY", ["¥1,200", "40元", "RMB 7", "人民币5"]), ("JPY", ["¥1,200"]), ("USD", ["$1,200", "USD 7", "US$5"]),
    ("CAD", ["$1,200"]), ("EUR", ["1.200,50 €"]), ("USD", ["1200", "(7)", "5%"]), ("TWD", ["40元", "$7"])])
def test_signs_of_the_own_currency_are_no_news(tmp_path, currency, amounts):
    assert told(tmp_path, currency, amounts)[1].foreign == ()


@pytest.mark.parametrize(("column", "currency", "sign"), [
    ("金额（元）", "USD", "元"), ("amount_usd", "CNY", "usd"), ("Revenue €", "CNY", "€"), ("金额(美元)", "CNY", "美元"),
    ("金额(元)", "CNY", ""), ("amount_usd", "USD", ""), ("europe_amount", "CNY", ""), ("单元金额", "USD", "")])
def test_the_name_of_a_column_may_carry_the_sign(tmp_path, column, currency, sign):
    report = told(tmp_path, currency, ["5"], column=column)[1]
    assert [(one.sign, one.cells, one.example) for one in report.foreign] == ([(sign, 0, "5")] if sign else [])
    if sign:
        assert any(f"{column} is named with “{sign}”" in line for line in summary_lines(report))


def test_a_sign_that_comes_late_is_found(tmp_path):
    found, = told(tmp_path, "USD", ["5"] * 9_000 + ["¥6"])[1].foreign
    assert (found.sign, found.cells, found.example) == ("¥", 1, "¥6")


def test_what_is_no_sign_belongs_to_no_currency():
    assert [foreign(*one) for one in (("", "USD"), ("x", "USD"), ("hk$", "HKD"), ("hk$", "USD"))] == [
        False, False, False, True]


def test_a_price_is_an_amount_as_well(tmp_path):
    file = tmp_path / "lines.csv"
    file.write_text(HEAD.replace("amount", "amount,price") + "A1,1,C1,2026-01-05,5,$2.50\n", "utf-8")
    store = Store.create(tmp_path / "store", name="Dayu")
    mapping = read_mapping(ORDERS + 'list_price = "price"\n')
    assert [one.column for one in import_files(store, [file], mapping=mapping, today=TODAY).foreign] == ["price"]
