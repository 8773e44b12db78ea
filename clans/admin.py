"""The admin pages of clans, networks and memberships."""

# unfold carries no types:

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from unfold.admin import ModelAdmin

from clans.models import Clan, Membership, Network
from rasputin.modeladmin import ByPlayer, CrawledAdmin, ReadOnlyInline


class CurrentMembershipInline(ReadOnlyInline):
    """Who is in the clan now: leaders first."""

    model = Membership
    verbose_name_plural = "roster"
    fields = ("player", "role", "joined_at", "seen_at", "is_online", "online_changed_at")
    ordering = ("-role", "player__bungie_name", "pk")

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Membership]":
        rows: QuerySet[Membership] = super().get_queryset(request)
        return rows.filter(left_at=None).select_related("player", "clan")


@admin.register(Clan)
class ClanAdmin(CrawledAdmin):
    """Read-only but for the network, which is the community's own idea."""

    list_display = ("__str__", "callsign", "group_id", "network", "tracked", "member_count", "roster_at")
    list_select_related = ("network",)
    search_fields = ("name", "callsign", "group_id__exact")
    list_filter = ("tracked", "network")
    ordering = ("name", "group_id")
    inlines = (CurrentMembershipInline,)

    def has_change_permission(self, request: HttpRequest, row: Any = None) -> bool:
        return bool(request.user.has_perm("clans.change_clan"))

    def get_readonly_fields(self, request: HttpRequest, row: Any = None) -> list[str]:
        return [field.name for field in Clan._meta.fields if field.name != "network"]


@admin.register(Network)
class NetworkAdmin(ModelAdmin):  # type: ignore[misc]  # unfold is untyped
    list_display = ("name", "slug")
    search_fields = ("name", "slug")
    ordering = ("name",)
    prepopulated_fields = {"slug": ("name",)}


@admin.register(Membership)
class MembershipAdmin(ByPlayer, CrawledAdmin):
    player = "player__"
    list_display = ("player", "clan", "role", "joined_at", "seen_at", "left_at", "is_online")
    list_select_related = ("player", "clan")
    search_fields = ("player__bungie_name", "player__membership_id__exact", "clan__name")
    list_filter = ("role", "clan", "is_online", "left_at")
    ordering = ("clan__name", "-role", "player__bungie_name", "pk")
