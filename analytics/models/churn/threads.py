"""One thread for small fits: many threads lose more to waiting for each other than they gain."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def one_thread() -> Iterator[None]:
    """Hold the numeric libraries to one thread inside the block (14–20 s become 2 s on two busy cores)."""
    # Limits reach only libraries that are loaded already, so scikit-learn comes first.
    import sklearn.ensemble
    import sklearn.linear_model  # noqa: F401
    from threadpoolctl import threadpool_limits

    with threadpool_limits(limits=1):
        yield
