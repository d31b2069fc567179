"""Files as they should not be, made from a seed: 500 seeds make 500 files, the same on every machine."""

from __future__ import annotations

import gzip
import io
import random
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pyarrow as pa
import pyarrow.parquet as pq
import xlsxwriter

#: Workbooks and archives say when they were made.
LONG_AGO = datetime(2020, 1, 1)

HEADER = ["order", "line", "customer", "day", "amount", "note"]


@dataclass
class Draft:
    """A table on its way to becoming a file.

    Attributes
    ----------
    rows : list of list of str
        The header and the rows of data.
    delimiter, newline, encoding : str
    rows_certain : bool
        Whether every row of data is one line of the file, so that all of them must be accounted for.
    """

    random: random.Random
    rows: list[list[str]]
    delimiter: str = ","
    newline: str = "\n"
    encoding: str = "utf-8"
    rows_certain: bool = True

    def row(self) -> list[str]:
        """Return some row of data; the header where there is none."""
        self.rows_certain = self.rows_certain and len(self.rows) > 1
        return self.random.choice(self.rows[1:] or self.rows)

    def put(self, values: list[str], times: int = 3) -> None:
        """Write some of the values into some cells."""
        for _ in range(times):
            row = self.row()
            row[self.random.randrange(len(row))] = self.random.choice(values)


def _draft(seed: int) -> Draft:
    rng = random.Random(seed)
    rows = [list(HEADER)]
    for i in range(rng.randrange(1, 40)):
        day = date(2024, 1, 1) + timedelta(rng.randrange(700))
        rows.append([f"A{i}", str(i % 3), f"C{rng.randrange(9)}", day.isoformat(), f"{rng.uniform(-9, 999):.2f}",
                     rng.choice(["ok", "大禹机械", "Müller", "a b"])])
    return Draft(rng, rows)


# What goes wrong with cells and rows.

def formulas(d: Draft) -> None:
    d.put(["=1+1", "=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "'=1"])


def odd_numbers(d: Draft) -> None:
    d.put(["1e999", "-0", "9" * 40, "0x1F", "NaN", "inf", "1_000", "١٢٣", "1.234,56", "1,234.56", "12%", "(5)", "--5",
           "￥5", "5万", "1e-400", ".", "5."], 6)


def odd_dates(d: Draft) -> None:
    styles = ["2026/1/5", "05.01.2026", "1/5/2026", "20260105", "2026年1月5日", "46027", "2026-02-30", "99/99/9999",
              "0000-00-00", "2026-01-05T10:00:00+08:00", "1.1.1", "31/12/99", "infinity", "epoch", "yesterday",
              "1767571200", "-5000-01-01", "2026-13-01", "294277-01-01", "12-05-03"]
    for row in d.rows[1:]:
        if len(row) > 3 and d.random.random() < 0.5:
            row[3] = d.random.choice(styles)


def six_styles(d: Draft) -> None:
    for i, row in enumerate(d.rows[1:]):
        if len(row) > 3:
            row[3] = ["2024-03-05", "2024/3/5", "05.03.2024", "3/5/2024", "20240305", "2024年3月5日"][i % 6]


def odd_characters(d: Draft) -> None:
    d.put(["a\x00b", "\x07\x1b[31m", "\u202eabc", "👩‍🔧", "\ufeffx", "\u3000 \u00a0", "\ud7ff", "\x85", "\x1a", "'; drop table x; --",
           '{"a": 1}', "<script>", "%s {0} {name}", "\\", "\\N", "NULL"], 5)


def huge_cell(d: Draft) -> None:
    d.put(["x" * d.random.choice([20_000, 140_000, 400_000, 400_000, 4_500_000])], 1)


def ragged(d: Draft) -> None:
    for _ in range(4):
        row = d.row()
        if d.random.random() < 0.5:
            del row[d.random.randrange(1, 6):]
        else:
            row += ["more"] * d.random.randrange(1, 9)


def open_quotes(d: Draft) -> None:
    d.put(['"open', 'mid"dle', 'closed"', '"two"x', '""', '"', '"""', '"a\nb"'], 3)
    d.rows_certain = False


def duplicate_headers(d: Draft) -> None:
    d.rows[0][d.random.randrange(len(d.rows[0]))] = d.random.choice(["order", "Order", "ORDER ", "day", ""])


def odd_headers(d: Draft) -> None:
    d.rows[0][-1] = d.random.choice(["_row", "_file", "_hash", 'quo"te', "a;b", "x" * 5000, "*", "select", "said_order_id", " "])
    d.rows_certain = d.rows_certain and '"' not in d.rows[0][-1]


def no_header(d: Draft) -> None:
    d.rows[0] = ["A999", "1", "C1", "2024-01-01", "5.00", "ok"]
    d.rows_certain = False


def header_only(d: Draft) -> None:
    d.rows = d.rows[:1]


def header_again(d: Draft) -> None:
    d.rows.insert(d.random.randrange(1, len(d.rows) + 1), list(HEADER))


def repeated_rows(d: Draft) -> None:
    d.rows += [list(row) for row in d.rows[1:d.random.randrange(2, 12)]]


def one_column(d: Draft) -> None:
    d.rows = [[row[0]] for row in d.rows]


def many_columns(d: Draft) -> None:
    many = d.random.choice([60, 300, 300, 2000])
    d.rows = [row + ["v"] * many if i else row + [f"extra {k}" for k in range(many)] for i, row in enumerate(d.rows[:8])]


def empty_cells(d: Draft) -> None:
    d.put([""], 12)


def empty_rows(d: Draft) -> None:
    d.rows.insert(d.random.randrange(1, len(d.rows) + 1), [""] * 6)
    d.rows_certain = False


# What goes wrong with the text.

def other_delimiter(d: Draft) -> None:
    d.delimiter = d.random.choice([";", "\t", "|", ":", " "])
    d.rows_certain = d.rows_certain and d.delimiter not in ": "


def mixed_delimiters(d: Draft) -> None:
    d.rows = [[(";" if i % 3 else "\t").join(row)] if i % 2 else row for i, row in enumerate(d.rows)]


def old_newlines(d: Draft) -> None:
    d.newline = d.random.choice(["\r", "\r\n", "\n\n", "\r\r\n", "\n \n"])
    d.rows_certain = False


def other_encoding(d: Draft) -> None:
    d.encoding = d.random.choice(["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "latin-1", "cp1251",
                                  "utf-32", "utf-7", "big5", "shift-jis"])
    d.rows_certain = False


CHANGES: tuple[Callable[[Draft], None], ...] = (
    formulas, odd_numbers, odd_dates, six_styles, odd_characters, huge_cell, ragged, open_quotes, duplicate_headers,
    odd_headers, no_header, header_only, header_again, repeated_rows, one_column, many_columns, empty_cells, empty_rows,
    other_delimiter, mixed_delimiters, old_newlines, other_encoding)


# What goes wrong with the bytes.

def truncated(rng: random.Random, content: bytes) -> bytes:
    return content[:rng.randrange(len(content) + 1)]


def flipped(rng: random.Random, content: bytes) -> bytes:
    found = bytearray(content)
    for _ in range(min(len(found), rng.choice([1, 3, 40]))):
        found[rng.randrange(len(found))] = rng.randrange(256)
    return bytes(found)


def two_encodings(rng: random.Random, content: bytes) -> bytes:
    return content + "A1000,1,C1,2024-01-01,5.00,Größe 尺寸\n".encode(rng.choice(["gb18030", "utf-16-le", "utf-8"]))


def titled(rng: random.Random, content: bytes) -> bytes:
    return rng.choice([b"Report 2024\n\n", b"\n\n\n", b"sep=,\n", b"a,b\nc,d\n", b"# comment\n"]) + content


def doubled(rng: random.Random, content: bytes) -> bytes:
    return content + content


DAMAGES = (truncated, flipped, two_encodings, titled, doubled)


def _text(draft: Draft) -> bytes:
    text = draft.newline.join(draft.delimiter.join(row) for row in draft.rows) + draft.newline
    return text.encode(draft.encoding, "replace")


def _workbook(draft: Draft) -> bytes:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": bool(draft.random.randrange(2)),
                                      "strings_to_numbers": bool(draft.random.randrange(2)), "nan_inf_to_errors": True}) as book:
        book.set_properties({"created": LONG_AGO})
        sheet = book.add_worksheet("数据")
        top = draft.random.choice([0, 0, 3])
        for i, row in enumerate(draft.rows):
            for k, cell in enumerate(row[:300]):
                sheet.write(top + i, k, cell[:30_000].translate(dict.fromkeys(range(32))))
        book.add_worksheet("empty")
    return target.getvalue()


def _parquet(draft: Draft) -> bytes:
    names = [f"{name}{i if draft.rows[0].index(name) != i else ''}" for i, name in enumerate(draft.rows[0])]
    columns = {name: [row[i] if i < len(row) else None for row in draft.rows[1:]] for i, name in enumerate(names)}
    target = io.BytesIO()
    pq.write_table(pa.table(columns), target)
    return target.getvalue()


def malformed(seed: int) -> tuple[str, bytes, int | None]:
    """Make a file.

    Returns
    -------
    tuple of (str, bytes, int or None)
        Its name, its content, and how many rows of data it has where that is certain.
    """
    draft = _draft(seed)
    rng = draft.random
    for change in rng.sample(CHANGES, rng.choice([1, 1, 2, 3])):
        change(draft)
    blank = any(not any(cell.strip() for cell in row) for row in draft.rows)
    rows = len(draft.rows) - 1 if draft.rows_certain and not blank else None
    kind = rng.choice(["text"] * 14 + ["workbook", "workbook", "parquet", "parquet", "zip", "nothing"])
    match kind:
        case "workbook":
            name, content, rows = "file.xlsx", _workbook(draft), None
        case "parquet":
            name, content, rows = "file.parquet", _parquet(draft), None
        case "zip":
            target = io.BytesIO()
            with zipfile.ZipFile(target, "w") as archive:
                archive.writestr(zipfile.ZipInfo("file.csv", LONG_AGO.timetuple()[:6]), _text(draft))
            name, content, rows = "file.xlsx", target.getvalue(), None
        case "nothing":
            name, content, rows = "file.csv", rng.choice([b"", b"\n", b" ", b"\0" * 100, b"\xff\xfe", b"\xef\xbb\xbf", b"PAR1"]), None
        case _:
            name, content = "file.csv", _text(draft)
    if rng.random() < 0.3:
        content, rows = rng.choice(DAMAGES)(rng, content), None
    if rng.random() < 0.1:
        name, content = name + ".gz", gzip.compress(content, 1, mtime=0)
        if rng.random() < 0.5:
            content, rows = truncated(rng, content), None
    return name, content, rows
