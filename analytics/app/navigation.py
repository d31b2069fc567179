"""The pages in their groups, as data."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from analytics.i18n import Translator


@dataclass(frozen=True, slots=True)
class PageEntry:
    """One page of the dashboard.

    Attributes
    ----------
    stem : str
        Its file below ``pages/``, its address and its subject in the catalogue.
    icon : str
        A Material symbol.
    filtered : bool
        Whether the sidebar's filters apply to it.
    parameters : tuple of str
        What its own address may carry beside the filters; other pages drop it.
    """

    stem: str
    icon: str
    filtered: bool = True
    parameters: tuple[str, ...] = ()


GROUPS: dict[str, tuple[PageEntry, ...]] = {
    "overview": (PageEntry("overview", "home"),),
    "understand": (
        PageEntry("lost_customers", "person_remove"),
        PageEntry("satisfaction_loyalty", "show_chart"),
        PageEntry("surveys", "reviews"),
        PageEntry("retention", "timeline"),
        PageEntry("complaints", "report"),
        PageEntry("service", "build"),
        PageEntry("staff", "badge"),
        PageEntry("value", "payments"),
        PageEntry("grades", "leaderboard"),
        PageEntry("growth", "trending_up"),
        PageEntry("patterns", "insights"),
    ),
    "act": (
        PageEntry("at_risk", "warning"),
        PageEntry("contacts", "call"),
        PageEntry("segments", "group_work"),
        PageEntry("campaigns", "campaign", filtered=False, parameters=("campaign",)),
        PageEntry("customers", "group",
                  parameters=("customer", "statement", "search", "show", "sort", "page")),
        PageEntry("complaint_desk", "support_agent", filtered=False,
                  parameters=("case", "customer", "complaint")),
        PageEntry("economics", "calculate"),
        PageEntry("goals", "flag"),
        PageEntry("reports", "summarize"),
    ),
    "data": (
        PageEntry("data", "upload_file", filtered=False),
        PageEntry("events", "event_note", filtered=False),
        PageEntry("models", "model_training", filtered=False),
        PageEntry("usage", "monitoring", filtered=False),
    ),
}

#: The page at the root, and the path that Streamlit keeps for it all the same.
FIRST, ROOT = "overview", "root"

PAGES: dict[str, PageEntry] = {entry.stem: entry for group in GROUPS.values() for entry in group}


def page_file(stem: str) -> str:
    """Return the path of a page's file, as links want it."""
    return f"pages/{stem}.py"


def navigate(words: Translator) -> st.Page:
    """Draw the navigation and return the page to run.

    Titles follow the reader's language; addresses stay the same in every language.
    """
    sections = {
        words(f"navigation.{group}"): [
            st.Page(page_file(entry.stem), title=words(f"{entry.stem}.title"),
                    icon=f":material/{entry.icon}:", url_path=ROOT if entry.stem == FIRST else entry.stem,
                    default=entry.stem == FIRST)
            for entry in entries]
        for group, entries in GROUPS.items()}
    # The first page lives at the root; a link to its name leads there instead of to "page not found".
    sections[words("navigation.overview")].append(
        st.Page(_to_the_root, title=words("overview.title"), url_path=FIRST, visibility="hidden"))
    return st.navigation(sections, expanded=True)


def _to_the_root() -> None:
    st.switch_page(page_file(FIRST), query_params=st.query_params.to_dict())
