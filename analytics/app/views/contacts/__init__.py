"""The contacts page: whom to contact now and why, whose it is, and every task there is."""

from analytics.app.views.contacts.acting import told
from analytics.app.views.contacts.headline import explain, figures, managers, tell
from analytics.app.views.contacts.known import known
from analytics.app.views.contacts.listing import listing
from analytics.app.views.contacts.tasks import task_table

__all__ = ["explain", "figures", "known", "listing", "managers", "task_table", "tell", "told"]
