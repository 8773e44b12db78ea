"""The admin pages of the manifest itself: versions and how far they are, definitions, mode groups."""

# unfold carries no types:

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString
from unfold.admin import ModelAdmin
from unfold.decorators import display
from unfold.widgets import UnfoldAdminSelect2MultipleWidget

from manifest import (
    models,
    projectionadmin,  # noqa: F401 - registers its pages
)
from manifest.namedadmin import readable
from manifest.queries.modes import modes
from rasputin.bungie.enums import mode_name
from rasputin.modeladmin import BigAdmin, CrawledAdmin, ReadOnlyInline

VERSION_COLOURS = {"current": "success", "loading": "info", "seen": "warning"}


class TableFileInline(ReadOnlyInline):
    model = models.TableFile
    fields = ("table", "language", "state", "bytes_received", "definitions", "differences", "error_message")
    ordering = ("table", "language")


@admin.register(models.Version)
class VersionAdmin(CrawledAdmin):
    """Which manifest is served, which one is being loaded, and what is in its way."""

    list_display = ("version", "shown_state", "tables_done", "found_at", "loaded_at", "failures", "problem")
    list_filter = ("state",)
    search_fields = ("version",)
    ordering = ("-found_at",)
    inlines = (TableFileInline,)

    def get_queryset(self, request: HttpRequest) -> "QuerySet[models.Version]":
        rows: QuerySet[models.Version] = super().get_queryset(request)
        staged = Count("files", filter=Q(files__state=models.TableFile.State.STAGED))
        return rows.annotate(wanted=Count("files"), staged_files=staged)

    @display(description="state", label=VERSION_COLOURS)  # type: ignore[untyped-decorator]  # unfold is untyped
    def shown_state(self, row: models.Version) -> str:
        return row.state

    @admin.display(description="tables")
    def tables_done(self, row: Any) -> str:
        return f"{row.staged_files} of {row.wanted}" if row.wanted else "-"

    @admin.display(description="problem")
    def problem(self, row: models.Version) -> str:
        return f"{row.error_kind}: {row.error_message}" if row.error_kind else "-"


@admin.register(models.Definition)
class DefinitionAdmin(BigAdmin):
    """Definitions as Bungie wrote them; removed ones stay."""

    list_display = ("__str__", "name", "language", "changed_in", "removed_in")
    list_select_related = ("changed_in", "removed_in")
    list_filter = ("table", "language")
    search_fields = ("name", "key__exact")
    ordering = ("table", "name", "key")
    readonly_fields = ("json",)

    def json(self, row: models.Definition) -> SafeString:
        body = models.Content.objects.filter(pk=row.content_hash).values_list("data", flat=True).first()
        return readable(body)


def _mode_choices() -> list[tuple[int, str]]:
    return [(mode.mode, f"{mode.name} ({mode.mode})") for mode in modes() if mode.mode]


class ModeGroupForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic where the admin makes it
    modes = forms.TypedMultipleChoiceField(coerce=int, widget=UnfoldAdminSelect2MultipleWidget)
    without_modes = forms.TypedMultipleChoiceField(
        coerce=int,
        required=False,
        widget=UnfoldAdminSelect2MultipleWidget,
        help_text="activities with any of these do not belong to it, such as private matches",
    )

    def __init__(self, *args: Any, **values: Any) -> None:
        """A number that nobody knows any more, or not yet, can be kept."""
        super().__init__(*args, **values)
        known = dict(_mode_choices())
        mine = {*self.instance.modes, *self.instance.without_modes} if self.instance.pk else set()
        known |= {number: mode_name(number) for number in sorted(mine - known.keys())}
        for name in ("modes", "without_modes"):
            self.fields[name].choices = sorted(known.items(), key=lambda choice: choice[1])  # type: ignore[attr-defined]  # typed as any field


@admin.register(models.ModeGroup)
class ModeGroupAdmin(ModelAdmin):  # type: ignore[misc]  # unfold is untyped
    """The one part of the manifest that is the operator's own."""

    form = ModeGroupForm
    fields = (
        *("name", "slug", "description", "modes", "without_modes"),
        *("order", "on_boards", "on_reports"),
    )
    list_display = ("name", "slug", "named_modes", "named_without", "order", "on_boards", "on_reports")
    list_editable = ("on_boards", "on_reports")
    search_fields = ("name", "slug")
    ordering = ("order", "slug")
    names: dict[int, str] = {}
    prepopulated_fields = {"slug": ("name",)}

    def get_changelist_form(self, request: HttpRequest, **_: Any) -> Any:
        return forms.ModelForm  # the form of the whole page wants modes, which the list does not send

    def get_queryset(self, request: HttpRequest) -> "QuerySet[models.ModeGroup]":
        self.names = {mode.mode: mode.name for mode in modes()}
        rows: QuerySet[models.ModeGroup] = super().get_queryset(request)
        return rows

    @admin.display(description="modes")
    def named_modes(self, row: models.ModeGroup) -> str:
        return self._named(row.modes)

    @admin.display(description="without")
    def named_without(self, row: models.ModeGroup) -> str:
        return self._named(row.without_modes) or "-"

    def _named(self, numbers: list[int]) -> str:
        return ", ".join(self.names.get(number, mode_name(number)) for number in numbers)
