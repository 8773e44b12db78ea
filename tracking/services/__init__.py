"""What is done with players, histories and reports: idempotent, and each returns what it found."""

from tracking.services.classes import fill_classes
from tracking.services.deep import sync_whole_history
from tracking.services.deleted import sync_deleted
from tracking.services.failures import forget_failures, replay_failures
from tracking.services.histories import sync_history
from tracking.services.lookup import UnknownPlayer
from tracking.services.members import add_member, enrol, refresh_members, remove_member, sync_member
from tracking.services.records import follow_play, next_turn
from tracking.services.repair import note_trouble, repair_player
from tracking.services.reports import fetch_report, store_reports
from tracking.services.titles import derive_stale, derive_titles
from tracking.services.triumphs import sync_records

__all__ = [
    "UnknownPlayer",
    "add_member",
    "derive_stale",
    "derive_titles",
    "enrol",
    "fetch_report",
    "fill_classes",
    "follow_play",
    "forget_failures",
    "next_turn",
    "note_trouble",
    "refresh_members",
    "remove_member",
    "repair_player",
    "replay_failures",
    "store_reports",
    "sync_deleted",
    "sync_history",
    "sync_member",
    "sync_records",
    "sync_whole_history",
]
