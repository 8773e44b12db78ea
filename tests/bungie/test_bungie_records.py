"""Records, seals, scores, nodes and metrics: what was achieved, and how the odd ones are read."""

import json
from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rasputin.bungie import Record
from rasputin.bungie.enums import PresentationNodeState, RecordState
from rasputin.bungie.readers import PROFILE
from rasputin.bungie.types import Objective
from tests.bungie.reading import Read, held, recorded_response, reply

DASHBOARD = "profile/WorthyD-d2-clandashboard"
BOT = "mixed/TheDescend-elevatorbot/data.json"


def read_record(said: dict[str, Any]) -> Record:
    (record,) = reply(PROFILE, {"profileRecords": {"data": {"records": {"1": said}}}}).records_of(1)
    return record


def test_recorded_triumphs_are_achieved_or_open(recorded: Read) -> None:
    profile = reply(PROFILE, recorded_response(recorded, f"{DASHBOARD}/GetProfile_omega_2020-10.json"))
    (title,), (other,) = profile.records_of(2460356851), profile.records_of(4239091332)
    assert (title.state, title.is_complete, title.is_redeemed, title.can_equip_title) == (
        67,
        True,
        True,
        True,
    )
    assert (other.state, other.is_complete, other.is_redeemed, other.can_equip_title) == (
        4,
        False,
        False,
        False,
    )
    assert other.objectives == (
        Objective(objective_hash=2661090795, progress=12, completion_value=28, visible=True),
    )
    assert profile.records_of(1) == ()
    records = held(profile.profile_records)
    assert (records.score, records.active_score) == (93590, None)  # the latter is younger


@pytest.mark.parametrize(
    ("name", "states"),
    [
        ("seal_members_gilded_Conqueror", {4: 78, 67: 15}),
        ("seal_members_nongilded", {4: 66, 67: 26, 0: 1}),
        ("player_seals_records", {4: 18, 67: 13}),
    ],
)
def test_recorded_seals_count_those_who_have_them(recorded: Read, name: str, states: dict[int, int]) -> None:
    records = [
        record
        for seal in json.loads(recorded(f"{DASHBOARD}/{name}.json"))
        for said in seal["profiles"]
        for record in reply(PROFILE, said).records_of(seal["milestoneHash"])
    ]
    assert Counter(record.state for record in records) == states
    assert sum(record.is_complete for record in records) == len(records) - states[4]
    assert sum(record.is_redeemed for record in records) == states[67]


def test_a_recorded_profile_of_2021_holds_scores_metrics_and_records_of_characters(recorded: Read) -> None:
    profile = reply(PROFILE, recorded_response(recorded, f"{BOT}#/Profile/444/"))
    scores, metrics = held(profile.profile_records), held(profile.metrics)
    assert (scores.active_score, scores.legacy_score, scores.lifetime_score) == (20097, 117570, 137667)
    assert scores.record_seals_root_node_hash == 616318467
    assert (metrics.metrics_root_node_hash, metrics.metrics[21].progress) == (1074663644, 1337)
    (of_character,) = profile.records_of(11)
    assert (of_character.is_complete, of_character.is_redeemed) == (True, False)
    assert [objective.progress for objective in of_character.objectives] == [1, 1500]
    (secret,) = profile.records_of(12)
    assert (secret.is_hidden, secret.is_complete) == (True, False)


def test_an_interval_record_is_complete_with_its_last_interval(recorded: Read) -> None:
    said = json.loads(recorded("fragments/record_interval_issue1083.json"))["56035082"]
    record = read_record(said)
    assert (record.state, record.is_complete, record.intervals_completed) == (6, False, 0)
    assert [objective.completion_value for objective in record.interval_objectives] == [25, 50]

    first, last = said["intervalObjectives"]
    first["complete"] = True
    assert not read_record(said).is_complete
    last["complete"] = True
    done = read_record(said)
    assert (done.state, done.is_complete, done.intervals_completed) == (6, True, 2)


def test_a_recorded_record_without_objectives_is_complete(recorded: Read) -> None:
    said = json.loads(recorded("fragments/record_interval_issue1083.json"))
    record = read_record(said["3804641932_no_objectives_issue1124"])
    assert (record.is_complete, record.is_redeemed, record.objectives) == (True, False, ())


@given(state=st.integers(0, 2**31 - 1))
def test_the_bits_of_a_state_are_read_one_by_one(state: int) -> None:
    record = read_record({"state": state})
    assert record.state == state
    assert record.is_complete is (RecordState.OBJECTIVE_NOT_COMPLETED not in RecordState(state))
    assert record.is_redeemed is (RecordState.RECORD_REDEEMED in RecordState(state))
    assert record.can_equip_title is (RecordState.CAN_EQUIP_TITLE in RecordState(state))
    assert record.is_hidden is bool(RecordState(state) & (RecordState.OBSCURED | RecordState.INVISIBLE))


@pytest.mark.parametrize("said", [{}, {"state": None}, {"objectives": None, "intervalObjectives": None}])
def test_a_record_that_says_nothing_is_open(said: dict[str, Any]) -> None:
    assert not read_record(said).is_complete


def test_a_gilded_title_says_how_often() -> None:
    record = read_record({"state": 0, "completedCount": 4, "rewardVisibilty": [True, False]})
    assert (record.completed_count, record.reward_visibilty) == (4, (True, False))


def test_a_presentation_node_sums_up_a_branch() -> None:
    nodes = {"6": {"state": 3, "progressValue": 7, "completionValue": 8, "recordCategoryScore": 410}}
    node = held(
        reply(PROFILE, {"profilePresentationNodes": {"data": {"nodes": nodes}}}).profile_presentation_nodes
    ).nodes[6]
    assert PresentationNodeState.OBSCURED in PresentationNodeState(node.state)
    assert (node.progress_value, node.completion_value, node.record_category_score) == (7, 8, 410)
