"""What complaints were about so far, so that the desk calls the same thing by the same name.

Definition
    The categories of all complaints known, those named most often first, at most a hundred.
Grain
    One row per category.
"""

from __future__ import annotations

from dataclasses import dataclass

from analytics.filters import Filters
from analytics.metrics.running import run_rows
from analytics.store.reader import Reader


@dataclass(frozen=True, slots=True)
class ComplaintCategories:
    """Categories with how many complaints were about each.

    Attributes
    ----------
    complaints : mapping of str to int
        By category, most often named first.
    """

    complaints: dict[str, int]

    def table(self) -> list[dict[str, object]]:
        """Return one row per category."""
        return [{"category": name, "complaints": number} for name, number in self.complaints.items()]


def complaint_categories(reader: Reader, filters: Filters) -> ComplaintCategories:
    """List what complaints were about.

    Parameters
    ----------
    reader : Reader
    filters : Filters
        The period does not matter.

    Returns
    -------
    ComplaintCategories
    """
    return ComplaintCategories(dict(run_rows(reader, "complaint_categories", filters)))
