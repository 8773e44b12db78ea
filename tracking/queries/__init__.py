"""Read-only answers about players, histories and reports."""

from tracking.queries.activities import (
    ActivityDetail,
    ReportState,
    activities_of,
    activity_detail,
    pending_report,
    with_context,
)
from tracking.queries.backlog import Backlog, backlog
from tracking.queries.batches import batches
from tracking.queries.members import (
    MemberCard,
    SectionState,
    find_member,
    find_player,
    member_card,
    member_list,
    section_states,
)

__all__ = [
    "ActivityDetail",
    "Backlog",
    "MemberCard",
    "ReportState",
    "SectionState",
    "activities_of",
    "activity_detail",
    "backlog",
    "batches",
    "find_member",
    "find_player",
    "member_card",
    "member_list",
    "pending_report",
    "section_states",
    "with_context",
]
