"""Builds: start one and follow it, its log, its checks, how fresh its tables are, and older ones."""

from __future__ import annotations

from datetime import date

import pandas as pd
import streamlit as st

from analytics.app import session
from analytics.app.components import table
from analytics.app.context import StoreContext, translator
from analytics.app.jobs import JobState, forget, job_state, start
from analytics.app.views.data.wording import table_words
from analytics.i18n import Translator
from analytics.settings import command_line
from analytics.store import Build, Store
from analytics.warehouse import STEP_NAMES, check
from analytics.warehouse.outdated import is_outdated

COMMAND = "build"
POLL = 0.5


def builds(context: StoreContext) -> None:
    """Show the published build: log, freshness, checks; and the older ones, to bring back."""
    if context.store is None:
        raise RuntimeError("this section is shown only where there is a store")
    building(context, context.store)
    kept, current = context.store.builds()[::-1], context.store.current_build()
    if current is None:
        return
    _log(context, current)
    if is_outdated(current):
        # Its marts are others than this version reads.
        return
    _freshness(context, context.store)
    _checks(context, context.store, current)
    _older(context, context.store, [build for build in kept if build.id != current.id])


def building(context: StoreContext, store: Store) -> None:
    """Start a build in a child process and follow it; afterwards say what came of it."""
    state = job_state(store, COMMAND)
    with st.container(border=True, key=context.key("building")):
        if state is not None and state.running:
            _follow(store)
            return
        current = store.current_build()
        outdated = current is not None and is_outdated(current)
        waiting = (outdated or current is None
                   or {batch.id for batch in store.batches()} != set(current.batches))
        if state is not None and state.failed:
            st.error(context.text("build.failed", message=state.message))
        elif state is not None and not waiting:
            st.session_state.pop(session.BUILD, None)
            st.success(context.text("build.done", seconds=context.words.number(state.seconds)))
            with st.container(horizontal=True):
                for stem in ("overview", "lost_customers"):
                    st.page_link(f"pages/{stem}.py", icon=":material/arrow_forward:",
                                 label=context.text("build.open", page=context.words(f"{stem}.title")))
        if not store.batches():
            st.caption(context.text("no_batches"))
            return
        if waiting:
            st.markdown(context.words("errors.store_outdated", command=command_line(store.path, "build"))
                        if outdated else context.text("build.next"))
        if st.button(context.text("build.button"), key=context.key("build"),
                     type="primary" if waiting else "secondary"):
            forget(store, COMMAND)
            start(store, COMMAND)
            st.rerun()
        st.caption(context.text("build.note"))


@st.fragment(run_every=POLL)
def _follow(store: Store) -> None:
    words = translator()
    state = job_state(store, COMMAND)
    if state is None or not state.running:
        st.rerun(scope="app")
    # Steps are made side by side: how many are done says more than the place of the one that began last.
    done = min(state.done, len(STEP_NAMES) - 1)
    st.progress(done / len(STEP_NAMES), progress_line(words, state, done))


def progress_line(words: Translator, state: JobState, done: int) -> str:
    """Return the step a build is at and its time; what is left, once a step is done to judge it by."""
    step = state.step if state.step in STEP_NAMES else STEP_NAMES[0]
    left = state.seconds / done * (len(STEP_NAMES) - done) if done else None
    return words(
        "data.build.progress" if left is None else "data.build.progress_left",
        step=words(f"store.steps.{step}"), n=words.number(done + 1), of=words.number(len(STEP_NAMES)),
        seconds=words.number(state.seconds), left=words.number(left))


def _log(context: StoreContext, build: Build) -> None:
    words = context.words
    with st.container(border=True, key=context.key("log")):
        st.header(context.text("build.current"), anchor=False)
        st.caption(context.text("build.described", moment=words.time(build.created), id=build.id,
                                seconds=words.number(build.seconds, 1), n=words.number(len(build.batches)),
                                version=build.version))
        rows = [{context.text("column.step"): words(f"store.steps.{step.name}"),
                 context.text("column.seconds"): step.seconds,
                 context.text("column.rows"): step.rows} for step in build.steps]
        with st.expander(context.text("build.log", n=words.number(len(rows)))):
            table(context, pd.DataFrame(rows), f"build-{build.id}", key="steps",
                  alt=context.text("build.current"))


def _freshness(context: StoreContext, store: Store) -> None:
    words = context.words
    found = store.reader().rows(
        "select table_name, rows, first_on, last_on, batches from freshness order by rows desc, table_name")
    with st.container(border=True, key=context.key("freshness")):
        st.header(context.text("fresh"), anchor=False)
        rows = [{context.text("column.table"): table_words(context, str(name)),
                 context.text("column.rows"): n,
                 context.text("column.first_on"): _day(words, first),
                 context.text("column.last_on"): _day(words, last),
                 context.text("column.batches"): number} for name, n, first, last, number in found]
        table(context, pd.DataFrame(rows), "freshness", key="fresh", alt=context.text("fresh"),
              height="content")


def _checks(context: StoreContext, store: Store, build: Build) -> None:
    words = context.words
    with st.container(border=True, key=context.key("checks")):
        st.header(context.text("checks.title"), anchor=False)
        # Some seconds of work on a large company: only when asked, and then kept for this build.
        kept = context.key(f"checked-{build.id}")
        if st.button(context.text("checks.button"), key=context.key("check")):
            with st.spinner(context.text("checks.running")):
                st.session_state[kept] = check(store)
        results = st.session_state.get(kept)
        if results is None:
            st.caption(context.text("checks.note"))
            return
        failed = [one for one in results if not one.passed]
        if failed:
            st.error(context.text("checks.failed", n=words.number(len(failed)),
                                  of=words.number(len(results))))
        else:
            st.success(context.text("checks.passed", n=words.number(len(results))))
        rows = [{context.text("column.result"): context.text("checks.pass" if one.passed else "checks.fail"),
                 context.text("column.check"): words(one.key, subject=one.subject),
                 context.text("column.mart"): one.mart, context.text("column.broken"): one.figure}
                for one in sorted(results, key=lambda one: one.passed)]
        table(context, pd.DataFrame(rows), f"checks-{build.id}", key="checked",
              alt=context.text("checks.title"))


def _older(context: StoreContext, store: Store, older: list[Build]) -> None:
    words = context.words
    with st.container(border=True, key=context.key("older")):
        st.header(context.text("older.title"), anchor=False)
        if said := st.session_state.pop(context.key("restored"), None):
            st.success(said)
        if not older:
            st.caption(context.text("older.none"))
            return
        by_id = {build.id: build for build in older}
        chosen = st.selectbox(
            context.text("older.choose"), list(by_id), key=context.key("older-build"),
            format_func=lambda one: context.text(
                "older.name", moment=words.time(by_id[one].created),
                n=words.number(len(by_id[one].batches))) if one in by_id else one)
        if st.button(context.text("older.button"), key=context.key("restore")):
            _restore(context, store, by_id[chosen])
            st.rerun()


def _restore(context: StoreContext, store: Store, build: Build) -> None:
    store.restore(build.id)
    forget(store, COMMAND)
    st.session_state.pop(session.BUILD, None)
    moment = context.words.time(build.created)
    st.session_state[context.key("restored")] = context.text("older.done", moment=moment)


def _day(words: Translator, day: object) -> str:
    return words.date(day if isinstance(day, date) else None)
