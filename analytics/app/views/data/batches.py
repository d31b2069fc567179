"""Batches and what was refused in them: undo, and lists to mend."""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

import pandas as pd
import streamlit as st

from analytics.app import session
from analytics.app.components import table
from analytics.app.context import StoreContext
from analytics.app.views.data.wording import problem_frame, rules_frame, table_words, tell_rules
from analytics.importing import read_refused, write_refused
from analytics.importing.mended_rows import Place
from analytics.importing.refused_rules import count_refused
from analytics.importing.settled_rows import How, count_mended, settled_rows
from analytics.store import Batch, Store

#: Problems shown on the page; the download holds all.
SHOWN = 500
#: Files that stand for an import in its name.
NAMED = 2


def batches(context: StoreContext) -> None:
    """List the imports, newest first, and let one be taken back."""
    store = _store(context)
    found = store.batches()[::-1]
    if not found:
        st.info(context.text("no_batches"))
        return
    mended = count_mended(store).by_batch
    rows = [_row(context, batch, mended.get(batch.id, 0)) for batch in found]
    table(context, pd.DataFrame(rows), "batches", key="batches", alt=context.text("section.batches"))
    with st.container(border=True, key=context.key("undo-card")):
        st.header(context.text("undo.title"), anchor=False)
        chosen = _choose(context, found, "undo-batch")
        st.caption(context.text("undo.note"))
        name = batch_names(context, found)[chosen.id]
        sure = st.checkbox(context.text("undo.sure", name=name),
                           key=context.key(f"sure-{chosen.id}"))
        if st.button(context.text("undo.button"), key=context.key("undo"), disabled=not sure):
            _undo(context, store, chosen, name)
            st.rerun()
    if said := st.session_state.pop(context.key("undone"), None):
        st.success(said)


def rejects(context: StoreContext) -> None:
    """Say what was refused in one import and mended since, and offer the rest to be mended."""
    store = _store(context)
    found = [batch for batch in store.batches()[::-1] if store.rejects_file(batch.id).exists()]
    if not found:
        st.info(context.text("no_rejects"))
        return
    chosen = _choose(context, found, "rejects-batch")
    by_rule, settled = count_refused(store, chosen.id), settled_rows(store, chosen.id)
    words = context.words
    with st.container(border=True, key=context.key("rejects-card")):
        refused = sum(chosen.refused.values())
        st.header(context.text("rejects.title", n=words.number(refused)), anchor=False)
        tell_rules(context, by_rule)
        _mending(context, store, chosen, settled, left=refused - len(settled))
    st.subheader(context.text("rejects.by_rule"), anchor=False)
    table(context, rules_frame(context, by_rule), f"rules-{chosen.id}", key="by-rule",
          alt=context.text("rejects.by_rule"))
    rows = read_refused(store, chosen.id, limit=SHOWN)
    st.subheader(context.text("rejects.rows"), anchor=False)
    if len(rows) == SHOWN:
        st.caption(context.text("rejects.first", n=words.number(SHOWN)))
    frame = problem_frame(context, rows)
    if settled:
        since = [settled.get((one.table, one.file, one.row)) for one in rows]
        frame.insert(0, context.text("column.since"),
                     [words(f"import.since.{how}") if how else "" for how in since])
    table(context, frame, f"problems-{chosen.id}", key="problems", alt=context.text("rejects.rows"))


def _mending(context: StoreContext, store: Store, batch: Batch, settled: dict[Place, How], *,
             left: int) -> None:
    """Say how many rows later imports have taken in, and offer those that are left, or all."""
    words = context.words
    if settled:
        mended = sum(how == "mended" for how in settled.values())
        st.text(context.text(
            "rejects.settled" if left else "rejects.all_settled", left=words.number(left),
            mended=words.number(mended), corrected=words.number(len(settled) - mended)))
    if left:
        st.caption(context.text("rejects.mend"))
        _offer(context, store, batch, "mendable", settled, {})
    if settled:
        _offer(context, store, batch, "all", (),
               {place: words(f"import.since.{how}") for place, how in settled.items()})


def _offer(context: StoreContext, store: Store, batch: Batch, name: str, without: Collection[Place],
           since: Mapping[Place, str]) -> None:
    single = len(batch.files) == 1
    kind, suffix = ("text/csv", "csv") if single else ("application/zip", "zip")
    st.download_button(
        context.text(f"rejects.download_{name}_{suffix}"),
        lambda: _packed(context, store, batch, without, since), f"refused-{batch.id}-{name}.{suffix}", kind,
        key=context.key(name), on_click="ignore", icon=":material/download:",
        type="secondary" if name == "mendable" else "tertiary")


def _packed(context: StoreContext, store: Store, batch: Batch, without: Collection[Place],
            since: Mapping[Place, str]) -> bytes:
    """Return refused rows as one CSV file, or as an archive of one for each imported file."""
    with tempfile.TemporaryDirectory(prefix="huitou-refused-") as folder:
        written = write_refused(store, batch.id, Path(folder), context.words, without=without, since=since)
        if len(batch.files) == 1:
            return written[0].read_bytes()
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            for file in written:
                archive.write(file, file.name)
        return buffer.getvalue()


def _store(context: StoreContext) -> Store:
    if context.store is None:
        raise RuntimeError("this section is shown only where there is a store")
    return context.store


def _choose(context: StoreContext, found: tuple[Batch, ...] | list[Batch], key: str) -> Batch:
    by_id = {batch.id: batch for batch in found}
    names = batch_names(context, found)
    chosen = st.selectbox(context.text("batch"), list(by_id), key=context.key(key),
                          format_func=lambda one: names.get(one, one))
    return by_id[chosen]


def batch_names(context: StoreContext, found: Sequence[Batch]) -> dict[str, str]:
    """Name imports so that no two are alike: a reader could take back another than the one meant.

    Streamlit itself tells options apart by their names.
    """
    plain = {batch.id: _name(context, batch) for batch in found}
    often = Counter(plain.values())
    return {one: name if often[name] == 1 else
            context.text("batch_named_alike", name=name, id=one.rpartition("-")[2])
            for one, name in plain.items()}


def _files(context: StoreContext, batch: Batch) -> list[str]:
    """Name what a batch came from: its files, or the part of the program that handed it over."""
    return [context.text(f"source_{batch.source}")] if batch.source else list(batch.files)


def _name(context: StoreContext, batch: Batch) -> str:
    words, more = context.words, len(batch.files) - NAMED
    files = words.listing(_files(context, batch)[:NAMED])
    if more > 0:
        files = context.text("files_more", files=files, n=words.number(more))
    return context.text("batch_name", moment=words.time(batch.created), files=files)


def _row(context: StoreContext, batch: Batch, mended: int) -> dict[str, object]:
    words = context.words
    rows = words.listing([f"{table_words(context, name)} {words.number(n)}"
                          for name, n in batch.tables.items()])
    return {context.text("column.created"): words.time(batch.created),
            context.text("column.files"): words.listing(_files(context, batch)),
            context.text("column.accepted"): rows,
            context.text("column.refused"): sum(batch.refused.values()),
            context.text("column.mended"): mended,
            context.text("column.duplicates"): sum(batch.duplicates.values()),
            context.text("column.superseded"): sum(batch.superseded.values()),
            context.text("column.seconds"): round(batch.seconds, 1),
            context.text("column.batch"): batch.id}


def _undo(context: StoreContext, store: Store, batch: Batch, name: str) -> None:
    store.undo(batch.id)
    st.session_state.pop(session.BUILD, None)
    st.session_state[context.key("undone")] = context.text("undo.done", name=name)
