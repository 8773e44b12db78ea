"""The admin page of those who are not to be tracked."""

from django.contrib import admin

from rasputin.modeladmin import CrawledAdmin
from tracking.models import Suppressed


@admin.register(Suppressed)
class SuppressedAdmin(CrawledAdmin):
    """`rasputin erase` puts somebody on the list, `rasputin unsuppress` takes somebody off it."""

    list_display = ("membership_id", "bungie_net_id", "suppressed_at", "reason")
    search_fields = ("membership_id__exact", "bungie_net_id__exact", "reason")
    list_filter = ("suppressed_at",)
    ordering = ("-suppressed_at", "pk")
