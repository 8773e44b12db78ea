"""What the installation knows of itself."""

from django.conf import settings
from django.db import models

from rasputin.due import Due, DueQuerySet


def source() -> str:
    """Who fills the database, as the settings have it: Bungie's address, or a name that no port changes."""
    return settings.RASPUTIN_STAMP or settings.BUNGIE_BASE_URL


class Stamp(models.Model):
    """The one row that says whose data fill this database: simulated and real data never meet."""

    id = models.SmallIntegerField(primary_key=True, default=1, editable=False)
    base_url = models.URLField(help_text="the Bungie (or simulator) that fills this database")
    stamped_at = models.DateTimeField(auto_now_add=True)
    setup_token_hash = models.CharField(max_length=64, default="", editable=False)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="stamp_is_one_row")]

    def __str__(self) -> str:
        return self.base_url


class DiskSample(models.Model):
    """How much room the database took at a moment: from these it is known how fast it grows."""

    taken_at = models.DateTimeField(unique=True)
    database_bytes = models.BigIntegerField()
    bytes_by_kind = models.JSONField(default=dict)
    free_bytes = models.BigIntegerField(help_text="of the file system that holds it")

    def __str__(self) -> str:
        return f"{self.taken_at:%Y-%m-%d %H:%M}"


class JobQuerySet(DueQuerySet):
    def open(self) -> "JobQuerySet":
        """Waiting or in work."""
        return self.filter(due_at__isnull=False, finished_at=None)


class Job(Due):
    """Work on what is stored that takes longer than a task may: each slice goes on where the last ended."""

    class Kind(models.TextChoices):
        REPROCESS = "reprocess", "derive reports again from the archive"
        ERASE = "erase", "erase a player"

    kind = models.CharField(max_length=20, choices=Kind)
    arguments = models.JSONField(default=dict, help_text="what was asked for")
    cursor = models.JSONField(default=dict, help_text="how far it is, in the words of its kind")
    total = models.BigIntegerField(default=0, help_text="steps, as counted at the start")
    done = models.BigIntegerField(default=0)
    counts = models.JSONField(default=dict, help_text="what it did, by name")
    notes = models.JSONField(default=list, help_text="sentences about what could not be done")
    added_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["priority", "due_at", "id"],
                condition=models.Q(due_at__isnull=False),
                name="job_due",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def state(self) -> str:
        """`waiting`, `in work`, `done` or `failed`."""
        if self.finished_at is not None:
            return "done"
        if self.due_at is None:
            return "failed"
        return "in work" if self.started_at else "waiting"
