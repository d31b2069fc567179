"""What the importer believes a file to be, and how sure it is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from analytics.errors import MappingRefused
from analytics.i18n import Translator, catalogue
from analytics.importing.mapping import read_mapping
from analytics.importing.mapping_memory import remember, remembered
from analytics.importing.preview import Preview
from analytics.importing.previewing import read_preview
from analytics.importing.suggesting import Suggestion, suggest
from analytics.importing.suggesting_names import name_scores, words
from analytics.importing.suggesting_values import fit, profile
from analytics.importing.suggesting_wording import doubt
from analytics.schema.table import table


def preview(header: list[str], *rows: list[str | None], name: str = "export.csv") -> Preview:
    return Preview(Path(name), tuple(header), tuple(map(tuple, rows)), tuple(map(tuple, rows)))


def found(suggestion: Suggestion, name: str) -> dict[str, object]:
    """Canonical column to source column, or to the whole expression where there is none."""
    return {match.column: match.expression.sources[0] if match.expression.kind == "column" else match.expression
            for match in suggestion.matches if match.table == name}


CHINESE = preview(
    ["客户编号", "客户名称", "客户规模", "所属区域", "客户经理", "手机号", "开户日期", "是否流失", "流失日期", "流失原因",
     "满意度评分", "评价日期", "套餐"],
    ["K001", "长青物流有限公司", "大型", "华北", "李娜", "13800000001", "2021-03-01", "是", "2026年1月5日", "价格高", "2",
     "2025-12-01", "A"],
    ["K002", "东方建设", "小型", "华东", "王伟", "13900000002", "2022-07-15", "否", None, None, "5", "2025-12-03", "B"],
    ["K003", "南方矿业", "中型", "华南", "李娜", "13700000003", "2020-11-30", "否", None, None, "4", "2025-12-02", "A"])


def test_chinese_customers_with_their_satisfaction():
    suggestion = suggest(CHINESE)
    assert suggestion.tables == ("customers", "surveys")
    assert found(suggestion, "customers") == {
        "customer_id": "客户编号", "name": "客户名称", "size": "客户规模", "region": "所属区域",
        "account_manager": "客户经理", "phone": "手机号", "acquired_on": "开户日期", "status": "是否流失",
        "lost_on": "流失日期", "lost_cause": "流失原因"}
    assert found(suggestion, "surveys") == {"customer_id": "客户编号", "score": "满意度评分", "answered_on": "评价日期"}
    assert suggestion.unused == ("套餐",)
    assert all(match.confidence >= 0.8 and match.state == "sure" for match in suggestion.matches)
    assert suggestion.confident


def test_yes_means_lost_in_a_churn_column_and_a_customer_in_an_active_one():
    status = {match.column: match for match in suggest(CHINESE).matches}["status"].expression
    assert dict(status.values) == {"是": "lost", "否": "active"}
    active = suggest(preview(["Customer ID", "Is Active", "Region"], ["1", "1", "N"], ["2", "0", "S"]))
    assert dict({match.column: match for match in active.matches}["status"].expression.values) == {
        "1": "active", "0": "lost"}


def test_a_flag_that_does_not_say_which_way_is_not_sure():
    suggestion = suggest(preview(["Customer ID", "Status", "Region"], ["1", "1", "N"], ["2", "0", "S"]))
    assert {match.column: match.state for match in suggestion.matches}["status"] == "unsure"
    assert not suggestion.confident


def test_both_words_of_a_flag_are_translated_though_one_is_seen():
    suggestion = suggest(preview(["Customer ID", "Churn"], ["1", "Yes"], ["2", "Yes"]))
    assert dict({match.column: match for match in suggestion.matches}["status"].expression.values) == {
        "yes": "lost", "no": "active"}


def test_chinese_orders():
    suggestion = suggest(preview(
        ["订单编号", "会员编号", "下单时间", "实付金额", "商品名称", "数量", "单价", "门店", "收货地址"],
        ["S1", "H1", "2025-05-01 10:22", "99.00", "滤芯", "1", "99.00", "天津", "x"],
        ["S2", "H1", "2025-06-01 11:30", "198.00", "滤芯", "2", "99.00", "北京", "y"], name="订单明细.csv"))
    assert suggestion.tables == ("orders",)
    assert found(suggestion, "orders") == {
        "order_id": "订单编号", "customer_id": "会员编号", "ordered_on": "下单时间", "revenue": "实付金额",
        "product": "商品名称", "quantity": "数量", "list_price": "单价", "branch": "门店"}
    assert suggestion.confident


def test_chinese_complaints():
    suggestion = suggest(preview(
        ["投诉单号", "客户编码", "受理时间", "投诉类型", "严重程度", "处理结果", "结案时间", "是否满意"],
        ["T1", "K1", "2025-01-01", "交付", "高", "已解决", "2025-01-03 10:00", "是"],
        ["T2", "K1", "2025-02-01", "质量", "低", "处理中", None, None]))
    assert suggestion.tables == ("complaints",)
    assert found(suggestion, "complaints") == {
        "complaint_id": "投诉单号", "customer_id": "客户编码", "opened_on": "受理时间", "category": "投诉类型",
        "severity": "严重程度", "outcome": "处理结果", "closed_at": "结案时间", "satisfied": "是否满意"}
    assert suggestion.confident


@pytest.mark.parametrize(("name", "expected", "unused"), [
    ("telco_v1/Telco-Customer-Churn.csv",
     {"customers": {"customer_id": "customerID", "status": "Churn", "tenure_months": "tenure"}}, 17),
    ("telco_v2/telco_v2_merged.csv",
     {"customers": {"customer_id": "Customer ID", "status": "Customer Status", "lost_cause": "Churn Category",
                    "lost_cause_note": "Churn Reason", "tenure_months": "Tenure in Months"},
      "surveys": {"customer_id": "Customer ID", "score": "Satisfaction Score"}}, None),
    ("telco_v2/Telco_customer_churn.xlsx",
     {"customers": {"customer_id": "CustomerID", "status": "Churn Label", "lost_cause": "Churn Reason",
                    "tenure_months": "Tenure Months"}}, None),
    ("iranian_churn/Customer_Churn.csv", {"customers": {"status": "Churn", "tenure_months": "Subscription Length"}}, 12),
    ("online_retail/online_retail.csv.gz",
     {"orders": {"order_id": "InvoiceNo", "customer_id": "CustomerID", "ordered_on": "InvoiceDate",
                 "quantity": "Quantity", "list_price": "UnitPrice"}}, None),
    ("cdnow/CDNOW_master.txt",
     {"orders": {"customer_id": "customer_id", "ordered_on": "date", "revenue": "dollar_value",
                 "quantity": "number_of_cds"}}, 0),
    ("olist_sample15k/olist_order_reviews_dataset.csv",
     {"surveys": {"score": "review_score", "answered_on": "review_answer_timestamp",
                  "sent_on": "review_creation_date", "comment": "review_comment_message"}}, None),
    ("olist_sample15k/olist_orders_dataset.csv",
     {"orders": {"order_id": "order_id", "customer_id": "customer_id", "ordered_on": "order_purchase_timestamp"}}, None),
    ("telco_contract_dates/contract.csv",
     {"contracts": {"customer_id": "customerID", "starts_on": "BeginDate", "monthly_value": "MonthlyCharges"}}, None),
])
def test_the_real_files(datasets, name, expected, unused):
    path = datasets / name
    if not path.exists():
        pytest.skip(f"not on this machine: {name}")
    suggestion = suggest(read_preview(path))
    assert suggestion.tables == tuple(expected)
    for canonical, columns in expected.items():
        assert columns.items() <= found(suggestion, canonical).items()
    assert unused is None or len(suggestion.unused) == unused


@pytest.mark.parametrize(("name", "confident"), [
    ("telco_v1/Telco-Customer-Churn.csv", True),
    ("online_retail/online_retail.csv.gz", True),
    # Three columns tell who is lost; which one to believe is for people to say.
    ("telco_v2/telco_v2_merged.csv", False),
    # Neither has an identifier of its rows.
    ("iranian_churn/Customer_Churn.csv", False),
    ("cdnow/CDNOW_master.txt", False),
    # An order per customer_id, and no column for the money.
    ("olist_sample15k/olist_orders_dataset.csv", False),
    ("olist_sample15k/olist_customers_dataset.csv", False),
    # Only an identifier is known: it would replace what is known of the customers.
    ("telco_contract_dates/phone.csv", False),
])
def test_the_command_line_goes_on_by_itself_only_when_sure(datasets, name, confident):
    if not (datasets / name).exists():
        pytest.skip(f"not on this machine: {name}")
    assert suggest(read_preview(datasets / name)).confident is confident


def test_revenue_is_quantity_times_unit_price_where_there_is_no_amount():
    suggestion = suggest(preview(
        ["InvoiceNo", "CustomerID", "InvoiceDate", "Quantity", "UnitPrice"],
        ["1", "17850.0", "2010-12-01", "6", "2.55"], ["2", "17851.0", "2010-12-01", "1", "3.39"]))
    matches = {match.column: match for match in suggestion.matches}
    assert (matches["revenue"].expression.kind, matches["revenue"].expression.operands, matches["revenue"].because) == (
        "product", ("Quantity", "UnitPrice"), "derived")
    assert matches["customer_id"].expression.whole
    assert suggestion.confident


def test_what_nothing_reads_yet_is_offered_to_further_tables():
    trade = suggest(preview(
        ["order_id", "customer_id", "ordered_on", "revenue", "customer_name", "region", "pallet"],
        *([f"O{i}", f"C{i // 2}", "2026-01-01", "5", f"Firm {i // 2}", "N" if i % 2 else "S", "x"] for i in range(6))))
    assert (trade.tables, trade.offered) == (("orders",), ("customers",))
    assert trade.unused == ("customer_name", "region", "pallet")
    taken = trade.taking("customers")
    assert (taken.tables, taken.offered, taken.unused) == (("orders", "customers"), (), ("pallet",))
    assert found(taken, "customers") == {"customer_id": "customer_id", "name": "customer_name", "region": "region"}
    customers = taken.mapping.table("customers")
    assert (customers.one_row_per_key, customers.traits) == (True, ())
    assert read_mapping(taken.to_toml()) == taken.mapping
    assert read_mapping(re.sub(r"(?m)^# (?=\[|one_row|customer_id|name|region)", "", trade.to_toml())) == taken.mapping


@pytest.mark.parametrize(("header", "row", "tables", "offered"), [
    # A satisfaction score beside a reason for leaving: two tables out of one export.
    (["customerID", "tenure", "Churn", "Churn Reason", "Satisfaction Score"], ["A{i}", "{i}", "Yes", "Price", "3"],
     ("customers", "surveys"), ()),
    # The score in a list of complaints is of the complaint; people may still say it is of the company.
    (["complaint_id", "customer_id", "customer_name", "opened_on", "satisfaction score"],
     ["K{i}", "C{i}", "Firm {i}", "2026-01-01", "3"], ("complaints",), ("customers", "surveys")),
    # The day of joining is the day of acquisition already; level and kind of card have no other place.
    (["客户编号", "客户名称", "客户规模", "所属区域", "入会日期", "会员等级", "卡种"],
     ["C{i}", "第{i}公司", "大型", "华北", "2024-01-05", "金卡", "积分卡"],
     ("customers",), ("memberships",)),
    # Nothing is known of a customer but the number: no list of customers.
    (["order_id", "customer_id", "ordered_on", "revenue", "remark"], ["O{i}", "C{i}", "2026-01-01", "5", "x"],
     ("orders",), ()),
])
def test_further_tables(header, row, tables, offered):
    rows = [[cell.format(i=i) for cell in row] for i in range(6)]
    suggestion = suggest(preview(header, *rows))
    assert (suggestion.tables, suggestion.offered) == (tables, offered)


def test_a_running_contract_ends_on_no_day():
    suggestion = suggest(preview(
        ["Contract No", "Customer ID", "BeginDate", "EndDate"],
        *([f"K{i}", f"C{i}", "2024-01-01", "2025-01-01" if i % 4 == 0 else "No"] for i in range(8))))
    ends_on = {match.column: match for match in suggestion.matches}["ends_on"]
    assert (ends_on.expression.sources, ends_on.expression.values, ends_on.state) == (("EndDate",), (("no", ""),), "sure")


def test_a_count_of_customers_is_nobody_s_name():
    assert suggest(preview(["segment_no", "customers"], ["1", "520"], ["2", "311"])).tables == ()


def test_monthly_charges_are_a_year_only_on_approval():
    suggestion = suggest(preview(["Customer ID", "Monthly Charge", "Region"], ["1", "20", "N"], ["2", "30", "S"]))
    match = {match.column: match for match in suggestion.matches}["annual_value"]
    assert (match.expression.multiply, match.because, match.state) == (12.0, "derived", "unsure")


@pytest.mark.parametrize(("scores", "scale"), [
    (["1", "5", "3"], {}), (["9", "7", "10"], {"scale_max": "10"}), (["0", "10", "6"], {"scale_min": "0", "scale_max": "10"}),
    (["85", "60", "99"], {"scale_max": "100"}), (["6", "7", "2"], {"scale_max": "7"}),
])
def test_a_scale_beyond_five_is_guessed_and_asked(scores, scale):
    suggestion = suggest(preview(["Customer ID", "Satisfaction Score", "Survey Date"],
                                 *([str(i), score, "2026-01-01"] for i, score in enumerate(scores))))
    guessed = {match.column: match.expression.text for match in suggestion.matches if match.expression.kind == "constant"}
    assert guessed == scale
    assert suggestion.confident is not bool(scale)


@pytest.mark.parametrize(("name", "scores", "scale"), [
    ("打分（1-5）", ["4", "7", "0", *["5", "3", "2", "1"] * 5], {"scale_min": "1", "scale_max": "5"}),
    ("Score (0–10)", ["3", "4", "5"], {"scale_min": "0", "scale_max": "10"}),
    ("满意度评分(1~7分)", ["3", "4", "5"], {"scale_min": "1", "scale_max": "7"}),
    ("Rating [1 to 5]", ["3", "4", "5"], {"scale_min": "1", "scale_max": "5"}),
])
def test_a_scale_that_the_name_states_is_believed_though_a_few_values_leave_it(name, scores, scale):
    suggestion = suggest(preview(["Customer ID", name, "Survey Date"],
                                 *([str(i), score, "2026-01-01"] for i, score in enumerate(scores))))
    stated = {match.column: match for match in suggestion.matches if match.expression.kind == "constant"}
    assert {column: match.expression.text for column, match in stated.items()} == scale
    assert {(match.state, match.because) for match in stated.values()} == {("sure", "name")}
    assert suggestion.confident


def test_a_scale_in_the_name_that_most_values_leave_is_none():
    suggestion = suggest(preview(["Customer ID", "Score (1-5)", "Survey Date"],
                                 *([str(i), score, "2026-01-01"] for i, score in enumerate(["9", "8", "10", "3"]))))
    assert {match.column: (match.expression.text, match.sure) for match in suggestion.matches
            if match.expression.kind == "constant"} == {"scale_max": ("10", False)}


def test_two_columns_that_fit_alike_are_ambiguous():
    suggestion = suggest(preview(
        ["Order No", "Customer No", "Invoice Date", "Order Date", "Net Amount"],
        ["1", "a", "2026-01-01", "2026-01-03", "5.5"], ["2", "b", "2026-01-01", "2026-01-04", "6.5"]))
    states = {match.column: match.state for match in suggestion.matches}
    assert states == {"order_id": "sure", "customer_id": "sure", "ordered_on": "ambiguous", "revenue": "sure"}
    assert not suggestion.confident


def test_values_speak_against_a_name():
    suggestion = suggest(preview(["Customer ID", "Email", "Phone", "Customer Since"],
                                 ["1", "weekly", "yes", "gold"], ["2", "never", "no", "silver"]))
    assert found(suggestion, "customers") == {"customer_id": "Customer ID"}


def test_values_speak_without_a_name():
    suggestion = suggest(preview(["Customer ID", "K1"], ["1", "large"], ["2", "small"], ["3", "medium"]))
    match = {match.column: match for match in suggestion.matches}["size"]
    assert (match.because, match.state) == ("values", "unsure")


def test_a_missing_identifier_is_the_row_number_or_a_bare_id_and_never_sure():
    rows = suggest(preview(["Churn", "Tenure"], ["1", "5"], ["0", "6"]))
    assert rows.matches[0].expression.text == "C{row}"
    bare = suggest(preview(["ID", "Churn", "Tenure"], ["1", "1", "5"], ["2", "0", "6"]))
    assert found(bare, "customers")["customer_id"] == "ID"
    assert not rows.confident
    assert not bare.confident


def test_what_is_missing_is_written_for_editing():
    suggestion = suggest(preview(["Order ID", "Order Date", "Note"], ["1", "2026-01-01", "x"], ["2", "2026-01-02", "y"]))
    assert suggestion.missing == (("orders", "customer_id"), ("orders", "revenue"))
    text = suggestion.to_toml()
    assert '# customer_id = "…"  # required, not found' in text
    with pytest.raises(MappingRefused, match=r"orders\.customer_id, orders\.revenue"):
        _ = suggestion.mapping


def test_the_table_may_be_given():
    suggestion = suggest(preview(["Customer ID", "Score"], ["1", "5"], ["1", "4"]), table="complaints")
    assert suggestion.tables == ("complaints",)
    assert ("complaints", "opened_on") in suggestion.missing


def test_nothing_is_made_of_a_file_that_speaks_of_nothing():
    suggestion = suggest(preview(["weight_g", "height_cm"], ["5", "6"], ["7", "8"]))
    assert (suggestion.matches, suggestion.missing, suggestion.confident) == ((), (), False)
    with pytest.raises(MappingRefused):
        _ = suggestion.mapping
    assert suggest(preview([])).tables == ()


def test_what_is_shown_is_what_is_used_and_remembered(tmp_path):
    suggestion = suggest(CHINESE)
    assert read_mapping(suggestion.to_toml()) == suggestion.mapping
    assert suggestion.mapping.table("customers").traits is None
    remember(tmp_path, suggestion.mapping, CHINESE.columns)
    assert remembered(tmp_path, CHINESE.columns[::-1]) == suggestion.mapping


def test_the_sheet_of_a_workbook_is_kept():
    one = Preview(Path("book.xlsx"), ("Customer ID", "Region"), (), (("1", "N"),), sheet="Data", sheets=("Info", "Data"))
    suggestion = suggest(one)
    assert suggestion.mapping.sources[0].sheet == "Data"
    assert read_mapping(suggestion.to_toml()).sources[0].sheet == "Data"


@pytest.mark.parametrize(("name", "canonical", "at_least", "at_most"), [
    ("customer_id", ("customers", "customer_id"), 0.99, 1.0),
    ("CustomerID", ("customers", "customer_id"), 0.99, 1.0),
    ("KUNNR", ("orders", "customer_id"), 0.9, 0.96),
    ("客户编号（必填）", ("customers", "customer_id"), 0.99, 1.0),
    ("Revenue (EUR)", ("orders", "revenue"), 0.99, 1.0),
    ("date", ("orders", "ordered_on"), 0.8, 0.86),
    ("下单日", ("orders", "ordered_on"), 0.9, 1.0),
    ("货品", ("orders", "product"), 0.9, 1.0),
    ("流失日", ("customers", "lost_on"), 0.9, 1.0),
    ("首次成交日", ("customers", "acquired_on"), 0.9, 1.0),
    ("填写日期", ("surveys", "answered_on"), 0.9, 1.0),
    ("所属大区", ("customers", "region"), 0.9, 1.0),
    ("允许联系", ("customers", "consent"), 0.9, 1.0),
    ("出生日", ("customers", "acquired_on"), 0.0, 0.0),
    ("custommer id", ("customers", "customer_id"), 0.7, 0.8),
    ("crm customer number", ("customers", "customer_id"), 0.6, 0.7),
    ("Customer Status", ("customers", "region"), 0.0, 0.0),
    ("Churn Score", ("surveys", "score"), 0.0, 0.0),
    ("Total Revenue", ("customers", "annual_value"), 0.0, 0.0),
])
def test_names_are_scored(name, canonical, at_least, at_most):
    assert at_least <= name_scores([name])[canonical][0] <= at_most


def test_words_of_a_name():
    assert words("customerSince_Date [UTC]") == "customer since date"
    assert words("（备注）") == "备注"


@pytest.mark.parametrize(("values", "canonical", "expected"), [
    (["2026-01-01", "2026-02-01 10:00"], "acquired_on", 1.0), (["46023", "45000"], "acquired_on", 0.8),
    (["5", "x"], "acquired_on", 0.15), (["1,234.50", "￥7"], "annual_value", 1.0), (["a", "b"], "annual_value", 0.15),
    (["large", "小型"], "size", 1.0), (["red", "blue"], "size", 0.4), (["a@b.cn", "c@d.com"], "email", 1.0),
    (["yes", "否"], "consent", 1.0), (["maybe", "later"], "consent", 0.2), ([None, " "], "acquired_on", 1.0),
    (["A"] * 60, "region", 0.6), ([str(i) for i in range(60)], "region", 0.6),
])
def test_values_are_fitted(values, canonical, expected):
    assert fit(profile(values), table("customers").column(canonical)) == expected


def test_every_state_has_words():
    for language in ("en", "zh-CN"):
        for key in ("confidence.sure", "confidence.unsure", "confidence.ambiguous"):
            assert catalogue(language)[f"mapping.{key}"]


def test_a_list_of_invitations_needs_no_score_where_it_is_said_to_be_a_survey():
    asked = preview(["Customer ID", "Sent On", "Wave"], ["C1", "2026-01-05", "2026Q1"], ["C2", "2026-01-05", "2026Q1"])
    suggestion = suggest(asked, table="surveys")
    assert suggestion.missing == ()
    assert found(suggestion, "surveys") == {"customer_id": "Customer ID", "sent_on": "Sent On", "wave": "Wave"}


def test_a_file_with_nothing_but_customers_and_waves_lacks_its_score():
    suggestion = suggest(preview(["Customer ID", "Wave"], ["C1", "2026Q1"], ["C2", "2026Q1"]), table="surveys")
    assert suggestion.missing == (("surveys", "score"),)
    with pytest.raises(MappingRefused):
        _ = suggestion.mapping


def test_a_column_of_dates_of_sending_beside_customers_makes_no_survey():
    suggestion = suggest(preview(["Customer ID", "Customer Name", "Sent On"], ["C1", "a", "2026-01-05"],
                                 ["C2", "b", "2026-01-06"]))
    assert "surveys" not in suggestion.tables


def doubted(header: list[str], *rows: list[str | None], language: str = "en") -> dict[str, str]:
    """What is doubted about every column that is not sure."""
    guessed = suggest(preview(header, *rows), table="customers")
    told = {match.column: doubt(match, Translator(language)) for match in guessed.matches}
    return {column: said for column, said in told.items() if said}


@pytest.mark.parametrize(("language", "size", "manager"), [
    ("en", "2 of the 5 different values seen in “Size” are not known for “Size”, such as huge, tiny",
     "the name “Old Account Manager” only resembles the names known for “Account manager”"),
    ("zh-CN", "“Size”中见到 5 种取值，其中 2 种不是“规模”的已知取值，例如 huge、tiny",
     "列名“Old Account Manager”与“客户经理”的常用名称只是相近")])
def test_a_doubt_says_what_is_open_and_not_how_open(language, size, manager):
    rows = [[f"C{i}", value, place] for i, (value, place) in enumerate(
        [("Large", "North"), ("Medium", "South"), ("Small", "North"), ("Huge", "South"), ("Tiny", "South")])]
    assert doubted(["Customer ID", "Size", "Old Account Manager"], *rows, language=language) == {"size": size, "account_manager": manager}


def test_one_unknown_value_is_told_in_the_singular():
    rows = [[f"C{i}", value] for i, value in enumerate(["Large", "Medium", "Huge"])]
    assert doubted(["Customer ID", "Size"], *rows)["size"].startswith(
        "1 of the 3 different values seen in “Size” is not known")


def test_flags_and_values_alone_are_doubted_in_words():
    rows = [["C1", "yes", "large"], ["C2", "no", "small"], ["C3", "no", "small"]]
    assert doubted(["Customer ID", "Status", "Tier of theirs"], *rows) == {
        "status": "the name “Status” does not say whether yes means lost or kept",
        "size": "this is guessed from the values alone"}


def test_what_is_worked_out_from_a_doubtful_column_is_doubted_as_such():
    guessed = suggest(preview(
        ["Order No", "Customer No", "Order Date", "Quantity", "The list price x"],
        ["1", "a", "2026-01-03", "2", "5.5"], ["2", "b", "2026-01-04", "1", "6.5"]), table="orders")
    product = next(match for match in guessed.matches if match.column == "revenue")
    assert doubt(product, Translator("en")) == (
        "it is worked out from Quantity, The list price x, and not all of that is sure")
