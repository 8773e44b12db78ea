"""What is done with players, histories and reports: idempotent, and each returns what it found."""

from tracking.services.histories import sync_history
from tracking.services.lookup import UnknownPlayer
from tracking.services.members import add_member, enrol, refresh_members, remove_member, sync_member
from tracking.services.reports import fetch_report, store_reports

__all__ = [
    "UnknownPlayer",
    "add_member",
    "enrol",
    "fetch_report",
    "refresh_members",
    "remove_member",
    "store_reports",
    "sync_history",
    "sync_member",
]
