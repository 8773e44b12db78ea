"""The admin pages of players, members, histories and reports."""

import json
from contextlib import suppress
from typing import Any

from django.contrib import admin
from django.db.models import Case, OuterRef, QuerySet, Subquery, When
from django.db.models.functions import Length
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from manifest.namedadmin import GroupFilter, NamedAdmin, thing
from rasputin.modeladmin import BigAdmin, ByPlayer, CrawledAdmin, DueAdmin, ReadOnlyInline, StateFilter, Table
from tracking import archive, queries
from tracking import recordsadmin as _recordsadmin  # noqa: F401 - registers its pages
from tracking import suppressedadmin as _suppressedadmin  # noqa: F401 - registers its page
from tracking.admintables import tables_of_instance, tables_of_member, title
from tracking.models import (
    OF_CHARACTERS,
    OF_MEMBERS,
    ArchiveDictionary,
    Character,
    IdentityCheck,
    Instance,
    Member,
    PendingReport,
    Player,
    PlayerName,
    RawReport,
    Section,
)


@admin.register(Player)
class PlayerAdmin(ByPlayer, BigAdmin):
    list_display = ("name", "membership_id", "membership_type", "names_at")
    search_fields = ("bungie_name__istartswith", "display_name__istartswith", "membership_id__exact")
    list_filter = ("membership_type",)
    ordering = ("bungie_name", "bungie_code", "membership_id")


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
    inlines = (PlayerNameInline,)

    def tables(self, row: Member) -> list[Table]:
        return tables_of_member(row)


@admin.register(PlayerName)
class PlayerNameAdmin(CrawledAdmin):
    list_display = ("name", "member", "first_seen_at", "last_seen_at")
    list_select_related = ("member__player",)
    search_fields = ("name", "member__player__membership_id__exact")
    list_filter = ("last_seen_at",)
    ordering = ("name", "pk")


@admin.register(IdentityCheck)
class IdentityCheckAdmin(CrawledAdmin):
    list_display = ("membership_id", "asked_at", "due_at", "failures", "error_kind")
    search_fields = ("membership_id__exact", "error_kind")
    list_filter = ("error_kind", "asked_at")
    ordering = ("due_at", "pk")


@admin.register(Character)
class CharacterAdmin(ByPlayer, NamedAdmin):
    player = "member__player__"
    list_display = ("character_id", "member", "guardian", "title", "emblem", "light", "last_played_at")
    list_select_related = ("member__player",)
    search_fields = (
        "character_id__exact",
        "member__player__bungie_name",
        "member__player__membership_id__exact",
        "emblem_hash__exact",
        "title_record_hash__exact",
    )
    tables_of_hashes = {"title_record_hash": "Record", "emblem_hash": "InventoryItem", "class_hash": "Class"}
    list_filter = ("last_played_at", "vanished_at")
    ordering = ("member__player__bungie_name", "pk")
    fields = (
        *("character_id", "member", "guardian", "class_hash", "title", "title_record_hash", "emblem"),
        *("emblem_hash", "race_hash", "gender_hash", "light", "minutes_played", "minutes_this_session"),
        *("last_played_at", "vanished_at"),
        *("watermark", "walked_at", "walk_page", "walk_began_at", "walk_newest"),
        *("audited_at", "audit_mode", "audit_page", "audit_began_at"),
    )
    readonly_fields = ("guardian", "title", "emblem")

    def name(self, rows: list[Character]) -> list[Character]:
        return queries.name_characters(rows)

    @admin.display(description="class", ordering="class_hash")
    def guardian(self, row: Any) -> str:
        return row.class_name or str(row.class_hash)

    @admin.display(description="title", ordering="title_record_hash")
    def title(self, row: Any) -> SafeString | str:
        return title(row)

    @admin.display(description="emblem", ordering="emblem_hash")
    def emblem(self, row: Any) -> SafeString | str:
        return thing("item", row.emblem_hash, row.emblem_name, row.emblem_icon_path)


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
        """Each with `named`, the Bungie name of the member whose profile, history or triumphs it is."""
        rows: QuerySet[Section] = super().get_queryset(request)
        member = Player.objects.filter(pk=OuterRef("subject"))
        owner = Player.objects.filter(member__characters=OuterRef("subject"))
        named = Case(
            When(
                kind__in=OF_MEMBERS,
                then=Subquery(member.values("bungie_name")[:1]),
            ),
            When(kind__in=OF_CHARACTERS, then=Subquery(owner.values("bungie_name")[:1])),
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
class InstanceAdmin(NamedAdmin, BigAdmin):
    list_display = (
        "instance_id",
        "period",
        "activity",
        "mode_by_name",
        "activity_hash",
        "started_from_beginning",
        "fetched_at",
    )
    search_fields = ("instance_id__exact", "activity_hash__exact", "director_hash__exact")
    tables_of_hashes = {"activity_hash": "Activity", "director_hash": "Activity"}
    list_filter = (GroupFilter, "is_private", "started_from_beginning", "period")
    ordering = ("-period", "-instance_id")
    fields = (
        *("instance_id", "period", "season_by_name"),
        *("activity", "activity_hash", "director", "director_hash", "modes_by_name", "mode", "modes"),
        *("is_private", "starting_phase_index", "started_from_beginning", "difficulty_tier", "skulls"),
        *("membership_type", "fetched_at", "parser_version"),
    )
    readonly_fields = ("activity", "director", "modes_by_name", "season_by_name")

    def name(self, rows: list[Instance]) -> list[Instance]:
        return queries.name_instances(rows)

    @admin.display(description="activity", ordering="activity_hash")
    def activity(self, row: Any) -> SafeString | str:
        return thing("activity", row.activity_hash, row.activity_name, row.activity_icon_path)

    @admin.display(description="director", ordering="director_hash")
    def director(self, row: Any) -> SafeString | str:
        return thing("activity", row.director_hash, row.director_name, row.director_icon_path)

    @admin.display(description="mode", ordering="mode")
    def mode_by_name(self, row: Any) -> str:
        return str(row.mode_name)

    @admin.display(description="modes by name")
    def modes_by_name(self, row: Any) -> str:
        return ", ".join(row.mode_names)

    @admin.display(description="season")
    def season_by_name(self, row: Any) -> str:
        return f"{row.season.number}: {row.season.name}" if row.season else "-"

    def tables(self, row: Instance) -> list[Table]:
        return tables_of_instance(row)


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
        try:
            text = archive.decompress(bytes(row.body), row.dictionary_id).decode(errors="replace")
        except archive.Unreadable as error:
            return format_html("<em>damaged: {}</em>", str(error))
        with suppress(ValueError):  # an unreadable reply is archived too: shown as it came
            text = json.dumps(json.loads(text), indent=2, ensure_ascii=False)
        return format_html("<pre>{}</pre>", text)
