"""A figure that a company may set itself a goal for, whichever it is, with its interval.

Definition
    Churn rate and revenue churn rate, net revenue retention, overall satisfaction (top two levels), jobs on
    time and jobs right at first: each as its own page defines it, over the period looked at.
Light
    Met where the whole 95 % interval lies on the good side of the goal, missed where it lies on the other,
    else not certain; fewer than ten say nothing.
Grain
    One row.
Edge cases
    One goal is judged by itself: of twenty figures that stand exactly at their goal, one will seem met or
    missed by chance.
Source
    Methods G2; the intervals are those of each figure.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from analytics.errors import UnknownName
from analytics.filters import Filters
from analytics.metrics.lost_customers import lost_customers
from analytics.metrics.net_revenue_retention import net_revenue_retention
from analytics.metrics.service_quality import service_quality
from analytics.metrics.survey_scores import survey_scores
from analytics.statistics.estimate import Estimate, state_of
from analytics.store.reader import Reader

Better = Literal["low", "high"]
GoalLight = Literal["met", "uncertain", "missed", "suppressed"]

#: Figures a goal may be set for, and on which side of it is good.
GOAL_FIGURES: dict[str, Better] = {
    "churn_rate": "low", "revenue_churn_rate": "low", "net_revenue_retention": "high",
    "satisfaction_top_two": "high", "jobs_on_time": "high", "jobs_right_first_time": "high"}
NOTHING = Estimate(0, None, state=state_of(0))


@dataclass(frozen=True, slots=True)
class GoalFigure:
    """One figure.

    Attributes
    ----------
    figure : str
        One of `GOAL_FIGURES`.
    now : Estimate
        A share, with its interval.
    """

    figure: str
    now: Estimate

    def light(self, target: float) -> GoalLight:
        """Return whether a goal is met, missed, or neither beyond doubt."""
        low, high = self.now.low, self.now.high
        if self.now.state == "suppressed" or low is None or high is None:
            return "suppressed"
        good, bad = (high <= target, low > target) if GOAL_FIGURES[self.figure] == "low" else (
            low >= target, high < target)
        return "met" if good else "missed" if bad else "uncertain"

    def table(self) -> list[dict[str, object]]:
        """Return one row."""
        return [{"figure": self.figure, "value": self.now.estimate, "low": self.now.low,
                 "high": self.now.high, "n": self.now.n, "state": self.now.state}]


def goal_figure(reader: Reader, filters: Filters, *, figure: str = "churn_rate") -> GoalFigure:
    """Return one figure that a goal may be set for.

    Parameters
    ----------
    reader : Reader
    filters : Filters
    figure : str
        One of `GOAL_FIGURES`.

    Raises
    ------
    UnknownName
        Another figure.
    """
    if figure not in GOAL_FIGURES:
        raise UnknownName("figure", figure, GOAL_FIGURES)
    return GoalFigure(figure, _now(reader, filters, figure))


def _now(reader: Reader, filters: Filters, figure: str) -> Estimate:
    if figure in ("churn_rate", "revenue_churn_rate"):
        found: Estimate = getattr(lost_customers(reader, filters, by=()).total, figure)
        return found
    if figure == "net_revenue_retention":
        everyone = net_revenue_retention(reader, filters).everyone
        return everyone.net if everyone else NOTHING
    if figure == "satisfaction_top_two":
        answers = survey_scores(reader, filters).of("overall")
        return answers.top_two if answers else NOTHING
    jobs = service_quality(reader, filters).now
    return jobs.timely if figure == "jobs_on_time" else jobs.accurate
