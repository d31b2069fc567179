"""What a reader of the frames can measure, given the days on which the silent ones left."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analytics.demo import Company
from analytics.models.satisfaction_curve.likelihood import fit_power

YEAR = pd.Timedelta(days=365)


@dataclass(frozen=True)
class Difference:
    """A difference of two shares and its standard error."""

    estimate: float
    error: float


def left_on(company: Company) -> pd.Series:
    """Return the first day each customer was lost, recorded or silent; those who stayed are not in it."""
    customers = company.tables.customers
    recorded = customers.loc[customers["lost_on"].notna(), ["customer_id", "lost_on"]]
    silent = pd.DataFrame([(loss.customer_id, pd.Timestamp(loss.left_on)) for loss in company.truth.silent_losses],
                          columns=["customer_id", "lost_on"])
    both = pd.concat([recorded, silent], ignore_index=True)
    return both.groupby("customer_id")["lost_on"].min()


def answers(company: Company) -> pd.DataFrame:
    """Return overall answers with a whole year behind them: customer, market, score, whether it stayed."""
    surveys, customers = company.tables.surveys, company.tables.customers
    asked = surveys.loc[surveys["question"] == "overall", ["customer_id", "score", "answered_on"]]
    asked = asked[asked["answered_on"] + YEAR <= pd.Timestamp(company.truth.last_day)]
    asked = asked.assign(market=asked["customer_id"].map(customers.set_index("customer_id")["market"]),
                         left=asked["customer_id"].map(left_on(company)))
    asked = asked[asked["left"].isna() | (asked["left"] > asked["answered_on"])]
    return asked.assign(stayed=asked["left"].isna() | (asked["left"] > asked["answered_on"] + YEAR))


def gammas(company: Company) -> dict[str, float]:
    """Fit the power curve to the answers of each market."""
    found = {}
    for market, group in answers(company).groupby("market"):
        count = group.groupby("score")["stayed"].agg(["size", "sum"]).reindex(range(1, 6), fill_value=0)
        fit = fit_power(np.linspace(0, 1, 5), count["size"], count["sum"])
        found[str(market)] = float(np.ravel(fit.gamma)[0])
    return found


def campaign_difference(company: Company) -> Difference:
    """Return treated less control of the share that stayed the year after a retention campaign."""
    cases = company.tables.campaigns
    cases = cases[(cases["campaign_id"] != "WINBACK")
                  & (cases["assigned_on"] + YEAR <= pd.Timestamp(company.truth.last_day))]
    left = cases["customer_id"].map(left_on(company))
    stayed = left.isna() | (left > cases["assigned_on"] + YEAR) | (left < cases["assigned_on"])
    treated = cases["arm"] == "treated"
    shares = [(stayed[arm].mean(), arm.sum()) for arm in (treated, ~treated)]
    variance = sum(share * (1 - share) / n for share, n in shares)
    return Difference(shares[0][0] - shares[1][0], float(np.sqrt(variance)))


def faulty(company: Company) -> pd.Series:
    """Say which service jobs went wrong in any way."""
    jobs = company.tables.service_jobs
    return ~(jobs["correct_first_time"] & jobs["complete"] & jobs["promise_kept"] & ~jobs["returned"])
