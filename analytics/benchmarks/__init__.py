"""The benchmark suite: import, build and pages, measured beside plain DuckDB in the same run."""

from analytics.benchmarks.suite import run

__all__ = ["run"]
