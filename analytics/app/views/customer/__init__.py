"""One customer's card."""

from analytics.app.views.customer.card import chosen, show

__all__ = ["chosen", "show"]
