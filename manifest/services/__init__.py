"""Bringing the manifest in: follow the index, download, stage, swap."""

from manifest.services.follow import NothingKept
from manifest.services.sync import Slice, is_due, sync

__all__ = ["NothingKept", "Slice", "is_due", "sync"]
