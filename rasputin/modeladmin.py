"""What all admin pages are made of: crawled rows are read, never edited; failed ones are tried again."""

# unfold carries no types:

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.db.models.functions import Now
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from unfold.admin import ModelAdmin, TabularInline
from unfold.decorators import display
from unfold.paginator import InfinitePaginator

from rasputin import clock, due
from rasputin.bungie.names import parse_bungie_name
from rasputin.due import FORGOTTEN, Due

COLOURS = {"waiting": "success", "due": "info", "in work": "info", "failing": "warning", "dead": "danger"}


class Table(NamedTuple):
    """Rows of a model that the admin cannot register, shown on their parent's page."""

    title: str
    headers: Sequence[str]
    rows: Sequence[Sequence[object]]

    def as_unfold(self) -> dict[str, object]:
        return {"headers": self.headers, "rows": self.rows}


class ReadOnly:
    """Mixed into pages and inlines of what the crawl owns."""

    def has_add_permission(self, *_: Any) -> bool:
        return False

    def has_change_permission(self, *_: Any) -> bool:
        return False

    def has_delete_permission(self, *_: Any) -> bool:
        return False


class CrawledAdmin(ReadOnly, ModelAdmin):  # type: ignore[misc]  # unfold is untyped
    """A page of crawled rows; `tables` are shown below the fields."""

    show_full_result_count = False
    list_fullwidth = True
    change_form_outer_after_template = "rasputin/admin/tables.html"

    def tables(self, row: Any) -> list[Table]:
        return []

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        row = self.get_object(request, object_id) if self.has_view_permission(request) else None
        context = {**(extra_context or {}), "tables": self.tables(row) if row else []}
        answer: HttpResponse = super().change_view(request, object_id, form_url, context)
        return answer


class BigAdmin(CrawledAdmin):
    """For tables that grow for ever: pages are turned without counting them."""

    paginator = InfinitePaginator
    list_per_page = 50


class ReadOnlyInline(ReadOnly, TabularInline):  # type: ignore[misc]  # unfold is untyped
    extra = 0
    max_num = 0
    hide_title = True
    show_change_link = True


class ByPlayer(ModelAdmin):  # type: ignore[misc]  # unfold is untyped
    """Search takes `Name#1234` whole, beside parts of the name and ids; `player` leads to the Player."""

    player = ""

    def get_search_results(
        self, request: HttpRequest, queryset: "QuerySet[Any]", search_term: str
    ) -> tuple["QuerySet[Any]", bool]:
        try:
            name = parse_bungie_name(search_term)
        except ValueError:
            found: tuple[QuerySet[Any], bool] = super().get_search_results(request, queryset, search_term)
            return found
        fields = {f"{self.player}bungie_name__iexact": name.name, f"{self.player}bungie_code": name.code}
        return queryset.filter(**fields), False


class StateFilter(admin.SimpleListFilter):
    title = "state"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            ("due", "due now"),
            ("leased", "in work"),
            ("failed", "failed"),
            ("failing", "failing, will be tried again"),
            ("dead", "dead letter"),
            ("forgotten", "dead letter that was forgotten"),
        ]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if self.value() == "due":
            return queryset.due(clock.now()).free()
        if self.value() == "leased":
            return queryset.filter(lease_token__isnull=False, lease_until__gt=Now())
        if self.value() in ("failed", "failing"):
            failed = queryset.failed()
            return failed if self.value() == "failed" else failed.filter(due_at__isnull=False)
        if self.value() == "forgotten":
            return queryset.filter(due_at=None, error_kind=FORGOTTEN)
        return queryset.dead() if self.value() == "dead" else queryset


class DueAdmin(CrawledAdmin):
    """Claimable rows: how fresh they are, what failed, "Try again now" and "Forget dead letters"."""

    actions = ["try_again_now", "forget"]
    list_filter: Sequence[Any] = (StateFilter, "error_kind")

    @display(description="state", label=COLOURS)  # type: ignore[untyped-decorator]  # unfold is untyped
    def state(self, row: Due) -> tuple[str, str]:
        name = state_of(row)
        return name, "dead letter" if name == "dead" else name

    def has_try_again_permission(self, request: HttpRequest) -> bool:
        """Asked of the right to change, which nobody has on the page itself."""
        options = self.model._meta
        return bool(request.user.has_perm(f"{options.app_label}.change_{options.model_name}"))

    @admin.action(description="Try again now", permissions=["try_again"])
    def try_again_now(self, request: HttpRequest, rows: Any) -> None:
        number = due.replay(rows, now=clock.now())
        self.message_user(request, f"{number} will be tried again with the next sweep.", messages.SUCCESS)

    @admin.action(description="Forget dead letters", permissions=["try_again"])
    def forget(self, request: HttpRequest, rows: Any) -> None:
        number = due.forget(rows)
        said = f"{number} dead letters are forgotten: nobody asks for them again, and what is stored stays."
        self.message_user(request, said, messages.SUCCESS)


def state_of(row: Due) -> str:
    """Leases are on PostgreSQL's clock, which is real time; `due_at` is on the crawl's."""
    if row.lease_token and row.lease_until and row.lease_until > timezone.now():
        return "in work"
    if row.due_at is None:
        return {"": "waiting", FORGOTTEN: "forgotten"}.get(row.error_kind, "dead")
    if row.error_kind:
        return "failing"
    return "due" if row.due_at <= clock.now() else "waiting"
