"""The models of lifetime value fitted to a million customers, beside the archived reference library.

The library (`lifetimes`, no longer maintained) is no requirement of this project: where it is not
installed the column says so.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analytics.benchmarks.timing import markdown, timed
from analytics.models.lifetime_value import (
    BgBb,
    BgNbd,
    GammaGamma,
    MbgNbd,
    ParetoNbd,
    RepeatModel,
    ShiftedBetaGeometric,
    distinct_histories,
    fit,
    fit_contracts,
    fit_spend,
)

Floats = NDArray[np.float64]

#: Customers the models are fitted to, and how long a fit may take.
CUSTOMERS, SECONDS = 1_000_000, 10.0
#: Customers the reference library is given: it takes minutes for a million.
REFERENCE_CUSTOMERS = 20_000
#: The archived library.
REFERENCE = "lifetimes"
#: The live library is no part of this run: it compiles for minutes and asks for dozens of packages.
LIVE = (
    "The live library, `pymc-marketing` 0.19.2 (PyMC 5.28.5, PyTensor 2.38.3), was tried once by hand "
    "on 28 November 2026, on a busy machine, on the CDNOW summary of 2,357 customers with "
    "`fit(method='map')`: under flat priors r 0.243, α 4.414, a 0.793, b 2.426, the same as ours to "
    "three digits (0.2426, 4.4135, 0.7929, 2.4257); under its own priors 0.244, 4.444, 0.706, 2.092. "
    "4.7 s to import; 6.6 s for the first fit and 1.5 s for the second under flat priors, 43 s and 1.9 "
    "s under its own, compilation included. Ours: 0.02 s, several starts included. It was not given a "
    "million customers.")
#: Models customers are drawn from, times in days, and the library's name for each.
REPEAT_MODELS: dict[str, tuple[RepeatModel, str]] = {
    "BG/NBD": (BgNbd(0.4, 60.0, 0.8, 2.5), "BetaGeoFitter"),
    "MBG/NBD": (MbgNbd(0.5, 60.0, 0.9, 2.6), "ModifiedBetaGeoFitter"),
    "Pareto/NBD": (ParetoNbd(0.55, 75.0, 0.6, 80.0), "ParetoNBDFitter"),
    "BG/BB": (BgBb(1.2, 0.75, 0.66, 2.8), "BetaGeoBetaBinomFitter"),
}
#: Days known of a customer, and occasions for BG/BB: at least, and fewer than.
AGES, OCCASIONS = (30, 1096), (1, 37)


@dataclass(frozen=True, slots=True)
class FitTime:
    """One model fitted to many customers.

    Attributes
    ----------
    model : str
    histories : int
        Distinct ones among the customers; customers where each has a mean of its own.
    seconds : float
        With gathering customers of one history.
    converged : bool
    ours, reference : float or None
        Seconds on the customers the library is given; None: it has no such model, or is not there.
    apart : float or None
        Log-likelihood of our parameters less that of the library's, a thousand customers.
    """

    model: str
    histories: int
    seconds: float
    converged: bool
    ours: float | None = None
    reference: float | None = None
    apart: float | None = None


def time_fits(customers: int = CUSTOMERS, say: Callable[[str], None] = lambda text: None) -> list[FitTime]:
    """Fit every model to customers drawn from it.

    Parameters
    ----------
    customers : int
    say : callable
        Told what is being measured.
    """
    from threadpoolctl import threadpool_limits

    generator, found = np.random.default_rng(1), []
    with threadpool_limits(limits=1):
        for name, (truth, fitter) in REPEAT_MODELS.items():
            say(f"  {name}")
            found.append(_time_repeat(name, truth, fitter, customers, generator))
        say("  Gamma–Gamma, sBG")
        found += [_time_spend(customers, generator), _time_contracts(customers, generator)]
    return found


def fits_section(found: list[FitTime], customers: int = CUSTOMERS) -> str:
    """Return the section of the page."""
    there = find_spec(REFERENCE) is not None
    missing = "none" if there else "not installed"
    rows = [(one.model, f"{one.histories:,}", f"{one.seconds:.2f} s",
             "met" if one.seconds < SECONDS and one.converged else "**missed**",
             missing if one.ours is None else f"{one.ours:.2f} s",
             missing if one.reference is None else f"{one.reference:.2f} s",
             "" if one.apart is None else f"{one.apart:+.4f}") for one in found]
    return "\n\n".join([
        "## Fits of lifetime value",
        f"{customers:,} customers drawn from each model, known for 30 to 1,095 days (BG/BB: 1 to 36 "
        "occasions), on one thread, several starts and the gathering of equal histories included. Target: "
        f"< {SECONDS:.0f} s. Beside it the archived library `{REFERENCE}` and ours on "
        f"{REFERENCE_CUSTOMERS:,} of the customers, and by how much our log-likelihood is higher, a thousand "
        "customers.",
        markdown(("model", "distinct histories", "fit", "", f"ours, {REFERENCE_CUSTOMERS:,}",
                  f"`{REFERENCE}`, {REFERENCE_CUSTOMERS:,}", "log-likelihood"), rows),
        LIVE,
    ])


def _time_repeat(name: str, truth: RepeatModel, fitter: str, customers: int,
                 generator: np.random.Generator) -> FitTime:
    age = generator.integers(*(OCCASIONS if truth.discrete else AGES), customers).astype(float)
    x, last = truth.draw_histories(age, generator)
    if not truth.discrete:
        # Whole days, and one purchase a day at most, as a buying summary has them.
        last = np.where(x > 0, np.clip(np.ceil(last), 1, age), 0.0)
        x = np.minimum(x, last)

    def fitted(some: slice) -> Any:
        return fit(type(truth), distinct_histories(x[some], last[some], age[some])[0])

    seconds, whole = timed(lambda: fitted(slice(None)))
    few = slice(0, REFERENCE_CUSTOMERS)
    ours, part = timed(lambda: fitted(few))
    theirs = _reference(fitter, *(_gathered(x[few], last[few], age[few]) if truth.discrete else
                                  (x[few], last[few], age[few])))
    if theirs is None:
        return FitTime(name, whole.histories, seconds, whole.converged)
    histories = distinct_histories(x[few], last[few], age[few])[0]
    other = type(truth)(*theirs[1]).log_likelihood(histories)
    return FitTime(name, whole.histories, seconds, whole.converged, ours, theirs[0],
                   1000 * (part.log_likelihood - other) / histories.total)


def _gathered(x: Floats, last: Floats, age: Floats) -> tuple[pd.Series, ...]:
    """Return distinct histories and their customers, which the library takes for BG/BB alone."""
    rows = pd.DataFrame({"x": x, "last": last, "n": age}).value_counts().reset_index(name="customers")
    return tuple(rows[name] for name in ("x", "last", "n", "customers"))


def _reference(fitter: str, *given: Any) -> tuple[float, tuple[float, ...]] | None:
    """Fit by the library; return the seconds and its parameters, None where it is not installed."""
    if find_spec(REFERENCE) is None:
        return None
    import lifetimes  # type: ignore[import-not-found]

    found = getattr(lifetimes, fitter)()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        seconds, _ = timed(lambda: found.fit(*given))
    return seconds, tuple(float(one) for one in found.params_)


def _time_spend(customers: int, generator: np.random.Generator) -> FitTime:
    truth = GammaGamma(6.25, 3.74, 15.44)
    x = np.maximum(generator.negative_binomial(0.5, 0.1, customers), 1).astype(float)
    means = truth.draw_means(x, generator)
    seconds, whole = timed(lambda: fit_spend(x, means).fit)
    few = slice(0, REFERENCE_CUSTOMERS)
    ours, part = timed(lambda: fit_spend(x[few], means[few]).fit)
    theirs = _reference("GammaGammaFitter", x[few], means[few])
    if theirs is None:
        return FitTime("Gamma–Gamma", whole.histories, seconds, whole.converged)
    other = float(GammaGamma(*theirs[1]).log_likelihoods(x[few], means[few]).sum())
    return FitTime("Gamma–Gamma", whole.histories, seconds, whole.converged, ours, theirs[0],
                   1000 * (part.log_likelihood - other) / part.customers)


def _time_contracts(customers: int, generator: np.random.Generator) -> FitTime:
    periods = 12
    lifetimes = ShiftedBetaGeometric(0.668, 3.806).draw_lifetimes(customers, generator)
    lost = np.bincount(np.minimum(lifetimes, periods + 1).astype(int), minlength=periods + 2)
    kept = np.zeros(periods)
    kept[-1] = lost[periods + 1]
    seconds, found = timed(lambda: fit_contracts(lost[1:periods + 1], kept).fit)
    return FitTime("sBG", found.histories, seconds, found.converged)
