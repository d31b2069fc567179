"""A saved segment as a filter: with the scores of the model that serves, where it asks for the risk."""

from __future__ import annotations

from analytics.filters import SavedSegment
from analytics.models.churn import serving_scores
from analytics.store import Store
from analytics.workspace import Segment


def segment_filter(store: Store, segment: Segment) -> SavedSegment:
    """Return a segment as a filter of a store."""
    scores = serving_scores(store)
    return SavedSegment(segment.code, segment.name, segment.condition, str(scores) if scores else None)
