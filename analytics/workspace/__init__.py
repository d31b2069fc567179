"""What people write: kept apart from the store, in a transactional database that builds never touch.

SQLite beside the store by default; PostgreSQL, by the setting ``workspace_url``, where several processes of
the dashboard share it.
"""

from analytics.workspace.annotations import (
    Annotation,
    annotation_records,
    delete_annotation,
    save_annotation,
    written_annotations,
)
from analytics.workspace.campaigns import (
    Campaign,
    CampaignMembers,
    CampaignPlan,
    campaign_members,
    campaigns,
    close_campaign,
    delete_campaign,
    draw_campaign,
    find_campaign,
    save_campaign,
)
from analytics.workspace.notes import Note, delete_note, notes, save_note
from analytics.workspace.opening import has_workspace, open_workspace
from analytics.workspace.segments import Segment, delete_segment, find_segment, save_segment, segments
from analytics.workspace.tasks import (
    Task,
    assign_task,
    complete_task,
    count_tasks,
    drop_task,
    find_task,
    reopen_task,
    save_task,
    snooze_task,
    tasks,
)
from analytics.workspace.workspace import Workspace

__all__ = ["Annotation", "Campaign", "CampaignMembers", "CampaignPlan", "Note", "Segment", "Task",
           "Workspace", "annotation_records", "assign_task", "campaign_members", "campaigns",
           "close_campaign", "complete_task", "count_tasks", "delete_annotation", "delete_campaign",
           "delete_note", "delete_segment", "draw_campaign", "drop_task", "find_campaign", "find_segment",
           "find_task", "has_workspace", "notes", "open_workspace", "reopen_task", "save_annotation",
           "save_campaign", "save_note", "save_segment", "save_task", "segments", "snooze_task", "tasks",
           "written_annotations"]
