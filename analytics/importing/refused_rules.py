"""The refused rows of a batch, counted by the rules they broke."""

from __future__ import annotations

from analytics.importing.mapping_sql import literal
from analytics.importing.reading import connect
from analytics.importing.report import Problem, RuleSummary
from analytics.store import Store


def count_refused(store: Store, batch_id: str) -> tuple[RuleSummary, ...]:
    """Return how many rows of a batch broke each rule, the most frequent first.

    Parameters
    ----------
    store : Store
    batch_id : str

    Returns
    -------
    tuple of RuleSummary
        With the first row of each as the example; none where nothing was refused.
    """
    file = store.rejects_file(batch_id)
    if not file.exists():
        return ()
    with connect() as connection:
        found = connection.execute(f"""
            select "table", coalesce("column", ''), rule, count(distinct (file, "row")) as broken,
                arg_min(file, "row"), min("row"), arg_min(coalesce("value", ''), "row"),
                arg_min(coalesce(hint, ''), "row")
            from read_parquet({literal(str(file))})
            group by "table", coalesce("column", ''), rule
            order by broken desc, 1, 2, 3""").fetchall()
    return tuple(
        RuleSummary(table, column, rule, rows, (Problem(table, first, row, column, value, rule, hint),))
        for table, column, rule, rows, first, row, value, hint in found)
