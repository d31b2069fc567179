"""The satisfaction and loyalty page: verdict, curve, groups, what a point is worth, who stayed silent."""

from analytics.app.views.satisfaction_loyalty.curve import curve
from analytics.app.views.satisfaction_loyalty.headline import explain, figures, result, tell, warn
from analytics.app.views.satisfaction_loyalty.tabs import tabs

__all__ = ["curve", "explain", "figures", "result", "tabs", "tell", "warn"]
