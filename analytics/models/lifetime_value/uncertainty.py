"""How sure the parameters are: models fitted to customers drawn from the fitted model itself."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike

from analytics.models.lifetime_value.buying_summary import Histories, distinct_histories
from analytics.models.lifetime_value.fitting import HIGHEST, LOWEST, Fit, curvature
from analytics.models.lifetime_value.gamma_gamma import GammaGamma, fit_spend
from analytics.models.lifetime_value.repeat_model import OLDEST_AGE, Model, fit

#: Parameter sets drawn unless said otherwise.
DRAWS = 200
#: Customers simulated for each; deviations shrink with the root of how many there really are.
CUSTOMERS_OF_A_DRAW = 10_000


def draw_models(fitted: Fit[Model], histories: Histories, *, draws: int = DRAWS,
                seed: int = 0) -> tuple[Model, ...]:
    """Draw models of repeat buying by the parametric bootstrap.

    Parameters
    ----------
    fitted : Fit
        The model, in the unit of time of the histories.
    histories : Histories
        Whose ages, and their number, are kept.
    draws, seed : int
        How many, and the seed of the draws.

    Returns
    -------
    tuple of RepeatModel
        Refitted to simulated customers of the same ages. Above 10,000 customers only so many are
        simulated, and the deviations of log-parameters are divided by √(customers/10,000). Refits that do
        not converge are drawn anew, at most as often again as draws are wanted.

    References
    ----------
    Efron & Tibshirani 1993, An Introduction to the Bootstrap, chapter 6.
    """
    generator = np.random.default_rng(seed)
    model, total = fitted.model, histories.total
    size = min(total, CUSTOMERS_OF_A_DRAW)
    shrink = np.sqrt(size / total)
    names = model.names
    found: list[Model] = []
    for _ in range(2 * draws):
        if len(found) == draws:
            break
        age = generator.choice(histories.age, size, p=histories.customers / histories.customers.sum())
        x, last = model.draw_histories(age, generator)
        drawn, _ = distinct_histories(x, last, age)
        refitted = fit(type(model), drawn, start=model)
        if not refitted.converged:
            continue
        deviation = np.log(refitted.model.parameters / model.parameters) * shrink
        moved = np.clip(model.parameters * np.exp(deviation), LOWEST, HIGHEST)
        found.append(replace(model, **dict(zip(names, map(float, moved), strict=True))))  # type: ignore[type-var]
    return tuple(found)


def draw_models_nearby(fitted: Fit[Model], histories: Histories, *, draws: int = DRAWS,
                       seed: int = 0) -> tuple[Model, ...]:
    """Draw models of repeat buying from the normal distribution that the likelihood is like at its top.

    Parameters
    ----------
    fitted, histories, draws, seed
        As for `draw_models`.

    Returns
    -------
    tuple of RepeatModel
        With log-parameters scattered round the likeliest by the inverse of the curvature. It needs no
        refit, so that it is the one to use for Pareto/NBD; of many customers both ways agree.
    """
    model = fitted.model
    unit = float(histories.age.max()) / OLDEST_AGE if any(model.times) else 1.0
    scale = np.where(model.times, unit, 1.0)
    theta = np.log(model.parameters / scale)
    bent = curvature(type(model).objective(histories.in_unit(unit)), theta) * histories.total
    # A direction in which the likelihood hardly bends is held to a factor of e either way.
    slopes, axes = np.linalg.eigh(-bent)
    spread = axes / np.sqrt(np.maximum(slopes, 1.0))
    drawn = theta + np.random.default_rng(seed).standard_normal((draws, theta.size)) @ spread.T
    found = np.clip(np.exp(drawn), LOWEST, HIGHEST) * scale
    return tuple(replace(model, **dict(zip(model.names, map(float, one), strict=True)))  # type: ignore[type-var]
                 for one in found)


def draw_spend_models(fitted: Fit[GammaGamma], frequency: ArrayLike, *, draws: int = DRAWS, seed: int = 0
                      ) -> tuple[GammaGamma, ...]:
    """Draw models of spending by the parametric bootstrap, as `draw_models`.

    Parameters
    ----------
    fitted : Fit of GammaGamma
        The model.
    frequency : array_like, shape (customers,)
        Repeat purchases of the customers it was fitted to.
    draws, seed : int
        How many, and the seed of the draws.

    Returns
    -------
    tuple of GammaGamma
        Those without a mean (q ≤ 1) are left out.
    """
    generator = np.random.default_rng(seed)
    counts = np.asarray(frequency, float)
    counts = counts[counts > 0]
    size = min(counts.size, CUSTOMERS_OF_A_DRAW)
    shrink = np.sqrt(size / counts.size)
    model = fitted.model
    centre = np.log([model.p, model.q, model.v])
    found: list[GammaGamma] = []
    for _ in range(2 * draws):
        if len(found) == draws:
            break
        x = generator.choice(counts, size)
        refitted = fit_spend(x, model.draw_means(x, generator), start=model).fit
        p, q, v = np.exp(centre + shrink * (np.log([refitted.model.p, refitted.model.q, refitted.model.v])
                                            - centre))
        if refitted.converged and q > 1:
            found.append(GammaGamma(float(p), float(q), float(v)))
    return tuple(found)
