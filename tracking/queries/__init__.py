"""Read-only answers about players, histories and reports."""

from tracking.queries.activities import (
    ActivityDetail,
    ReportState,
    activities_of,
    activity_detail,
    pending_report,
    with_context,
)
from tracking.queries.members import MemberCard, find_player, member_card, member_list

__all__ = ["MemberCard", "activities_of", "activity_detail", "find_player", "member_card", "member_list"]
