"""The tiny company, built once for the tests of metrics."""

from __future__ import annotations

import pytest

from tests.metrics.companies import tiny_reader


@pytest.fixture(scope="session")
def tiny(tmp_path_factory):
    return tiny_reader(tmp_path_factory.mktemp("tiny-metrics"))
