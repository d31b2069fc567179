"""Killed at any moment of an import, a build or an undo, the store keeps its last published state."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.skipif(not hasattr(__import__("os"), "fork"), reason="this system cannot fork")
@pytest.mark.parametrize(("scenario", "fewest_points"), [("import", 8), ("build", 15), ("undo", 6)])
def test_killed_at_every_point(scenario, fewest_points, tmp_path):
    child = subprocess.run([sys.executable, "-m", "tests.store.dying", str(tmp_path), scenario],
                           cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert child.returncode == 0, child.stderr[-3000:]
    assert int(child.stdout) >= fewest_points
