"""The workspace of a store: where the settings say, else beside it."""

from __future__ import annotations

from analytics.settings import load_settings
from analytics.store import Store
from analytics.workspace.workspace import Workspace


def open_workspace(store: Store) -> Workspace:
    """Open the workspace of a store, and begin it where there is none.

    Raises
    ------
    WorkspaceError
        It cannot be reached, or a newer version of this program wrote it.
    """
    return Workspace.open(store.path, load_settings().text("workspace_url"))


def has_workspace(store: Store) -> bool:
    """Tell whether anybody may have written anything yet; asking begins no workspace."""
    return Workspace.begun(store.path, load_settings().text("workspace_url"))
