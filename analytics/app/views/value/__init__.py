"""The page of money: what customers will still bring, what all are worth, and who earns it."""

from analytics.app.views.value.headline import explain
from analytics.app.views.value.tabs import tabs

__all__ = ["explain", "tabs"]
