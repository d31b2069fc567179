"""The satisfaction and loyalty page: verdict, curve, groups, what a point is worth, who stayed silent."""

from analytics.app.views.satisfaction_loyalty.compared import compare
from analytics.app.views.satisfaction_loyalty.curve import curve
from analytics.app.views.satisfaction_loyalty.headline import explain, figures, result, tell, warn
from analytics.app.views.satisfaction_loyalty.silence import silence
from analytics.app.views.satisfaction_loyalty.worth import worth

__all__ = ["compare", "curve", "explain", "figures", "result", "silence", "tell", "warn", "worth"]
