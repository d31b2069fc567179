"""The campaigns page: every campaign, the one being planned, its draw, its lists, its read-out."""

from analytics.app.components import method as explain
from analytics.app.views.campaigns.arms import arms
from analytics.app.views.campaigns.choosing import chosen, known, readouts, unfiltered
from analytics.app.views.campaigns.listing import effects, listing, tell
from analytics.app.views.campaigns.moved import moved
from analytics.app.views.campaigns.planning import plan
from analytics.app.views.campaigns.reading import read_out
from analytics.workspace import Campaign

__all__ = ["Campaign", "arms", "chosen", "effects", "explain", "known", "listing", "moved", "plan",
           "read_out", "readouts", "tell", "unfiltered"]
