"""Players, members, histories and reports for tests."""

# factory-boy types its factories, not its declarations:
# mypy: disable-error-code="no-untyped-call"

from datetime import UTC, datetime, timedelta
from typing import Any

from factory.declarations import LazyFunction, Sequence, SubFactory
from factory.django import DjangoModelFactory

from rasputin.bungie.enums import HUNTER
from tracking import models

START = datetime(2026, 11, 17, 17, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


class PlayerFactory(DjangoModelFactory[models.Player]):
    class Meta:
        model = models.Player

    membership_id = Sequence(lambda number: 4611686018400000000 + number)
    membership_type = 3
    display_name = Sequence(lambda number: f"guardian{number}")
    bungie_name = Sequence(lambda number: f"Guardian{number}")
    bungie_code = 42
    names_at = START


class MemberFactory(DjangoModelFactory[models.Member]):
    class Meta:
        model = models.Member

    player = SubFactory(PlayerFactory)
    added_at = START
    last_played_at = START + HOUR
    guardian_rank = 7
    highest_guardian_rank = 9


class CharacterFactory(DjangoModelFactory[models.Character]):
    class Meta:
        model = models.Character

    character_id = Sequence(lambda number: 2305843009300000000 + number)
    member = SubFactory(MemberFactory)
    class_hash = HUNTER
    light = 1810
    minutes_played = 6000
    emblem_hash = 1901885391
    emblem_path = "/common/destiny2_content/icons/emblem.jpg"
    emblem_background_path = "/common/destiny2_content/icons/wide.jpg"
    last_played_at = START + HOUR
    walked_at = START + 2 * HOUR


class MemberRecordsFactory(DjangoModelFactory[models.MemberRecords]):
    class Meta:
        model = models.MemberRecords

    member = SubFactory(MemberFactory)
    active_score = 20_097
    legacy_score = 117_570
    lifetime_score = 137_667
    standings = b""
    content_hash = "0" * 32
    read_at = START + 2 * HOUR


class TitleFactory(DjangoModelFactory[models.Title]):
    class Meta:
        model = models.Title

    member = SubFactory(MemberFactory)
    record_hash = Sequence(lambda number: 1_000_000 + number)
    claimed = True


class TriumphEventFactory(DjangoModelFactory[models.TriumphEvent]):
    class Meta:
        model = models.TriumphEvent

    member = SubFactory(MemberFactory)
    record_hash = Sequence(lambda number: 2_000_000 + number)
    kind = models.TriumphEvent.Kind.COMPLETED
    observed_at = START + 2 * HOUR


class SectionFactory(DjangoModelFactory[models.Section]):
    class Meta:
        model = models.Section

    kind = models.Section.Kind.PROFILE
    subject = Sequence(lambda number: 1000 + number)
    due_at = START + 3 * HOUR
    run_at = START + 2 * HOUR
    succeeded_at = START + 2 * HOUR


class ActivityFactory(DjangoModelFactory[Any]):
    class Meta:
        abstract = True

    instance_id = Sequence(lambda number: 16800000000 + number)
    period = Sequence(lambda number: START + number * HOUR)
    activity_hash = 2122313384
    director_hash = 2122313384
    mode = 4
    modes = LazyFunction(lambda: [7, 4])


class HistoryEntryFactory(ActivityFactory):
    class Meta:
        model = models.HistoryEntry

    character_id = Sequence(lambda number: 2305843009300000000 + number)
    membership_id = Sequence(lambda number: 4611686018400000000 + number)
    source = models.Source.WALK
    membership_type = 3
    kills = 51
    deaths = 2
    assists = 13
    opponents_defeated = 64
    completed = True
    duration_seconds = 1500
    time_played_seconds = 1490
    player_count = 6
    fireteam_id = 9223372036854775807


class PendingReportFactory(DjangoModelFactory[models.PendingReport]):
    class Meta:
        model = models.PendingReport

    instance_id = Sequence(lambda number: 16900000000 + number)
    period = START
    found_at = START + HOUR
    due_at = START + HOUR


class InstanceFactory(ActivityFactory):
    class Meta:
        model = models.Instance

    started_from_beginning = True
    starting_phase_index = 0
    fetched_at = START + 2 * HOUR
    parser_version = 1


class TeamFactory(DjangoModelFactory[models.Team]):
    class Meta:
        model = models.Team

    team_id = 17
    name = "Alpha"
    standing = 0
    score = 100


class PerformanceFactory(DjangoModelFactory[models.Performance]):
    class Meta:
        model = models.Performance

    character_id = Sequence(lambda number: 2305843009300000000 + number)
    membership_id = Sequence(lambda number: 4611686018400000000 + number)
    period = START
    activity_hash = 2122313384
    mode = 4
    modes = LazyFunction(lambda: [7, 4])
    class_hash = HUNTER
    light_level = 1810
    kills = 51
    deaths = 2
    assists = 13
    completed = True
    player_count = 6
    precision_kills = 20
    weapons = LazyFunction(lambda: {"1345867571": [9, 4], "2208405142": [30, 12]})
    extended = LazyFunction(lambda: {"medalMultiKill": 3})
