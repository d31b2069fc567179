"""Who was asked and who answered, worked out by hand; unanswered questions touch nothing else."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from analytics.filters import Filters
from analytics.metrics.customer_records import customer_records
from analytics.metrics.survey_scores import survey_scores
from analytics.store import Reader, Store
from analytics.warehouse import build, check
from tests.store.batches import add_batch, order


def day(text: str) -> date:
    return date.fromisoformat(f"2024-{text}")


def row(customer: str, score: float | None, sent: str | None, answered: str | None, *, wave: str | None = None,
        question: str = "overall") -> dict:
    return {"customer_id": customer, "score": score, "sent_on": sent, "answered_on": answered, "wave": wave,
            "question": question}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """Build four customers; what C2 was sent in the first batch it answers in the second."""
    folder: Path = tmp_path_factory.mktemp("invitations") / "store"
    made = Store.create(folder, name="Invitations")
    add_batch(
        made,
        customers=[{"customer_id": f"C{number}", "size": "small"} for number in range(1, 4)],
        orders=[order("O1", "C1", "2024-01-01", 100), order("O2", "C2", "2024-06-30", 70)],
        surveys=[
            row("C1", 4, "2024-03-01", "2024-03-05", wave="W1"),
            row("C1", 5, "2024-03-01", "2024-03-04", wave="W1", question="speed"),
            row("C2", None, "2024-03-01", None, wave="W1"),
            row("C3", None, "2024-03-01", None, wave="W1"),
            row("C1", None, "2024-05-01", None),
            row("C1", 3, "2024-05-09", "2024-05-10")])
    add_batch(made, surveys=[row("C2", 2, "2024-03-01", "2024-03-20", wave="W1"),
                             row("C3", None, "2024-06-20", None, wave="W2")])
    build(made, today=date(2026, 1, 1))
    return made


@pytest.fixture(scope="module")
def reader(store: Store) -> Reader:
    return store.reader()


def test_one_row_per_customer_and_occasion(store, reader):
    assert [result for result in check(store) if not result.passed] == []
    assert reader.rows("""select customer_id, wave, sent_on, answered_on, answered
                          from survey_invitations join customers_now using (customer_key)
                          order by customer_id, sent_on""") == [
        ("C1", "W1", day("03-01"), day("03-04"), True),
        ("C1", None, day("05-01"), None, False),
        ("C1", None, day("05-09"), day("05-10"), True),
        ("C2", "W1", day("03-01"), day("03-20"), True),
        ("C3", "W1", day("03-01"), None, False),
        ("C3", "W2", day("06-20"), None, False)]


def test_answers_are_the_answered_rows_alone(reader):
    assert reader.rows("select count(*), count(score_five) from survey_answers") == [(4, 4)]
    assert reader.rows("select count(*) from survey_outcomes") == [(3,)]
    assert reader.rows("select customer_id, last_score from customers_now order by customer_id") == [
        ("C1", 3.0), ("C2", 2.0), ("C3", None)]


def test_a_customer_s_rows_say_what_was_sent_once_it_was(reader):
    sent = customer_records(reader, Filters(), customer="C3", records="surveys")
    assert [str(one.date()) for one in sent["sent_on"]] == ["2024-06-20", "2024-03-01"]
    earlier = customer_records(reader, Filters(as_of=day("04-01")), customer="C3", records="surveys")
    assert [str(one.date()) for one in earlier["sent_on"]] == ["2024-03-01"]


def test_only_questions_sent_are_no_survey(tmp_path):
    made = Store.create(tmp_path / "store", name="Asked")
    add_batch(made, orders=[order("O1", "C1", "2024-01-01", 100)], surveys=[row("C1", None, "2024-02-01", None)])
    build(made, today=date(2026, 1, 1))
    meta = made.reader().meta
    assert (meta.has_surveys, meta.as_of) == (False, day("01-01"))


def test_an_answer_knows_the_next_one_to_the_same_question(reader):
    assert reader.rows("""select customer_id, question, answered_on, next_on, last_of_wave
                          from survey_answers join customers_now using (customer_key)
                          order by customer_id, answered_on""") == [
        ("C1", "speed", day("03-04"), None, True),
        ("C1", "overall", day("03-05"), day("05-10"), True),
        ("C1", "overall", day("05-10"), None, True),
        ("C2", "overall", day("03-20"), None, True)]


def test_two_answers_of_a_wave_and_answers_without_a_date(tmp_path):
    made = Store.create(tmp_path / "store", name="Twice")
    add_batch(made, orders=[order("O1", "C1", "2024-06-30", 100)], surveys=[
        row("C1", 2, None, "2024-02-01", wave="W"), row("C1", 4, None, "2024-02-20", wave="W"),
        row("C2", 3, None, None), row("C2", 5, None, None), row("C3", 1, "2024-03-01", None)])
    build(made, today=date(2026, 1, 1))
    assert made.reader().rows("""select customer_id, score, next_on, last_of_wave
                                 from survey_answers join customers_now using (customer_key)
                                 order by customer_id, score""") == [
        ("C1", 2.0, day("02-20"), False), ("C1", 4.0, None, True),
        ("C2", 3.0, date(1, 1, 1), False), ("C2", 5.0, None, True), ("C3", 1.0, None, True)]
    scores = survey_scores(made.reader(), Filters("6m")).of("overall")
    assert [score for _, _, score, _ in scores.scores] == [1.0, 4.0, 5.0]
    assert survey_scores(made.reader(), Filters("month")).of("overall").n == 1
