"""Tables on the pages: numbers a reader can take in."""

import pandas as pd

from analytics.app.components.table import _separated


def test_long_numbers_get_separators_and_nothing_else_does():
    frame = pd.DataFrame({"lost": [49, 3], "value": [10_188_215.0, None], "change": [-1_000, 2],
                          "flag": [True, False], "name": ["10188215", "x"]})
    shown = _separated(frame)
    assert list(shown) == ["value", "change"]
    assert shown["value"]["type_config"]["format"] == "%,.0f"


def test_an_empty_table_has_no_long_numbers():
    assert _separated(pd.DataFrame({"value": pd.Series(dtype=float)})) == {}
