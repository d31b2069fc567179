"""Encodings: found, converted in pieces, or refused with a clear word."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from analytics.errors import FileRefused
from analytics.importing import read_preview
from analytics.importing.decoding import as_text, container, sha256, unpacked
from tests.importing.records import CUSTOMERS, rows

CHINESE = "客户编号,客户名称,城市\n0001,大禹机械有限公司,上海\n0002,“长江”设备租赁,武汉\n" * 20
WESTERN = "id,name,town\nC1,Müller & Söhne,Köln\nC2,Café René,Orléans\n" * 20
MIXED = "id,name\nC1,Österreich\n" * 20


@pytest.mark.parametrize(("text", "written", "found"), [
    (CHINESE, "utf-8", "utf-8"),
    (CHINESE, "utf-8-sig", "utf-8"),
    (CHINESE, "utf-16", "utf-16"),
    (WESTERN, "utf-16-le", "utf-16"),
    (WESTERN, "utf-16-be", "utf-16"),
    (CHINESE, "gbk", "gb18030"),
    (CHINESE, "gb18030", "gb18030"),
    (WESTERN, "utf-8", "utf-8"),
    (WESTERN, "latin-1", "latin-1"),
    (MIXED, "latin-1", "latin-1"),
    ("id,name\nC1,plain\n", "ascii", "utf-8"),
])
def test_an_encoding_is_found_and_read(write, text, written, found):
    preview = read_preview(write("file.csv", text.encode(written)))
    assert preview.encoding == found
    assert preview.columns == tuple(text.splitlines()[0].split(","))
    assert preview.rows[0] == tuple(text.splitlines()[1].split(","))
    assert ("encoding_guessed" in preview.warnings) == (found == "latin-1")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gbk", "gb18030"])
def test_names_arrive_whole_whatever_the_encoding(bring, store, encoding):
    bring("id,name\nC1,大禹机械\n0002,长江设备\n".encode(encoding), CUSTOMERS)
    assert rows(store, "customers", "customer_id, name") == [("C1", "大禹机械"), ("0002", "长江设备")]


def test_a_stated_encoding_is_believed_or_refused(bring, store, write):
    report = bring("id,name\nC1,Müller\n".encode("cp1252"), CUSTOMERS, encoding="cp1252")
    assert rows(store, "customers", "name") == [("Müller",)]
    assert report.files[0].warnings == ()
    with pytest.raises(FileRefused) as refused:
        bring("id,name\nC1,Müller\n".encode("latin-1"), CUSTOMERS, encoding="utf-8")
    assert refused.value.code == "file_encoding"
    with pytest.raises(FileRefused) as refused:
        bring("id,name\nC1,x\n", CUSTOMERS, encoding="klingon")
    assert refused.value.code == "encoding_unknown"


def test_a_few_broken_characters_cost_only_their_rows(bring, store):
    good = "".join(f"C{i},大禹机械有限公司{i}\n" for i in range(200)).encode()
    report = bring(b"id,name\n" + good + b"C900,bro\xffken\n" + b"C901,fine\n", CUSTOMERS)
    assert report.table("customers").accepted == 201
    assert [(summary.rule, summary.rows, summary.examples[0].row) for summary in report.problems] == [
        ("characters_broken", 1, 202)]
    assert "characters_broken" in report.files[0].warnings


def test_a_truncated_character_at_the_end_is_noticed(bring):
    content = ("id,name\n" + "".join(f"C{i},大禹机械\n" for i in range(50))).encode()
    report = bring(content + "C99,大".encode()[:-1], CUSTOMERS)
    assert report.table("customers").accepted == 50
    assert report.table("customers").refused == 1


def test_nul_characters_are_taken_out_and_said(bring, store):
    report = bring(b"id,name\nC1,a\x00b\nC2,c\n", CUSTOMERS)
    assert rows(store, "customers", "name") == [("ab",), ("c",)]
    assert report.files[0].warnings == ("nul_removed",)


def test_a_gzip_file_is_read_like_its_content(bring, store, tmp_path):
    report = bring(gzip.compress("id,name\nC1,大禹\n".encode("gbk")), CUSTOMERS, "file.csv.gz")
    assert report.files[0].encoding == "gb18030"
    assert rows(store, "customers", "name, _file") == [("大禹", "file.csv.gz")]


@pytest.mark.parametrize(("content", "code"), [
    (b"", "file_empty"),
    (b"\n \n\t\n", "file_empty"),
    (gzip.compress(b"", mtime=0), "file_empty"),
    (gzip.compress(b"id,name\n" * 1000, mtime=0)[:-20], "file_archive"),
    (b"\x1f\x8bnot gzip at all", "file_archive"),
    (b"%PDF-1.7 ...", "file_not_table"),
    (b"\x89PNG\r\n\x1a\n0000", "file_not_table"),
    (bytes(range(256)) * 40, "file_not_table"),
    (b"PK\x03\x04 no zip", "file_workbook"),
    (b"PAR1 no parquet PAR1", "file_parquet"),
])
def test_what_is_no_table_is_refused(bring, content, code):
    with pytest.raises(FileRefused) as refused:
        bring(content, CUSTOMERS)
    assert refused.value.code == code
    assert "file.csv" in str(refused.value)


def test_a_missing_file_is_refused(tmp_path: Path):
    with pytest.raises(FileRefused) as refused:
        read_preview(tmp_path / "nowhere.csv")
    assert refused.value.code == "file_missing"
    with pytest.raises(FileRefused):
        read_preview(tmp_path)


def test_a_utf_8_file_is_not_copied(write, tmp_path):
    path = write("file.csv", CHINESE)
    assert as_text(unpacked(path, tmp_path), tmp_path, "file.csv").path == path
    assert container(path, "file.csv") == "text"
    assert len(sha256(path)) == 64
