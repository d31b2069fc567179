"""From a table of features to the two matrices the models read, remembering how to do it again."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

Floats = npt.NDArray[np.float64]

#: Where the knots of a number's spline lie, as shares of its values (Harrell 2015, five knots).
KNOT_SHARES = (0.05, 0.275, 0.50, 0.725, 0.95)
#: A level of a category with fewer rows joins the others.
RAREST_LEVEL = 20
#: At most so many levels of a category stand alone.
MOST_LEVELS = 30
#: A number whose 99th percentile lies so many medians out is squeezed (inverse hyperbolic sine).
HEAVY_TAIL = 8.0
#: The level that stands for an absent value, and the one for rare or new levels.
MISSING, OTHER = "\x00missing", "\x00other"


@dataclass(frozen=True)
class NumberColumn:
    """How a number becomes columns: a restricted cubic spline and a flag for absence.

    Attributes
    ----------
    name : str
        The feature.
    middle : float
        Median, put where a value is absent.
    squeeze : float
        Scale of the inverse hyperbolic sine; 0: not squeezed.
    knots : array of float
        Knots of the spline; fewer than three: a straight line.
    may_miss : bool
        Whether values were absent, so that absence has a column.
    """

    name: str
    middle: float
    squeeze: float
    knots: Floats
    may_miss: bool

    def columns(self, values: pd.Series) -> Floats:
        """Return the spline columns of values, shape (n, width)."""
        number = values.to_numpy(dtype=np.float64, na_value=np.nan)
        absent = np.isnan(number)
        number = _squeezed(np.where(absent, self.middle, number), self.squeeze)
        basis = _spline(number, self.knots) if len(self.knots) >= 3 else number[:, None]
        return np.hstack((basis, absent[:, None].astype(np.float64))) if self.may_miss else basis


@dataclass(frozen=True)
class CategoryColumn:
    """How a category becomes columns: one for each level, the rare ones together.

    Attributes
    ----------
    name : str
        The feature.
    levels : list of str
        Levels that stand alone, then :data:`OTHER`; absence is a level like any other.
    """

    name: str
    levels: list[str]

    def codes(self, values: pd.Series) -> npt.NDArray[np.int64]:
        """Return the position of each value's level."""
        names, position = _levels(values)
        found = pd.Index(self.levels[:-1], dtype=object).get_indexer(pd.Index(names, dtype=object))
        return np.where(found < 0, len(self.levels) - 1, found)[position]

    def columns(self, values: pd.Series) -> Floats:
        """Return one indicator column a level, shape (n, levels)."""
        return np.eye(len(self.levels))[self.codes(values)]


@dataclass(frozen=True)
class Design:
    """The matrices of a table of features, the same way at training and at scoring.

    Attributes
    ----------
    features : list of NumberColumn or CategoryColumn
        In the order of the table.
    mean, scale : array of float
        Of the training columns; standardised columns are zero for the average customer, which makes
        a coefficient times its column a contribution relative to the average.
    widths : list of int
        Columns of each feature.
    """

    features: list[NumberColumn | CategoryColumn]
    mean: Floats
    scale: Floats
    widths: list[int]

    @property
    def names(self) -> list[str]:
        """Names of the features."""
        return [feature.name for feature in self.features]

    @property
    def categorical(self) -> npt.NDArray[np.bool_]:
        """Which columns of :meth:`codes` are levels and not numbers."""
        return np.array([isinstance(feature, CategoryColumn) for feature in self.features])

    def standardised(self, table: pd.DataFrame) -> Floats:
        """Return the additive model's matrix, shape (n, sum of widths)."""
        raw = np.hstack([feature.columns(table[feature.name]) for feature in self.features])
        return np.asarray((raw - self.mean) / self.scale, dtype=np.float64)

    @property
    def slices(self) -> list[slice]:
        """Where the columns of each feature stand in :meth:`standardised`."""
        ends = np.cumsum(self.widths).tolist()
        return [slice(end - width, end) for end, width in zip(ends, self.widths, strict=True)]

    def codes(self, table: pd.DataFrame) -> Floats:
        """Return the boosting model's matrix, shape (n, features); NaN where a number is absent."""
        return np.column_stack([
            feature.codes(table[feature.name]).astype(np.float64) if isinstance(feature, CategoryColumn)
            else table[feature.name].to_numpy(dtype=np.float64, na_value=np.nan)
            for feature in self.features
        ])


def fit_design(table: pd.DataFrame) -> Design:
    """Learn knots, levels and scales from a table of features.

    Parameters
    ----------
    table : DataFrame, shape (n, features)
        Numbers and booleans become splines; everything else is a category.

    Returns
    -------
    Design
    """
    features: list[NumberColumn | CategoryColumn] = [
        _fit_number(name, table[name]) if pd.api.types.is_numeric_dtype(table[name])
        else _fit_category(name, table[name]) for name in map(str, table.columns)
    ]
    blocks = [feature.columns(table[feature.name]) for feature in features]
    raw = np.hstack(blocks)
    deviation = raw.std(axis=0)
    return Design(features, raw.mean(axis=0), np.where(deviation > 1e-9, deviation, 1.0),
                  [block.shape[1] for block in blocks])


def _fit_number(name: str, values: pd.Series) -> NumberColumn:
    number = values.to_numpy(dtype=np.float64, na_value=np.nan)
    present = number[~np.isnan(number)]
    if not len(present):
        return NumberColumn(name, 0.0, 0.0, np.empty(0), may_miss=True)
    sizes = np.abs(present[present != 0])
    scale = float(np.median(sizes)) if len(sizes) else 1.0
    squeeze = scale if np.quantile(np.abs(present), 0.99) > HEAVY_TAIL * scale else 0.0
    shaped = _squeezed(present, squeeze)
    knots = np.unique(np.quantile(shaped, KNOT_SHARES))
    if len(knots) < 3:
        # Mostly one value, such as a count that is usually zero: knots from the values that occur.
        distinct = np.unique(shaped)
        knots = np.unique(np.quantile(distinct, (0, 0.5, 1))) if len(distinct) >= 3 else np.empty(0)
    return NumberColumn(name, float(np.median(present)), squeeze, knots, len(present) < len(number))


def _fit_category(name: str, values: pd.Series) -> CategoryColumn:
    names, position = _levels(values)
    counts = np.bincount(position, minlength=len(names))
    order = np.argsort(-counts, kind="stable")[:MOST_LEVELS]
    common = [names[one] for one in order if counts[one] >= min(RAREST_LEVEL, len(values) / 10)]
    return CategoryColumn(name, [*sorted(common), OTHER])


def _levels(values: pd.Series) -> tuple[list[str], npt.NDArray[np.int64]]:
    """Return the names of levels, absence last, and each row's position among them."""
    level = pd.Categorical(values)
    names = [*(str(one) for one in level.categories), MISSING]
    position = np.asarray(level.codes, dtype=np.int64)
    return names, np.where(position < 0, len(names) - 1, position)


def _squeezed(number: Floats, scale: float) -> Floats:
    return np.asarray(np.arcsinh(number / scale), dtype=np.float64) if scale > 0 else number


def _spline(number: Floats, knots: Floats) -> Floats:
    """Return the restricted cubic spline basis: a line beyond the outer knots, so no wild tails."""
    span = knots[-1] - knots[0]
    place, at = (number - knots[0]) / span, (knots - knots[0]) / span

    def hinge(knot: float) -> Floats:
        above = np.maximum(place - knot, 0.0)
        return np.asarray(above * above * above, dtype=np.float64)

    last, before = at[-1], at[-2]
    bends = [
        hinge(knot) - (hinge(before) * (last - knot) - hinge(last) * (before - knot)) / (last - before)
        for knot in at[:-2]
    ]
    return np.column_stack([place, *bends])
