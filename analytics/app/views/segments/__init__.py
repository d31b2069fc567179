"""The segments page: what is saved, one being put together, what sets it apart, how they overlap."""

from analytics.app.components import method as explain
from analytics.app.views.segments.builder import build
from analytics.app.views.segments.exporting import export
from analytics.app.views.segments.listing import listing, overlap, overlaps, saved, tell
from analytics.app.views.segments.profile import differences, figures, profile
from analytics.app.views.segments.saving import save

__all__ = ["build", "differences", "explain", "export", "figures", "listing", "overlap", "overlaps",
           "profile", "save", "saved", "tell"]
