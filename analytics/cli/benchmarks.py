"""The benchmark suite as a command."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from analytics.cli.output import say


def bench(out: Annotated[Path, typer.Option(help="Page to write.")] = Path("docs/benchmarks.md"),
          customers: Annotated[int, typer.Option(min=1000, help="Size of the benchmark company.")] = 100_000,
          lines: Annotated[int, typer.Option(min=10_000, help="Order lines.")] = 2_000_000) -> None:
    """Measure import, build and pages on this machine and write the figures."""
    from analytics.benchmarks import run

    out.write_text(run(customers, lines, say), "utf-8")
    say(f"{out}")
