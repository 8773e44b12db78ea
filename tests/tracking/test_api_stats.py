"""What /api/members/{identifier}/stats promises."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from rasputin import clock
from tests.factories.manifest import ActivityModeFactory, ItemFactory
from tests.factories.tracking import (
    HOUR,
    START,
    CharacterFactory,
    HistoryEntryFactory,
    InstanceFactory,
    PerformanceFactory,
    TeamFactory,
)
from tracking import queries
from tracking.models import Character, HistoryEntry, Source

URL = "/api/members/Zavala-0042/stats"
FIRST_ID = 16800000000
NOTHING = {
    "activities": 0,
    "completions": 0,
    "completion_share": None,
    "counted": 0,
    "kills": 0,
    "deaths": 0,
    "assists": 0,
    "opponents_defeated": 0,
    "kd": None,
    "kda": None,
    "efficiency": None,
    "kills_per_activity": None,
    "deaths_per_activity": None,
    "assists_per_activity": None,
    "score": 0,
    "time_played_seconds": 0,
    "time_capped": 0,
    "seconds_per_activity": None,
    "first_played_at": None,
    "last_played_at": None,
    "wins": 0,
    "losses": 0,
    "ties": 0,
    "win_share": None,
}


def played(character: Character, number: int, **values: Any) -> HistoryEntry:
    """The character's activity in its `number`th hour."""
    fields = {"instance_id": FIRST_ID + number, "period": START + number * HOUR, **values}
    entry: HistoryEntry = HistoryEntryFactory.create(
        character_id=character.pk, membership_id=character.member_id, **fields
    )
    return entry


def match(character: Character, number: int, *modes: int, standing: int | None, team: int = 17) -> None:
    played(character, number, mode=modes[-1], modes=[5, *modes], standing=standing, team=team)


def asked(client: Client, query: str = "") -> dict[str, Any]:
    answer = client.get(f"{URL}?{query}")
    assert answer.status_code == 200, answer.content
    found: dict[str, Any] = answer.json()
    return found


@pytest.fixture
def character(db: None) -> Character:
    made: Character = CharacterFactory.create(member__player__bungie_name="Zavala")
    return made


def test_totals_come_from_the_history_before_any_report(client: Client, character: Character) -> None:
    played(character, 1, score=158_650)
    played(character, 2, kills=9, deaths=1, assists=1, completed=False, time_played_seconds=600, score=-1)
    found = asked(client)
    assert found == {
        "membership_id": str(character.member_id),
        "name": "Zavala#0042",
        "mode": None,
        "since": None,
        "until": None,
        "totals": {
            "activities": 2,
            "completions": 1,
            "completion_share": 0.5,
            "counted": 2,
            "kills": 60,
            "deaths": 3,
            "assists": 14,
            "opponents_defeated": 128,
            "kd": 20.0,
            "kda": 22.33,
            "efficiency": 24.67,
            "kills_per_activity": 30.0,
            "deaths_per_activity": 1.5,
            "assists_per_activity": 7.0,
            "score": 158650,
            "time_played_seconds": 2090,
            "time_capped": 0,
            "seconds_per_activity": 1045.0,
            "first_played_at": "2026-11-17T18:00:00Z",
            "last_played_at": "2026-11-17T19:00:00Z",
            "wins": 0,
            "losses": 0,
            "ties": 0,
            "win_share": None,
        },
        "reports": {
            "reports": 0,
            "kills": 0,
            "precision_kills": 0,
            "precision_share": None,
            "grenade_kills": 0,
            "melee_kills": 0,
            "super_kills": 0,
            "ability_kills": 0,
        },
        "reports_missing": 2,
        "by_mode": None,
        "by_weapon": None,
    }


def test_who_never_played_has_no_ratios(client: Client, character: Character) -> None:
    found = asked(client)
    assert (found["totals"], found["reports_missing"]) == (NOTHING, 0)


def test_what_nobody_knows_is_not_summed_and_nothing_is_divided_by_zero(
    client: Client, character: Character
) -> None:
    played(character, 1, kills=7, deaths=0, assists=3)
    played(character, 2, kills=5, deaths=-1, assists=2, time_played_seconds=-1, opponents_defeated=-1)
    found = asked(client)["totals"]
    names = ("activities", "counted", "kills", "deaths", "kd", "kda", "efficiency", "time_played_seconds")
    assert [found[name] for name in names] == [2, 1, 7, 0, None, None, None, 1490]
    assert (found["opponents_defeated"], found["kills_per_activity"]) == (64, 7.0)


def test_seconds_that_bungie_caps_are_counted_as_they_are_and_told(
    client: Client, character: Character
) -> None:
    played(character, 1, time_played_seconds=32_767)
    played(character, 2, time_played_seconds=32_766)
    found = asked(client)["totals"]
    assert (found["time_played_seconds"], found["time_capped"]) == (65_533, 1)


def test_dclisync_14_a_tie_is_no_victory_and_a_missing_standing_no_defeat(
    client: Client, character: Character
) -> None:
    match(character, 1, 10, standing=0)
    for team_id in (17, 18):
        TeamFactory.create(instance_id=FIRST_ID + 1, team_id=team_id, standing=0)
    match(character, 2, 10, standing=0)
    TeamFactory.create(instance_id=FIRST_ID + 2, team_id=17, standing=0)
    TeamFactory.create(instance_id=FIRST_ID + 2, team_id=18, standing=1)
    match(character, 3, 10, standing=0)  # no report yet: believed
    match(character, 4, 10, standing=1)
    match(character, 5, 10, standing=None)
    played(character, 6, standing=0)  # a raid
    found = asked(client)["totals"]
    assert [found[name] for name in ("wins", "losses", "ties", "win_share")] == [2, 1, 1, 0.5]


def test_dclisync_14_the_first_three_win_a_rumble(client: Client, character: Character) -> None:
    for place in range(6):
        match(character, place, 48, standing=place)
    match(character, 6, 48, standing=None)
    found = asked(client, "mode=rumble")["totals"]
    assert [found[name] for name in ("wins", "losses", "ties")] == [3, 3, 0]


def test_gambit_and_private_matches_are_won_too(client: Client, character: Character) -> None:
    played(character, 1, mode=63, modes=[64, 63], standing=0)
    played(character, 2, mode=32, modes=[32], standing=1)
    found = asked(client)["totals"]
    assert (found["wins"], found["losses"]) == (1, 1)


def test_what_only_reports_tell_is_of_the_stored_ones(client: Client, character: Character) -> None:
    mine = {"character_id": character.pk, "membership_id": character.member_id}
    for number in (1, 2, 3):
        played(character, number)
    for number, source in ((1, Source.REPORT), (2, Source.REPORT)):
        InstanceFactory.create(instance_id=FIRST_ID + number)
        PerformanceFactory.create(
            instance_id=FIRST_ID + number, source=source, period=START + number * HOUR, melee_kills=-1, **mine
        )
    found = asked(client)
    assert found["reports"] == {
        "reports": 2,
        "kills": 102,
        "precision_kills": 40,
        "precision_share": 0.3922,
        "grenade_kills": 0,
        "melee_kills": 0,
        "super_kills": 0,
        "ability_kills": 0,
    }
    assert found["reports_missing"] == 1
    assert asked(client, "since=2026-11-17T19:00:00Z")["reports"]["reports"] == 1


def test_weapons_are_named_and_the_most_used_first(client: Client, character: Character) -> None:
    ItemFactory.create(hash=1345867571)
    mine = {"character_id": character.pk, "membership_id": character.member_id}
    for number in (1, 2):
        PerformanceFactory.create(instance_id=FIRST_ID + number, **mine)
    PerformanceFactory.create(instance_id=FIRST_ID + 3, weapons={"1345867571": [-1, -1]}, **mine)
    other, ace = asked(client, "by=weapon")["by_weapon"]
    assert (other["item_hash"], other["item_name"], other["kills"], other["reports"]) == (
        2208405142,
        None,
        60,
        2,
    )
    assert ace == {
        "item_hash": 1345867571,
        "item_name": "Ace of Spades",
        "item_icon_url": "https://www.bungie.net/common/destiny2_content/icons/thing.png",
        "item_type_name": "Hand Cannon",
        "reports": 3,
        "kills": 18,
        "precision_kills": 8,
        "precision_share": 0.4444,
    }


def test_modes_add_up_to_the_whole(client: Client, character: Character) -> None:
    ActivityModeFactory.create()
    played(character, 1, kills=1)
    played(character, 2, kills=2)
    played(character, 3, kills=4, mode=82, modes=[7, 82])
    played(character, 4, kills=8, mode=0, modes=[5])
    found = asked(client, "by=mode")
    assert [(row["mode_name"], row["totals"]["kills"]) for row in found["by_mode"]] == [
        ("Raid", 3),
        ("None", 8),
        ("Dungeon", 4),
    ]
    assert found["totals"]["kills"] == 15


@pytest.mark.parametrize(
    ("query", "kills"),
    [
        ("", 31),
        ("mode=raids", 30),
        ("mode=4&period=season", 14),
        ("mode=7&period=season", 15),
        ("period=month", 7),
        ("period=week", 3),
        ("period=day", 1),
        ("since=2026-11-17T17:00:00Z&until=2026-11-20", 2),
        ("since=season", 15),
        ("since=weekly&until=daily", 2),
        ("since=witch_queen&until=season_29", 16),
    ],
)
def test_a_period_is_what_runs_now_since_it_began(
    client: Client, character: Character, monkeypatch: pytest.MonkeyPatch, query: str, kills: int
) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 11, 22, 13, tzinfo=UTC))
    began = [
        datetime(2026, 11, 21, 17, tzinfo=UTC),  # the day
        datetime(2026, 11, 17, 17, tzinfo=UTC),  # the week
        datetime(2026, 11, 1, 17, tzinfo=UTC),  # the month
        datetime(2026, 6, 9, 17, tzinfo=UTC),  # the season
        datetime(2026, 6, 9, 16, 59, 59, tzinfo=UTC),  # the season before
    ]
    for number, period in enumerate(began):
        modes = [4] if number else [82]
        played(character, number, period=period, kills=2**number, mode=modes[0], modes=[7, *modes])
    assert asked(client, query)["totals"]["kills"] == kills


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("period=year", "period: Input should be 'all', 'season', 'month', 'week' or 'day'."),
        ("period=week&since=2026-11-17", "Give either period, or since and until."),
        ("since=2026-11-18&until=2026-11-17", "Since must lie before until."),
        ("since=season_21&until=season_20", "Since must lie before until."),
        ("since=season_999", "since: 'season_999' is no date or time: write 2026-11-22 or "),
        ("mode=Raidz", "'Raidz' is no mode: "),
        ("by=class", "by: Input should be 'mode' or 'weapon'."),
        ("page=2", "There is no parameter page here; there are: mode, period, since, until, by."),
    ],
)
def test_a_bad_parameter_is_refused_in_a_sentence(
    client: Client, character: Character, query: str, sentence: str
) -> None:
    answer = client.get(f"{URL}?{query}")
    assert answer.status_code == 422
    assert answer.json()["detail"].startswith(sentence)


@pytest.mark.django_db
def test_stats_of_nobody_are_a_404_with_advice(client: Client) -> None:
    answer = client.get("/api/members/Nobody-1234/stats")
    assert answer.status_code == 404
    assert answer.json()["detail"].startswith("Nobody tracked goes by 'Nobody-1234'")


def test_an_answer_takes_seven_queries_and_is_not_sent_twice(
    client: Client, character: Character, django_assert_num_queries: Any
) -> None:
    for number in range(30):
        played(character, number)
    with django_assert_num_queries(7):  # version, player by name (twice), member, totals, reports, missing
        first = client.get(URL)
    assert client.get(URL, headers={"If-None-Match": first["ETag"]}).status_code == 304


def test_totals_are_one_scan_of_the_members_index(character: Character) -> None:
    HistoryEntryFactory.create_batch(300)  # other people's
    played(character, 1)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE tracking_historyentry")
    selection = queries.Selection(character.member_id)
    with CaptureQueriesContext(connection) as asked_for:
        queries.totals_of(selection)
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {asked_for[0]['sql']}")
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert plan.count("history_of_member") == 1
    assert "Seq Scan on tracking_historyentry" not in plan


class Played(NamedTuple):
    """One drawn activity; `other` is the standing of the other team in the report, None without one."""

    modes: tuple[int, ...]
    kills: int
    deaths: int
    assists: int
    seconds: int
    completed: bool
    standing: int | None
    team: int | None
    other: int | None


counts = st.integers(-1, 5)
activities = st.builds(
    Played,
    modes=st.sampled_from([(7, 4), (5, 10), (5, 48), (64, 63), (32,), (5, 32, 57), (7,)]),
    kills=counts,
    deaths=counts,
    assists=counts,
    seconds=st.sampled_from([-1, 0, 90, 32_767]),
    completed=st.booleans(),
    standing=st.sampled_from([None, -1, 0, 1, 2, 3, 5]),
    team=st.sampled_from([None, 17, 18]),
    other=st.sampled_from([None, 0, 1]),
)


class TestSums(TestCase):
    @hypothesis_settings(max_examples=40, deadline=None)
    @given(st.lists(activities, max_size=12))
    def test_sums_are_those_of_a_plain_loop(self, drawn: Sequence[Played]) -> None:
        character = CharacterFactory.create()
        for number, one in enumerate(drawn):
            played(
                character,
                number,
                mode=one.modes[-1],
                modes=list(one.modes),
                kills=one.kills,
                deaths=one.deaths,
                assists=one.assists,
                time_played_seconds=one.seconds,
                completed=one.completed,
                standing=one.standing,
                team=one.team,
            )
            if one.other is not None:
                for team_id, standing in ((17, one.standing), (18, one.other)):
                    own = team_id == (one.team or 17)
                    place = one.standing if own else one.other
                    TeamFactory.create(
                        instance_id=FIRST_ID + number, team_id=team_id, standing=place, score=standing or 0
                    )
        selection = queries.Selection(character.member_id)
        found = queries.totals_of(selection)
        assert found == expected(drawn)
        parts = queries.totals_by_mode(selection)
        for name in ("activities", "kills", "deaths", "time_played_seconds", "wins", "losses", "ties"):
            assert sum(getattr(part.totals, name) for part in parts) == getattr(found, name)


def expected(drawn: Sequence[Played]) -> Any:
    known = [one for one in drawn if min(one.kills, one.deaths, one.assists) >= 0]
    ends = [outcome(one) for one in drawn]
    return queries.stats.Totals(
        activities=len(drawn),
        completions=sum(one.completed for one in drawn),
        counted=len(known),
        kills=sum(one.kills for one in known),
        deaths=sum(one.deaths for one in known),
        assists=sum(one.assists for one in known),
        opponents_defeated=64 * len(drawn),
        score=0,
        time_played_seconds=sum(max(0, one.seconds) for one in drawn),
        time_capped=sum(one.seconds >= 32_767 for one in drawn),
        first_played_at=START if drawn else None,
        last_played_at=START + timedelta(hours=len(drawn) - 1) if drawn else None,
        wins=ends.count("win"),
        losses=ends.count("loss"),
        ties=ends.count("tie"),
    )


def outcome(one: Played) -> str | None:
    if not {5, 32, 63, 64, 75} & set(one.modes) or one.standing is None or one.standing < 0:
        return None
    if {48, 57} & set(one.modes):
        return "win" if one.standing < 3 else "loss"
    if one.standing > 0:
        return "loss"
    return "tie" if one.team is not None and one.other == 0 else "win"
