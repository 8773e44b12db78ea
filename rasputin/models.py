"""What the installation knows of itself."""

from django.db import models


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
