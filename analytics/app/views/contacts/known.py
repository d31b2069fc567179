"""What the contacts page works with: tasks of the workspace, and what the contact list is asked with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

from analytics.app.context import Context
from analytics.app.error_words import error_words
from analytics.errors import ModelError, WorkspaceError
from analytics.metrics.contact_list import ContactCounts, contact_standards, handled_in, promised_in
from analytics.models.valuation import serving_valuation
from analytics.workspace import Task, has_workspace, open_workspace, tasks
from analytics.workspace.complaint_case import ComplaintCase
from analytics.workspace.complaint_cases import cases


@dataclass(frozen=True, slots=True)
class Known:
    """The tasks there are, and the contact list less what they say of it.

    Attributes
    ----------
    tasks : tuple of Task
    options : dict
        Standards, and what was written down, as the contact metrics take them.
    values : str or None
        Path of the serving valuation's customers.
    counts : ContactCounts
    listed : DataFrame
        The list: at most so many of each account manager.
    """

    tasks: tuple[Task, ...]
    options: dict[str, Any]
    values: str | None
    counts: ContactCounts
    listed: pd.DataFrame

    @property
    def taken(self) -> dict[tuple[str, str], Task]:
        """The tasks that stand for an occasion, by customer and occasion."""
        return {(one.customer_id, one.occasion): one for one in self.tasks if one.occasion}

    def behind(self, **chosen: Any) -> dict[str, Any]:
        """Return the options that list all contacts of one kind."""
        return {**self.options, "values": self.values, "most": 0, **chosen}


def known(context: Context) -> Known:
    """Read the tasks and ask for the list; a workspace that cannot be read leaves the list as it is."""
    there, at_desk = _written(context)
    options = {**contact_standards(context.store.settings), "handled": handled_in(there),
               "promised": promised_in(at_desk)}
    values = _values(context)
    asked = {**options, "values": values, "most": context.store.settings.integer("contact_list_size")}
    context.ahead({"contact_counts": options})
    listed: pd.DataFrame = context.metric("contact_list", **asked)
    return Known(there, options, values, context.metric("contact_counts", **options), listed)


def _written(context: Context) -> tuple[tuple[Task, ...], tuple[ComplaintCase, ...]]:
    try:
        if not has_workspace(context.store):
            return (), ()
        workspace = open_workspace(context.store)
        return tasks(workspace), cases(workspace)
    except WorkspaceError as error:
        st.warning(error_words(error, context.words))
        return (), ()


def _values(context: Context) -> str | None:
    try:
        valuation = serving_valuation(context.store.path)
    except ModelError:
        # The value page says what is wrong with it; the list goes without the chance to be alive.
        return None
    return None if valuation is None else valuation.values
