"""Triumphs, titles and their gilding: the catalogue, progress that never goes back, and the replies."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rasputin.simulator.world.people import Player
from rasputin.simulator.world.records.book import Book
from rasputin.simulator.world.records.catalogue import catalogue
from rasputin.simulator.world.records.links import links
from rasputin.simulator.world.records.score import triumph_score
from rasputin.simulator.world.records.shapes import Manner
from rasputin.simulator.world.shape import Shape
from rasputin.simulator.world.world import World
from tests.rasputin.simulator.server import Simulator, running

DAY = 86_400
SINCE = 1_795_000_000
DAYS = 10
WORLD = World(Shape(seed=5, clans=2, members=24), SINCE)
PLAYERS = [player for player in WORLD.members() if player.played]

OPEN, REDEEMED = 4, 1

players = st.sampled_from(PLAYERS)
moments = st.floats(0, DAYS * DAY).map(lambda seconds: SINCE + seconds)


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Simulator]:
    """Sixty members, of whom some are private."""
    with running(tmp_path_factory.mktemp("records"), "--seed", "5", "--limit", "100000") as started:
        yield started


@pytest.fixture(scope="module")
def people(crowd: Simulator) -> list[dict[str, Any]]:
    told = crowd.control("truth/members")
    return [person for person in told if person["characters"]]


def profile(crowd: Simulator, person: dict[str, Any], components: str) -> Any:
    path = f"/Destiny2/{person['membership_type']}/Profile/{person['membership_id']}/"
    return crowd.api(f"{path}?components={components}").response


def truth(crowd: Simulator, person: dict[str, Any]) -> Any:
    return crowd.control(f"truth/members/{person['membership_id']}/records")


def complete(record: dict[str, Any]) -> bool:
    """As a tracker sees it: the last interval counts, whatever the state says."""
    if "intervalObjectives" in record:
        return bool(record["intervalObjectives"][-1]["complete"])
    return not record["state"] & OPEN


def test_the_catalogue_is_as_large_as_the_games_and_no_hash_is_there_twice() -> None:
    records, nodes, metrics = catalogue()
    objectives = [o.hash for record in records.values() for o in (*record.objectives, *record.intervals)]
    hashes = [*records, *nodes, *metrics, *objectives]
    assert len(set(hashes)) == len(hashes)
    assert all(0 < number < 2**32 for number in hashes)
    assert 3_200 <= len(records) <= 3_400
    assert sum(record.title is not None for record in records.values()) == 62
    assert len(metrics) == 280
    assert [record.index for record in records.values()] == list(range(len(records)))


def test_every_record_but_titles_hangs_in_the_tree() -> None:
    records, nodes, _ = catalogue()
    hanging = [record for node in nodes.values() for record in node.records]
    assert sorted(hanging) == sorted(record.hash for record in records.values() if not record.title)
    for record in records.values():
        assert all(record.hash in nodes[parent].records for parent in record.parents)
    for node in nodes.values():
        assert all(node.hash in nodes[child].parents for child in node.nodes)


def test_a_seal_leads_to_a_title_that_asks_for_its_triumphs() -> None:
    records, nodes, _ = catalogue()
    seals = [node for node in nodes.values() if node.completion_record is not None]
    assert len(seals) == len(links().titles) == 51
    for seal in seals:
        title = records[seal.completion_record or 0]
        gilding = {record for record in seal.records if records[record].gilding}
        assert set(title.required) == set(seal.records) - gilding
        assert title.objectives[0].completion_value == len(title.required)
        tracker = links().tracker_of.get(title.hash)
        assert (set(tracker.required) if tracker else set()) == gilding


@given(players, moments, moments)
@settings(max_examples=12, deadline=None)
def test_what_is_done_stays_done(player: Player, one: float, other: float) -> None:
    before, after = (Book(WORLD, player, moment) for moment in sorted((one, other)))
    for old, new in zip(before.of_profile(), after.of_profile(), strict=True):
        assert old.complete <= new.complete
        assert old.redeemed <= new.redeemed
        assert old.intervals_redeemed <= new.intervals_redeemed
        assert (old.times or 0) <= (new.times or 0)
        assert all(was <= now for was, now in zip(old.progress, new.progress, strict=True))
    assert triumph_score(WORLD, player, before) <= triumph_score(WORLD, player, after)


@given(players, moments)
@settings(max_examples=12, deadline=None)
def test_a_title_is_complete_when_its_triumphs_are(player: Player, moment: float) -> None:
    book = Book(WORLD, player, moment)
    standings = {standing.record.hash: standing for standing in book.of_profile()}
    for counting in (*links().titles, *links().tracker_of.values()):
        children = [standings[child] for child in counting.required]
        standing = standings[counting.hash]
        assert standing.complete == all(child.complete for child in children)
        assert standing.progress == (sum(child.complete for child in children),)
        if counting.gilding and standing.complete:
            assert standings[links().title_of[counting.hash].hash].complete


@given(players, moments)
@settings(max_examples=12, deadline=None)
def test_a_record_stands_as_in_the_whole_book(player: Player, moment: float) -> None:
    whole, single = Book(WORLD, player, moment), Book(WORLD, player, moment)
    assert whole.of_profile() == [single.standing(record) for record in links().of_profile]
    for character in player.characters:
        assert whole.of_character(character) == [
            single.standing(record, character.slot) for record in links().of_character
        ]


def test_while_the_world_runs_triumphs_and_titles_are_completed() -> None:
    end = SINCE + DAYS * DAY
    pairs = [(Book(WORLD, player, SINCE), Book(WORLD, player, end)) for player in PLAYERS]
    new = [
        standing.record
        for before, after in pairs
        for was, standing in zip(before.of_profile(), after.of_profile(), strict=True)
        if standing.complete and not was.complete
    ]
    assert len(new) > len(PLAYERS)
    assert any(record.title for record in new)
    assert any(record.intervals for record in new)


def test_some_intervals_are_all_done_and_said_to_be_open() -> None:
    standings = [s for player in PLAYERS for s in Book(WORLD, player, SINCE).of_profile()]
    stuck = [s for s in standings if s.complete and s.state & OPEN]
    assert stuck
    assert {standing.record.manner for standing in stuck} == {Manner.STUCK}
    assert all(s.progress[-1] >= s.record.intervals[-1].completion_value for s in stuck)


def test_the_replies_hold_the_truth(crowd: Simulator, people: list[dict[str, Any]]) -> None:
    shown = [person for person in people if not person["private"]][:12]
    for person in shown:
        reply, told = profile(crowd, person, "900"), truth(crowd, person)
        data = reply["profileRecords"]["data"]
        records = data["records"]
        assert reply["profileRecords"]["privacy"] == reply["characterRecords"]["privacy"] == 2
        assert sorted(int(h) for h, record in records.items() if complete(record)) == told["completed"]
        assert sorted(int(h) for h, r in records.items() if r["state"] & REDEEMED) == told["claimed"]
        assert {
            character: sorted(int(h) for h, record in of["records"].items() if complete(record))
            for character, of in reply["characterRecords"]["data"].items()
        } == told["completed_by_character"]
        assert data["score"] == data["activeScore"] == told["active_score"]
        assert data["legacyScore"] == told["legacy_score"]
        assert data["lifetimeScore"] == told["active_score"] + told["legacy_score"]
        for title in told["titles"]:
            assert records[str(title["hash"])]["state"] == (67 if title["claimed"] else 0)
    assert any(title["gilded"] for person in shown for title in truth(crowd, person)["titles"])


def test_worn_titles_are_earned_and_claimed(crowd: Simulator, people: list[dict[str, Any]]) -> None:
    worn = 0
    for person in people:
        characters = profile(crowd, person, "200")["characters"]["data"]
        told = truth(crowd, person)
        shown = {character: data.get("titleRecordHash") for character, data in characters.items()}
        assert shown == told["worn"]
        claimed = {title["hash"] for title in told["titles"] if title["claimed"]}
        assert {title for title in shown.values() if title} <= claimed
        worn += sum(title is not None for title in shown.values())
    assert worn > len(people) / 2


def test_the_component_is_as_large_as_the_games(crowd: Simulator, people: list[dict[str, Any]]) -> None:
    person = next(person for person in people if not person["private"])
    path = f"/Destiny2/{person['membership_type']}/Profile/{person['membership_id']}/?components=900"
    assert len(crowd.api(path).body) >= 550_000


def test_a_private_player_shows_no_triumphs_and_a_worn_title(
    crowd: Simulator, people: list[dict[str, Any]]
) -> None:
    hidden = [person for person in people if person["private"]]
    assert hidden
    for person in hidden:
        reply = profile(crowd, person, "900,200")
        assert reply["profileRecords"] == reply["characterRecords"] == {"privacy": 2}
        assert reply["characters"]["data"]
    assert any(title for person in hidden for title in truth(crowd, person)["worn"].values())
