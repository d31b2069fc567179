"""A company of fifteen customers and two years of surveys, small enough to work out every figure by hand."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from analytics.store import Reader, Store
from analytics.warehouse import build
from tests.store.batches import Row, add_batch, order

NOW = {1: 5, 2: 5, 3: 5, 4: 5, 5: 4, 6: 4, 7: 4, 8: 3, 9: 3, 10: 2, 11: 1, 12: 5}
BEFORE = {1: 4, 2: 4, 3: 4, 4: 4, 5: 4, 6: 3, 7: 3, 8: 3, 9: 2, 10: 2, 14: 1}
RECOMMEND = {1: 10, 2: 9, 3: 9, 4: 8, 5: 8, 6: 7, 7: 7, 8: 6, 9: 5, 10: 0}


def answer(number: int, score: float | None, sent: str, answered: str | None, wave: str,
           question: str = "overall", high: float = 5, low: float = 1, expected: float | None = None) -> Row:
    """Return one row of the survey."""
    return {"customer_id": f"C{number}", "score": score, "sent_on": sent, "answered_on": answered, "wave": wave,
            "question": question, "scale_min": low, "scale_max": high, "expected": expected}


def surveyed_company(folder: Path) -> Reader:
    """Build it. C1 to C6 are large, the others small; C13 never answered, C14 was asked too lately."""
    store = Store.create(folder, name="Surveyed")
    (store.path / "settings.toml").write_text("silence_days = 400\n", "utf-8")
    sizes = {number: "large" if number <= 6 else "small" for number in range(1, 16)}
    add_batch(
        store,
        customers=[{"customer_id": f"C{number}", "size": size, "acquired_on": "2023-01-01"}
                   for number, size in sizes.items()],
        orders=[*(order(f"O{number}", f"C{number}", "2023-02-01", 50) for number in sizes),
                *(order(f"P{number}", f"C{number}", "2024-06-01", 100) for number in sizes),
                order("Q1", "C1", "2024-12-31", 10)],
        surveys=[
            *(answer(number, score, "2023-05-01", "2023-05-03", "2023") for number, score in BEFORE.items()),
            # C1 answers twice this year; the later answer counts.
            answer(1, 1, "2024-03-01", "2024-03-02", "2024A"),
            *(answer(number, score, "2024-08-01", "2024-08-05", "2024B", expected=min(score + 1, 5))
              for number, score in NOW.items()),
            *(answer(number, score, "2024-08-01", "2024-08-05", "2024B", "recommend", 10, 0)
              for number, score in RECOMMEND.items()),
            answer(2, 1, "2024-08-01", "2024-08-05", "2024B", "no_problem", 1, 0),
            answer(13, None, "2024-08-01", None, "2024B"),
            answer(14, None, "2024-12-20", None, "2024C")])
    build(store, today=date(2026, 1, 1))
    return store.reader()
