"""The demo company's board report in both languages, made once: the metrics are asked once for both."""

from __future__ import annotations

import pytest

from analytics.filters import Filters
from analytics.i18n import Translator
from analytics.models import ALL_METRICS
from analytics.models.served import served
from analytics.reports.board_report import BoardReport, Looked, Sources, board_report


@pytest.fixture(scope="session")
def asked(demo_reader):
    """Metrics of the demo company under no filter, each asked once."""
    found: dict[str, object] = {}

    def metric(name: str, /, **options: object) -> object:
        key = repr((name, sorted(options.items())))
        if key not in found:
            found[key] = ALL_METRICS[name].function(demo_reader, Filters(), **options)
        return found[key]
    return metric


@pytest.fixture(scope="session")
def sources(demo_store, demo_reader, asked):
    beside = served(demo_store, None)

    def made(language: str) -> Sources:
        return Sources(asked, Translator(language), demo_reader.meta, demo_reader.meta.as_of,
                       asked("customers_in_scope"), beside)
    return made


@pytest.fixture(scope="session")
def reports(sources, demo_reader) -> dict[str, BoardReport]:
    period = Filters().resolve(demo_reader.meta.as_of, demo_reader.meta.first_event)
    return {language: board_report(sources(language), Looked(Filters(), period)) for language in ("en", "zh-CN")}
