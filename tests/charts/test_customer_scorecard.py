"""Charts of the scorecard: what is drawn where."""

from __future__ import annotations

from analytics.charts import theme
from analytics.charts.customer_scorecard import profit_and_future, safeguards
from analytics.i18n import Translator
from analytics.models.customer_scorecard import CustomerScorecard, Proposal
from analytics.statistics.estimate import Estimate

WORDS = Translator("en")
NOBODY = Estimate(0, None, state="suppressed")
FOUND = CustomerScorecard((
    Proposal("keep", 40, Estimate(40, 900, 800, 1000), Estimate(40, 2000, 1500, 2600)),
    Proposal("convert", 20, Estimate(20, 100, 50, 150, "thin"), Estimate(20, 50, 20, 90, "thin")),
    Proposal("reprice", 12, Estimate(12, -60, -90, -30, "thin"), Estimate(12, -10, -40, 20, "thin")),
    Proposal("let_go", 0, NOBODY, NOBODY)), 3,
    {"loss": 12, "certain": 5, "avoidable": 4, "no_future": 1, "repriced": 0}, 0.5)


def test_profit_and_what_is_to_come_stand_side_by_side():
    profit, future = profit_and_future(FOUND, WORDS, "CNY").data
    assert list(profit.y) == ["Keep (40)", "Convert (20)", "Re-price (12)"], "nobody is let go, so no bar"
    assert (list(profit.x), list(future.x)) == ([900, 100, -60], [2000, 50, -10])
    assert (future.error_x.array[0], future.error_x.arrayminus[0]) == (600, 500)
    assert list(profit.marker.pattern.shape) == ["", "x", "x"], "thin ones are hatched"


def test_the_last_safeguard_is_what_is_proposed():
    bars = safeguards(FOUND, WORDS).data[0]
    assert list(bars.x) == [12, 5, 4, 1, 0]
    assert bars.marker.color[-1] == theme.LOST
