"""Who comes back: customers without a problem, with a silent one, and after each outcome of a complaint.

Definition
    Of customers in each situation (no problem, a problem and no complaint, a complaint left unresolved,
    resolved, resolved quickly), the share that bought again, or stayed, within the window after the survey
    answer or the closing of the complaint. No problem and silence are what customers told the survey;
    whoever complained in the time asked about is in neither.
Outcome
    Bought again, unless more than 95 % of the customers without a problem do so anyway: then it can tell
    nothing apart, and staying is compared. Either may be asked for.
Grain
    One row per situation and band of the amount at stake. A survey does not ask for the amount, so the
    first two rows have only the total.
Adjustment
    A logistic regression with size and prior spend, and with the severity where both situations are
    complaints, standardised to the customers of both. The severity of a silent problem is unknown;
    resolved complaints of low or medium severity only are shown beside, as silence mostly hides mild ones.
Tests
    Resolved against silent, and resolved against no problem (the recovery paradox), are two questions. The
    second is answered with yes only where both the raw and the adjusted difference lie above zero.
Edge cases
    A customer may answer, and complain, several times: intervals rest on customers, not on rows.
Source
    TARP 1979 and 1986 as circulated, methods A6; Newcombe 1998; Lane & Nelder 1982; on the paradox
    de Matos, Henrique & Rossi 2007.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from analytics.errors import UnknownName
from analytics.filters import Filters
from analytics.metrics.running import run_sql
from analytics.models.outcome_comparison import Difference, compare
from analytics.statistics.estimate import Estimate, state_of
from analytics.statistics.intervals import rate
from analytics.store.reader import Reader

SITUATIONS = ("no_problem", "silent", "unresolved", "resolved", "quick")
BANDS = ("all", "low", "middle", "high")
OUTCOMES = ("bought_again", "stayed")

#: Where more customers than this buy again without a problem, buying again tells nothing apart.
SATURATED = 0.95

Verdict = Literal["higher", "lower", "not_shown", "too_few"]

#: Repurchase of US consumers with a problem, per cent, as circulated from TARP 1979 and 1986: below $5, above
#: $100 at stake. They are stated intentions.
PUBLISHED: dict[str, dict[str, float]] = {
    "low": {"silent": 0.37, "unresolved": 0.46, "resolved": 0.70, "quick": 0.95},
    "high": {"silent": 0.09, "unresolved": 0.19, "resolved": 0.54, "quick": 0.82}}


@dataclass(frozen=True, slots=True)
class OutcomeCell:
    """One situation and band of the amount at stake.

    Attributes
    ----------
    situation : str
    band : str
        ``"all"``, or where the amount at stake lies.
    customers : int
        Different customers behind the rows.
    share : Estimate
        ``n`` counts rows; the interval rests on customers.
    """

    situation: str
    band: str
    customers: int
    share: Estimate


@dataclass(frozen=True, slots=True)
class OutcomeTest:
    """One question put to the data.

    Attributes
    ----------
    name : {"resolved_over_silent", "paradox", "resolved_over_unresolved", "quick_over_slow"}
    raw, adjusted : Difference
        First less second, raw and adjusted.
    mild : Difference or None
        The first narrowed to complaints that were not severe; None where severity is compared anyway.
    verdict : {"higher", "lower", "not_shown", "too_few"}
        Higher or lower only where the raw and the adjusted interval both exclude zero.
    """

    name: str
    raw: Difference
    adjusted: Difference
    mild: Difference | None
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class RepurchaseByOutcome:
    """Shares by situation and amount at stake, and the tests.

    Attributes
    ----------
    outcome : {"bought_again", "stayed"}
    outcomes : tuple of str
        Which of the two the records can tell.
    cells : tuple of OutcomeCell
        In the order of ``SITUATIONS`` and ``BANDS``; suppressed ones included.
    tests : tuple of OutcomeTest
    """

    outcome: str
    outcomes: tuple[str, ...]
    cells: tuple[OutcomeCell, ...]
    tests: tuple[OutcomeTest, ...]

    def cell(self, situation: str, band: str = "all") -> OutcomeCell:
        """Return one cell; an empty one where there is nobody."""
        return next((one for one in self.cells if (one.situation, one.band) == (situation, band)),
                    OutcomeCell(situation, band, 0, Estimate(0, None, state=state_of(0))))

    def test(self, name: str) -> OutcomeTest:
        """Return one test."""
        return next(one for one in self.tests if one.name == name)

    def table(self) -> list[dict[str, object]]:
        """Return one row per cell."""
        return [{"situation": one.situation, "band": one.band, "n": one.share.n, "customers": one.customers,
                 "share": one.share.estimate, "low": one.share.low, "high": one.share.high,
                 "state": one.share.state} for one in self.cells]

    def extra(self) -> dict[str, object]:
        """Return the tests and the published figures."""
        return {"outcome": self.outcome, "tests": self.tests, "published": PUBLISHED,
                "published_label": "US consumers, 1970s-80s, stated intention, TARP 1979/1986 as circulated"}


def repurchase_by_outcome(reader: Reader, filters: Filters, *, outcome: str = "",
                          quick_days: int = 7, stake_low: int = 5_000, stake_high: int = 20_000
                          ) -> RepurchaseByOutcome:
    """Compare what customers do after a problem, by what became of it.

    Parameters
    ----------
    reader : Reader
    filters : Filters
        The as-of day counts; the period does not, a window takes a year to complete.
    outcome : {"", "bought_again", "stayed"}
        Empty: the one that tells apart.
    quick_days : int
        Days to closing up to which a resolution counts as quick.
    stake_low, stake_high : int
        Amounts at stake, in whole units of currency, between the three bands.

    Returns
    -------
    RepurchaseByOutcome

    Raises
    ------
    UnknownName
        There is no such outcome.
    """
    if outcome not in ("", *OUTCOMES):
        raise UnknownName("outcome", outcome, OUTCOMES)
    outcome, frame = situations_of(reader, filters, outcome)
    frame = classified(frame, quick_days, stake_low, stake_high)
    outcomes = OUTCOMES if reader.meta.has_orders else ("stayed",)
    return RepurchaseByOutcome(outcome, outcomes, cells_of(frame), comparisons_of(frame))


def situations_of(reader: Reader, filters: Filters, outcome: str = "") -> tuple[str, pd.DataFrame]:
    """Return every situation that can be judged, and the outcome it is judged by.

    Parameters
    ----------
    reader : Reader
    filters : Filters
    outcome : {"", "bought_again", "stayed"}
        Empty: the one that tells apart.

    Returns
    -------
    outcome : str
    frame : DataFrame
        One row per situation.
    """
    frame = run_sql(reader, "models/repurchase_by_outcome", filters, outcome=outcome or OUTCOMES[0])
    if outcome:
        return outcome, frame
    usual = frame.loc[frame["situation"] == "no_problem", "loyal"]
    if len(usual) and usual.mean() <= SATURATED:
        return OUTCOMES[0], frame
    return "stayed", run_sql(reader, "models/repurchase_by_outcome", filters, outcome="stayed")


def classified(frame: pd.DataFrame, quick_days: int, stake_low: int, stake_high: int) -> pd.DataFrame:
    """Add the situation with quick resolutions apart, and the band of the amount at stake."""
    days, stake = (frame[column].to_numpy(dtype=float, na_value=np.nan)
                   for column in ("days_to_close", "amount_at_stake"))
    quick = (frame["situation"] == "resolved").to_numpy(dtype=bool) & (days <= quick_days)
    band = np.select([np.isnan(stake), stake < 100 * stake_low, stake < 100 * stake_high],
                     ["", "low", "middle"], "high")
    situation = np.where(quick, "quick", frame["situation"].astype("object"))
    return frame.assign(situation=situation, band=band, loyal=frame["loyal"].to_numpy(dtype=bool))


def cells_of(frame: pd.DataFrame) -> tuple[OutcomeCell, ...]:
    """Count every situation, in total and by band."""
    cells = []
    for situation in SITUATIONS:
        mine = frame[frame["situation"] == situation]
        parts = [("all", mine), *((band, mine[mine["band"] == band]) for band in BANDS[1:])]
        for band, part in parts:
            if band == "all" or situation not in ("no_problem", "silent"):
                customers = int(part["customer_key"].nunique())
                cells.append(OutcomeCell(situation, band, customers, rate(
                    int(part["loyal"].sum()), len(part), effective_n=float(max(customers, 1)))))
    return tuple(cells)


def comparisons_of(frame: pd.DataFrame) -> tuple[OutcomeTest, ...]:
    """Put the four questions: two against customers without a complaint, two between complaints."""
    situation = frame["situation"]
    resolved = frame[situation.isin(("resolved", "quick"))]
    mild = resolved[resolved["severity"].isin(("low", "medium"))]
    silent, untroubled = frame[situation == "silent"], frame[situation == "no_problem"]
    unresolved = frame[situation == "unresolved"]
    slow, quick = frame[situation == "resolved"], frame[situation == "quick"]
    return (_test("resolved_over_silent", resolved, silent, mild),
            _test("paradox", resolved, untroubled, mild),
            _test("resolved_over_unresolved", resolved, unresolved, None),
            _test("quick_over_slow", quick, slow, None))


def _test(name: str, first: pd.DataFrame, second: pd.DataFrame, mild: pd.DataFrame | None) -> OutcomeTest:
    raw, adjusted = compare(first, second, severity=mild is None)
    milder = None if mild is None else compare(mild, second, severity=False)[0]
    return OutcomeTest(name, raw, adjusted, milder, _verdict(raw, adjusted))


def _verdict(raw: Difference, adjusted: Difference) -> Verdict:
    ends = [(one.estimate.low, one.estimate.high) for one in (raw, adjusted)]
    if raw.estimate.state == "suppressed" or any(low is None or high is None for low, high in ends):
        return "too_few"
    if all(low > 0 for low, _ in ends if low is not None):
        return "higher"
    return "lower" if all(high < 0 for _, high in ends if high is not None) else "not_shown"
