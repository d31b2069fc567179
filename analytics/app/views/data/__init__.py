"""The data page: import, batches, refused rows, builds; it works before there is a store."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from analytics.app.components import answer
from analytics.app.context import StoreContext
from analytics.app.views.data.batches import batches, rejects
from analytics.app.views.data.builds import builds
from analytics.app.views.data.wizard import wizard
from analytics.importing.settled_rows import count_mended
from analytics.warehouse.outdated import is_outdated

#: What the page can do; only the chosen one is run.
SECTIONS: dict[str, Callable[[StoreContext], None]] = {
    "import": wizard, "batches": batches, "rejects": rejects, "builds": builds,
}


def tell(context: StoreContext) -> None:
    """Answer first: what there is, how fresh it is, and what waits to be built."""
    words = context.words
    found = context.store.batches() if context.store is not None else ()
    if context.store is None or not found:
        answer(context.text("answer_none"), detail=context.text("answer_none_detail"))
        return
    build = context.store.current_build()
    waiting = len({batch.id for batch in found} ^ set(build.batches if build is not None else ()))
    mending = count_mended(context.store)
    left, mended = mending.refused - mending.mended, mending.mended
    kind = ("mended" if left else "all_mended") if mended else "refused" if left else "clean"
    answer(
        context.text(f"answer.{kind}", company=context.store.name, n=words.number(len(found)),
                     refused=words.number(left), mended=words.number(mended),
                     rows=words.number(sum(sum(batch.tables.values()) for batch in found))),
        detail=context.text("answer_unbuilt") if build is None else
        context.text("answer_waiting", n=words.number(waiting)) if waiting else
        context.text("answer_fresh", day=words.date(build.as_of)) if build.as_of is not None else
        context.text("answer_built"))


def choose(context: StoreContext) -> str:
    """Let the reader choose a section; without a store there is only one."""
    if context.store is None:
        return "import"
    chosen = st.segmented_control(
        context.text("sections"), list(SECTIONS), default=_first(context), key=context.key("section"),
        format_func=lambda code: context.text(f"section.{code}"), label_visibility="collapsed")
    return chosen or "import"


def _first(context: StoreContext) -> str:
    """Return the section to begin with: after an upgrade of the program, building again."""
    build = context.store.current_build() if context.store is not None else None
    return "builds" if build is not None and is_outdated(build) else "import"
