"""What can be concluded about a file beyond pairing one column with one column."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from analytics.importing.mapping_parts import Expression
from analytics.importing.suggesting_names import words
from analytics.importing.suggesting_values import MOST, SILENT, Profile
from analytics.schema.table import table

Reason = Literal["name", "values", "derived", "row"]
#: What a match leaves open: its name is only similar; some values are not known words; the values make no
#: groups; they are dates where text was meant; or numbers that a spreadsheet may have made of dates; the
#: name does not say which flag means what.
Doubt = Literal["", "name", "words", "grouping", "dates", "serial", "flags"]

#: From this confidence on a match counts as sure, unless another column fits as well.
SURE = 0.8
#: As many different values a list of causes may have.
FEW = 40

_LOST = re.compile(r"churn|lost|left|exit|attrit|cancel|terminat|inactive|closed|流失|离网|销户|注销|终止")
_ACTIVE = re.compile(r"active|retain|stay|current|live|在网|在册|活跃|有效|合作中|存续")
_CONTROL = re.compile(r"control|hold ?out|untreated|对照|留白|空白")
_FLAGS = (("1", "0"), ("yes", "no"), ("y", "n"), ("true", "false"), ("t", "f"), ("是", "否"), ("有", "无"))
# "(1-5)", "0–10分", "1 to 7" in the name of a score; not the "Q1-5" of a question's number.
_STATED = re.compile(r"(?<![\w.-])([01])\s*(?:[-–—~～至到]|to)\s*(\d{1,3})(?![\d-])")
_NUMBERS = {"id", "no", "number", "code", "key", "uid", "编号", "代码", "编码"}


@dataclass(frozen=True, slots=True)
class Match:
    """One canonical column with what would fill it.

    Attributes
    ----------
    table, column : str
        The canonical column.
    expression : Expression
        What would fill it.
    confidence : float
        From 0 to 1.
    because : {"name", "values", "derived", "row"}
        What it rests on: the column's name, its values, a conclusion from other columns, or nothing
        better than the number of the row.
    rivals : tuple of str
        Other columns of the file that fit as well.
    doubt : str
        Code of what is left open where it is not sure; empty where nothing is but its reason.
    strange : tuple of str
        The different values that are no known words, in lower case, where that is the doubt.
    different : int
        How many different values there are.
    """

    table: str
    column: str
    expression: Expression
    confidence: float
    because: Reason = "name"
    rivals: tuple[str, ...] = ()
    doubt: Doubt = ""
    strange: tuple[str, ...] = ()
    different: int = 0

    @property
    def ambiguous(self) -> bool:
        """Whether another column of the file fits as well."""
        return bool(self.rivals)

    @property
    def sure(self) -> bool:
        """Whether it may be used without asking."""
        return self.confidence >= SURE and not self.ambiguous

    @property
    def state(self) -> Literal["sure", "unsure", "ambiguous"]:
        """Code of the confidence; its words stand in the catalogue under ``mapping.confidence``."""
        return "ambiguous" if self.ambiguous else "sure" if self.sure else "unsure"


Matches = dict[str, Match]
Look = Callable[[str], Profile]


def conclude(table_name: str, matches: Matches, columns: Sequence[str], look: Look,
             scores: dict[tuple[str, str], list[float]]) -> Matches:
    """Complete the matches of a table: translated flags, scales, products, yearly values, row numbers.

    Parameters
    ----------
    table_name : str
        Canonical table.
    matches : dict of str to Match
        Canonical column to the match by name and values.
    columns : sequence of str
        Column names of the file.
    look : callable
        From a column name to its profile.
    scores : dict of (table, column) to list of float
        Scores by name, one per source column.

    Returns
    -------
    dict of str to Match
    """
    found = {name: _translated(match, look) for name, match in matches.items()}
    taken = {source for match in found.values() for source in match.expression.sources}
    if table_name == "customers":
        found = _cause(found, look)
    if table_name == "customers" and "annual_value" not in found:
        found |= _yearly(columns, taken, scores)
    if table_name == "orders" and "revenue" not in found and {"quantity", "list_price"} <= set(found):
        found["revenue"] = _product(found)
    if table_name == "surveys" and "score" in found:
        found |= _scale(found, look)
    return found | _numbered(table_name, found, columns, look)


def _translated(match: Match, look: Look) -> Match:
    # Flags: 1 means lost in a column named "churn" and a customer in one named "active".
    column = table(match.table).column(match.column)
    source = match.expression.sources[0]
    found, name = look(source), words(source)
    if column.name in ("status", "arm") and found.distinct and found.booleans == 1.0:
        yes, no = {"status": ("lost", "active"), "arm": ("treated", "control")}[column.name]
        opposite = _CONTROL if column.name == "arm" else _ACTIVE
        plain = re.search(_LOST, name) if column.name == "status" else not re.search(opposite, name)
        if not plain:
            yes, no = no, yes
        # Both words of a pair, though the sample may show only one of them.
        meanings = [meaning for one, other in _FLAGS if {one, other} & set(found.distinct)
                    for meaning in ((one, yes), (other, no))]
        named = column.name == "arm" or re.search(_LOST, name) or re.search(_ACTIVE, name)
        confidence = match.confidence if named else min(match.confidence, 0.6)
        return replace(match, expression=replace(match.expression, values=tuple(meanings)),
                       confidence=confidence, doubt=match.doubt if named else "flags")
    if column.type in ("date", "timestamp") and found.silent:
        # A running contract ends on "No": that is no date, and nothing is known of one.
        return replace(match, expression=replace(match.expression, values=tuple(
            (word, "") for word in found.distinct if word in SILENT)))
    if column.type == "text" and found.n and all(re.fullmatch(r"\d+\.0", value) for value in found.distinct):
        return replace(match, expression=replace(match.expression, whole=True))
    return match


def _yearly(columns: Sequence[str], taken: set[str], scores: dict[tuple[str, str], list[float]]) -> Matches:
    monthly = scores["contracts", "monthly_value"]
    free = [i for i, column in enumerate(columns) if column not in taken and monthly[i] >= SURE]
    if not free:
        return {}
    expression = Expression("column", (columns[max(free, key=lambda i: monthly[i])],), multiply=12.0)
    return {"annual_value": Match("customers", "annual_value", expression, 0.75, "derived")}


def _product(found: Matches) -> Match:
    parts = [found["quantity"], found["list_price"]]
    sources = tuple(part.expression.sources[0] for part in parts)
    return Match("orders", "revenue", Expression("product", sources), min(part.confidence for part in parts),
                 "derived", tuple(rival for part in parts for rival in part.rivals))


def _scale(found: Matches, look: Look) -> Matches:
    source = found["score"].expression.sources[0]
    seen = look(source)
    if "scale_max" in found or seen.high is None or seen.low is None:
        return {}
    stated = _stated_scale(source, seen)
    if stated and "scale_min" not in found:
        return {name: Match("surveys", name, Expression("constant", text=text), found["score"].confidence)
                for name, text in zip(("scale_min", "scale_max"), stated, strict=True)}
    # A sample can only show that five is too little, not how far the scale goes: never sure.
    guessed: Matches = {}
    if seen.high > 5:
        top = next(top for top in (7, 10, 100, seen.high) if seen.high <= top)
        guessed["scale_max"] = Match("surveys", "scale_max", Expression("constant", text=f"{top:g}"), 0.6,
                                     "values")
    if seen.low < 1 and "scale_min" not in found:
        guessed["scale_min"] = Match("surveys", "scale_min", Expression("constant", text="0"), 0.6, "values")
    return guessed


def _stated_scale(name: str, seen: Profile) -> tuple[str, ...]:
    # What the company says of its scale is believed against a few slips, not against most of the answers.
    stated = re.search(_STATED, name)
    if stated is None or int(stated[2]) < 2:
        return ()
    inside = sum(times for value, times in zip(seen.distinct, seen.times, strict=True)
                 if re.fullmatch(r"\d+(\.\d+)?", value) and int(stated[1]) <= float(value) <= int(stated[2]))
    return stated.groups() if inside >= MOST * seen.n else ()


def _cause(found: Matches, look: Look) -> Matches:
    # A "reason" with few values groups as well as a category would.
    note = found.get("lost_cause_note")
    if note is None or "lost_cause" in found or len(look(note.expression.sources[0]).distinct) > FEW:
        return found
    others = {name: match for name, match in found.items() if name != "lost_cause_note"}
    return others | {"lost_cause": replace(note, column="lost_cause")}


def _numbered(table_name: str, found: Matches, columns: Sequence[str], look: Look) -> Matches:
    # Identifiers of single things only: a campaign or a contract in many rows cannot be numbered by row.
    key = table(table_name).key
    if not key or not key[0].endswith("_id") or key[0] in found or "customer_id" in key[1:]:
        return {}
    name = key[0]
    for column in columns:
        if words(column) in _NUMBERS and look(column).unique == 1.0:
            return {name: Match(table_name, name, Expression("column", (column,)), 0.7, "values")}
    template = f"{name[0].upper()}{{row}}"
    return {name: Match(table_name, name, Expression("row", text=template), 0.3, "row")}


def unlike(table_name: str, matches: Matches, look: Look) -> bool:
    """Say whether the file cannot be the table's own: customers come once, not once per event."""
    identifier = matches.get("customer_id")
    if table_name != "customers" or identifier is None or not identifier.expression.sources:
        return False
    found = look(identifier.expression.sources[0])
    return found.n > 1 and found.unique < MOST


def offer(table_name: str, matches: Matches, used: set[str]) -> tuple[Match, ...]:
    """Return what a file could fill of a further table; nothing where that would be a guess.

    Parameters
    ----------
    table_name : str
        Canonical table.
    matches : dict of str to Match
        What the file has for it.
    used : set of str
        Columns of the file that other tables read.

    Returns
    -------
    tuple of Match
        Its customer, whatever else tells the table, and columns that nothing reads yet: at least one
        that tells the table, or two, or for customers, who need no more than an identifier, one.
    """
    canonical = table(table_name)
    fresh = {name for name, match in matches.items() if match.because in ("name", "values")
             and match.confidence >= SURE and not set(match.expression.sources) & used}
    telling = [name for name in canonical.telling if name != "customer_id"]
    known = all(name in matches and matches[name].because != "row" for name in ("customer_id", *telling))
    enough = len(fresh) > 1 or bool(fresh & set(telling)) or (bool(fresh) and table_name == "customers")
    if not known or not enough or not matches["customer_id"].sure:
        return ()
    wanted = {"customer_id", *telling, *fresh}
    wanted |= {name for name, match in matches.items() if match.expression.kind == "constant"}
    return tuple(matches[column.name] for column in canonical.columns if column.name in wanted & set(matches))
