"""Replies recorded from Bungie decode into the numbers that they hold; odd ones decode too."""

import json
from datetime import UTC, datetime
from typing import Any, TypeVar

import pytest

from rasputin.bungie.readers import CARDS, GROUP, HISTORY, MEMBERS, PROFILE, REPORT, SETTINGS
from rasputin.bungie.types.report import Entry, Player, PostGameReport
from rasputin.bungie.wire import Answer, Reader
from tests.bungie.bungie_server import envelope
from tests.bungie.reading import Read, recorded_response, reply

T = TypeVar("T")

CLAN = "clan/richard4339-destiny2-php"
RAIDS = "pgcr/riven-pgcr-processing-service"
SNIPPETS = "fragments"
REPORTS = [
    "pgcr/riven-pgcr-dataset-processor/empty-pgcr.json",
    f"{RAIDS}/duo_flawless_pgcr.json",
    f"{RAIDS}/duo_pgcr.json",
    f"{RAIDS}/flawless_pgcr.json",
    f"{RAIDS}/not_completed_pgcr.json",
    f"{RAIDS}/pre_beyond_light_fresh_pgcr.json",
    f"{RAIDS}/solo_flawless_pgcr.json",
    f"{RAIDS}/trio_flawless_pgcr.json",
    f"{RAIDS}/witch_queen_pgcr.json",
]


def decode(reader: Reader[T], body: bytes) -> T:
    return reader.read(Answer(endpoint="test", status=200, headers={}, body=body))


@pytest.mark.parametrize("name", REPORTS)
def test_recorded_reports_hold_their_numbers(recorded: Read, name: str) -> None:
    report: PostGameReport = reply(REPORT, recorded_response(recorded, name))
    assert len({entry.character_id for entry in report.entries}) == len(report.entries) > 0
    for entry in report.entries:
        assert entry.value("kills") == entry.as_int("kills")
        assert set(entry.extras) == {
            "precisionKills",
            "weaponKillsGrenade",
            "weaponKillsMelee",
            "weaponKillsSuper",
            "weaponKillsAbility",
        }


def test_a_recorded_solo_dungeon_in_full(recorded: Read) -> None:
    report = reply(REPORT, recorded_response(recorded, f"{RAIDS}/solo_flawless_pgcr.json"))
    (entry,) = report.entries
    assert (report.instance_id, report.period) == (14287236297, datetime(2024, 1, 4, 0, 54, 26, tzinfo=UTC))
    assert (report.starting_phase_index, report.activity_was_started_from_beginning) == (0, True)
    assert (report.activity_difficulty_tier, report.selected_skull_hashes, report.teams) == (None, (), ())
    assert str(entry.player.destiny_user_info.bungie_name) == "Newo#9010"
    assert entry.as_int("fireteamId") == 9124542641700202496
    assert (entry.value("kills"), entry.value("standing"), entry.medals) == (747.0, None, {})
    assert (len(entry.weapons), entry.weapons[0].reference_id) == (12, 3257091167)
    assert entry.weapons[0].kills == 6


def test_a_recorded_report_of_stripped_players(recorded: Read) -> None:
    report = reply(REPORT, recorded_response(recorded, REPORTS[0]))
    entry = report.entries[0]
    card = entry.player.destiny_user_info
    assert entry.player.is_stripped
    assert (card.membership_type, card.membership_id, card.bungie_name) == (0, 4611686018452050140, None)
    assert (entry.player.character_class, entry.player.class_hash, entry.weapons) == (None, 0, ())
    assert entry.as_int("startSeconds") == 32767  # saturated
    assert entry.as_int("playerCount") == -1
    assert entry.as_int("activityDurationSeconds") == 116285


def test_a_profile_may_lack_or_hide_every_component(recorded: Read) -> None:
    hidden = reply(
        PROFILE, recorded_response(recorded, f"{SNIPPETS}/profile_private_progression_issue848.json")
    )
    assert (hidden.data, hidden.character_list) == (None, ())
    hidden = reply(PROFILE, {"characters": {"privacy": 2}, "profile": {"privacy": 2}})
    assert (hidden.data, hidden.character_list) == (None, ())


def test_a_recorded_clan_holds_its_numbers(recorded: Read) -> None:
    group = reply(GROUP, recorded_response(recorded, f"{CLAN}/getClan.json"))
    assert (group.detail.group_id, group.detail.call_sign, group.detail.level) == (2114315, "WRRN", 3)


def test_recorded_rosters_hold_their_numbers(recorded: Read) -> None:
    page = reply(MEMBERS, recorded_response(recorded, f"{CLAN}/getClanMembers.json"))
    assert (len(page.results), page.total_results, page.has_more) == (87, 87, False)
    assert all(member.last_online_at is None for member in page.results)
    admins = reply(MEMBERS, recorded_response(recorded, f"{CLAN}/getClanAdminsAndFounder.json"))
    assert {member.member_type for member in admins.results} <= {3, 4, 5}


def test_a_recorded_member_of_2019_holds_its_numbers(recorded: Read) -> None:
    member = json.loads(recorded(f"{SNIPPETS}/clan_member_issue88_2019.json"))
    (found,) = reply(MEMBERS, {"results": [member]}).results
    assert found.last_online_at == datetime(2019, 8, 28, 4, 1, 44, tzinfo=UTC)
    assert found.destiny_user_info.last_seen_display_name == "marklar sf"


def test_recorded_history_rows_hold_their_numbers(recorded: Read) -> None:
    folder = "activity_history/WorthyD-d2-clandashboard"
    rows = json.loads(recorded(f"{folder}/history_300_A_2020-08_trimmed-values.json"))
    rows.append(json.loads(recorded(f"{SNIPPETS}/history_entry_rumble_2020_issue1363.json")))
    history = reply(HISTORY, {"activities": rows})
    assert len(history.activities) == len(rows)
    rumble = history.activities[-1]
    assert (rumble.activity_details.mode, rumble.activity_details.modes) == (0, (5,))
    assert (rumble.as_int("activityDurationSeconds"), rumble.value("standing")) == (452, None)


def test_past_its_end_a_history_is_empty(recorded: Read) -> None:
    end = recorded_response(recorded, f"{SNIPPETS}/activity_history_past_end.json")
    assert reply(HISTORY, end).activities == ()
    assert decode(HISTORY, envelope(None)).activities == ()
    assert reply(HISTORY, None).activities == ()


def test_recorded_searches_hold_their_numbers(recorded: Read) -> None:
    two = reply(CARDS, recorded_response(recorded, f"{SNIPPETS}/searchbyname_two_results_issue1556.json"))
    assert [card.membership_type for card in two] == [1, 2]
    one = json.loads(recorded(f"{SNIPPETS}/searchbyname_crosssave_overridden_issue1775.json"))[
        "Response_item"
    ]
    (card,) = reply(CARDS, [one])
    assert (str(card.bungie_name), card.applicable_membership_types) == ("Mother#0104", ())
    assert reply(CARDS, []) == ()


@pytest.mark.parametrize("name", ["pgcr_teams_control_2019_issue1085", "pgcr_teams_rift_2022_issue1743"])
def test_recorded_teams_hold_their_numbers(recorded: Read, name: str) -> None:
    teams = json.loads(recorded(f"{SNIPPETS}/{name}.json"))["teams"]
    report = reply(REPORT, minimal_report(teams=teams))
    assert {team.place for team in report.teams} == {0, 1}
    assert [team.points for team in report.teams] == [int(team["score"]["basic"]["value"]) for team in teams]


def test_settings_say_which_systems_are_enabled(recorded: Read) -> None:
    settings = reply(SETTINGS, recorded_response(recorded, "legacy_d1/GetCommonSettings.json"))
    assert settings.is_enabled("Destiny") is True
    assert settings.is_enabled("NoSuchSystem") is None
    core = {"currentSeasonHash": 5, "activeSealsRootNodeHash": 616318467, "pastSeasonHashes": [1, 2]}
    settings = reply(SETTINGS, {"systems": {"D2": {"enabled": False}}, "destiny2CoreSettings": core})
    assert settings.is_enabled("D2") is False
    assert settings.destiny2 is not None
    assert settings.destiny2.active_seals_root_node_hash == 616318467


def minimal_report(**more: Any) -> dict[str, Any]:
    return {"period": "2025-07-20T17:00:00Z", "activityDetails": {"instanceId": "42"}} | more


def minimal_entry(**more: Any) -> dict[str, Any]:
    return {"characterId": "23", "values": {}} | more


def test_a_report_may_lack_everything_optional() -> None:
    entries = [minimal_entry(), minimal_entry(extended=None), minimal_entry(values=None, player=None)]
    for extra in ({}, {"teams": None, "activityWasStartedFromBeginning": None, "startingPhaseIndex": None}):
        report = reply(REPORT, minimal_report(entries=entries, **extra))
        assert (report.teams, report.activity_was_started_from_beginning) == ((), None)
        assert [(entry.weapons, entry.extras, entry.value("kills")) for entry in report.entries] == [
            ((), {}, None)
        ] * 3
        assert report.entries[0].player == Player()


def test_a_report_of_the_edge_of_fate_carries_tier_and_skulls() -> None:
    extended = {"values": stats(medalUnknown=1, allMedalsEarned=2), "scoreboardValues": stats(kills=9)}
    said = minimal_report(
        activityDifficultyTier=4,
        selectedSkullHashes=[1, 4294967295],
        entries=[minimal_entry(extended=extended, standing=1, score=stats(x=205440)["x"])],
        brandNewField={"a": [1]},
    )
    report = reply(REPORT, said)
    (entry,) = report.entries
    assert (report.activity_difficulty_tier, report.selected_skull_hashes) == (4, (1, 4294967295))
    assert (entry.medals, entry.extras) == ({"medalUnknown": 1.0}, {"allMedalsEarned": 2.0})
    assert entry.extra("allMedalsEarned") == 2.0  # noqa: S610 - no QuerySet
    assert entry.extra("nothing") is None  # noqa: S610 - no QuerySet
    assert entry.score is not None
    assert entry.score.value == 205440.0


def test_an_old_report_names_the_clan() -> None:
    card = {"membershipType": 254, "membershipId": "7"}
    player = {"clanName": "The Warren", "clanTag": "WRRN", "bungieNetUserInfo": card}
    report = reply(REPORT, minimal_report(entries=[minimal_entry(player=player)]))
    assert (report.entries[0].player.clan_name, report.entries[0].player.clan_tag) == ("The Warren", "WRRN")


@pytest.mark.parametrize(
    ("sent", "whole"),
    [
        ("9.2233720368547758e18", 2**63 - 1),
        ("-9.2233720368547758e18", -(2**63)),
        ("1e300", 2**63 - 1),
        ("-1.0", -1),
        ("0.6", 1),
        ("3", 3),
        ('"nan"', None),
        ("null", None),
    ],
)
def test_a_double_is_read_as_the_whole_number_it_stands_for(sent: str, whole: int | None) -> None:
    value = json.dumps(envelope(minimal_report(entries=[minimal_entry(values={"fireteamId": 0})])).decode())
    body = (
        json.loads(value).replace('"fireteamId":0', f'"fireteamId":{{"basic":{{"value":{sent}}}}}').encode()
    )
    assert decode(REPORT, body).entries[0].as_int("fireteamId") == whole


def test_a_text_of_nul_characters_loses_them() -> None:
    card = {"membershipId": "7", "displayName": "a\0b"}
    report = reply(REPORT, minimal_report(entries=[minimal_entry(player={"destinyUserInfo": card})]))
    assert report.entries[0].player.destiny_user_info.display_name == "ab"


def test_structs_are_frozen() -> None:
    with pytest.raises(AttributeError):
        Entry(character_id=1).standing = 2  # type: ignore[arg-type,misc]


def stats(**values: float) -> dict[str, Any]:
    return {name: {"basic": {"value": float(value), "displayValue": "?"}} for name, value in values.items()}
