"""Versions, definitions and projections for tests."""

# factory-boy types its factories, not its declarations:
# mypy: disable-error-code="no-untyped-call"

from hashlib import blake2s
from typing import Any

from factory.declarations import LazyFunction, Sequence
from factory.django import DjangoModelFactory

from manifest import models
from manifest.models import Content, Definition
from rasputin.bungie.enums import HUNTER
from tests.factories.tracking import HOUR, START


class VersionFactory(DjangoModelFactory[models.Version]):
    """The one that is served."""

    class Meta:
        model = models.Version

    version = Sequence(lambda number: f"{240000 + number}.26.11.17.1700-1-bnet.{number}")
    paths_digest = Sequence(lambda number: f"{number:032x}")
    state = models.Version.State.CURRENT
    found_at = START
    seen_at = START
    loaded_at = START + HOUR
    due_at = START


class ProjectionFactory(DjangoModelFactory[Any]):
    class Meta:
        abstract = True

    hash: Any = Sequence(lambda number: 3_000_000_000 + number)
    icon_path = "/common/destiny2_content/icons/thing.png"


class ActivityFactory(ProjectionFactory):
    class Meta:
        model = models.Activity

    hash = 2122313384
    name = "Last Wish"
    image_path = "/img/destiny_content/pgcr/last_wish.jpg"
    mode = 4
    modes = LazyFunction(lambda: [7, 4])


class ActivityModeFactory(ProjectionFactory):
    class Meta:
        model = models.ActivityMode

    name = "Raid"
    mode = 4


class CharacterClassFactory(ProjectionFactory):
    class Meta:
        model = models.CharacterClass

    hash = HUNTER
    name = "Hunter"
    class_type = 1


class SeasonFactory(ProjectionFactory):
    class Meta:
        model = models.Season

    name = "Season of the Tests"
    number = 40
    starts_at = START - HOUR
    ends_at = START + 100 * HOUR


class RecordFactory(ProjectionFactory):
    class Meta:
        model = models.Record

    name = "Rivensbane"
    title = "Rivensbane"
    title_female = "Rivensbane"
    has_title = True


class ItemFactory(ProjectionFactory):
    class Meta:
        model = models.Item

    name = "Ace of Spades"
    item_type = 3
    type_name = "Hand Cannon"


class StatFactory(DjangoModelFactory[models.Stat]):
    class Meta:
        model = models.Stat

    stat_id = "medalMultiKill"
    name = "Double Play"
    icon_path = "/common/destiny2_content/icons/medal.png"
    group = 3
    medal_tier_hash = 802673300


def define(
    version: models.Version, table: str, key: int | str, name: str, *, language: str = "en", **more: Any
) -> Definition:
    """A definition as Bungie writes it, with its JSON."""
    shown = {"name": name, "description": "", "icon": f"/common/destiny2_content/icons/{key}.png"}
    identity = {"statId": key} if table == "HistoricalStats" else {"hash": key}
    data = {"displayProperties": shown, **identity, **more}
    digest = blake2s(f"{table} {language} {key}".encode(), digest_size=16).hexdigest()
    content = Content.objects.create(content_hash=digest, data=data)
    return Definition.objects.create(
        table=table,
        language=language,
        key=str(key),
        name=name,
        content_hash=content.pk,
        changed_in=version,
    )
