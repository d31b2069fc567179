"""The committed page and templates are what the schema says now."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from analytics.i18n import LANGUAGES
from analytics.importing.preview import Preview
from analytics.importing.suggesting import suggest
from analytics.schema.documentation import data_page, template, template_name, write_templates
from analytics.schema.table import tables

ROOT = Path(__file__).parents[2]
TEMPLATES = ROOT / "data" / "templates"


def test_data_page_is_current():
    assert (ROOT / "docs" / "data.md").read_text("utf-8") == data_page(), "run: python -m analytics docs"


def test_templates_are_current(tmp_path):
    written = write_templates(tmp_path)
    assert {path.name for path in written} == {path.name for path in TEMPLATES.iterdir()}
    for path in written:
        assert path.read_bytes() == (TEMPLATES / path.name).read_bytes(), f"{path.name}: run python -m analytics docs"
        assert path.read_bytes().startswith(b"\xef\xbb\xbf"), "Excel needs the byte-order mark"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("table", tables().values(), ids=lambda table: table.name)
def test_a_template_is_recognised_column_by_column(table, language):
    header, example = csv.reader(template(table, language).splitlines())
    name = template_name(table, language)
    suggestion = suggest(Preview(Path(name), tuple(header), (tuple(example),), (tuple(example),)))
    assert suggestion.tables[0] == table.name
    found = {match.column: match.expression.sources for match in suggestion.matches if match.table == table.name}
    assert found == {column.name: (source,) for column, source in zip(table.columns, header, strict=True)}
    assert suggestion.unused == ()
