"""The admin pages of named things: activities, titles, seasons, weapons and what else queries join."""

# unfold carries no types:

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from unfold.decorators import display

from manifest import models
from manifest.namedadmin import GroupFilter, NamedAdmin, picture, readable
from manifest.queries import definition, put_modes
from rasputin.modeladmin import CrawledAdmin


class ProjectionAdmin(CrawledAdmin):
    """Named things, with their pictures, and what Bungie wrote of them."""

    table = ""
    list_display: tuple[str, ...] = ("called", "hash", "state")
    list_filter: tuple[Any, ...] = ("removed", "redacted")
    search_fields: tuple[str, ...] = ("name", "hash__exact")
    ordering: tuple[str, ...] = ("name", "pk")
    readonly_fields: tuple[str, ...] = ("pictures", "json")

    @admin.display(description="name", ordering="name")
    def called(self, row: Any) -> SafeString:
        name = row.name or getattr(row, "title", "") or "(no name)"
        return format_html("{}{}", picture(row.icon_path, pixels=32), name)

    @display(description="", label={"removed": "warning"})  # type: ignore[untyped-decorator]  # unfold is untyped
    def state(self, row: models.Projection) -> str | None:
        return "removed" if row.removed else None

    @admin.display(description="pictures")
    def pictures(self, row: Any) -> SafeString:
        paths = (row.icon_path, getattr(row, "image_path", ""))
        return format_html_join("", "{}", ((picture(path, pixels=96),) for path in paths if path))

    @admin.display(description="as Bungie wrote it")
    def json(self, row: Any) -> SafeString | str:
        found = definition(self.table, str(row.pk))
        return readable(found.data) if found else "-"


@admin.register(models.Activity)
class ActivityAdmin(ProjectionAdmin, NamedAdmin):
    table = "Activity"
    list_display = ("called", "mode_by_name", "modes_by_name", "hash", "state")
    list_filter = (GroupFilter, "is_pvp", "is_playlist", "removed", "redacted")

    def name(self, rows: list[models.Activity]) -> list[models.Activity]:
        put_modes(rows)
        return rows

    @admin.display(description="mode", ordering="mode")
    def mode_by_name(self, row: Any) -> str:
        return row.mode_name or "-"

    @admin.display(description="all modes")
    def modes_by_name(self, row: Any) -> str:
        return ", ".join(row.mode_names) or "-"


@admin.register(models.Season)
class SeasonAdmin(ProjectionAdmin):
    table = "Season"
    list_display = ("called", "number", "starts_at", "ends_at", "hash", "state")
    ordering = ("-number", "pk")


class TitleFilter(admin.SimpleListFilter):
    title = "title"
    parameter_name = "title"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("yes", "gives a title"), ("gilding", "counts for gilding")]

    def queryset(self, request: HttpRequest, queryset: "QuerySet[Any]") -> "QuerySet[Any]":
        if self.value() == "yes":
            return queryset.filter(has_title=True)
        return queryset.filter(for_gilding=True) if self.value() == "gilding" else queryset


@admin.register(models.Record)
class RecordAdmin(ProjectionAdmin):
    table = "Record"
    list_display = ("called", "title", "score", "hash", "state")
    list_filter = (TitleFilter, "removed", "redacted")
    search_fields = ("name", "title", "title_female", "hash__exact")


@admin.register(models.Item)
class ItemAdmin(ProjectionAdmin):
    table = "InventoryItem"
    list_display = ("called", "type_name", "hash", "state")
    list_filter = ("type_name", "removed", "redacted")
    search_fields = ("name", "type_name", "hash__exact")


@admin.register(models.ActivityMode)
class ActivityModeAdmin(ProjectionAdmin):
    table = "ActivityMode"
    list_display = ("called", "mode", "category", "is_aggregate", "hash", "state")
    ordering = ("mode", "pk")


@admin.register(models.ActivityType)
class ActivityTypeAdmin(ProjectionAdmin):
    table = "ActivityType"


@admin.register(models.CharacterClass)
class CharacterClassAdmin(ProjectionAdmin):
    table = "Class"


@admin.register(models.PresentationNode)
class PresentationNodeAdmin(ProjectionAdmin):
    table = "PresentationNode"


@admin.register(models.Metric)
class MetricAdmin(ProjectionAdmin):
    table = "Metric"


@admin.register(models.Stat)
class StatAdmin(ProjectionAdmin):
    table = "HistoricalStats"
    list_display = ("called", "stat_id", "medal", "description", "state")
    list_filter = ("group", "removed")
    search_fields = ("name", "stat_id")
    ordering = ("stat_id",)

    @admin.display(description="medal", boolean=True)
    def medal(self, row: models.Stat) -> bool:
        return row.is_medal
