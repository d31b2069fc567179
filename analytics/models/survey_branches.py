"""Branches side by side in one question: shrunken shares, and who is above or below the standard.

Definition
    The share of the top two boxes of each branch (or of another dimension), drawn towards the common mean
    as far as chance explains the spread (beta-binomial). Each raw share is tested against the standard, or
    against the share of all where there is none, the p values adjusted for the number of branches after
    Benjamini and Hochberg. Branches with under ten answers are not shown, nor one more where a single
    hidden one could be worked out from the total.
Grain
    One row per branch, the best first.
Source
    Methods G2.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from analytics.filters import Filters
from analytics.metrics.running import period_of
from analytics.metrics.survey_scores import survey_scores
from analytics.statistics.estimate import Estimate
from analytics.statistics.shrinkage import shrink_shares
from analytics.statistics.standards import Judged, against_standard_many
from analytics.statistics.suppression import hidden_cells
from analytics.store.reader import Reader
from analytics.store.standards import Standard, standard_on


@dataclass(frozen=True, slots=True)
class Branch:
    """One branch.

    Attributes
    ----------
    name : str or None
        None where the branch is not known.
    shrunken : Estimate
    judged : Judged
        The raw share and its light.
    """

    name: str | None
    shrunken: Estimate
    judged: Judged


@dataclass(frozen=True, slots=True)
class SurveyBranches:
    """Branches by their shrunken share.

    Attributes
    ----------
    question, dimension : str
    reference : float or None
        What the lights are against; None without answers.
    standard : bool
        Whether it is the standard rather than the share of all.
    mean, spread : float
        The common mean, and the standard deviation between branches with chance taken out.
    branches : tuple of Branch
        Best first, those hidden last.
    """

    question: str
    dimension: str
    reference: float | None
    standard: bool
    mean: float
    spread: float
    branches: tuple[Branch, ...]

    @property
    def shown(self) -> tuple[Branch, ...]:
        """Branches that may be shown."""
        return tuple(one for one in self.branches if one.judged.light != "suppressed")

    def table(self) -> list[dict[str, object]]:
        """Return one row per branch; of hidden ones only that they are."""
        return [{self.dimension: one.name, "light": one.judged.light, **(
            {} if one.judged.light == "suppressed" else {
                "n": one.judged.share.n, "top_two": one.judged.share.estimate,
                "shrunken": one.shrunken.estimate, "low": one.shrunken.low,
                "high": one.shrunken.high, "p_adjusted": one.judged.p,
                "state": one.judged.share.state})} for one in self.branches]

    def extra(self) -> dict[str, object]:
        """Return what the lights are against."""
        return {"reference": self.reference, "standard": self.standard, "mean": self.mean,
                "spread": self.spread}


def survey_branches(reader: Reader, filters: Filters, *, by: str = "branch", question: str = "overall",
                    standards: tuple[Standard, ...] | None = None) -> SurveyBranches:
    """Rank the branches in one question.

    Parameters
    ----------
    reader : Reader
    filters : Filters
    by : str
        A dimension of the customers.
    question : str
    standards : tuple of Standard, optional
        Those of the store when omitted.

    Returns
    -------
    SurveyBranches
    """
    groups = survey_scores(reader, filters, by=by, question=question).groups(question)
    events, n = [sum(one.counts[3:]) for one in groups], [one.n for one in groups]
    end = period_of(reader, filters).end
    known = reader.standards() if standards is None else standards
    fixed = standard_on(known, question, end - timedelta(days=1) if end is not None else None)
    if not sum(n):
        return SurveyBranches(question, by, None, False, float("nan"), float("nan"), ())
    reference = fixed.value if fixed is not None else sum(events) / sum(n)
    # With everybody (or nobody) satisfied there is nothing to hold a branch against.
    tested = min(max(reference, 0.5 / sum(n)), 1 - 0.5 / sum(n))
    hidden = hidden_cells(n)
    judged = iter(against_standard_many([k for k, secret in zip(events, hidden, strict=True) if not secret],
                                        [size for size, secret in zip(n, hidden, strict=True) if not secret],
                                        tested))
    shrunken = shrink_shares(events, n)
    branches = []
    for one, share, secret in zip(groups, shrunken.shares, hidden, strict=True):
        if secret:
            nothing = Estimate(0, None, state="suppressed")
            branches.append(Branch(one.group, nothing, Judged(nothing, tested, None, "suppressed")))
        else:
            branches.append(Branch(one.group, share, replace(next(judged), standard=reference)))
    branches.sort(key=lambda one: (one.shrunken.estimate is None, -(one.shrunken.estimate or 0.0)))
    return SurveyBranches(question, by, reference, fixed is not None, shrunken.mean, shrunken.spread,
                          tuple(branches))
