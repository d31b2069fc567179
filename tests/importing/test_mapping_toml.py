"""Mapping files are read, refused with reasons, and written back to the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from analytics.errors import MappingRefused
from analytics.i18n import catalogue
from analytics.importing.mapping import load_mapping, read_mapping
from analytics.importing.mapping_parts import Expression, Source

READY = sorted((Path(__file__).parents[2] / "data" / "mappings").glob("*.toml"))

EVERYTHING = r'''
[files]
list = { file = "list*", sheet = "Sheet \"1\"", header = false, columns = ["a", "b"], delimiter = "whitespace", decimal = ",", encoding = "gb18030" }
more = "more*"

[customers]
from = "list"
join = [{ file = "more", on = { "a" = "key" } }]
where = [{ column = "b", one_of = ["x", "y"] }, { column = "a", above = 2.5 }, { column = "a", empty = false }]
duplicates = "keep"
one_row_per_key = true
customer_id = { column = "a", whole = true }
name = { columns = ["a", "b"], join = "\t", default = "?" }
status = { column = "b", values = { "Ja, doch" = "lost", 1 = "active" }, otherwise = "active" }
annual_value = { column = "b", multiply = 12.5, default = "0" }
acquired_on = { column = "b", format = "%d.%m.%Y" }
tenure_months = { sum = ["a", "b", 3] }
consent = { constant = true }
lost_on = { constant = 2026-01-31 }
traits = "*"
leave_out = ["b"]
'''


@pytest.mark.parametrize("path", READY, ids=lambda path: path.stem)
def test_ready_mappings_survive_writing_and_reading(path):
    mapping = load_mapping(path)
    assert read_mapping(mapping.to_toml()) == mapping


def test_the_ready_mappings_are_these():
    assert [path.stem for path in READY] == [
        "cdnow", "cdnow_sample", "iranian", "olist", "online_retail", "telco_contracts", "telco_v1", "telco_v2",
        "telco_v2_single", "telco_v2_tables"]


def test_every_form_survives_writing_and_reading():
    mapping = read_mapping(EVERYTHING)
    assert read_mapping(mapping.to_toml()) == mapping
    assert mapping.source("list") == Source("list", "list*", 'Sheet "1"', False, ("a", "b"), "whitespace", ",", "gb18030")
    table = mapping.table("customers")
    assert table.columns["consent"] == Expression("constant", text="true")
    assert table.columns["lost_on"].text == "2026-01-31"
    assert table.columns["annual_value"].multiply == 12.5
    assert table.traits is None


def test_a_table_may_name_its_file_and_sheet():
    mapping = read_mapping('[customers]\nsheet = "客户"\ncustomer_id = "A"\n[events]\nfile = "ev*"\n'
                           'happened_on = "D"\ntitle = "T"')
    assert [(source.file, source.sheet) for source in mapping.sources] == [("*", "客户"), ("ev*", "")]
    assert read_mapping(mapping.to_toml()) == mapping


def test_a_mapping_may_begin_with_a_byte_order_mark(tmp_path):
    path = tmp_path / "m.toml"
    path.write_text('[customers]\ncustomer_id = "A"\n', "utf-8-sig")
    assert load_mapping(path).table("customers").columns["customer_id"].sources == ("A",)


@pytest.mark.parametrize(("toml", "code", "message"), [
    ("[customers", "mapping_syntax", "not valid TOML"),
    ("", "mapping_empty", "names no table"),
    ('[custommers]\ncustomer_id = "A"', "mapping_table", "Did you mean 'customers'"),
    ('[customers]\nname = "A"', "mapping_incomplete", "nothing about customer_id"),
    ('[customers]\ncustomer_id = "A"\nreigon = "B"', "mapping_column", "Did you mean 'region'"),
    ('[customers]\ncustomer_id = "A"\nname = { colum = "B" }', "mapping_form", "Forms: column"),
    ('[customers]\ncustomer_id = "A"\nname = { column = "B", value = { a = "b" } }', "mapping_option", "'values'"),
    ('[customers]\ncustomer_id = { row = "C" }', "mapping_form", "{row}"),
    ('[customers]\ncustomer_id = "A"\nwhere = [{ column = "B", like = "x" }]', "mapping_option", "Known|mean"),
    ('[customers]\ncustomer_id = "A"\nwhere = [{ column = "B" }]', "mapping_form", "one column and one test"),
    ('[customers]\ncustomer_id = "A"\ntraits = "B"', "mapping_form", "traits is a list"),
    ('[customers]\ncustomer_id = "A"\nduplicates = "merge"', "mapping_form", "keep"),
    ('[surveys]\ncustomer_id = "A"\nscore = "S"\ntraits = "*"', "mapping_traits", "only customers"),
    ('[files]\nlist = "l*"\n[customers]\ncustomer_id = "A"\njoin = [{ file = "lost", on = "A" }]', "mapping_file", "lost"),
    ('customers = 5', "mapping_form", "wrong kind"),
    ('[customers]\ncustomer_id = 5', "mapping_form", "column name or one of the forms"),
    ('[customers]\ncustomer_id = "A"\njoin = 5', "mapping_form", "wrong kind"),
    ('files = 3\n[customers]\ncustomer_id = "A"', "mapping_form", "wrong kind"),
    ('[customers]\ncustomer_id = "A"\nannual_value = { column = "B", multiply = "x" }', "mapping_form", "wrong kind"),
    ('[customers]\ncustomer_id = "A"\nname = { columns = 3 }', "mapping_form", "wrong kind"),
    ('[customers]\ncustomer_id = "A"\nname = { column = ["B"] }', "mapping_form", "wrong kind"),
    ('[files]\na = "x"\nb = "y"\n[customers]\ncustomer_id = "A"\nfrom = "c"', "mapping_file", "'c'"),
])
def test_mistakes_are_refused_with_what_and_where(toml, code, message):
    with pytest.raises(MappingRefused, match=message) as caught:
        read_mapping(toml)
    assert caught.value.code == code
    for language in ("en", "zh-CN"):
        assert catalogue(language)[f"errors.{code}"].format(**caught.value.details)


def test_an_unreadable_file_is_refused(tmp_path):
    with pytest.raises(MappingRefused, match=r"gone\.toml cannot be read"):
        load_mapping(tmp_path / "gone.toml")
    (tmp_path / "gbk.toml").write_bytes("[customers]\nname = '客户'".encode("gb18030"))
    with pytest.raises(MappingRefused, match=r"gbk\.toml cannot be read"):
        load_mapping(tmp_path / "gbk.toml")
