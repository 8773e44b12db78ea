"""The admin pages of players, members, histories and reports."""

import json
from contextlib import suppress
from typing import Any

from django.contrib import admin
from django.db.models import Case, OuterRef, QuerySet, Subquery, When
from django.db.models.functions import Length
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from rasputin.bungie.enums import class_name, mode_name
from rasputin.modeladmin import BigAdmin, ByPlayer, CrawledAdmin, DueAdmin, ReadOnlyInline, StateFilter, Table
from tracking import archive, queries
from tracking.models import (
    ArchiveDictionary,
    Character,
    Instance,
    Member,
    PendingReport,
    Player,
    PlayerName,
    RawReport,
    Section,
)

NEWEST = 25
RESULTS = ("kills", "deaths", "assists", "score", "time_played_seconds")


@admin.register(Player)
class PlayerAdmin(ByPlayer, BigAdmin):
    list_display = ("name", "membership_id", "membership_type", "names_at")
    search_fields = ("bungie_name__istartswith", "display_name__istartswith", "membership_id__exact")
    list_filter = ("membership_type",)
    ordering = ("bungie_name", "bungie_code", "membership_id")


class CharacterInline(ReadOnlyInline):
    model = Character
    fields = ("character_id", "guardian", "light", "minutes_played", "last_played_at", "vanished_at")
    readonly_fields = ("guardian",)

    @admin.display(description="class")
    def guardian(self, row: Character) -> str:
        return class_name(row.class_hash) or str(row.class_hash)


class PlayerNameInline(ReadOnlyInline):
    model = PlayerName
    fields = ("name", "first_seen_at", "last_seen_at")
    ordering = ("-last_seen_at", "pk")


@admin.register(Member)
class MemberAdmin(ByPlayer, CrawledAdmin):
    player = "player__"
    list_display = (
        "__str__",
        "player_id",
        "tracked",
        "private",
        "guardian_rank",
        "last_played_at",
        "profile_at",
    )
    list_select_related = ("player",)
    search_fields = ("player__bungie_name", "player__display_name", "player__membership_id__exact")
    list_filter = ("tracked", "private", "last_played_at")
    ordering = ("player__bungie_name", "player__bungie_code", "pk")
    inlines = (CharacterInline, PlayerNameInline)

    def tables(self, row: Member) -> list[Table]:
        entries = queries.with_context(queries.activities_of(row.pk))[:NEWEST]
        headers = (
            "Started",
            "Activity",
            "Mode",
            "Class",
            "Done",
            "K",
            "D",
            "A",
            "Score",
            "Seconds",
            "Report",
        )
        rows = [
            (
                f"{entry.period:%Y-%m-%d %H:%M}",
                _page_of_instance(entry.instance_id) if entry.report == "stored" else entry.instance_id,  # type: ignore[attr-defined]  # annotated by the query
                mode_name(entry.mode),
                class_name(entry.class_hash or 0) or "-",  # type: ignore[attr-defined]  # likewise
                "yes" if entry.completed else "no",
                *(getattr(entry, name) for name in RESULTS),
                entry.report,  # type: ignore[attr-defined]  # likewise
            )
            for entry in entries
        ]
        return [Table(f"Newest history: the last {NEWEST}", headers, rows)]


@admin.register(PlayerName)
class PlayerNameAdmin(CrawledAdmin):
    list_display = ("name", "member", "first_seen_at", "last_seen_at")
    list_select_related = ("member__player",)
    search_fields = ("name", "member__player__membership_id__exact")
    list_filter = ("last_seen_at",)
    ordering = ("name", "pk")


@admin.register(Character)
class CharacterAdmin(ByPlayer, CrawledAdmin):
    player = "member__player__"
    list_display = ("character_id", "member", "guardian", "light", "last_played_at", "watermark", "walked_at")
    list_select_related = ("member__player",)
    search_fields = (
        "character_id__exact",
        "member__player__bungie_name",
        "member__player__membership_id__exact",
    )
    list_filter = ("last_played_at", "vanished_at")
    ordering = ("member__player__bungie_name", "pk")

    @admin.display(description="class", ordering="class_hash")
    def guardian(self, row: Character) -> str:
        return class_name(row.class_hash) or str(row.class_hash)


@admin.register(Section)
class SectionAdmin(DueAdmin):
    list_display = (
        "what",
        "who",
        "state",
        "succeeded_at",
        "due_at",
        "error_kind",
        "error_message",
        "failures",
    )
    search_fields = ("subject__exact", "error_kind", "error_message")
    list_filter = (StateFilter, "kind", "error_kind")
    ordering = ("due_at", "pk")

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Section]":
        """Each with `named`, the Bungie name of the member whose profile or history it is."""
        rows: QuerySet[Section] = super().get_queryset(request)
        member = Player.objects.filter(pk=OuterRef("subject"))
        owner = Player.objects.filter(member__characters=OuterRef("subject"))
        named = Case(
            When(kind=Section.Kind.PROFILE, then=Subquery(member.values("bungie_name")[:1])),
            When(kind=Section.Kind.HISTORY, then=Subquery(owner.values("bungie_name")[:1])),
        )
        return rows.annotate(named=named)

    @admin.display(description="section", ordering="kind")
    def what(self, row: Section) -> str:
        return f"{row.get_kind_display()} {row.subject}"

    @admin.display(description="of")
    def who(self, row: Any) -> str:
        return row.named or "-"


@admin.register(PendingReport)
class PendingReportAdmin(DueAdmin):
    list_display = (
        "instance_id",
        "state",
        "period",
        "found_at",
        "due_at",
        "error_kind",
        "error_message",
        "attempts",
    )
    search_fields = ("instance_id__exact", "error_kind", "error_message")
    list_filter = (StateFilter, "error_kind", "found_at")
    ordering = ("priority", "due_at", "pk")


@admin.register(Instance)
class InstanceAdmin(BigAdmin):
    list_display = (
        "instance_id",
        "period",
        "mode_by_name",
        "activity_hash",
        "started_from_beginning",
        "fetched_at",
    )
    search_fields = ("instance_id__exact", "activity_hash__exact")
    list_filter = ("mode", "is_private", "started_from_beginning", "period")
    ordering = ("-period", "-instance_id")

    @admin.display(description="mode", ordering="mode")
    def mode_by_name(self, row: Instance) -> str:
        return mode_name(row.mode)

    def tables(self, row: Instance) -> list[Table]:
        detail = queries.activity_detail(row.pk)
        if detail is None:
            return []
        entries = [
            (
                seen.player.name,
                class_name(seen.performance.class_hash) or "-",
                seen.performance.light_level,
                "-" if seen.performance.team is None else seen.performance.team,
                "yes" if seen.performance.completed else "no",
                *(getattr(seen.performance, name) for name in RESULTS),
                len(seen.performance.weapons),
            )
            for seen in detail.entries
        ]
        teams = [(team.team_id, team.name, team.standing, team.score) for team in detail.teams]
        headers = ("Player", "Class", "Light", "Team", "Done", "K", "D", "A", "Score", "Seconds", "Weapons")
        tables = [
            Table("Who played", headers, entries),
            Table("Teams", ("Team", "Name", "Standing", "Score"), teams),
        ]
        return [table for table in tables if table.rows]


@admin.register(ArchiveDictionary)
class ArchiveDictionaryAdmin(CrawledAdmin):
    list_display = ("id", "size", "added_at")
    search_fields = ("id__exact",)
    list_filter = ("added_at",)
    ordering = ("-added_at", "pk")

    def get_queryset(self, request: HttpRequest) -> "QuerySet[ArchiveDictionary]":
        rows: QuerySet[ArchiveDictionary] = super().get_queryset(request)
        return rows.defer("content").annotate(size=Length("content"))

    @admin.display(description="bytes")
    def size(self, row: Any) -> int:
        return int(row.size)


@admin.register(RawReport)
class RawReportAdmin(BigAdmin):
    list_display = ("instance_id", "size", "dictionary_id", "parser_version", "fetched_at")
    search_fields = ("instance_id__exact",)
    list_filter = ("parser_version", "fetched_at")
    ordering = ("-instance_id",)
    readonly_fields = ("reply",)

    def get_queryset(self, request: HttpRequest) -> "QuerySet[RawReport]":
        rows: QuerySet[RawReport] = super().get_queryset(request)
        return rows.defer("body").annotate(size=Length("body"))

    @admin.display(description="bytes")
    def size(self, row: Any) -> int:
        return int(row.size)

    @admin.display(description="reply")
    def reply(self, row: RawReport) -> SafeString:
        """As Bungie sent it, indented where it is JSON."""
        text = archive.decompress(bytes(row.body), row.dictionary_id).decode(errors="replace")
        with suppress(ValueError):  # an unreadable reply is archived too: shown as it came
            text = json.dumps(json.loads(text), indent=2, ensure_ascii=False)
        return format_html("<pre>{}</pre>", text)


def _page_of_instance(instance_id: int) -> SafeString:
    return format_html(
        '<a href="{}" class="text-primary-600 dark:text-primary-500">{}</a>',
        reverse("admin:tracking_instance_change", args=[instance_id]),
        instance_id,
    )
