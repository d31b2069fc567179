"""How far causes can be trusted: two people coding the same losses, and the stated cause against the facts.

Two coders
    Losses whose cause a second person coded without knowing the first (column ``lost_cause_second``):
    share put into the same standard class, and Cohen's kappa with its interval.
Stated against observed
    Losses with a stated cause and, before it, a warning that by itself points to certain causes: share
    of them where the stated cause is among these, and what that share would be were the two unrelated.
Grain
    One row per pair of classes.
Edge cases
    Causes not stated by either are left out. Warnings that point to no cause (spend falling, no contact,
    a low score) are left out of the second comparison.
Source
    Cohen 1960; Fleiss, Cohen & Everitt 1969; methods E5: ten per cent coded twice, kappa of .7 or more.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analytics.filters import Filters
from analytics.metrics.running import period_of, run_sql
from analytics.statistics.agreement import Agreement, cohen_kappa
from analytics.statistics.estimate import Estimate
from analytics.statistics.intervals import rate
from analytics.store.reader import Reader

#: A kappa below this calls for better written classes, or for coding together for a while.
KAPPA_WANTED = 0.7
#: Causes a warning points to; the other warnings point to none.
POINTS_TO: dict[str, tuple[str, ...]] = {
    "complaint_unresolved": ("response_to_failure", "core_service_failure", "service_encounter_failure"),
    "service_failure": ("core_service_failure", "service_encounter_failure", "response_to_failure"),
    "price_change": ("pricing",),
    "competitor_entry": ("competition",),
}


@dataclass(frozen=True, slots=True)
class CauseAgreement:
    """What two coders, and words and facts, agree on.

    Attributes
    ----------
    lost, stated, coded_twice : int
        Losses of the period, those with a stated cause, and those coded by two people.
    classes : tuple of str
        Classes either coder used.
    pairs : mapping of (str, str) to int
        Losses by class of the first and of the second coder.
    coders : Agreement
    pointed : int
        Losses with a stated cause and a warning that points to causes.
    fits : Estimate
        Share of them whose stated cause is one the warning points to.
    fits_by_chance : float or None
        What the share would be, were stated causes spread over warnings as they are over all of these.
    """

    lost: int
    stated: int
    coded_twice: int
    classes: tuple[str, ...]
    pairs: dict[tuple[str, str], int]
    coders: Agreement
    pointed: int
    fits: Estimate
    fits_by_chance: float | None

    def table(self) -> list[dict[str, object]]:
        """Return losses by pair of classes."""
        return [{"cause_class": first, "cause_class_second": second, "lost": count, "same": first == second}
                for (first, second), count in self.pairs.items()]

    def extra(self) -> dict[str, object]:
        """Return both agreements."""
        kappa = self.coders.kappa
        return {
            "lost": self.lost, "stated": self.stated, "coded_twice": self.coded_twice,
            "same": self.coders.same.estimate, "kappa": kappa.estimate, "low": kappa.low, "high": kappa.high,
            "pointed": self.pointed, "fits": self.fits.estimate, "fits_low": self.fits.low,
            "fits_high": self.fits.high, "fits_by_chance": self.fits_by_chance}


def cause_agreement(reader: Reader, filters: Filters) -> CauseAgreement:
    """Compare two codings of causes, and stated causes with what was seen before."""
    frame = run_sql(reader, "cause_agreement", filters, everyone=_everyone(reader, filters))
    first, second = (frame[name].fillna("not_stated") for name in ("cause_class", "cause_class_second"))
    stated = first != "not_stated"
    twice = frame[stated & (second != "not_stated")]
    classes = tuple(sorted({*twice["cause_class"], *twice["cause_class_second"]}))
    pairs = {(str(row.cause_class), str(row.cause_class_second)): 0 for row in twice.itertuples()}
    table = np.zeros((len(classes), len(classes)))
    for one, other, count in twice[["cause_class", "cause_class_second", "lost"]].itertuples(index=False):
        pairs[one, other] += int(count)
        table[classes.index(one), classes.index(other)] += count
    pointing = frame[stated & frame["precursor"].isin(list(POINTS_TO))]
    fits, by_chance = _fits(pointing)
    return CauseAgreement(
        int(frame["lost"].sum()), int(frame.loc[stated, "lost"].sum()), int(twice["lost"].sum()), classes,
        dict(sorted(pairs.items(), key=lambda one: (-one[1], one[0]))), cohen_kappa(table),
        int(pointing["lost"].sum()), fits, by_chance)


def cause_disagreements(reader: Reader, filters: Filters) -> pd.DataFrame:
    """List the losses of the period that two people put into different classes of cause.

    Returns
    -------
    pandas.DataFrame
        One row per loss, most value first; money in minor units.
    """
    return run_sql(reader, "cause_disagreements", filters, everyone=_everyone(reader, filters))


def _fits(pointing: pd.DataFrame) -> tuple[Estimate, float | None]:
    total = int(pointing["lost"].sum())
    if not total:
        return rate(0, 0), None
    named = [cause in POINTS_TO[precursor]
             for cause, precursor in zip(pointing["cause_class"], pointing["precursor"], strict=True)]
    stated = pointing.groupby("cause_class")["lost"].sum() / total
    warned = pointing.groupby("precursor")["lost"].sum() / total
    by_chance = sum(share * float(stated.reindex(list(POINTS_TO[str(precursor)])).fillna(0).sum())
                    for precursor, share in warned.items())
    return rate(float(pointing.loc[named, "lost"].sum()), total), float(by_chance)


def _everyone(reader: Reader, filters: Filters) -> bool:
    period = period_of(reader, filters)
    return period.start is None or period.code == "all"
