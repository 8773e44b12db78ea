"""Read-only answers about players, histories and reports."""

from tracking.queries.activities import (
    ActivityDetail,
    ReportState,
    Seen,
    activities_of,
    activity_detail,
    archived_reply,
    pending_report,
    with_context,
)
from tracking.queries.backlog import Backlog, backlog
from tracking.queries.batches import batches
from tracking.queries.completeness import Completeness, Missing, completeness, named_losses
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
from tracking.queries.stats import (
    Selection,
    report_totals,
    reports_missing,
    totals_by_mode,
    totals_by_weapon,
    totals_of,
)
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
    "Completeness",
    "MemberCard",
    "Missing",
    "ReportState",
    "SectionState",
    "Seen",
    "Selection",
    "Titles",
    "TriumphScore",
    "activities_of",
    "activity_detail",
    "archived_reply",
    "backlog",
    "batches",
    "completeness",
    "find_member",
    "find_player",
    "last_known_play",
    "member_card",
    "member_list",
    "name_characters",
    "name_history",
    "name_instances",
    "name_records",
    "named_losses",
    "pending_report",
    "report_totals",
    "reports_missing",
    "section_states",
    "titles_of",
    "titles_of_manifest",
    "totals_by_mode",
    "totals_by_weapon",
    "totals_of",
    "triumphs_of",
    "with_context",
]
