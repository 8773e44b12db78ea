"""Admin pages of rows that name things by hash: a page is named at once, and found by names too."""

# unfold carries no types:

import json
from collections.abc import Mapping
from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from unfold.views import ChangeList

from manifest.models import ModeGroup
from manifest.queries import hashes_named, mode_filter
from rasputin.modeladmin import CrawledAdmin
from rasputin.schemas import image_url


class NamedList(ChangeList):  # type: ignore[misc]  # unfold is untyped
    result_list: Any

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        rows: list[Any] = list(self.result_list)
        self.result_list = self.model_admin.name(rows)


class NamedAdmin(CrawledAdmin):
    """`name` puts names beside the hashes of rows; names are sought in the columns of `tables_of_hashes`."""

    tables_of_hashes: Mapping[str, str] = {}

    def name(self, rows: list[Any]) -> list[Any]:
        raise NotImplementedError

    def get_changelist(self, request: HttpRequest, **_: Any) -> type[NamedList]:
        return NamedList

    def get_object(self, request: HttpRequest, object_id: str, from_field: Any = None) -> Any:
        row = super().get_object(request, object_id, from_field)
        return row and self.name([row])[0]

    def get_search_results(
        self, request: HttpRequest, queryset: "QuerySet[Any]", search_term: str
    ) -> tuple["QuerySet[Any]", bool]:
        found, doubled = super().get_search_results(request, queryset, search_term)
        if not search_term.strip() or not self.tables_of_hashes:
            return found, doubled
        by_name = Q()
        for column, table in self.tables_of_hashes.items():
            by_name |= Q(**{f"{column}__in": hashes_named(table, search_term.strip())})
        return found | queryset.filter(by_name), doubled


class GroupFilter(admin.SimpleListFilter):
    """Raids, Trials ...: the operator's own groups of modes."""

    title = "activity"
    parameter_name = "group"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return list(ModeGroup.objects.values_list("slug", "name"))

    def queryset(self, request: HttpRequest, queryset: "QuerySet[Any]") -> "QuerySet[Any]":
        known = {slug for slug, _ in self.lookup_choices}
        return queryset.filter(mode_filter(self.value() or "")) if self.value() in known else queryset


def picture(path: str, *, pixels: int = 24) -> SafeString | str:
    """None where there is none, also for who looks at it: a simulator's pictures are not at Bungie's."""
    if not path:
        return ""
    return format_html(
        '<img src="{}" alt="" width="{}" height="{}" class="inline mr-2" onerror="this.remove()">',
        image_url(path),
        pixels,
        pixels,
    )


def thing(page: str, key: int | None, name: str, icon_path: str = "") -> SafeString | str:
    """Picture and name, leading to the manifest's page of it; the hash where it has none."""
    if not key:
        return "-"
    if not name:
        return str(key)
    return format_html(
        '{}<a href="{}" class="text-primary-600 dark:text-primary-500">{}</a>',
        picture(icon_path),
        reverse(f"admin:manifest_{page}_change", args=[key]),
        name,
    )


def readable(body: Any) -> SafeString:
    """JSON, indented."""
    return format_html("<pre>{}</pre>", json.dumps(body, indent=2, ensure_ascii=False))
