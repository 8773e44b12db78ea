"""The admin pages of triumphs and titles."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.db.models.functions import Length
from django.http import HttpRequest
from django.utils.safestring import SafeString

from manifest.namedadmin import NamedAdmin, thing
from rasputin.modeladmin import BigAdmin, ByPlayer, CrawledAdmin
from tracking import queries
from tracking.models import MemberRecords, Title, TriumphEvent

SCORES = ("active_score", "legacy_score", "lifetime_score")


@admin.register(MemberRecords)
class MemberRecordsAdmin(ByPlayer, CrawledAdmin):
    player = "member__player__"
    list_display = ("member", *SCORES, "size", "read_at")
    list_select_related = ("member__player",)
    search_fields = ("member__player__bungie_name", "member__player__membership_id__exact")
    list_filter = ("read_at",)
    ordering = ("-lifetime_score", "pk")
    fields = ("member", *SCORES, "size", "read_at", "minted_at")
    readonly_fields = ("size",)

    def get_queryset(self, request: HttpRequest) -> "QuerySet[MemberRecords]":
        rows: QuerySet[MemberRecords] = super().get_queryset(request)
        return rows.defer("standings").annotate(size=Length("standings"))

    @admin.display(description="bytes")
    def size(self, row: Any) -> int:
        return int(row.size)


class OfRecordAdmin(ByPlayer, NamedAdmin, BigAdmin):
    player = "member__player__"
    list_select_related = ("member__player",)
    search_fields = (
        "member__player__bungie_name",
        "member__player__membership_id__exact",
        "record_hash__exact",
    )
    tables_of_hashes = {"record_hash": "Record"}

    def name(self, rows: list[Any]) -> list[Any]:
        return queries.name_records(rows)

    @admin.display(description="record", ordering="record_hash")
    def record(self, row: Any) -> SafeString | str:
        return thing("record", row.record_hash, row.title or row.record_name, row.record_icon_path)


@admin.register(Title)
class TitleAdmin(OfRecordAdmin):
    list_display = ("record", "member", "gild_count", "gilded_this_season", "claimed", "earned_at")
    list_filter = ("gilded_this_season", "claimed", "earned_at")
    ordering = ("-pk",)
    fields = ("record", "record_hash", "member", "gild_count", "gilded_this_season", "claimed", "earned_at")
    readonly_fields = ("record",)


@admin.register(TriumphEvent)
class TriumphEventAdmin(OfRecordAdmin):
    list_display = ("record", "member", "kind", "times", "observed_at")
    list_filter = ("kind", "observed_at")
    ordering = ("-observed_at", "-pk")
    fields = ("record", "record_hash", "member", "kind", "times", "observed_at")
    readonly_fields = ("record",)
