"""Progress of an import in rows: told while it runs, stopped by whoever is told."""

from __future__ import annotations

import duckdb
import pytest

from analytics.importing import watching
from analytics.importing.watching import KNOWING, watched

ROWS = 400_000
LONG = "create or replace table long as select count(distinct md5(i::varchar)) as n from range(4000000) as t(i)"
CUSTOMERS = '[customers]\ncustomer_id = "id"\nname = "name"\nacquired_on = "won"\n'


class Stopped(Exception):
    """Somebody has seen enough."""


@pytest.fixture
def often(monkeypatch):
    monkeypatch.setattr(watching, "EVERY", 0.005)


@pytest.fixture
def connection():
    with duckdb.connect() as opened:
        opened.execute(KNOWING)
        yield opened


@pytest.mark.usefixtures("often")
def test_a_query_tells_how_far_it_is(connection, capfd):
    told = []
    watched(connection, LONG, told.append)
    assert connection.execute("select n from long").fetchall() == [(4_000_000,)]
    assert len(told) > 5
    assert all(0 <= share <= 1 for share in told)
    assert capfd.readouterr() == ("", "")


@pytest.mark.usefixtures("often")
def test_whoever_is_told_stops_the_query(connection):
    def stop(_: float) -> None:
        raise Stopped

    with pytest.raises(Stopped):
        watched(connection, LONG, stop)
    assert connection.execute("select count(*) from duckdb_tables() where table_name = 'long'").fetchall() == [(0,)]


def test_what_goes_wrong_in_the_query_goes_wrong_for_the_caller(connection):
    with pytest.raises(duckdb.CatalogException):
        watched(connection, "select * from nowhere", lambda share: None)


@pytest.mark.usefixtures("often")
def test_an_import_tells_its_rows(bring):
    seen = []
    lines = "".join(f"C{number:07},customer {number},2023-01-05\n" for number in range(ROWS))
    report = bring("id,name,won\n" + lines, CUSTOMERS, progress=lambda *step: seen.append(step))
    assert report.accepted == ROWS
    checking = [(done, total) for step, done, total in seen if step == "checking"]
    assert len(checking) > 3
    assert all(abs(total - ROWS) <= 0.02 * ROWS for _, total in checking), "known from the size of the file"
    assert [done for done, _ in checking] == sorted(done for done, _ in checking)
    assert any(0 < done < total for done, total in checking)
    assert ("writing", 0, ROWS) in seen
    assert seen[-1] == ("done", ROWS, ROWS)


@pytest.mark.usefixtures("often")
def test_stopped_in_the_midst_of_the_rows_nothing_is_left(bring, store):
    def stop(step: str, done: int, total: int) -> None:
        if step == "checking" and done:
            raise KeyboardInterrupt

    lines = "".join(f"C{number:07},customer {number},2023-01-05\n" for number in range(ROWS))
    with pytest.raises(KeyboardInterrupt):
        bring("id,name,won\n" + lines, CUSTOMERS, progress=stop)
    assert store.batches() == ()
    assert not list(store.path.glob(".unfinished*"))
