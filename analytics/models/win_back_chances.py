"""What all win-back cases of a company teach, and the lost customers ranked by it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analytics.filters import Filters
from analytics.metrics.running import run_sql
from analytics.statistics.estimate import Estimate, state_of
from analytics.statistics.logistic import LogisticFit, fit_logistic
from analytics.statistics.resampling import ratio
from analytics.statistics.survival import kaplan_meier
from analytics.store.reader import Reader

Array = NDArray[np.float64]

#: An offer within so many days of the loss is an early one.
EARLY_DAYS = 90
#: With fewer cases, or fewer returns, no chance is estimated.
FEWEST_CASES, FEWEST_RETURNS = 60, 10
#: Fewer cases held back than this are no control group.
FEWEST_CONTROLS = 30
#: Weight of the squared coefficients.
RIDGE = 0.3
#: A second life is never valued above the first, whatever those few who returned brought.
MOST_KEPT = 1.0
#: Draws for the intervals of the gains.
DRAWS = 400
CAUSE_GROUPS = {
    "pricing": "price_or_rival", "competition": "price_or_rival", "core_service_failure": "service",
    "service_encounter_failure": "service", "response_to_failure": "service"}


@dataclass(frozen=True, slots=True, eq=False)
class WinBackModel:
    """What all cases of the company teach.

    Attributes
    ----------
    fit : LogisticFit or None
        Chances to return; None with too few cases.
    controlled : bool
        Whether there is a control group.
    kept_margin, second_year : Estimate
    multiple : float or None
        As in `analytics.models.win_back.WinBack`.
    longest : int
        Days after which nearly all offers had been made.
    """

    fit: LogisticFit | None
    controlled: bool
    kept_margin: Estimate
    second_year: Estimate
    multiple: float | None
    longest: int


def learnt(reader: Reader, filters: Filters, days: int,
            discount_rate: float) -> tuple[WinBackModel, pd.DataFrame, pd.Timestamp]:
    """Read all losses, learn from the cases, and return the model, the losses in scope and the day."""
    as_of = pd.Timestamp(filters.as_of or reader.meta.as_of)
    everyone = _read(reader, Filters("all", filters.as_of))
    losses = _read(reader, filters) if filters.clauses or filters.saved else everyone
    return _model(everyone, as_of, days, discount_rate), losses, as_of


def _read(reader: Reader, filters: Filters) -> pd.DataFrame:
    losses = run_sql(reader, "models/win_back", filters)
    losses["offered"] = losses["offered"].fillna(False).astype(bool)
    for column in ("known_on", "assigned_on", "returned_on", "left_again_on", "lost_on"):
        losses[column] = pd.to_datetime(losses[column])
    waited = (losses["assigned_on"] - losses["known_on"]).dt.days
    losses["timing"] = np.where(~losses["offered"], "none", np.where(waited <= EARLY_DAYS, "early", "late"))
    losses["waited"] = waited
    return losses


def finished(cases: pd.DataFrame, as_of: pd.Timestamp, days: int) -> pd.DataFrame:
    """Return the cases whose window is over, with whether they came back within it."""
    window = pd.Timedelta(days=days)
    done = cases[cases["assigned_on"] + window <= as_of]
    return done.assign(back=(done["returned_on"] <= done["assigned_on"] + window).fillna(False).astype(bool))


def _model(losses: pd.DataFrame, as_of: pd.Timestamp, days: int, discount_rate: float) -> WinBackModel:
    cases = losses[losses["assigned_on"].notna()]
    done = finished(cases, as_of, days)
    fit = None
    if len(done) >= FEWEST_CASES and done["back"].sum() >= FEWEST_RETURNS:
        fit = fit_logistic(_design(done, done["timing"]), done["back"], clusters=done["customer_key"],
                           ridge=RIDGE)
    back = losses[losses["returned_on"].notna() & losses["assigned_on"].notna()]
    end = as_of + pd.Timedelta(days=1)
    length = (back["left_again_on"].fillna(end).clip(upper=end) - back["returned_on"]).dt.days
    gone = back["left_again_on"].notna() & (back["left_again_on"] <= as_of)
    whole = back[(gone | (length >= 365)) & (back["margin_lost"] > 0)]
    nothing = Estimate(0, None, state=state_of(0))
    kept = ratio(whole["second_margin"].fillna(0), whole["margin_lost"]) if len(whole) else nothing
    second = kaplan_meier(length.clip(lower=0), gone).at(365) if len(back) else nothing
    growth = 1 + discount_rate
    multiple = None if second.estimate is None else growth / (growth - second.estimate)
    controls = int((done["timing"] == "none").sum())
    longest = int(cases.loc[cases["offered"], "waited"].quantile(0.95)) if cases["offered"].any() else 0
    return WinBackModel(fit, controls >= FEWEST_CONTROLS, kept, second, multiple, longest)


def _design(losses: pd.DataFrame, timing: pd.Series) -> Array:
    group = losses["cause_class"].map(CAUSE_GROUPS)
    return np.column_stack([np.ones(len(losses)), *(part.to_numpy(float) for part in (
        timing == "early", timing == "late", losses["size"] == "large", losses["size"] == "medium",
        group == "price_or_rival", group == "service"))])


def ranked_losses(losses: pd.DataFrame, model: WinBackModel, as_of: pd.Timestamp,
            cost: int) -> tuple[pd.DataFrame, Estimate]:
    """Return who could be called now and what is to be expected of it, and the gain of all worth calling."""
    since = (as_of - losses["known_on"]).dt.days
    open_ = (losses["returned_on"].isna() & losses["assigned_on"].isna()
             & (since <= model.longest) & losses["value_lost"].notna())
    # Lost twice without a return between them: the last loss counts.
    called = losses[open_].sort_values("lost_on").drop_duplicates("customer_key", keep="last")
    since = since[called.index]
    columns = {name: called[name] for name in (
        "customer_key", "customer_id", "name", "size", "branch", "account_manager", "lost_on", "cause_class",
        "lost_to", "would_return", "value_lost")}
    margin = called["margin_lost"].fillna(0).to_numpy(float)
    listed = pd.DataFrame({**columns, "days_since": since,
                           "wanted": called["regretted"].fillna(False).astype(bool)})
    if model.fit is None or model.kept_margin.estimate is None or model.multiple is None:
        nothing = np.full(len(listed), np.nan)
        return (listed.assign(chance=nothing, chance_unasked=nothing, second_value=nothing, gain=nothing,
                              gain_low=nothing, gain_high=nothing), Estimate(0, None, state=state_of(0)))
    now = pd.Series(np.where(since <= EARLY_DAYS, "early", "late"), index=called.index)
    asked, unasked = _design(called, now), _design(called, pd.Series("none", index=called.index))
    chance, without = (_expit(design @ model.fit.coefficients) for design in (asked, unasked))
    value = margin * min(model.kept_margin.estimate, MOST_KEPT) * model.multiple
    generator = np.random.default_rng(0)
    coefficients = generator.multivariate_normal(model.fit.coefficients, model.fit.covariance, DRAWS)
    spread = ((model.kept_margin.high or 0.0) - (model.kept_margin.low or 0.0)) / 3.92
    kept = generator.normal(model.kept_margin.estimate, spread, DRAWS).clip(0.0, MOST_KEPT)
    added = _expit(coefficients @ asked.T) - (_expit(coefficients @ unasked.T) if model.controlled else 0.0)
    drawn = added * (kept * model.multiple)[:, None] * margin[None, :] - cost
    low, high = np.quantile(drawn, (0.025, 0.975), axis=0) if len(listed) else (np.array([]), np.array([]))
    gain = (chance - (without if model.controlled else 0.0)) * value - cost
    ranked = listed.assign(chance=chance, chance_unasked=without, second_value=value.round(),
                           gain=gain.round(), gain_low=low.round(), gain_high=high.round())
    return (ranked.sort_values(["gain", "customer_id"], ascending=[False, True]),
            _total(gain, drawn, (gain > 0) & ranked["wanted"].to_numpy(bool)))


def _total(gain: Array, drawn: Array, worth: NDArray[np.bool_]) -> Estimate:
    n = int(worth.sum())
    if not n:
        return Estimate(0, 0.0, state=state_of(0))
    low, high = np.quantile(drawn[:, worth].sum(axis=1), (0.025, 0.975))
    return Estimate(n, float(gain[worth].sum()), float(low), float(high), state_of(n))


def _expit(log_odds: Array) -> Array:
    return np.asarray(1 / (1 + np.exp(-np.clip(log_odds, -35, 35))))
