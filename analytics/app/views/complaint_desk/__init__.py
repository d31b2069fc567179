"""The complaint desk: the board of open cases, one case with its form and advice, and new ones."""

from analytics.app.components import method as explain
from analytics.app.views.complaint_desk.board import board, figures, listing, tell
from analytics.app.views.complaint_desk.case import chosen, show
from analytics.app.views.complaint_desk.desk import on_desk
from analytics.app.views.complaint_desk.opening import in_the_records, new, taken_up

__all__ = ["board", "chosen", "explain", "figures", "in_the_records", "listing", "new", "on_desk", "show",
           "taken_up", "tell"]
