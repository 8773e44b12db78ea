"""Components beside records: progress, the week, what is played now, nodes, metrics; single characters."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import msgspec
import pytest

from rasputin.simulator.replies.profiles import profile_reply
from rasputin.simulator.world.definitions.modes import HASHES
from rasputin.simulator.world.people import Player
from rasputin.simulator.world.records.catalogue import catalogue
from rasputin.simulator.world.shape import Shape
from rasputin.simulator.world.world import Row, World
from tests.rasputin.simulator.server import Simulator, running

DAY = 86_400
SINCE = 1_795_000_000
NOW = SINCE + 8 * DAY
WORLD = World(Shape(seed=5, clans=2, members=12, steady=True), SINCE)
ORBIT = 82913930

COMPONENTS = {
    "profile": 100,
    "profileProgression": 104,
    "profilePresentationNodes": 700,
    "profileRecords": 900,
    "metrics": 1100,
    "characters": 200,
    "characterProgressions": 202,
    "characterActivities": 204,
    "characterPresentationNodes": 700,
    "characterRecords": 900,
}
OF_A_CHARACTER = {
    "character": "characters",
    "progressions": "characterProgressions",
    "activities": "characterActivities",
    "presentationNodes": "characterPresentationNodes",
    "records": "characterRecords",
}
ALL = ",".join(map(str, sorted(set(COMPONENTS.values()))))


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Simulator]:
    with running(tmp_path_factory.mktemp("components"), "--seed", "5", "--limit", "100000") as started:
        yield started


@pytest.fixture(scope="module")
def people(crowd: Simulator) -> list[dict[str, Any]]:
    told = crowd.control("truth/members")
    return [person for person in told if person["characters"]]


def path_of(person: dict[str, Any]) -> str:
    return f"/Destiny2/{person['membership_type']}/Profile/{person['membership_id']}"


def played() -> list[tuple[Player, list[Row]]]:
    """Everybody with what the first character has played, oldest first."""
    histories = ((p, WORLD.played(p.characters[0].character_id, NOW)) for p in WORLD.members())
    return [(player, rows[::-1]) for player, rows in histories if len(rows) > 5]


def current(player: Player, moment: float) -> dict[str, Any]:
    reply = profile_reply(WORLD, player, {204}, moment)
    data = reply["characterActivities"]["data"]
    shown: dict[str, Any] = data[str(player.characters[0].character_id)]
    return shown


def test_all_components_are_there_and_say_their_class(crowd: Simulator, people: list[dict[str, Any]]) -> None:
    person = next(person for person in people if not person["private"])
    reply = crowd.api(f"{path_of(person)}/?components={ALL}").response
    minted = {"responseMintedTimestamp", "secondaryComponentsMintedTimestamp"}
    assert set(reply) == {*COMPONENTS, *minted}
    for key, number in COMPONENTS.items():
        assert reply[key]["data"]
        assert reply[key]["privacy"] == (1 if number in (100, 200) else 2)
        alone = crowd.api(f"{path_of(person)}/?components={number}").response
        assert {name for name in alone if name not in minted} == {
            name for name, known in COMPONENTS.items() if known == number
        }


def test_a_character_by_itself_shows_the_same(crowd: Simulator, people: list[dict[str, Any]]) -> None:
    person = next(person for person in people if not person["private"])
    whole = crowd.api(f"{path_of(person)}/?components={ALL}").response
    for character in person["characters"]:
        character_id = character["character_id"]
        reply = crowd.api(f"{path_of(person)}/Character/{character_id}/?components={ALL}").response
        assert reply == {
            key: {"data": whole[name]["data"][character_id], "privacy": whole[name]["privacy"]}
            for key, name in OF_A_CHARACTER.items()
        }


def test_a_character_is_refused(crowd: Simulator, people: list[dict[str, Any]]) -> None:
    person = people[0]
    character_id = person["characters"][0]["character_id"]
    assert crowd.api(f"{path_of(person)}/Character/{character_id}/").code == 18
    assert crowd.api(f"{path_of(person)}/Character/2305843009000000000/?components=200").code == 1620
    gone = next((p, p["deleted_characters"][0]) for p in people if p["deleted_characters"])
    path = f"{path_of(gone[0])}/Character/{gone[1]['character_id']}"
    assert crowd.api(f"{path}/?components=200").code == 1620


def test_a_private_players_character_shows_itself_only(
    crowd: Simulator, people: list[dict[str, Any]]
) -> None:
    person = next(person for person in people if person["private"])
    character_id = person["characters"][0]["character_id"]
    reply = crowd.api(f"{path_of(person)}/Character/{character_id}/?components={ALL}").response
    assert reply.pop("character")["data"]["characterId"] == character_id
    assert set(reply) == {key for key in OF_A_CHARACTER if key != "character"}
    assert all(part == {"privacy": 2} for part in reply.values())


def test_who_plays_shows_the_activity() -> None:
    for player, rows in played():
        for row in rows[:8]:
            instance, begin = row.instance, row.instance.start + row.part.start
            for moment in (begin, begin + row.part.played // 2, begin + row.part.played - 1):
                shown = current(player, moment)
                assert shown["currentActivityHash"] == instance.reference
                assert shown["currentActivityModeTypes"] == list(instance.kind.modes)
                assert shown["currentActivityModeHash"] == HASHES.get(instance.kind.mode, 0)
                assert shown.get("currentPlaylistActivityHash", instance.reference) == instance.director


def test_between_two_activities_of_a_session_is_orbit() -> None:
    gaps = [
        (player, one.instance.start + one.part.start + one.part.played, other.instance.start)
        for player, rows in played()
        for one, other in pairwise(rows)
    ]
    short = [(player, left + 1) for player, left, begun in gaps if 20 < begun - left < 600]
    assert len(short) > 10
    shown = [current(player, moment)["currentActivityHash"] for player, moment in short]
    assert shown.count(ORBIT) > len(short) * 0.8
    assert set(shown) <= {ORBIT, 0}


def test_who_is_away_plays_nothing() -> None:
    for player, rows in played():
        long_after = rows[-1].instance.start - 3 * DAY
        session = WORLD.last_session(player, long_after)
        if session is None or session.end < long_after:
            assert current(player, long_after)["currentActivityHash"] == 0


def test_numbers_of_nodes_add_up(crowd: Simulator, people: list[dict[str, Any]]) -> None:
    person = next(person for person in people if not person["private"])
    reply = crowd.api(f"{path_of(person)}/?components=700,900").response
    shown = reply["profilePresentationNodes"]["data"]["nodes"]
    of_characters = reply["characterPresentationNodes"]["data"]
    nodes = catalogue().nodes
    assert set(map(int, shown)) == {node.hash for node in nodes.values() if node.scope == 0}
    for characters in of_characters.values():
        assert set(map(int, characters["nodes"])) == {n.hash for n in nodes.values() if n.scope == 1}
    for node in nodes.values():
        below = [shown[str(child)] for child in node.nodes if str(child) in shown]
        if below and len(below) == len(node.nodes):
            for number in ("progressValue", "completionValue", "recordCategoryScore"):
                assert shown[str(node.hash)][number] == sum(child[number] for child in below)
        if str(node.hash) in shown:
            assert 0 <= shown[str(node.hash)]["progressValue"] <= shown[str(node.hash)]["completionValue"]


def test_metrics_only_rise() -> None:
    for player in list(WORLD.members())[:6]:
        values = []
        for moment in (SINCE, SINCE + 4 * DAY, NOW):
            component = profile_reply(WORLD, player, {1100}, moment)["metrics"]["data"]
            values.append(_numbers(component["metrics"]))
        assert len(values[0]) == len(catalogue().metrics)
        for before, after in pairwise(values):
            assert all(before[key] <= after[key] for key in before)


def test_the_week_counts_what_was_finished_in_it(crowd: Simulator, people: list[dict[str, Any]]) -> None:
    person = next(person for person in people if not person["private"])
    reply = crowd.api(f"{path_of(person)}/?components=202").response
    for character in reply["characterProgressions"]["data"].values():
        for milestone in character["milestones"].values():
            if "startDate" in milestone:
                assert milestone["startDate"][10:] == milestone["endDate"][10:] == "T17:00:00Z"
            for activity in milestone.get("activities", []):
                for challenge in activity["challenges"]:
                    objective = challenge["objective"]
                    assert objective["complete"] == (objective["progress"] >= objective["completionValue"])


def _numbers(raw: Any) -> dict[str, int]:
    shown = msgspec.json.decode(bytes(raw))
    return {key: metric["objectiveProgress"]["progress"] for key, metric in shown.items()}
