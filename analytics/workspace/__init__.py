"""What people write: kept apart from the store, in a transactional database that builds never touch.

SQLite beside the store by default; PostgreSQL, by the setting ``workspace_url``, where several processes of
the dashboard share it.
"""

from analytics.workspace.notes import Note, delete_note, notes, save_note
from analytics.workspace.opening import has_workspace, open_workspace
from analytics.workspace.segments import Segment, delete_segment, find_segment, save_segment, segments
from analytics.workspace.workspace import Workspace

__all__ = ["Note", "Segment", "Workspace", "delete_note", "delete_segment", "find_segment",
           "has_workspace", "notes", "open_workspace", "save_note", "save_segment", "segments"]
