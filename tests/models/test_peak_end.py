"""Peak and end: the published example, figures by hand, a known best reading, and silence where there is nothing."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from analytics.filters import Filters
from analytics.models.peak_end import EXPERIENCE, READINGS, area, compare, peak_end, peak_end_mean
from analytics.store import Store
from analytics.warehouse import build
from tests.metrics.surveyed import answer
from tests.store.batches import add_batch, order


def test_the_published_example():
    assert list(peak_end_mean([8, 8], [7, 1])) == [7.5, 4.5]


def test_area_by_hand():
    # Stayed at levels 1 and 2, left at 0 and 1: three pairs of four in order, one tie of half.
    kept, left = np.array([[0.0, 1, 1]]), np.array([[1.0, 1, 0]])
    assert area(kept, left) == pytest.approx([3.5 / 4])
    # The last level in a fold of its own, where nobody left: one pair in order, one tie.
    assert area(kept, left, [0, 2]) == pytest.approx([1.5 / 2])


def company(seed: int, *, forms: int = 1_200, mean: float = 0.0, peak_end: float = 0.0):
    """Two readings of equal noise, two forms a customer; staying follows them by the given slopes."""
    random = np.random.default_rng(seed)
    felt = random.normal(size=forms)
    read = {"mean": felt + random.normal(size=forms), "peak_end": felt + random.normal(size=forms)}
    odds = 1.0 + mean * read["mean"] + peak_end * read["peak_end"]
    stayed = (random.random(forms) < 1 / (1 + np.exp(-odds))).astype(float)
    return compare(read, stayed, np.repeat(np.arange(forms // 2), 2))


def test_the_reading_that_makes_customers_stay_is_told_from_the_other():
    mean, better = company(5, peak_end=1.0)
    assert (better.verdict, mean.gain) == ("better", None)
    assert better.gain.estimate == pytest.approx(mean.loss.estimate - better.loss.estimate)
    assert better.area.low > mean.area.high > 0.5
    _, worse = company(5, mean=1.0)
    assert worse.verdict == "worse"


def told_apart(seeds: range, slope: float) -> float:
    found = [company(seed, mean=slope, peak_end=slope)[1].verdict for seed in seeds]
    return sum(one != "alike" for one in found) / len(found)


def test_two_readings_that_matter_equally_are_seldom_told_apart():
    assert told_apart(range(100, 140), 0.5) <= 0.13


@pytest.mark.slow
@pytest.mark.parametrize("slope", [0.0, 0.5])
def test_four_hundred_companies_in_which_neither_is_better(slope):
    assert told_apart(range(1_000, 1_400), slope) <= 0.07


def test_a_company_worked_out_by_hand(tmp_path):
    # C1 to C120 stay and remember 5 and 3, C121 to C160 leave and remember 1 and 3; speed 4 and 2 of them.
    store = Store.create(tmp_path, name="Moments")
    (store.path / "settings.toml").write_text("silence_days = 400\n", "utf-8")
    left = range(121, 161)
    add_batch(
        store,
        customers=[{"customer_id": f"C{number}", "acquired_on": "2023-01-01",
                    **({"status": "lost", "lost_on": "2024-08-01"} if number in left else {})}
                   for number in range(1, 161)],
        orders=[order(f"O{number}{day}", f"C{number}", day, 100) for number in range(1, 161)
                for day in ("2023-02-01", "2023-12-01", *(() if number in left else ("2024-12-01", "2025-06-01")))],
        surveys=[answer(number, score, "2024-01-01", "2024-01-02", "2024", question)
                 for number in range(1, 161)
                 for question, score in (("overall", 4), ("peak", 1 if number in left else 5), ("end", 3),
                                         ("speed", 2 if number in left else 4), ("attitude", 3))])
    build(store, today=date(2025, 7, 1))
    found = peak_end(store.reader(), Filters())
    assert (found.forms, found.customers, found.lost) == (160, 160, 40)
    assert [(one.moment, one.stayed.estimate, one.left.estimate) for one in found.moments] == [
        ("mean", 3.5, 2.5), ("peak", 5.0, 1.0), ("end", 3.0, 3.0)]
    # Ease tells everybody apart; the end and the attitude, the same for all, nobody: 3 of 4 stay, whose log-loss is
    # −¾ ln ¾ − ¼ ln ¼.
    areas = {one.reading: one.area.estimate for one in found.readings}
    assert areas["mean"] == areas["peak_end"] == areas["ease"] == 1.0
    assert areas["end"] == areas["emotion"] == 0.5
    assert "effectiveness" not in areas, "none of its questions was asked"
    nobody = found.of("end")
    assert nobody.loss.estimate == pytest.approx(-0.75 * np.log(0.75) - 0.25 * np.log(0.25), abs=0.02)
    assert (nobody.verdict, found.of("mean").loss.n) == ("worse", 160)


def test_a_question_that_few_forms_answer_is_compared_on_those_forms():
    random = np.random.default_rng(3)
    mean, stayed = random.normal(size=1_000), (random.random(1_000) < 0.6).astype(float)
    some = np.where(np.arange(1_000) < 400, mean, np.nan)
    found = compare({"mean": mean, "ease": some, "emotion": np.full(1_000, np.nan)}, stayed, np.arange(1_000))
    assert [(one.reading, one.loss.n) for one in found] == [("mean", 1_000), ("ease", 400)]


def test_the_demo_company_stays_by_what_lies_behind_all_questions(demo_reader):
    found = peak_end(demo_reader, Filters())
    assert tuple(one.reading for one in found.readings) == READINGS
    assert all(one.area.low > 0.5 for one in found.readings)
    # Each answer is its latent satisfaction and noise of its own, so that the mean of eight tells most and of the
    # dimensions the one with five questions.
    assert {one.reading: one.verdict for one in found.readings} == {
        "mean": "alike", "effectiveness": "alike",
        **dict.fromkeys(("peak_end", "lowest", "end", "ease", "emotion"), "worse")}
    assert found.of("peak_end").gain.estimate > found.of("end").gain.estimate
    assert all(one.stayed.low > one.left.high for one in found.moments)
    assert found == peak_end(demo_reader, Filters("all"))


def test_dimensions_of_the_experience_share_no_question():
    asked = [question for questions in EXPERIENCE.values() for question in questions]
    assert len(asked) == len(set(asked)) == 7


def test_too_little_says_nothing(demo_reader):
    few = peak_end(demo_reader, Filters.of("month", size="large", region="西部 West"))
    assert few.readings == few.moments == ()
