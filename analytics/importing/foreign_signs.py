"""Which columns of money of an imported file carry the sign of another currency than the company's."""

from __future__ import annotations

from analytics.importing.currencies import foreign, sign_of_name
from analytics.importing.parts import Staged
from analytics.importing.report import ForeignSign


def foreign_signs(staged: Staged, currency: str) -> list[ForeignSign]:
    """Return the signs of other currencies in the amounts of a file and in the names of their columns.

    Parameters
    ----------
    staged : Staged
        Amounts the mapping calculates from several columns have lost their signs; the names have not.
    currency : str
        The company's, ISO 4217.

    Returns
    -------
    list of ForeignSign
        Of a column whose amounts carry one, its name is not told as well.
    """
    part, found = staged.part, []
    for name, reading in staged.readings.items():
        if name in part.traits or not part.table.column(name).unit.startswith("currency"):
            continue
        column = part.source_name(name)
        signs = list(reading.signs)
        if not signs and (sign := sign_of_name(column)):
            signs = [(sign, 0, reading.example)]
        found += [ForeignSign(part.own.name, column, sign, currency, cells, example)
                  for sign, cells, example in signs if foreign(sign, currency)]
    return found
