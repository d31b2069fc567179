"""What a server process does once: pages compute their small matrices on one thread."""

from __future__ import annotations

import subprocess
import sys

ASKED = """
from analytics.app.warmup import warm_up
warm_up()
from threadpoolctl import threadpool_info
print([one["num_threads"] for one in threadpool_info() if one["user_api"] == "blas"])
"""


def test_linear_algebra_keeps_to_one_thread():
    # In a process of its own: the limit lasts as long as the process.
    found = subprocess.run([sys.executable, "-c", ASKED], capture_output=True, text=True, check=True).stdout
    assert found.strip() not in ("", "[]")
    assert set(found.strip("[]\n ").split(", ")) == {"1"}
