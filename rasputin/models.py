"""What the installation knows of itself."""

from django.conf import settings
from django.db import models


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
