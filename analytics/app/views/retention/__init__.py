"""The retention page: sentence, figures, churn per grade, cohorts, survival, and the silence threshold."""

from analytics.app.views.retention.churn import churn
from analytics.app.views.retention.headline import explain, figures, result, tell
from analytics.app.views.retention.lifetimes import tabs

__all__ = ["churn", "explain", "figures", "result", "tabs", "tell"]
