"""What the classifier learns from: features as they were known, outcomes, and what was left out."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from analytics.models.churn.guards import Exclusion

Mode = Literal["panel", "snapshot"]
Outcome = Literal["loss", "no_trade"]
Bools = npt.NDArray[np.bool_]

FOLDER = Path(__file__).parent / "sql"


@dataclass(frozen=True, slots=True)
class Window:
    """Which time after a cut-off is predicted.

    Attributes
    ----------
    gap_days : int
        Days after the cut-off that do not count: nobody can act that fast.
    horizon_days : int
        Days predicted after the gap.
    outcome : {"loss", "no_trade"}
        ``loss``: a loss dated in the window. ``no_trade``: no trade up to its end.
    """

    gap_days: int
    horizon_days: int
    outcome: Outcome = "loss"

    @property
    def days(self) -> int:
        """Days from a cut-off until its outcome is complete."""
        return self.gap_days + self.horizon_days


@dataclass(frozen=True, slots=True)
class GuardCheck:
    """One automatic check against looking ahead.

    Attributes
    ----------
    guard : {"recomputed", "single_feature", "lagged", "duplicates", "resampling"}
        Code; its words stand in the catalogue under ``churn.guard.<guard>``.
    passed : bool
        Whether nothing suspicious was found.
    figure : float or None
        What was measured.
    column : str
        The column concerned; empty for the table as a whole.
    """

    guard: str
    passed: bool
    figure: float | None
    column: str = ""


@dataclass(frozen=True)
class TrainingData:
    """Rows to learn from.

    Attributes
    ----------
    mode : {"panel", "snapshot"}
        Customers at several cut-offs, or one undated row a customer.
    table : DataFrame, shape (n, features)
        Features: numbers are float with NaN for absent, everything else is categorical.
    lost : array of bool, shape (n,)
        Outcomes.
    customer : array of int, shape (n,)
        Key of the customer.
    origin : array of datetime64[D], shape (n,), or None
        Cut-off of the row; None in a snapshot.
    window : Window or None
        What is predicted; None in a snapshot, whose outcome has no date.
    baseline : str
        The one feature of the simple baseline: days since the last trade, or time as a customer.
    excluded : tuple of Exclusion
        Columns kept away, and why.
    checks : tuple of GuardCheck
        Checks made while the rows were put together.
    customers_known : int
        Customers there were, of whom these rows may be a sample; 0: it is not one.
    """

    mode: Mode
    table: pd.DataFrame
    lost: Bools
    customer: npt.NDArray[np.int64]
    origin: npt.NDArray[np.datetime64] | None
    window: Window | None
    baseline: str
    excluded: tuple[Exclusion, ...]
    checks: tuple[GuardCheck, ...] = ()
    customers_known: int = 0


@cache
def sql(stem: str) -> str:
    """Return a feature query: the file ``sql/<stem>.sql``."""
    return (FOLDER / f"{stem}.sql").read_text("utf-8")


def as_features(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table with every column a float or a category, which is all the models read."""
    columns = {}
    for name in table.columns:
        values = table[name]
        if pd.api.types.is_bool_dtype(values) or pd.api.types.is_numeric_dtype(values):
            columns[name] = pd.Series(values.to_numpy(dtype=np.float64, na_value=np.nan), index=table.index)
        else:
            columns[name] = values.astype("category")
    return pd.DataFrame(columns, index=table.index)


def baseline_feature(names: list[str]) -> str:
    """Return the feature of the simple baseline: recency, else tenure, else the first one."""
    for name in ("days_since_trade", "tenure_months", "tenure_days"):
        if name in names:
            return name
    return names[0]
