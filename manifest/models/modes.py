"""Groups of activity modes, as players speak of them."""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class ModeGroup(models.Model):
    """Raids, trials, endgame PvE ...: an activity belongs to it when any of its modes does."""

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=100)
    description = models.CharField(max_length=300, default="", blank=True)
    modes = ArrayField(models.SmallIntegerField(), help_text="Bungie's numbers of the modes")
    without_modes = ArrayField(
        models.SmallIntegerField(),
        default=list,
        blank=True,
        help_text="activities with any of these do not belong to it, such as 32: private matches",
    )
    order = models.SmallIntegerField(default=100)
    on_boards = models.BooleanField(default=True, help_text="offered for leaderboards")
    on_reports = models.BooleanField(default=True, help_text="offered for reports of members and clans")

    class Meta:
        ordering = ["order", "slug"]

    def __str__(self) -> str:
        return self.name
