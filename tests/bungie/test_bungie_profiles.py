"""Profiles and characters: what the components hold, and what is left when somebody hides them."""

from datetime import UTC, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from rasputin.bungie import shown
from rasputin.bungie.enums import GameVersions, ProgressionRewardState
from rasputin.bungie.names import CharacterId
from rasputin.bungie.readers import CHARACTER, PROFILE
from rasputin.bungie.types import Profile
from tests.bungie.reading import Read, held, recorded_response, reply

RKING = "profile/rking788-warmind-network"
OMEGA = "profile/WorthyD-d2-clandashboard/GetProfile_omega_2020-10.json"


def recorded_profile(recorded: Read, name: str) -> Profile:
    return reply(PROFILE, recorded_response(recorded, name))


def test_a_recorded_profile_tells_what_its_player_has(recorded: Read) -> None:
    profile = recorded_profile(recorded, OMEGA)
    data, progression = held(profile.profile), held(profile.profile_progression)
    assert data.character_ids == (2305843009299408099, 2305843009300965634, 2305843009305696677)
    assert GameVersions.SHADOWKEEP in GameVersions(data.versions_owned)
    assert GameVersions.BEYOND_LIGHT not in GameVersions(data.versions_owned)
    assert {each.character_id: each.title_record_hash for each in profile.character_list} == {
        2305843009300965634: 2254764897,
        2305843009299408099: 3798931976,
        2305843009305696677: None,  # wears none
    }
    assert progression.seasonal_artifact is not None
    assert progression.seasonal_artifact.power_bonus == 13
    entries = progression.checklists[2360931290]
    assert (sum(entries.values()), len(entries)) == (77, 164)


def test_a_recorded_character_tells_its_levels_and_its_week(recorded: Read) -> None:
    profile = recorded_profile(recorded, OMEGA)
    one = held(profile.character_progressions)[CharacterId(2305843009300965634)]
    assert (len(one.progressions), len(one.factions), len(one.milestones)) == (59, 21, 27)
    rank, raid = one.progressions[2030054750], one.milestones[1342567285]
    assert (rank.level, rank.level_cap, rank.current_progress) == (292, -1, 34841672)
    assert (rank.current_reset_count, rank.season_resets) == (None, ())
    phases = {each.activity_hash: [phase.complete for phase in each.phases] for each in raid.activities}
    assert phases[548750096] == [False] * 3
    assert raid.end_date == datetime(2020, 7, 7, 17, tzinfo=UTC)
    assert one.seasonal_artifact is not None
    assert one.seasonal_artifact.points_used == 12


def test_recorded_characters_tell_what_they_play(recorded: Read) -> None:
    activities = held(recorded_profile(recorded, f"{RKING}/GetActivities.json").character_activities)
    away, playing = (activities[CharacterId(int(digit * 19))] for digit in "21")
    assert (away.is_playing, away.current_activity_mode_type) == (False, None)
    assert playing.is_playing
    assert (playing.current_activity_hash, playing.current_playlist_activity_hash) == (1035135049, 492869759)
    assert playing.current_activity_mode_types == (3, 18, 7)
    assert playing.date_activity_started == datetime(2018, 8, 17, 18, 11, 6, tzinfo=UTC)
    assert (len(playing.available_activities), playing.available_activities[0].difficulty_tier) == (18, 2)


def test_a_recorded_profile_without_the_first_component_still_lists_characters(recorded: Read) -> None:
    profile = recorded_profile(recorded, "profile/DIM/profile-2021-05-28.json.gz")
    assert profile.data is None
    assert [(each.light, each.title_record_hash) for each in profile.character_list] == [
        (1314, 3169895614),
        (1262, None),
        (1265, None),
    ]


def test_what_the_player_hides_comes_without_data_and_is_no_error(recorded: Read) -> None:
    hidden = recorded_profile(recorded, "fragments/profile_private_progression_issue848.json")
    for component in (hidden.profile_records, hidden.character_records, hidden.character_progressions):
        assert component is not None
        assert (component.data, component.privacy) == (None, 2)
    assert (hidden.metrics, hidden.data, hidden.character_list, hidden.records_of(11)) == (None, None, (), ())


#: What each component holds when it is shown.
COMPONENTS: dict[str, Any] = {
    "profile": {"userInfo": {"membershipType": 3, "membershipId": "46"}, "characterIds": []},
    "characters": {"1": {"characterId": "1"}},
    "profileProgression": {"checklists": {"4294967295": {"1": True}}},
    "characterProgressions": {"1": {"progressions": {"5": {"level": 2, "rewardItemStates": [6, 0]}}}},
    "characterActivities": {"1": {"currentActivityHash": 4, "currentActivityModeType": 9999}},
    "profilePresentationNodes": {"nodes": {"6": {"state": 3}}},
    "characterPresentationNodes": {"1": {"nodes": {}}},
    "profileRecords": {"records": {"7": {"state": 128}}},
    "characterRecords": {"1": {"records": {"7": {"state": 4}}}},
    "metrics": {"metrics": {"8": {"objectiveProgress": {"objectiveHash": 9, "progress": -1}}}},
}
#: What can become of a component, and what is then left of it beside its data.
FATES: dict[str, dict[str, Any]] = {
    "shown": {"privacy": 2},
    "hidden": {"privacy": 2},
    "null": {"data": None, "privacy": 2, "disabled": None},
    "disabled": {"privacy": 1, "disabled": True},
    "missing": {},
}


@given(fates=st.fixed_dictionaries({name: st.sampled_from(sorted(FATES)) for name in COMPONENTS}))
def test_any_component_may_be_shown_hidden_or_missing(fates: dict[str, str]) -> None:
    said = {
        name: FATES[fate] | ({"data": COMPONENTS[name]} if fate == "shown" else {})
        for name, fate in fates.items()
        if fate != "missing"
    }
    profile = reply(PROFILE, said)
    parts = {name: getattr(profile, _snake(name)) for name in COMPONENTS}
    assert {name for name, part in parts.items() if part is None} == _of(fates, "missing")
    assert {name for name, part in parts.items() if shown(part) is not None} == _of(fates, "shown")
    assert {name for name, part in parts.items() if part and part.disabled} == _of(fates, "disabled")
    assert len(profile.records_of(7)) == len({"profileRecords", "characterRecords"} & _of(fates, "shown"))


def _of(fates: dict[str, str], fate: str) -> set[str]:
    return {name for name, each in fates.items() if each == fate}


def _snake(name: str) -> str:
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name)


def test_a_character_by_itself_has_the_same_components() -> None:
    said = {
        "character": {"data": COMPONENTS["characters"]["1"], "privacy": 1},
        "progressions": {"data": COMPONENTS["characterProgressions"]["1"], "privacy": 2},
        "activities": {"data": COMPONENTS["characterActivities"]["1"], "privacy": 2},
        "presentationNodes": {"data": COMPONENTS["profilePresentationNodes"], "privacy": 2},
        "records": {"privacy": 2},
        "uninstancedItemComponents": {},
    }
    one = reply(CHARACTER, said)
    assert held(one.character) == one.data
    progression = held(one.progressions).progressions[5]
    assert (progression.level, progression.reward_item_states) == (2, (6, 0))
    assert ProgressionRewardState(6) == ProgressionRewardState.EARNED | ProgressionRewardState.CLAIMED
    assert held(one.activities).current_activity_mode_type == 9999
    assert held(one.presentation_nodes).nodes[6].state == 3
    assert shown(one.records) is None
    assert reply(CHARACTER, {}).data is None
