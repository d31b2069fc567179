"""Studies taken together, beside statsmodels."""

from __future__ import annotations

import numpy as np
import pytest
from statsmodels.stats.meta_analysis import combine_effects

from analytics.statistics.pooling import pool

EFFECTS, ERRORS = [0.04, 0.10, -0.02, 0.06, 0.21], [0.03, 0.04, 0.05, 0.02, 0.06]


def test_as_statsmodels_pools():
    theirs = combine_effects(np.array(EFFECTS), np.array(ERRORS) ** 2, method_re="chi2", use_t=False)
    found = pool(EFFECTS, ERRORS)
    assert found.fixed.estimate == pytest.approx(theirs.mean_effect_fe)
    assert found.random.estimate == pytest.approx(theirs.mean_effect_re)
    assert (found.fixed.low, found.fixed.high) == pytest.approx(tuple(theirs.conf_int(use_t=False)[0]))
    assert found.between == pytest.approx(theirs.tau2)
    assert found.heterogeneity.statistic == pytest.approx(theirs.q)
    assert found.inconsistent == pytest.approx(theirs.i2)
    # Hartung and Knapp: the last interval but one of statsmodels.
    knapp = combine_effects(np.array(EFFECTS), np.array(ERRORS) ** 2, method_re="chi2", use_t=True).conf_int(use_t=True)[3]
    assert (found.random.low, found.random.high) == pytest.approx(tuple(knapp), rel=1e-6)


def test_studies_that_agree_are_never_surer_of_the_next_one_than_of_themselves():
    found = pool([0.05, 0.05, 0.05], [0.02, 0.02, 0.02])
    assert (found.between, found.inconsistent) == (0, 0)
    assert found.random.low == pytest.approx(found.fixed.low)


def test_one_study_is_not_pooled():
    with pytest.raises(ValueError, match="two studies"):
        pool([0.05], [0.02])
