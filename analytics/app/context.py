"""What a page works with: the reader's language and filters, and one build of the store."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import streamlit as st

from analytics.app import session
from analytics.app.cache import cached_metric, compute_ahead
from analytics.errors import StoreMissing
from analytics.filters import Filters, Period
from analytics.i18n import Translator
from analytics.metrics.choices import columns_of
from analytics.settings import command_line, load_settings
from analytics.store import Store
from analytics.store.reader import Reader
from analytics.warehouse.outdated import require_current


@dataclass(frozen=True, slots=True)
class Context:
    """One page run: language, filters and the build they look at.

    Attributes
    ----------
    page : str
        The page's stem: its file, its address and its subject in the catalogue.
    store : Store
    reader : Reader
    words : Translator
    filters : Filters
    period : Period
    """

    page: str
    store: Store
    reader: Reader
    words: Translator
    filters: Filters
    period: Period

    def metric(self, name: str, /, **options: Any) -> Any:
        """Return a metric's result for the current filters, from the cache where it is there.

        A metric may have an option called ``name`` of its own.
        """
        return cached_metric(self.reader, name, self.filters, **options)

    def ahead(self, asked: Mapping[str, Mapping[str, Any]]) -> None:
        """Begin metrics this page will soon ask for; options by name, in the order of asking."""
        compute_ahead(self.reader, self.filters, asked)

    def text(self, key: str, **values: object) -> str:
        """Return a text of this page."""
        return self.words(f"{self.page}.{key}", **values)

    def key(self, name: str) -> str:
        """Return a widget key that belongs to this page."""
        return f"{self.page}:{name}"

    def money(self, minor: float | None) -> str:
        """Return an amount in the store's currency."""
        return self.words.money(minor, self.reader.meta.currency)

    def in_currency(self, head: str) -> str:
        """Return the head of a column of money with the store's currency."""
        return self.words("format.in_currency", head=head, currency=self.currency)

    @property
    def currency(self) -> str:
        """The store's currency."""
        return self.reader.meta.currency


@dataclass(frozen=True, slots=True)
class StoreContext:
    """One run of a page that needs no build, and not even a store: where a company begins.

    Attributes
    ----------
    page : str
        The page's stem.
    store : Store or None
        None where there is none yet.
    words : Translator
    """

    page: str
    store: Store | None
    words: Translator

    def text(self, key: str, **values: object) -> str:
        """Return a text of this page."""
        return self.words(f"{self.page}.{key}", **values)

    def key(self, name: str) -> str:
        """Return a widget key that belongs to this page."""
        return f"{self.page}:{name}"


def store_path() -> Path:
    """Return the folder of the store this dashboard shows."""
    return Path(load_settings().text("store"))


def open_store() -> Store:
    """Open the store this dashboard shows, or raise `StoreMissing`."""
    path = store_path()
    if not Store.exists(path):
        raise StoreMissing(f"There is no store at {path}.", hint=f"Run `{command_line(path, 'demo')}`.",
                           path=str(path))
    return Store.open(path)


def current_reader(store: Store) -> Reader:
    """Return a reader on the build this session looks at.

    The session stays on its build while a newer one is published, so that numbers do not change
    under a reader's eyes; `session.BUILD` is cleared when the newer one is asked for.
    """
    build = st.session_state.get(session.BUILD)
    kept = {one.id for one in store.builds()}
    require_current(store, build if build in kept else None)
    reader = store.reader(build if build in kept else None)
    st.session_state[session.BUILD] = reader.build_id
    return reader


def translator() -> Translator:
    """Return the words of the session's language."""
    return Translator(st.session_state.get(session.LANGUAGE, "en"))


def context(page: str) -> Context:
    """Gather what a page works with."""
    store = open_store()
    reader = current_reader(store)
    filters = usable(st.session_state.get(session.FILTERS, Filters()), reader)
    return Context(page, store, reader, translator(), filters,
                   filters.resolve(reader.meta.as_of, reader.meta.first_event))


def usable(filters: Filters, reader: Reader) -> Filters:
    """Leave out conditions on columns this store does not have, which a link may name."""
    columns = columns_of(reader, "customers_now") | {"risk"}
    return Filters(filters.period, filters.as_of,
                   tuple(clause for clause in filters.clauses if clause.column in columns),
                   tuple(segment for segment in filters.saved if segment.condition.fields() <= columns))
