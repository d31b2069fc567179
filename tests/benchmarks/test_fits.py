"""The fits on many customers: what is measured is told, and what is missing is said."""

from __future__ import annotations

from analytics.benchmarks import fits


def test_every_model_is_fitted_and_told_without_the_reference_library(monkeypatch):
    monkeypatch.setattr(fits, "REFERENCE", "not_a_library")
    found = fits.time_fits(3_000)
    assert [one.model for one in found] == ["BG/NBD", "MBG/NBD", "Pareto/NBD", "BG/BB", "Gamma–Gamma", "sBG"]
    assert all(one.converged and one.reference is None for one in found)
    rows = [line for line in fits.fits_section(found, 3_000).splitlines() if "not installed" in line]
    assert len(rows) == 6


def test_a_slow_fit_misses_its_target():
    found = [fits.FitTime("BG/NBD", 10, 10.5, True, 1.0, 20.0, 0.25), fits.FitTime("sBG", 10, 0.1, False)]
    page = fits.fits_section(found)
    assert "| BG/NBD | 10 | 10.50 s | **missed** | 1.00 s | 20.00 s | +0.2500 |" in page
    assert "| sBG | 10 | 0.10 s | **missed** |" in page
