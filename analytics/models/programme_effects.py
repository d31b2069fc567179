"""What clubs, training and contact programmes are associated with: customers kept, and what they buy.

Definition
    Whoever joins a programme is compared, from the start of the next month, with customers of the same size,
    grade and market, as long a customer and as long without trade, who were there on that day and had not
    joined: the share still a customer a year later, and the change of revenue a quarter from the year before
    to the year after. A campaign with a control group drawn by lot is compared as it was drawn.
Evidence
    A: drawn by lot. B: matched, at least a hundred and four fifths of the members, and no difference in the
    trend of revenue before joining. C: everything else.
Grain
    One row per programme.
Edge cases
    The gap between members and all others is not told: members are larger, older and alive, or could not
    have joined. Members whose year is not over are left out. Revenue of the lost is nought.
Source
    Methods A18 and F5; staggered starts compared with those not yet treated: Callaway and Sant'Anna 2021.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from analytics.filters import Filters
from analytics.metrics.running import run_sql
from analytics.statistics.estimate import Estimate
from analytics.statistics.stratified import stratified_difference
from analytics.store.reader import Reader

Kind = Literal["membership", "contact", "campaign"]
Evidence = Literal["A", "B", "C"]

#: Quarters from joining, in the order of time, and the columns that hold their revenue.
QUARTERS = (-4, -3, -2, -1, 0, 1, 2, 3)
COLUMNS = ("before_4", "before_3", "before_2", "before_1", "after_1", "after_2", "after_3", "after_4")
#: All campaigns with a control group taken together, each compared within itself.
ALL_CAMPAIGNS = "all_campaigns"
#: Fewer matched members than this, or a smaller share of them, are weak evidence.
FEWEST_MEMBERS, FEWEST_MATCHED = 100, 0.8
#: So many rows of customers not in a programme are enough to compare with.
MOST_ROWS = 400_000


@dataclass(frozen=True, slots=True)
class ProgrammeEffect:
    """One programme.

    Attributes
    ----------
    programme : str
        Its name, or the kind of contact.
    kind : {"membership", "contact", "campaign"}
    evidence : {"A", "B", "C"}
    members : int
        Whose year is over and who were customers when they joined.
    matched : int
        Of those, the ones with like customers to compare with.
    compared : int
        Customers they are compared with.
    kept : Estimate
        Share still a customer after a year, less that of the like.
    spending : Estimate
        Change of revenue a quarter, less that of the like, in minor units.
    trend : Estimate
        Revenue of the last two quarters before less that of the two earlier, less the same of the like:
        the programme cannot have changed it.
    quarters : tuple of Estimate
        Revenue a quarter against the mean of the four before, less that of the like; in the order of
        `QUARTERS`.
    """

    programme: str
    kind: Kind
    evidence: Evidence
    members: int
    matched: int
    compared: int
    kept: Estimate
    spending: Estimate
    trend: Estimate
    quarters: tuple[Estimate, ...]

    @property
    def clear(self) -> bool:
        """Whether the interval of customers kept leaves nought out."""
        return self.kept.low is not None and self.kept.high is not None and (
            self.kept.low > 0 or self.kept.high < 0)


@dataclass(frozen=True, slots=True)
class ProgrammeEffects:
    """Every programme, best evidence and most members first."""

    programmes: tuple[ProgrammeEffect, ...]

    def of(self, programme: str) -> ProgrammeEffect:
        """Return one programme by its name."""
        return next(one for one in self.programmes if one.programme == programme)

    def table(self) -> list[dict[str, object]]:
        """Return one row per programme."""
        return [{"programme": one.programme, "kind": one.kind, "evidence": one.evidence,
                 "members": one.members, "matched": one.matched, "compared": one.compared,
                 **{f"{name}{end}": value for name in ("kept", "spending", "trend")
                    for end, value in (("", getattr(one, name).estimate), ("_low", getattr(one, name).low),
                                       ("_high", getattr(one, name).high))},
                 "state": one.kept.state} for one in self.programmes]


def programme_effects(reader: Reader, filters: Filters) -> ProgrammeEffects:
    """Compare those who joined a programme with like customers who had not.

    Parameters
    ----------
    reader : Reader
    filters : Filters
        The as-of day counts, the period does not.

    Returns
    -------
    ProgrammeEffects
        Empty where nobody joined anything a year before the as-of day.
    """
    if reader.meta.as_of is None:
        return ProgrammeEffects(())
    (customers,), = reader.rows("select count(*) from customers_now")
    first = reader.meta.first_event or reader.meta.as_of
    # Every month could be one in which somebody joined.
    months = max((reader.meta.as_of - first).days // 30, 1)
    one_in = max(1, round(int(str(customers)) * months / MOST_ROWS))
    return effects_of(run_sql(reader, "models/programme_effects", filters, one_in=one_in))


def effects_of(rows: pd.DataFrame) -> ProgrammeEffects:
    """Estimate every programme from customers on the days of joining; see `programme_effects`.

    Parameters
    ----------
    rows : pandas.DataFrame
        ``programme``, ``kind``, ``customer_key``, ``stratum``, ``treated``, ``matched``, ``lost`` and the
        revenue of the quarters in `COLUMNS`.

    Returns
    -------
    ProgrammeEffects
    """
    # Codes are compared in a fraction of the time of texts, and every figure compares them.
    rows = rows.assign(stratum=pd.factorize(rows["stratum"])[0])
    parts = {(str(programme), str(kind)): part
             for (programme, kind), part in rows.groupby(["programme", "kind"], observed=True)}
    campaigns = [part for (_, kind), part in parts.items() if kind == "campaign"]
    if len(campaigns) > 1:
        parts[ALL_CAMPAIGNS, "campaign"] = pd.concat(campaigns)
    found = [_effect(programme, kind, part) for (programme, kind), part in parts.items()]
    return ProgrammeEffects(tuple(sorted(
        (one for one in found if one is not None), key=lambda one: (one.evidence, -one.matched))))


def _effect(programme: str, kind: str, rows: pd.DataFrame) -> ProgrammeEffect | None:
    members = int(rows["treated"].sum())
    rows = rows[rows["matched"].to_numpy(bool)]
    if rows.empty:
        return None
    treated, lost = rows["treated"].to_numpy(bool), rows["lost"].to_numpy(bool)
    revenue = rows[list(COLUMNS)].fillna(0).to_numpy(float)
    strata, customers = rows["stratum"].to_numpy(), rows["customer_key"].to_numpy()
    before = revenue[:, :4]

    def difference(values: np.ndarray) -> Estimate:
        return stratified_difference(values, treated, strata, customers)

    trend = difference(before[:, 2:].mean(axis=1) - before[:, :2].mean(axis=1))
    matched = int(treated.sum())
    return ProgrammeEffect(
        programme, kind, _evidence(kind, members, matched, trend),  # type: ignore[arg-type]
        members, matched, len(np.unique(customers[~treated])), difference((~lost).astype(float)),
        difference(revenue[:, 4:].mean(axis=1) - before.mean(axis=1)), trend,
        tuple(difference(column - before.mean(axis=1)) for column in revenue.T))


def _evidence(kind: str, members: int, matched: int, trend: Estimate) -> Evidence:
    if kind == "campaign":
        return "A"
    parallel = trend.low is not None and trend.high is not None and trend.low <= 0 <= trend.high
    enough = matched >= FEWEST_MEMBERS and matched >= FEWEST_MATCHED * members
    return "B" if parallel and enough else "C"
