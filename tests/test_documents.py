"""Documentation written from the code is what the code says now."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from analytics.cli.documents import generated_pages
from analytics.models import ALL_METRICS
from analytics.schema.table import TABLE_NAMES
from analytics.settings import SETTINGS

DOCS = Path(__file__).parents[1] / "docs"


@pytest.mark.parametrize("name", ["commands.md", "metrics.md", "settings.md", "data.md"])
def test_generated_page_is_up_to_date(name):
    assert (DOCS / name).read_text("utf-8") == generated_pages()[name], "run `python -m analytics docs`"


def test_every_metric_setting_and_table_is_documented():
    metrics, settings, data = ((DOCS / name).read_text("utf-8") for name in ("metrics.md", "settings.md", "data.md"))
    assert set(re.findall(r"^## (\w+)$", metrics, re.MULTILINE)) == set(ALL_METRICS)
    assert all(f"`{setting.name}`" in settings for setting in SETTINGS)
    assert all(name in data for name in TABLE_NAMES)


def test_every_metric_says_what_it_counts():
    import inspect

    for metric in ALL_METRICS.values():
        text = inspect.getdoc(inspect.getmodule(metric.function)) or ""
        assert len(text) > 40, f"{metric.name} has no definition"
        assert inspect.getdoc(metric.function), metric.name


def test_links_of_the_readme_exist():
    root = DOCS.parent
    links = re.findall(r"\]\(((?!http)[^)#]+)\)", (root / "README.md").read_text("utf-8"))
    assert links
    assert [link for link in links if not (root / link).exists()] == []
