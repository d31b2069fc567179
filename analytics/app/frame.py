"""What surrounds every page: configuration, language, navigation, filters, and what to do on failure."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from analytics.app import session
from analytics.app.address import read_address
from analytics.app.context import context, open_store, translator
from analytics.app.navigation import PAGES, navigate, page_file
from analytics.app.sidebar import filter_panel, language_switch
from analytics.app.warmup import warm_up
from analytics.errors import HuitouError

STYLE = Path(__file__).parent / "style.css"
ICON = Path(__file__).parent / "icon.png"
#: What the browser does by itself: keeps its history short, and prepares a page for paper.
SCRIPTS = "".join((Path(__file__).parent / f"{name}.js").read_text("utf-8") for name in ("history", "print"))


def run() -> None:
    """Draw the frame and run the page the reader is on."""
    st.set_page_config(page_title="Huitou 回头客", page_icon=str(ICON), layout="wide")
    warm_up()
    st.session_state[session.READY] = True
    if session.FILTERS not in st.session_state:
        # The navigation's titles need the language, which the address may name.
        read_address("")
    page = navigate(translator())
    if wanted := st.session_state.pop(session.WANTED, None):
        st.switch_page(page_file(wanted[0]), query_params=wanted[1])
    read_address(page.url_path or "overview")
    words = translator()
    st.set_page_config(page_title=f"{page.title} · Huitou 回头客")
    st.html(STYLE)
    _tell_browser(words.language)
    with st.sidebar:
        language_switch(words)
        _sidebar(page.url_path or "overview")
    page.run()


def _sidebar(stem: str) -> None:
    if not PAGES[stem].filtered:
        return
    try:
        filter_panel(context(stem))
    except HuitouError:
        # No store, or a damaged one: the page itself says so.
        return


def _tell_browser(language: str) -> None:
    """Set the document's language, which screen readers and hyphenation go by, and keep its history short."""
    st.html(f"<script>document.documentElement.lang = {language!r};\n{SCRIPTS}</script>",
            unsafe_allow_javascript=True)


@st.fragment(run_every="20s")
def newer_build_note() -> None:
    """Say quietly when a newer build was published, and let the reader ask for it."""
    words = translator()
    newest = open_store().current_build()
    shown = st.session_state.get(session.BUILD)
    if newest is None or shown is None or newest.id <= shown:
        return
    with st.container(horizontal=True, vertical_alignment="center", key="newer-build"):
        st.caption(words("frame.newer_build"))
        if st.button(words("frame.refresh"), key="frame:refresh", type="tertiary"):
            st.session_state.pop(session.BUILD, None)
            st.rerun(scope="app")
