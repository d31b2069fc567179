"""Where the meaning of the columns comes from: a suggestion, a ready mapping, or a file of one's own."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from analytics.app.context import StoreContext
from analytics.errors import MappingRefused
from analytics.importing import Mapping, Preview, load_mapping, read_mapping
from analytics.importing.ready_made import FOLDER, ReadyMade, ready_made

SUGGESTED, UPLOADED = "", "upload"


def choose_mapping(context: StoreContext) -> str:
    """Let the reader choose: `SUGGESTED`, `UPLOADED` or the stem of a ready mapping."""
    ready = sorted(path.stem for path in FOLDER.glob("*.toml"))
    return str(st.selectbox(
        context.text("mapping.from"), [SUGGESTED, UPLOADED, *ready], key=context.key("mapping-from"),
        format_func=lambda code: code if code in ready else
        context.text("mapping.own_file" if code == UPLOADED else "mapping.suggested")))


def given_mapping(context: StoreContext, chosen: str) -> Mapping | None:
    """Return the mapping chosen; None where the columns are to be looked at, or no file is there yet."""
    if chosen not in (SUGGESTED, UPLOADED):
        return load_mapping(FOLDER / f"{chosen}.toml")
    if chosen == UPLOADED and (file := st.file_uploader(context.text("mapping.file"), type="toml",
                                                        key=context.key("mapping-file"))):
        try:
            return read_mapping(file.getvalue().decode("utf-8-sig"), file.name)
        except UnicodeDecodeError as error:
            raise MappingRefused(f"{file.name} is not UTF-8.", code="mapping_unreadable", name=file.name,
                                 reason=str(error)) from error
    return None


def offer_ready_made(context: StoreContext, previews: Sequence[Preview]) -> None:
    """Name the ready mapping that was made for the files, and let it be taken."""
    places, columns = zip(*((str(one.path), one.columns) for one in previews), strict=True)
    found = _made_for(places, columns, previews)
    if not found:
        return
    ready, words = found[0], context.words
    names = {"ready": ready.path.stem, "files": words.listing([path.name for path in ready.reads])}
    with st.container(border=True, key=context.key("ready-made")):
        if ready.lacks:
            st.text(context.text("mapping.ready_together", others=words.listing(list(ready.lacks)), **names))
        elif len(ready.reads) == len(previews):
            st.text(context.text("mapping.ready", **names))
            st.button(context.text("mapping.ready_button", **names), key=context.key("use-ready-made"),
                      on_click=_take, args=(context.key("mapping-from"), ready.path.stem))
        else:
            st.text(context.text("mapping.ready_alone", **names))


def _take(key: str, stem: str) -> None:
    st.session_state[key] = stem


# Reading ten mapping files takes tens of milliseconds; every click runs the page again.
@st.cache_resource(max_entries=64, ttl=3600, show_spinner=False)
def _made_for(paths: tuple[str, ...], columns: tuple[tuple[str, ...], ...],
              _previews: Sequence[Preview]) -> tuple[ReadyMade, ...]:
    return ready_made(_previews)
