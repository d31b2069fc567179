"""Putting a segment together: tests in blocks, with how many customers they find while one chooses."""

from __future__ import annotations

from datetime import date
from typing import Any

import streamlit as st

from analytics.app.cache import cached_metric
from analytics.app.components.answer import escaped
from analytics.app.context import Context
from analytics.app.views.segments.draft import Block, Draft, Row
from analytics.filters import Filters, condition_sentence
from analytics.filters.fields import FIELDS, OPERATORS, Operator, field_of
from analytics.filters.reading import field_label
from analytics.metrics.choices import columns_of
from analytics.models.churn import serving_scores

DRAFT = "segments:draft"
#: What a new block begins with.
FIRST_FIELD = "size"


def draft() -> Draft:
    """Return what is being edited; a new segment to begin with."""
    if DRAFT not in st.session_state:
        begin(Draft())
    found: Draft = st.session_state[DRAFT]
    return found


def begin(given: Draft) -> None:
    """Edit something else."""
    if not given.blocks:
        given.blocks.append(Block())
        given.add(given.blocks[0], FIRST_FIELD)
    st.session_state[DRAFT] = given


def build(context: Context) -> None:
    """Draw the blocks and their rows, and say in words whom they mean."""
    edited, words = draft(), context.words
    fields = _fields(context)
    st.header(context.text("builder_title"), anchor=False)
    for place, block in enumerate(edited.blocks):
        if place:
            _joined(context, edited, place)
        with st.container(border=True, key=context.key(f"block-{place}")):
            _block(context, edited, block, place, fields)
    with st.container(horizontal=True, gap="small"):
        st.button(context.text("add_block"), key=context.key("add-block"), icon=":material/add_box:",
                  on_click=_add_block, args=(edited,), type="tertiary")
        st.button(context.text("clear"), key=context.key("clear"), icon=":material/restart_alt:",
                  on_click=lambda: st.session_state.pop(DRAFT), type="tertiary")
    sentence = condition_sentence(edited.condition(), words, context.currency)
    st.markdown(context.text("means", sentence=escaped(sentence)))
    if edited.unfinished:
        st.caption(context.text("unfinished", n=edited.unfinished))


def _fields(context: Context) -> list[str]:
    """Return the fields this store knows something of, the company's own traits last."""
    there = columns_of(context.reader, "customers_now")
    known = [name for name in FIELDS if name in there and name != "customer_id"]
    if serving_scores(context.store):
        known.append("risk")
    return known + sorted(name for name in there if name.startswith("trait_"))


def _joined(context: Context, edited: Draft, place: int) -> None:
    key = context.key(f"joined-{place}")
    st.session_state[key] = edited.match
    st.segmented_control(context.text("between"), ("all", "any"), key=key, required=True,
                         label_visibility="collapsed", on_change=lambda: _set(edited, "match", key),
                         format_func=lambda one: context.text(f"join_{one}"))


def _block(context: Context, edited: Draft, block: Block, place: int, fields: list[str]) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        match, negated = context.key(f"match-{place}"), context.key(f"not-{place}")
        st.session_state[match], st.session_state[negated] = block.match, block.negated
        st.segmented_control(context.text("match"), ("all", "any"), key=match, required=True,
                             label_visibility="collapsed", on_change=lambda: _set(block, "match", match),
                             format_func=lambda one: context.text(f"match_{one}"))
        st.toggle(context.text("negated"), key=negated, on_change=lambda: _set(block, "negated", negated))
    for row in block.rows:
        _row(context, edited, block, row, fields)
    st.button(context.text("add_row"), key=context.key(f"add-row-{place}"), icon=":material/add:",
              on_click=_add_row, args=(edited, block), type="tertiary")


def _row(context: Context, edited: Draft, block: Block, row: Row, fields: list[str]) -> None:
    words, name = context.words, f"row-{row.number}"
    columns = st.columns((4, 4, 6, 2), vertical_alignment="bottom")
    with columns[0]:
        key = context.key(f"{name}-field")
        st.session_state[key] = row.field
        st.selectbox(context.text("field"), fields if row.field in fields else [*fields, row.field], key=key,
                     format_func=lambda one: field_label(one, words),
                     on_change=lambda: row.choose(st.session_state[key]))
    with columns[1]:
        operator = context.key(f"{name}-operator")
        kind = field_of(row.field).kind
        st.session_state[operator] = row.operator
        st.selectbox(context.text("operator"), list(OPERATORS[kind]), key=operator,
                     format_func=lambda one: context.text(f"operators.{one}"),
                     on_change=lambda: row.compare(st.session_state[operator]))
    with columns[2]:
        _values(context, row, name)
    with columns[3]:
        st.button(context.text("remove"), key=context.key(f"{name}-remove"), icon=":material/close:",
                  on_click=edited.remove, args=(block, row), type="tertiary")


def _values(context: Context, row: Row, name: str) -> None:
    kind = field_of(row.field).kind
    operator = OPERATORS[kind][row.operator]
    if operator.most == 0:
        return
    if kind == "choice":
        _choices(context, row, context.key(f"{name}-values"))
        return
    parts = st.columns(operator.fewest) if operator.fewest > 1 else [st.container()]
    for place, part in enumerate(parts):
        with part:
            _value(context, row, operator, place, context.key(f"{name}-value-{place}"))


def _choices(context: Context, row: Row, key: str) -> None:
    words = context.words
    known: tuple[str, ...] = cached_metric(context.reader, "choices", Filters()).dimensions.get(row.field, ())
    if row.field == "status":
        known = ("active", "lost")
    elif row.field == "loss_basis":
        known = ("recorded", "contract_ended", "silent")
    st.session_state[key] = list(row.values)
    options = [*known, *(one for one in row.values if one not in known)]
    st.multiselect(context.text("values"), options, key=key,
                   placeholder=context.text("choose"), format_func=lambda one: words.value(row.field, one),
                   on_change=lambda: _put(row, tuple(st.session_state[key])))


def _value(context: Context, row: Row, operator: Operator, place: int, key: str) -> None:
    given = row.values[place] if place < len(row.values) else None
    kind = field_of(row.field).kind
    if operator.type is date:
        st.session_state[key] = given
        st.date_input(context.text("day"), key=key, on_change=lambda: _put_at(row, place, key))
        return
    label = (context.text("days") if kind == "date"
             else context.text(f"number_{kind}", currency=context.currency))
    scale = 100 if kind == "share" else 1
    st.session_state[key] = None if given is None else float(given) * scale  # type: ignore[arg-type]
    st.number_input(label, key=key, value=None, step=1.0, format="%.10g",
                    on_change=lambda: _put_at(row, place, key, scale))


def _put(row: Row, values: tuple[Any, ...]) -> None:
    row.values = values


def _put_at(row: Row, place: int, key: str, scale: int = 1) -> None:
    value = st.session_state[key]
    kept = [*row.values, *[None] * (place + 1 - len(row.values))]
    kept[place] = value if value is None or isinstance(value, date) else value / scale
    while kept and kept[-1] is None:
        kept.pop()
    row.values = tuple(kept)


def _set(thing: Draft | Block, name: str, key: str) -> None:
    setattr(thing, name, st.session_state[key])


def _add_row(edited: Draft, block: Block) -> None:
    edited.add(block, FIRST_FIELD)


def _add_block(edited: Draft) -> None:
    edited.blocks.append(Block())
    edited.add(edited.blocks[-1], FIRST_FIELD)


