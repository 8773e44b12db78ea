"""Read-only answers about players, histories and reports."""

from tracking.queries.activities import (
    ActivityDetail,
    ReportState,
    Seen,
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
from tracking.queries.names import name_characters, name_history, name_instances
from tracking.queries.titles import (
    Titles,
    TriumphScore,
    last_known_play,
    name_records,
    titles_of,
    titles_of_manifest,
    triumphs_of,
)

__all__ = [
    "ActivityDetail",
    "Backlog",
    "MemberCard",
    "ReportState",
    "SectionState",
    "Seen",
    "Titles",
    "TriumphScore",
    "activities_of",
    "activity_detail",
    "backlog",
    "batches",
    "find_member",
    "find_player",
    "last_known_play",
    "member_card",
    "member_list",
    "name_characters",
    "name_history",
    "name_instances",
    "name_records",
    "pending_report",
    "section_states",
    "titles_of",
    "titles_of_manifest",
    "triumphs_of",
    "with_context",
]
