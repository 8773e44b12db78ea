"""Versions of Bungie's manifest, and the files that each consists of."""

from django.db import models
from django.db.models import F, Q


class VersionQuerySet(models.QuerySet["Version"]):
    def current(self) -> "VersionQuerySet":
        return self.filter(state=Version.State.CURRENT)

    def unfinished(self) -> "VersionQuerySet":
        return self.filter(state=Version.State.LOADING)


class Version(models.Model):
    """One state of the manifest. Content can change without a new version string, so that string and the
    digest of the kept tables' paths together name it.
    """

    class State(models.TextChoices):
        SEEN = "seen", "named by Bungie, not loaded"
        LOADING = "loading"
        CURRENT = "current"
        PAST = "past", "replaced by another"

    version = models.CharField(max_length=100)
    paths_digest = models.CharField(max_length=32)
    state = models.CharField(max_length=10, choices=State, default=State.SEEN)
    found_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True, blank=True, help_text="when Bungie last named it")
    named_since = models.DateTimeField(
        null=True, blank=True, help_text="since when Bungie has named nothing else; empty when it does"
    )
    loaded_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(help_text="when loading goes on; later after a failure")
    failures = models.SmallIntegerField(default=0, help_text="failures in a row")
    error_kind = models.CharField(max_length=40, default="", blank=True)
    error_message = models.CharField(max_length=500, default="", blank=True)

    objects = VersionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "paths_digest"], name="one_row_a_manifest"),
            models.UniqueConstraint(
                fields=["state"], condition=Q(state="current"), name="one_current_manifest"
            ),
            models.UniqueConstraint(
                fields=["state"], condition=Q(state="loading"), name="one_loading_manifest"
            ),
        ]
        ordering = [F("loaded_at").desc(nulls_first=True), "-id"]

    def __str__(self) -> str:
        return self.version


class TableFileQuerySet(models.QuerySet["TableFile"]):
    def unfinished(self) -> "TableFileQuerySet":
        return self.exclude(state=TableFile.State.STAGED)


class TableFile(models.Model):
    """One table in one language, from the index to the staging area."""

    class State(models.TextChoices):
        WAITING = "waiting"
        DOWNLOADED = "downloaded"
        STAGED = "staged", "compared, and its differences are staged"

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="files")
    table = models.CharField(max_length=80)
    language = models.CharField(max_length=10)
    path = models.CharField(max_length=300)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    bytes_total = models.BigIntegerField(null=True, blank=True)
    bytes_received = models.BigIntegerField(default=0)
    definitions = models.IntegerField(null=True, blank=True)
    differences = models.IntegerField(null=True, blank=True, help_text="new, changed or gone")
    error_message = models.CharField(max_length=500, default="", blank=True)

    objects = TableFileQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "language", "table"], name="one_file_a_table")
        ]
        ordering = ["version", "table", "language"]

    def __str__(self) -> str:
        return f"{self.table} ({self.language})"
