"""Definitions of all kept tables and languages, as Bungie wrote them."""

from django.db import models
from django.db.models.functions import Upper

from manifest.models.versions import Version


class DefinitionQuerySet(models.QuerySet["Definition"]):
    def present(self) -> "DefinitionQuerySet":
        """Those of the current manifest."""
        return self.filter(removed_in=None)


class Definition(models.Model):
    """One definition. `key` is the unsigned hash as text, or the name of a statistic.

    Its JSON lies in `Content` under `content_hash`: it was written before this row pointed to it, so that
    changing the manifest is a matter of small rows. A removed definition stays readable.
    """

    table = models.CharField(max_length=80, help_text="without Destiny and Definition: InventoryItem")
    language = models.CharField(max_length=10)
    key = models.CharField(max_length=100)
    name = models.TextField(default="", blank=True)
    content_hash = models.CharField(max_length=32)
    changed_in = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    removed_in = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+", null=True, blank=True)

    objects = DefinitionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["table", "language", "key"], name="one_row_a_definition")
        ]
        indexes = [models.Index(Upper("name"), name="definition_by_any_case")]
        ordering = ["table", "key", "language"]

    def __str__(self) -> str:
        return f"{self.table} {self.key}"


class Content(models.Model):
    """The JSON of definitions by its own digest; never changed, dropped when nothing points to it."""

    content_hash = models.CharField(max_length=32, primary_key=True)
    data = models.JSONField()

    def __str__(self) -> str:
        return self.content_hash


class StagedDefinition(models.Model):
    """A difference between the stored manifest and one that is being loaded; without a hash it is gone."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="staged")
    table = models.CharField(max_length=80)
    language = models.CharField(max_length=10)
    key = models.CharField(max_length=100)
    name = models.TextField(default="", blank=True)
    content_hash = models.CharField(max_length=32, default="", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["version", "table", "language", "key"], name="one_staged_row_a_definition"
            )
        ]

    def __str__(self) -> str:
        return f"{self.table} {self.key}"
