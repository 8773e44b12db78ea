"""The admin pages of the manifest: versions and how far they are, definitions, mode groups."""

# unfold carries no types:

import json
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from unfold.admin import ModelAdmin
from unfold.decorators import display

from manifest import models
from rasputin.modeladmin import BigAdmin, CrawledAdmin, ReadOnlyInline
from rasputin.schemas import image_url

VERSION_COLOURS = {"current": "success", "loading": "info", "seen": "warning"}


class TableFileInline(ReadOnlyInline):
    model = models.TableFile
    fields = ("table", "language", "state", "bytes_received", "definitions", "differences", "error_message")
    ordering = ("table", "language")


@admin.register(models.Version)
class VersionAdmin(CrawledAdmin):
    """Which manifest is served, which one is being loaded, and what is in its way."""

    list_display = ("version", "shown_state", "found_at", "loaded_at", "failures", "error_message")
    list_filter = ("state",)
    search_fields = ("version",)
    ordering = ("-found_at",)
    inlines = (TableFileInline,)

    @display(description="state", label=VERSION_COLOURS)  # type: ignore[untyped-decorator]  # unfold is untyped
    def shown_state(self, row: models.Version) -> str:
        return row.state


@admin.register(models.Definition)
class DefinitionAdmin(BigAdmin):
    """Definitions as Bungie wrote them; removed ones stay."""

    list_display = ("name", "table", "key", "language", "changed_in", "removed_in")
    list_select_related = ("changed_in", "removed_in")
    list_filter = ("table", "language")
    search_fields = ("name", "key__exact")
    ordering = ("table", "name", "key")
    readonly_fields = ("json",)

    def json(self, row: models.Definition) -> SafeString:
        body = models.Content.objects.filter(pk=row.content_hash).values_list("data", flat=True).first()
        return format_html("<pre>{}</pre>", json.dumps(body, indent=2, ensure_ascii=False))


@admin.register(models.ModeGroup)
class ModeGroupAdmin(ModelAdmin):  # type: ignore[misc]  # unfold is untyped
    """The one part of the manifest that is the operator's own."""

    list_display = ("name", "slug", "modes", "without_modes", "order", "on_boards", "on_reports")
    list_editable = ("order", "on_boards", "on_reports")
    search_fields = ("name", "slug")
    ordering = ("order", "slug")
    prepopulated_fields = {"slug": ("name",)}


class ProjectionAdmin(CrawledAdmin):
    """Named things, with their pictures."""

    list_display: tuple[str, ...] = ("icon", "name", "hash", "removed")
    list_display_links = ("name",)
    list_filter: tuple[Any, ...] = ("removed", "redacted")
    search_fields: tuple[str, ...] = ("name", "hash__exact")
    ordering: tuple[str, ...] = ("name", "pk")

    @display(description="")  # type: ignore[untyped-decorator]  # unfold is untyped
    def icon(self, row: models.Projection) -> SafeString | str:
        address = image_url(row.icon_path)
        return format_html('<img src="{}" alt="" width="32" height="32">', address) if address else ""


@admin.register(models.Activity)
class ActivityAdmin(ProjectionAdmin):
    list_display = ("icon", "name", "hash", "mode", "modes", "is_pvp", "removed")
    list_filter = ("removed", "is_pvp", "is_playlist", "mode")


@admin.register(models.Season)
class SeasonAdmin(ProjectionAdmin):
    list_display = ("icon", "name", "number", "starts_at", "ends_at", "hash", "removed")
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
    list_display = ("icon", "name", "title", "score", "hash", "removed")
    list_filter = (TitleFilter, "removed")
    search_fields = ("name", "title", "hash__exact")


@admin.register(models.Item)
class ItemAdmin(ProjectionAdmin):
    list_display = ("icon", "name", "type_name", "tier", "hash", "removed")
    list_filter = ("removed", "item_type", "tier")


@admin.register(models.ActivityMode)
class ActivityModeAdmin(ProjectionAdmin):
    list_display = ("icon", "name", "mode", "category", "is_aggregate", "hash", "removed")
    ordering = ("mode", "pk")


@admin.register(models.ActivityType, models.CharacterClass, models.PresentationNode, models.Metric)
class PlainProjectionAdmin(ProjectionAdmin):
    pass


@admin.register(models.Stat)
class StatAdmin(CrawledAdmin):
    list_display = ("name", "stat_id", "group", "unit", "removed")
    list_filter = ("removed", "group")
    search_fields = ("name", "stat_id")
    ordering = ("stat_id",)
