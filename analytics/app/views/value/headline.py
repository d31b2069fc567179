"""The value page's answer and how it is computed."""

from __future__ import annotations

from analytics.app.components import method
from analytics.app.context import Context


def explain(context: Context) -> None:
    """Say how it is computed."""
    method(context)
