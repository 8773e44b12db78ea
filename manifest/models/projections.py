"""Typed projections of the definitions that queries join, in the first of the kept languages.

A row stays when its definition is removed: old activities keep their names.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Projection(models.Model):
    """What all have. Paths are Bungie's, relative to its site; empty where there is none."""

    hash = models.BigIntegerField(primary_key=True)
    name = models.TextField(default="", blank=True)
    description = models.TextField(default="", blank=True)
    icon_path = models.CharField(max_length=300, default="", blank=True)
    redacted = models.BooleanField(default=False)
    removed = models.BooleanField(default=False, help_text="the current manifest lacks it")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name or str(self.pk)


class Activity(Projection):
    mode = models.SmallIntegerField(null=True, blank=True, help_text="Bungie's directActivityModeType")
    modes = ArrayField(models.SmallIntegerField(), default=list, blank=True)
    activity_type_hash = models.BigIntegerField(default=0)
    destination_hash = models.BigIntegerField(default=0)
    place_hash = models.BigIntegerField(default=0)
    image_path = models.CharField(max_length=300, default="", blank=True, help_text="picture of the report")
    is_pvp = models.BooleanField(default=False)
    is_playlist = models.BooleanField(default=False)
    is_matchmade = models.BooleanField(default=False)
    min_party = models.SmallIntegerField(null=True, blank=True)
    max_party = models.SmallIntegerField(null=True, blank=True)
    max_players = models.SmallIntegerField(null=True, blank=True)
    tier = models.SmallIntegerField(default=0)
    light = models.IntegerField(default=0)

    class Meta:
        verbose_name_plural = "activities"


class ActivityMode(Projection):
    mode = models.SmallIntegerField(db_index=True, help_text="Bungie's number, DestinyActivityModeType")
    category = models.SmallIntegerField(default=0, help_text="1 PvE, 2 PvP, 3 PvE competitive")
    is_team_based = models.BooleanField(default=False)
    is_aggregate = models.BooleanField(default=False)
    parent_hashes = ArrayField(models.BigIntegerField(), default=list, blank=True)
    friendly_name = models.CharField(max_length=100, default="", blank=True)


class ActivityType(Projection):
    pass


class CharacterClass(Projection):
    class_type = models.SmallIntegerField(default=3, help_text="0 Titan, 1 Hunter, 2 Warlock, 3 unknown")

    class Meta:
        verbose_name_plural = "character classes"


class Season(Projection):
    number = models.SmallIntegerField(default=0)
    starts_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)


class Record(Projection):
    """A triumph; one with a title belongs to a seal."""

    title = models.CharField(max_length=200, default="", blank=True, help_text="for male guardians")
    title_female = models.CharField(max_length=200, default="", blank=True)
    has_title = models.BooleanField(default=False)
    gilding_hash = models.BigIntegerField(
        null=True, blank=True, help_text="the record that counts how often the title was gilded"
    )
    for_gilding = models.BooleanField(default=False)
    is_character_scoped = models.BooleanField(default=False)
    score = models.IntegerField(default=0)


class PresentationNode(Projection):
    parent_hashes = ArrayField(models.BigIntegerField(), default=list, blank=True)
    node_hashes = ArrayField(models.BigIntegerField(), default=list, blank=True)
    record_hashes = ArrayField(models.BigIntegerField(), default=list, blank=True)
    metric_hashes = ArrayField(models.BigIntegerField(), default=list, blank=True)
    completion_record_hash = models.BigIntegerField(null=True, blank=True, help_text="a seal's title")


class Item(Projection):
    """Weapons and emblems; other items are definitions only."""

    item_type = models.SmallIntegerField(default=0, help_text="3 weapon, 14 emblem")
    item_sub_type = models.SmallIntegerField(default=0)
    type_name = models.CharField(max_length=100, default="", blank=True, help_text="Hand Cannon")
    tier = models.SmallIntegerField(default=0)
    bucket_hash = models.BigIntegerField(default=0)
    damage_type = models.SmallIntegerField(default=0)
    image_path = models.CharField(
        max_length=300, default="", blank=True, help_text="screenshot of a weapon, banner of an emblem"
    )


class Stat(models.Model):
    """A statistic or medal of DestinyHistoricalStatsDefinition, which has a name in place of a hash."""

    stat_id = models.CharField(max_length=100, primary_key=True)
    name = models.TextField(default="", blank=True)
    description = models.TextField(default="", blank=True)
    icon_path = models.CharField(max_length=300, default="", blank=True)
    removed = models.BooleanField(default=False, help_text="the current manifest lacks it")
    group = models.SmallIntegerField(default=0)
    category = models.SmallIntegerField(default=0)
    unit = models.SmallIntegerField(default=0)
    modes = ArrayField(models.SmallIntegerField(), default=list, blank=True)
    weight = models.IntegerField(default=0)
    medal_tier_hash = models.BigIntegerField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name or self.stat_id

    @property
    def is_medal(self) -> bool:
        """Counters of medals are of the same group, but of no tier."""
        return self.medal_tier_hash is not None


class Metric(Projection):
    parent_hashes = ArrayField(models.BigIntegerField(), default=list, blank=True)


#: By table of the manifest.
PROJECTIONS: dict[str, type[Projection] | type[Stat]] = {
    "Activity": Activity,
    "ActivityMode": ActivityMode,
    "ActivityType": ActivityType,
    "Class": CharacterClass,
    "Season": Season,
    "Record": Record,
    "PresentationNode": PresentationNode,
    "InventoryItem": Item,
    "HistoricalStats": Stat,
    "Metric": Metric,
}
