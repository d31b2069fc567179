"""Training rows from a source without dates: one row a customer, lost or not."""

from __future__ import annotations

import pandas as pd

from analytics.models.churn.data import GuardCheck, TrainingData, as_features, baseline_feature, sql
from analytics.models.churn.features import TRAIT
from analytics.models.churn.folds import duplicate_groups
from analytics.models.churn.guards import Reason, screen
from analytics.store.reader import Reader

#: Columns of the customers file that are the outcome, and those whose date against it is unknown.
UNDATED: dict[str, Reason] = {
    "status": "outcome_itself", "lost_cause": "outcome_itself", "lost_cause_note": "outcome_itself",
    "lost_to": "outcome_itself", "lost_cause_second": "outcome_itself", "lost_decided_on": "outcome_itself",
    "would_return": "outcome_itself", "satisfaction_score": "not_known_before",
}
#: Columns that serve the reading of others and are no candidates.
_ASIDE = ["customer_key", "lost", "lifetime_days"]


def snapshot_data(reader: Reader) -> TrainingData:
    """Return one row a customer with its traits, leaks removed and named.

    Parameters
    ----------
    reader : Reader
        A published build.

    Returns
    -------
    TrainingData
    """
    rows = customers(reader)
    return snapshot_from(rows.drop(columns=_ASIDE), rows["lost"], rows["customer_key"])


def snapshot_from(table: pd.DataFrame, lost: pd.Series, customer: pd.Series) -> TrainingData:
    """Return training rows from a plain table of undated columns.

    Parameters
    ----------
    table : DataFrame, shape (n, columns)
        Candidate columns; a column without any value is left out silently.
    lost : Series of bool, shape (n,)
        Whether the customer was lost.
    customer : Series of int, shape (n,)
        Key of the customer.

    Returns
    -------
    TrainingData
        ``checks`` counts rows that are exact copies; they are kept in one fold together.
    """
    outcome = lost.to_numpy(dtype=bool)
    candidates = table.loc[:, table.notna().any()]
    undated = {name: reason for name, reason in UNDATED.items() if name in candidates}
    excluded = screen(candidates, outcome, undated=undated)
    names = {one.column for one in excluded}
    kept = candidates.loc[:, [name for name in candidates if str(name).removeprefix(TRAIT) not in names]]
    features = as_features(kept)
    copies = len(features) - len(set(duplicate_groups(features, outcome)))
    return TrainingData(
        mode="snapshot", table=features, lost=outcome, customer=customer.to_numpy(dtype="int64"), origin=None,
        window=None, baseline=baseline_feature(list(features)), excluded=excluded,
        checks=(GuardCheck("duplicates", True, float(copies)),),
    )


def customers(reader: Reader) -> pd.DataFrame:
    """Return every customer, lost or not, with all that is known of it without a date."""
    return reader.query(sql("snapshot"), {"as_of": reader.meta.as_of})
