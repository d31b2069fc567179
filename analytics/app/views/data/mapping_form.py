"""What the columns of a file mean: suggested, shown with its confidence, and changed by choosing."""

from __future__ import annotations

from typing import Literal

import streamlit as st

from analytics.app.context import StoreContext
from analytics.app.views.data.wording import column_words, empty_as_empty, few_rows, table_words
from analytics.importing import Mapping, Preview, Suggestion, suggest
from analytics.importing.becoming import become
from analytics.importing.mapping_memory import remembered
from analytics.importing.mapping_parts import Expression, TableMapping
from analytics.importing.mapping_writing import line
from analytics.importing.suggesting_rules import Match
from analytics.importing.suggesting_wording import doubt, taken_for
from analytics.schema.table import TABLE_NAMES, tables

#: Choices beside the file's own columns.
NOT_USED, AS_SUGGESTED = "\0unused", "\0suggested"


def mapping_form(context: StoreContext, preview: Preview, name: str, *,
                 customers_too: bool) -> Mapping | None:
    """Show what every canonical column is filled from, and let it be changed.

    Parameters
    ----------
    context : StoreContext
    preview : Preview
    name : str
        Tells the widgets of several files apart.
    customers_too : bool
        Whether customers are to be taken from the rows of another table unless somebody says no.

    Returns
    -------
    Mapping or None
        None while a required column has nothing.
    """
    known = _remembered(context, preview)
    if known is not None and st.toggle(context.text("mapping.remembered"), value=True,
                                       key=context.key(f"remembered-{name}"),
                                       help=context.text("mapping.remembered_note")):
        _becomes(context, known, preview, name)
        _download(context, known, name)
        return known
    found = suggested(preview)
    with st.container(border=True, key=context.key(f"mapping-{name}")):
        st.header(context.text("mapping.title", file=preview.path.name), anchor=False)
        main = st.selectbox(context.text("mapping.table"), TABLE_NAMES, key=context.key(f"table-{name}"),
                            index=TABLE_NAMES.index(found.tables[0]) if found.tables else 0,
                            format_func=lambda table: table_words(context, table))
        if not found.tables or main != found.tables[0]:
            found = suggested(preview, main)
        chosen = {}
        for table in (main, *(one for one in (*found.tables, *found.offered) if one != main)):
            if table == main or _beside(context, found, table, name, preset=customers_too):
                found = found.taking(table)
                chosen[table] = _columns(context, found, preview, table, name)
        traits = main == "customers" and st.toggle(
            context.text("mapping.traits"), value=True, key=context.key(f"traits-{name}"),
            help=context.text("mapping.traits_note"))
        _left(context, preview, chosen, "kept" if traits else "left")
    missing = [column_words(context, table, column) for table, columns in chosen.items()
               for column in tables()[table].lacking(columns)]
    if missing:
        st.warning(context.text("mapping.missing", columns=context.words.listing(missing)))
        return None
    mapping = Mapping((found.source,), tuple(
        TableMapping(table, columns, found.source.alias, traits=None if table == main and traits else (),
                     one_row_per_key=found.repeats(table))
        for table, columns in chosen.items()))
    _becomes(context, mapping, preview, name)
    _download(context, mapping, name)
    return mapping


def suggested(preview: Preview, table: str | None = None) -> Suggestion:
    """Return what a file seems to be; computed once, as every click runs the page again."""
    return _suggested_once(str(preview.path), preview.encoding, preview.sheet, table, preview)


@st.cache_resource(max_entries=64, ttl=3600, show_spinner=False)
def _suggested_once(path: str, encoding: str, sheet: str, table: str | None, _preview: Preview) -> Suggestion:
    return suggest(_preview, table=table)


def _remembered(context: StoreContext, preview: Preview) -> Mapping | None:
    if context.store is None:
        return None
    known = remembered(context.store.path / "mappings", preview.columns)
    return known if known is not None and len(known.sources) == 1 else None


def _beside(context: StoreContext, found: Suggestion, table: str, name: str, *, preset: bool) -> bool:
    columns = dict.fromkeys(column for match in (*found.matches, *found.offers) if match.table == table
                            for column in match.expression.sources if match.column != "customer_id")
    return st.toggle(
        context.text("mapping.beside", table=table_words(context, table),
                     columns=context.words.listing(list(columns))),
        value=table in found.tables or (preset and table == "customers"),
        key=context.key(f"beside-{name}-{table}"))


def _columns(context: StoreContext, found: Suggestion, preview: Preview, table: str,
             name: str) -> dict[str, Expression]:
    """Draw one choice per canonical column: required and recognised ones first, the rest folded away."""
    matches = {match.column: match for match in found.matches if match.table == table}
    canonical = tables()[table]
    first = [column.name for column in canonical.columns
             if column.name in canonical.telling or column.name in matches]
    rest = [column.name for column in canonical.columns if column.name not in first]
    chosen = {}
    with st.container(horizontal=True):
        for column in first:
            chosen[column] = _choice(context, preview, table, column, matches.get(column), name)
    if rest:
        with st.expander(context.text("mapping.more", n=context.words.number(len(rest)),
                                      table=table_words(context, table))), st.container(horizontal=True):
            for column in rest:
                chosen[column] = _choice(context, preview, table, column, None, name)
    return {column: chosen[column] for column in (one.name for one in canonical.columns)  # type: ignore[misc]
            if chosen[column] is not None}


def _left(context: StoreContext, preview: Preview, chosen: dict[str, dict[str, Expression]],
          fate: Literal["kept", "left"]) -> None:
    """Name the columns of the file that fill nothing: a day of loss among them would be missed."""
    used = {source for columns in chosen.values() for one in columns.values() for source in one.sources}
    if left := [column for column in preview.columns if column not in used]:
        st.caption(context.text(f"mapping.{fate}", columns=context.words.listing(left)))


def _choice(context: StoreContext, preview: Preview, table: str, column: str, match: Match | None,
            name: str) -> Expression | None:
    canonical = tables()[table].column(column)
    options = [*([AS_SUGGESTED] if match is not None else []), NOT_USED, *preview.columns]

    label = column_words(context, table, column)

    def said(option: str) -> str:
        if option == NOT_USED:
            return context.text("mapping.not_used")
        return _suggested(context, match) if option == AS_SUGGESTED and match is not None else option

    with st.container(width=300):
        option = st.selectbox(
            context.text("mapping.required", column=label) if canonical.required else label,
            options, format_func=said, key=context.key(f"column-{name}-{table}-{column}"),
            help=canonical.meaning[context.words.language])
        if option == AS_SUGGESTED and match is not None and (doubted := doubt(match, context.words)):
            st.caption(context.text("mapping.check", doubt=doubted))
    if option == AS_SUGGESTED and match is not None:
        return match.expression
    return None if option == NOT_USED else Expression("column", (option,))


def _suggested(context: StoreContext, match: Match) -> str:
    words = context.words
    return context.text("mapping.because", source=taken_for(match, words),
                        confidence=words(f"mapping.confidence.{match.state}"))


def _becomes(context: StoreContext, mapping: Mapping, preview: Preview, name: str) -> None:
    with st.expander(context.text("mapping.becomes")):
        for filled in mapping.tables:
            frame = become(mapping, filled.table, preview)
            heads = {column: column_words(context, filled.table, column) for column in filled.columns}
            st.caption(table_words(context, filled.table))
            st.dataframe(empty_as_empty(frame.rename(columns=heads)), hide_index=True, height=few_rows(frame),
                         key=context.key(f"becomes-{name}-{filled.table}"))
        for filled in mapping.tables:
            changed = [line(column, expression) for column, expression in filled.columns.items()
                       if expression.values or expression.kind != "column"]
            if changed:
                st.code("\n".join(changed), language="toml")


def _download(context: StoreContext, mapping: Mapping, name: str) -> None:
    st.download_button(context.text("mapping.save"), mapping.to_toml(), "mapping.toml", "text/plain",
                       key=context.key(f"save-{name}"), on_click="ignore", type="tertiary",
                       icon=":material/download:")
