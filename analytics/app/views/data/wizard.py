"""The import wizard: files, what they hold, what their columns mean, a trial, and the import itself."""

from __future__ import annotations

import shutil
import tempfile
import weakref
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import pandas as pd
import streamlit as st

from analytics.app.context import StoreContext, store_path
from analytics.app.error_words import error_words
from analytics.app.views.data.builds import building
from analytics.app.views.data.mapping_choice import choose_mapping, given_mapping, offer_ready_made
from analytics.app.views.data.mapping_form import mapping_form, suggested
from analytics.app.views.data.outcome import outcome
from analytics.app.views.data.progress import Pace
from analytics.app.views.data.wording import empty_as_empty, few_rows
from analytics.errors import FileRefused, HuitouError
from analytics.importing import (
    Format,
    ImportReport,
    Mapping,
    Preview,
    import_files,
    read_preview,
)
from analytics.importing.mapping_memory import remember, signature
from analytics.importing.wording import order_line
from analytics.settings import load_settings
from analytics.store import Store

#: Offered when a store is begun; any other can be set as the setting `currency`.
CURRENCIES = ("CNY", "USD", "EUR", "GBP", "JPY", "HKD", "TWD", "KRW", "SGD", "INR", "AUD", "CAD", "CHF",
              "BRL")
ENCODINGS = ("", "utf-8", "gb18030", "utf-16", "latin-1")


class Uploads:
    """The folder of a session's uploads; it goes when the session goes."""

    def __init__(self) -> None:
        self.path = Path(tempfile.mkdtemp(prefix="huitou-upload-"))
        self.remove = weakref.finalize(self, shutil.rmtree, self.path, True)


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be imported, as chosen on the page.

    Attributes
    ----------
    files : tuple of Path
    mapping : Mapping or None
        One for all files; None: each file by what is remembered for its columns.
    confirmed : tuple of (Mapping, tuple of str)
        Mappings to remember, with the column names they are for.
    encoding : str
        Empty: found out.
    """

    files: tuple[Path, ...]
    mapping: Mapping | None
    confirmed: tuple[tuple[Mapping, tuple[str, ...]], ...]
    encoding: str

    @property
    def fingerprint(self) -> str:
        """What a trial of exactly this plan is known by."""
        mappings = [*(one for one, _ in self.confirmed), *([self.mapping] if self.mapping else [])]
        parts = [*map(str, self.files), *(one.to_toml() for one in mappings), self.encoding]
        return sha256("\n".join(parts).encode()).hexdigest()


def wizard(context: StoreContext) -> None:
    """Lead from files to a build."""
    if context.store is not None and st.session_state.get(context.key("imported")) is not None:
        _afterwards(context, context.store, st.session_state[context.key("imported")])
        return
    files = _files(context)
    if not files:
        st.caption(context.text("files.note"))
        return
    plan = _plan(context, files)
    if plan is not None:
        _trial(context, plan)


def _files(context: StoreContext) -> tuple[Path, ...]:
    uploaded = st.file_uploader(
        context.text("files.label"), accept_multiple_files=True, key=context.key(f"files-{_round(context)}"))
    folder = _uploads(context)
    kept = []
    for one in uploaded:
        # A folder of its own, so that two files of one name stay two files.
        path = folder.path / one.file_id / Path(one.name).name
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(one.getbuffer())
        kept.append(path)
    return tuple(kept)


def _uploads(context: StoreContext) -> Uploads:
    if context.key("folder") not in st.session_state:
        st.session_state[context.key("folder")] = Uploads()
    found: Uploads = st.session_state[context.key("folder")]
    return found


def _round(context: StoreContext) -> int:
    return int(st.session_state.get(context.key("round"), 0))


def _plan(context: StoreContext, files: tuple[Path, ...]) -> Plan | None:
    with st.container(horizontal=True):
        encoding = st.selectbox(context.text("encoding.label"), ENCODINGS, key=context.key("encoding"),
                                format_func=lambda code: code or context.text("encoding.found"))
        chosen = choose_mapping(context)
    previews = _previews(context, files, encoding)
    if not previews:
        return None
    files = tuple(preview.path for preview in previews)
    groups: dict[str, list[Preview]] = {}
    for preview in previews:
        groups.setdefault(signature(preview.columns), []).append(preview)
    given = given_mapping(context, chosen)
    if given is None:
        offer_ready_made(context, previews)
    if given is not None:
        for previews in groups.values():
            _show(context, previews)
        return Plan(files, given, (), encoding)
    confirmed = []
    listed = (context.store is not None and bool(context.store.raw_files("customers"))) or any(
        "customers" in suggested(previews[0]).tables for previews in groups.values())
    for name, previews in groups.items():
        _show(context, previews)
        mapping = mapping_form(context, previews[0], name, customers_too=not listed)
        if mapping is None:
            return None
        confirmed.append((mapping, previews[0].columns))
    if len(confirmed) > 1 and any(source.sheet for mapping, _ in confirmed for source in mapping.sources):
        st.info(context.text("files.sheets_alone"))
        return None
    return Plan(files, confirmed[0][0] if len(confirmed) == 1 else None, tuple(confirmed), encoding)


def _previews(context: StoreContext, files: tuple[Path, ...], encoding: str) -> list[Preview]:
    """Read the beginning of every file, and name each that is none to import; the others go on without it."""
    found, words = [], context.words
    for path in files:
        try:
            found.append(_preview(context, path, encoding))
        except FileRefused as error:
            st.warning(words.sentences(error_words(error, words), context.text("files.left_out")))
    return found


def _preview(context: StoreContext, path: Path, encoding: str) -> Preview:
    first = _read(str(path), encoding, "")
    if len(first.sheets) < 2:
        return first
    sheet = st.selectbox(context.text("sheet", file=path.name), first.sheets,
                         key=context.key(f"sheet-{path.parent.name}"), index=first.sheets.index(first.sheet))
    return _read(str(path), encoding, sheet) if sheet != first.sheet else first


# Reading the beginning of an upload takes tens of milliseconds; every click runs the page again.
@st.cache_resource(max_entries=64, ttl=3600, show_spinner=False)
def _read(path: str, encoding: str, sheet: str) -> Preview:
    return read_preview(path, encoding=encoding or None, sheet=sheet or None)


def _show(context: StoreContext, previews: Sequence[Preview]) -> None:
    words = context.words
    for preview in previews:
        with st.container(border=True, key=context.key(f"preview-{preview.path.parent.name}")):
            st.header(preview.path.name, anchor=False)
            found = [context.text("found.columns", n=words.number(len(preview.columns)))]
            if preview.encoding:
                delimiter = {"\t": context.text("found.tab"), "whitespace": context.text("found.blanks")}
                found.append(context.text("found.text", encoding=preview.encoding.upper(),
                                          delimiter=delimiter.get(preview.delimiter, preview.delimiter)))
            if preview.sheet:
                found.append(context.text("found.sheet", sheet=preview.sheet))
            st.caption(words.listing(found))
            for code in preview.warnings:
                st.warning(words(f"import.warning.{code}", file=preview.path.name, sheet=preview.sheet))
            dates: dict[str, list[Format]] = {}
            for form in preview.formats.values():
                if form.order is not None:
                    (st.caption if form.order.told and not form.order.against else st.warning)(
                        context.text("found.order", n=words.number(len(preview.sample)),
                                     said=order_line(form.column, form.order, words)))
                elif form.ambiguous:
                    st.warning(context.text("found.ambiguous", column=form.column, example=form.example,
                                            style=_style(context, form.style)))
                elif form.kind in ("date", "timestamp"):
                    dates.setdefault(form.style, []).append(form)
            for style, forms in dates.items():
                st.caption(context.text("found.date", style=_style(context, style), example=forms[0].example,
                                        columns=words.listing([form.column for form in forms])))
            rows = pd.DataFrame(preview.rows, columns=list(preview.columns))
            st.dataframe(empty_as_empty(rows), hide_index=True, height=few_rows(rows),
                         key=context.key(f"rows-{preview.path.parent.name}"))


def _style(context: StoreContext, style: str) -> str:
    words = context.words
    return words("import.or").join(words(f"import.style.{code}") for code in style.split("+"))


def _trial(context: StoreContext, plan: Plan) -> None:
    kept = context.key("trial")
    company, currency = "", load_settings().text("currency")
    if context.store is None:
        company = st.text_input(context.text("company"), key=context.key("company"), max_chars=80)
        currency = _currency(context, currency)
    if st.button(context.text("trial.button"), key=context.key("try"), type="primary"):
        with tempfile.TemporaryDirectory(prefix="huitou-trial-") as folder:
            store = context.store or Store.create(folder, name=company, currency=currency)
            st.session_state[kept] = (plan.fingerprint, _run(context, store, plan, dry_run=True))
    fingerprint, report = st.session_state.get(kept, ("", None))
    if report is None or fingerprint != plan.fingerprint:
        st.caption(context.text("trial.note"))
        return
    outcome(context, report)
    if report.repeated or not report.accepted:
        return
    if st.button(context.text("import.button", n=context.words.number(report.accepted)),
                 key=context.key("import"), type="primary"):
        name = company.strip() or store_path().resolve().name
        store = context.store or Store.create(store_path(), name=name, currency=currency)
        st.session_state[context.key("imported")] = _run(context, store, plan, dry_run=False)
        st.session_state.pop(kept)
        st.rerun()


def _currency(context: StoreContext, preset: str) -> str:
    """Ask for the currency of the money columns; the reader's language says which is likely."""
    likely = "USD" if preset == "CNY" and context.words.language == "en" else preset
    choices = list(dict.fromkeys((likely, *CURRENCIES)))
    return str(st.selectbox(context.text("currency"), choices, key=context.key("currency"),
                            help=context.text("currency_note")))


def _run(context: StoreContext, store: Store, plan: Plan, *, dry_run: bool) -> ImportReport:
    pace = Pace(context.words)
    bar = st.progress(0.0, pace.line("reading", 0, len(plan.files)))

    def progress(step: str, done: int, total: int) -> None:
        bar.progress(min(done / total, 1.0) if total else 0.0, pace.line(step, done, total))

    try:
        if plan.mapping is None:
            for mapping, columns in plan.confirmed:
                remember(store.path / "mappings", mapping, columns)
        return import_files(store, plan.files, mapping=plan.mapping, encoding=plan.encoding or None,
                            dry_run=dry_run, progress=progress)
    except OSError as error:
        raise HuitouError(str(error), code="store_unreadable", path=str(store.path),
                          reason=error.strerror or str(error)) from error
    finally:
        bar.empty()


def _afterwards(context: StoreContext, store: Store, report: ImportReport) -> None:
    outcome(context, report)
    building(context, store)
    if st.button(context.text("import.again"), key=context.key("again")):
        del st.session_state[context.key("imported")]
        st.session_state[context.key("round")] = _round(context) + 1
        if folder := st.session_state.pop(context.key("folder"), None):
            folder.remove()
        st.rerun()
