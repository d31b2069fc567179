"""One customer's card, and the statement to print for the customer."""

from analytics.app.views.customer.card import chosen, show
from analytics.app.views.customer.statement import printing, show_printed

__all__ = ["chosen", "printing", "show", "show_printed"]
