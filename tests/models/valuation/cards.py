"""A valuation small enough to work out by hand."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from analytics.models.lifetime_value import Accuracy
from analytics.models.lifetime_value.tracking import Tracking, TrackingPoint
from analytics.models.valuation import (
    BuyingModel,
    Candidate,
    Cohort,
    HeldOut,
    RenewalModel,
    ValuationCard,
    ValuationTerms,
    YearFlow,
)
from analytics.models.valuation.card import Parameter, RenewalYear, Spending
from analytics.statistics.estimate import Estimate
from analytics.statistics.intervals import rate

DRAWS = 79


def flows(*margins: float, revenue: float = 5.0) -> tuple[YearFlow, ...]:
    """Years that bring so much margin, of so many times the revenue."""
    return tuple(YearFlow(year, revenue * margin, margin) for year, margin in enumerate(margins, start=1))


def made_card(valuation: str = "20260101-000000-aaaaaa", *, build: str = "build", as_of: str = "2024-06-30",
              family: str = "mbg_nbd") -> ValuationCard:
    """Two years at 10 %; 100,000 and 80,000 minor units from those there are, ten new customers a year."""
    judged = Accuracy(40, 55.0, 50.0, 0.1, 1.2, 2.0, 0.8)
    points = tuple(TrackingPoint(4.0 * place, Estimate(40, 11.0 * place, 9.0 * place, 13.0 * place),
                                 10.0 * place) for place in range(1, 6))
    buying = BuyingModel(
        family, family == "nbd", (), 50, 40, 180, (Parameter("r", Estimate(50, 0.5, 0.4, 0.6)),),
        (Candidate("mbg_nbd", -100.0, (), judged), Candidate("bg_nbd", -103.0, (), judged)),
        Spending(True, (Parameter("p", Estimate(40, 6.0, 5.0, 7.0)),), Estimate(40, 0.1, -0.2, 0.4), 0, 20_000.0),
        HeldOut("2024-01-01", 140, "mbg_nbd", Tracking(points, 0.1, True), {"same_rate": judged}), 40,
        flows(100_000.0, 80_000.0), Cohort(10, flows(3_000.0, 2_000.0), (4_700.0,) * DRAWS))
    return ValuationCard(valuation, "2026-01-01T00:00:00+00:00", build, as_of,
                         ValuationTerms(2, 0.1, 0.0, 0.3), buying, None, 40, 5, 2, 1.0)


def renewal_model() -> RenewalModel:
    """Contracts of which nine in ten are renewed after the first year, and of the second too few to show."""
    return RenewalModel(100, 10, False, True, (Parameter("alpha", Estimate(100, 11.0)),
                                               Parameter("beta", Estimate(100, 91.0))),
                        (RenewalYear(1, rate(90, 100), 0.892), RenewalYear(2, rate(4, 5), 0.892)), 80,
                        flows(1_000.0, 900.0), Cohort(3, flows(10.0, 9.0), (18.0,) * DRAWS))


def write_values(folder: Path, rows: list[dict[str, object]], card: ValuationCard | None = None) -> str:
    """Write customers' values, each future twice as good as the one before by a hundredth; return the path."""
    frame = pd.DataFrame([{"group_name": "trade", "chance_alive": 1.0, "purchases": 3.0, "spend": 100.0,
                           "low": 0.0, "high": 2.0 * float(row["value"]), **row} for row in rows])  # type: ignore[arg-type]
    folder.mkdir(parents=True, exist_ok=True)
    frame.to_parquet(folder / "values.parquet", index=False)
    np.save(folder / "futures.npy", np.outer(frame["value"], 0.6 + 0.01 * np.arange(1, DRAWS + 1)).astype("f4"))
    (folder / "card.json").write_text((card or made_card()).to_json(), "utf-8")
    return str(folder / "values.parquet")
