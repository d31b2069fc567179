"""Which refused rows are settled: mended and brought back, or corrected and exported anew; and how many."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from analytics.importing.corrected_rows import corrected_rows
from analytics.importing.mapping_sql import literal
from analytics.importing.mended_rows import Place, mended_rows
from analytics.importing.reading import connect
from analytics.store import Batch, Store

How = Literal["mended", "corrected"]


@dataclass(frozen=True, slots=True)
class Mending:
    """How many rows were ever refused, and how many of them have been mended since.

    Attributes
    ----------
    refused : int
        Rows; one that was brought back and refused again counts once.
    mended : int
        Of those, the ones that a later import has taken in, mended or exported anew.
    by_batch : dict of str to int
        Mended rows among those that each import refused; imports without one are left out.
    """

    refused: int
    mended: int
    by_batch: dict[str, int]


def settled_rows(store: Store, batch_id: str) -> dict[Place, How]:
    """Return the refused rows of an import that a later one has taken in, and how they came.

    Parameters
    ----------
    store : Store
    batch_id : str

    Returns
    -------
    dict of (str, str, int) to {"mended", "corrected"}
        A row that came both ways is mended.
    """
    corrected: dict[Place, How] = dict.fromkeys(corrected_rows(store, batch_id), "corrected")
    return corrected | dict.fromkeys(mended_rows(store, batch_id), "mended")


def count_mended(store: Store) -> Mending:
    """Count the refused rows of all imports, and those mended or corrected since."""
    found = store.batches()
    standing = {batch.id for batch in found}
    refused = mended = 0
    by_batch: dict[str, int] = {}
    for batch in found:
        # Rows of such a file stand among the refused ones of an earlier import already.
        again = {file for file, mends in batch.mends.items() if mends.partition("/")[0] in standing}
        refused += sum(batch.refused.values()) - (_refused_of(store, batch, again) if again else 0)
        if batch.refused:
            rows = settled_rows(store, batch.id)
            mended += sum(file not in again for _, file, _ in rows)
            by_batch |= {batch.id: len(rows)} if rows else {}
    return Mending(refused, mended, by_batch)


def _refused_of(store: Store, batch: Batch, files: set[str]) -> int:
    refused = store.rejects_file(batch.id)
    if not refused.exists():
        return 0
    with connect(threads=1) as connection:
        return int(connection.execute(
            f"""select count(distinct ("table", file, "row")) from read_parquet({literal(str(refused))})
                where file in $files""", {"files": sorted(files)}).fetchall()[0][0])
