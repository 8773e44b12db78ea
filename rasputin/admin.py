"""The admin pages of what belongs to no app: the stamp, users and groups, beat's timetable."""

# unfold carries no types:

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin as DjangoGroupAdmin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group, User
from django_celery_beat import admin as beat
from django_celery_beat.models import (
    ClockedSchedule,
    CrontabSchedule,
    IntervalSchedule,
    PeriodicTask,
    SolarSchedule,
)
from unfold.admin import ModelAdmin
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget

from rasputin.modeladmin import CrawledAdmin, DueAdmin
from rasputin.models import DiskSample, Job, Stamp

REPLACED = (User, Group, PeriodicTask, IntervalSchedule, CrontabSchedule, SolarSchedule, ClockedSchedule)
admin.site.unregister(REPLACED)


@admin.register(Stamp)
class StampAdmin(CrawledAdmin):
    list_display = ("base_url", "stamped_at")
    search_fields = ("base_url",)
    ordering = ("id",)


@admin.register(Job)
class JobAdmin(DueAdmin):
    """Try again now is for those that failed: they go on where they stopped."""

    list_display = ("kind", "standing", "progress", "counts", "added_at", "finished_at", "error_message")
    search_fields = ("kind", "error_kind", "error_message")
    list_filter = ("kind", "error_kind", "finished_at")
    ordering = ("-added_at", "-pk")

    @admin.display(description="state")
    def standing(self, row: Job) -> str:
        return row.state

    @admin.display(description="progress")
    def progress(self, row: Job) -> str:
        return f"{row.done} of {row.total}"


@admin.register(DiskSample)
class DiskSampleAdmin(CrawledAdmin):
    list_display = ("taken_at", "database_bytes", "free_bytes")
    date_hierarchy = "taken_at"
    ordering = ("-taken_at",)


@admin.register(User)
class UserAdmin(DjangoUserAdmin, ModelAdmin):  # type: ignore[type-arg, misc]  # unfold is untyped
    form = UserChangeForm
    add_form = UserCreationForm
    change_password_form = AdminPasswordChangeForm


@admin.register(Group)
class GroupAdmin(DjangoGroupAdmin, ModelAdmin):  # type: ignore[misc]  # unfold is untyped
    pass


class TaskSelect(UnfoldAdminSelectWidget, beat.TaskSelectWidget):  # type: ignore[misc]  # both are untyped
    pass


class PeriodicTaskForm(beat.PeriodicTaskForm):  # type: ignore[misc]  # beat is untyped
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["task"].widget = UnfoldAdminTextInputWidget()
        self.fields["regtask"].widget = TaskSelect()


@admin.register(PeriodicTask)
class PeriodicTaskAdmin(beat.PeriodicTaskAdmin, ModelAdmin):  # type: ignore[misc]  # beat is untyped
    form = PeriodicTaskForm


@admin.register(IntervalSchedule)
class IntervalScheduleAdmin(ModelAdmin):  # type: ignore[misc]  # unfold is untyped
    list_display = ("__str__", "every", "period")
    ordering = ("period", "every")


@admin.register(CrontabSchedule)
class CrontabScheduleAdmin(beat.CrontabScheduleAdmin, ModelAdmin):  # type: ignore[misc]  # beat is untyped
    pass


@admin.register(SolarSchedule)
class SolarScheduleAdmin(ModelAdmin):  # type: ignore[misc]  # unfold is untyped
    list_display = ("event", "latitude", "longitude")


@admin.register(ClockedSchedule)
class ClockedScheduleAdmin(beat.ClockedScheduleAdmin, ModelAdmin):  # type: ignore[misc]  # beat is untyped
    pass
