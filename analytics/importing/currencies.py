"""Signs of currencies in amounts and in the names of columns, held against the company's currency.

Nothing is converted: an amount goes in as it stands. That the sign is another one has to be said, since
every page would otherwise show yuan as dollars.
"""

from __future__ import annotations

import re

import duckdb

from analytics.importing.mapping_sql import identifier

#: Sign in lower case to the currencies it may stand for. A dollar is many countries', 元 three currencies'.
SIGNS: dict[str, tuple[str, ...]] = {
    "hk$": ("HKD",), "us$": ("USD",), "r$": ("BRL",), "人民币": ("CNY",), "美元": ("USD",), "港元": ("HKD",),
    "港币": ("HKD",), "欧元": ("EUR",), "日元": ("JPY",), "英镑": ("GBP",), "台币": ("TWD",), "rmb": ("CNY",),
    "cny": ("CNY",), "usd": ("USD",), "eur": ("EUR",), "gbp": ("GBP",), "hkd": ("HKD",), "jpy": ("JPY",),
    "¥": ("CNY", "JPY"), "€": ("EUR",), "£": ("GBP",), "₩": ("KRW",), "₹": ("INR",),
    "$": ("USD", "HKD", "AUD", "CAD", "SGD", "TWD"), "元": ("CNY", "TWD", "HKD"), "圆": ("CNY", "JPY"),
}
# Letters and 元 are parts of other words as well ("europe", 单元): in a name they stand for themselves.
_IN_NAME = re.compile("|".join(
    rf"(?<![a-z]){sign}(?![a-z])" if sign.isascii() and sign.isalpha()
    else rf"(?<=[(（/_\s-]){sign}(?=[)）/_\s-]|$)" if sign in "元圆" else re.escape(sign) for sign in SIGNS))
_IN_VALUE = "|".join(map(re.escape, SIGNS))


def foreign(sign: str, currency: str) -> bool:
    """Say whether a sign stands for other currencies only.

    Parameters
    ----------
    sign : str
        In lower case, as `SIGNS` has it; anything else stands for none.
    currency : str
        ISO 4217.
    """
    return sign in SIGNS and currency not in SIGNS[sign]


def sign_of_name(name: str) -> str:
    """Return the sign that the name of a column carries; empty where it carries none."""
    found = _IN_NAME.search(name.lower().replace("￥", "¥"))
    return found[0] if found else ""


def signs_of_values(connection: duckdb.DuckDBPyConnection, relation: str,
                    column: str) -> tuple[tuple[str, int, str], ...]:
    """Count the amounts of a column that carry a sign.

    Parameters
    ----------
    connection : DuckDBPyConnection
    relation : str
        SQL of the rows, as text.
    column : str

    Returns
    -------
    tuple of (str, int, str)
        Sign, amounts with it, the first of them in the order of the alphabet; the most frequent first.
    """
    value = identifier(column)
    return tuple(connection.execute(f"""
        with amounts as (
            select {value} as amount, count(*) as n from {relation} where {value} is not null group by amount
        )
        select
            regexp_extract(lower(replace(amount, '￥', '¥')), $signs) as sign,
            cast(sum(n) as bigint), min(left(amount, 64))
        from amounts
        group by sign having sign <> ''
        order by 2 desc, 1""", {"signs": _IN_VALUE}).fetchall())
