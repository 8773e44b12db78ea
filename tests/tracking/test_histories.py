"""Walks of histories: how far they go, where they go on, and when the watermark moves."""

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qs

import pytest

from rasputin.bungie import Client
from rasputin.bungie.errors import Unavailable
from rasputin.queues import Priority
from rasputin.steps import run_one
from tests.simulated import NOW, World
from tests.tracking.conftest import Enrol
from tracking.models import Character, HistoryEntry, Instance, PendingReport, Source
from tracking.rows import ACTIVITY, STATISTICS
from tracking.services import sync_history, sync_member
from tracking.services.histories import OVERLAP, PAGE

HOUR = timedelta(hours=1)

pytestmark = pytest.mark.django_db


@pytest.fixture
def busiest(world: World, bungie: Client, enrolled: Enrol) -> int:
    """The character with the longest history, of a member who is enrolled with a profile; two pages."""
    who, character_id, activities = world.busiest()
    assert PAGE < activities < 2 * PAGE, "the world has no history of two pages"
    enrolled(who)
    run_one(sync_member(bungie, who, now=NOW))
    world.control("requests/reset", body={}, method="POST")
    return character_id


def walk(bungie: Client, character_id: int, *, now: datetime = NOW) -> int:
    return run_one(sync_history(bungie, character_id, now=now)).reports


def ids_of(told: list[dict[str, Any]]) -> set[int]:
    return {int(row["instance_id"]) for row in told}


def known() -> set[int]:
    return set(HistoryEntry.objects.values_list("instance_id", flat=True))


def period(row: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(row["period"])


def test_a_first_walk_brings_every_activity_and_wants_every_report(
    bungie: Client, world: World, busiest: int
) -> None:
    told = world.activities(busiest)
    assert walk(bungie, busiest) == len(told)
    assert known() == ids_of(told)
    assert set(PendingReport.objects.values_list("pk", flat=True)) == ids_of(told)
    assert world.asked() == {"history": 3}, "two pages, and the empty one that is the end"
    character = Character.objects.get(pk=busiest)
    assert (character.watermark, character.walked_at) == (period(told[0]), NOW)
    assert (character.walk_page, character.walk_began_at, character.walk_newest) == (0, None, None)


def test_every_entry_holds_the_numbers_of_the_truth(bungie: Client, world: World, busiest: int) -> None:
    walk(bungie, busiest)
    told = {int(row["instance_id"]): row for row in world.activities(busiest)}
    same = set(ACTIVITY + STATISTICS) - {"team", "membership_type", "fireteam_id", "opponents_defeated"}
    for entry in HistoryEntry.objects.all():
        true = told[entry.instance_id]
        assert {name: getattr(entry, name) for name in same} == {name: true[name] for name in same}
        assert (entry.period, entry.source) == (period(true), Source.WALK)


def test_reports_of_newer_weeks_are_wanted_first(bungie: Client, busiest: int) -> None:
    walk(bungie, busiest)
    rows = list(PendingReport.objects.order_by("period"))
    assert [row.priority for row in rows] == sorted((row.priority for row in rows), reverse=True)
    assert rows[-1].priority == Priority.BACKFILL
    assert rows[0].priority >= Priority.BACKFILL + 3
    assert {row.due_at for row in rows} == {NOW}


def test_a_walk_done_twice_changes_nothing(bungie: Client, busiest: int) -> None:
    walk(bungie, busiest)
    before = list(HistoryEntry.objects.order_by("instance_id").values())
    assert walk(bungie, busiest) == 0
    assert list(HistoryEntry.objects.order_by("instance_id").values()) == before


def test_a_walk_stops_three_days_behind_the_watermark(bungie: Client, world: World, busiest: int) -> None:
    """What lies further back is never asked for again; what the three days gained is found."""
    told = world.activities(busiest)
    walk(bungie, busiest)
    oldest_of_first_page = period(told[PAGE - 1])
    Character.objects.update(watermark=oldest_of_first_page + OVERLAP + HOUR)
    late = told[PAGE - 1]["instance_id"]
    HistoryEntry.objects.filter(instance_id=late).delete()
    PendingReport.objects.filter(pk=late).delete()
    world.control("requests/reset", body={}, method="POST")
    assert walk(bungie, busiest, now=NOW + HOUR) == 1
    assert world.asked() == {"history": 1}
    assert known() == ids_of(told)
    assert Character.objects.get(pk=busiest).watermark == period(told[0])


def test_a_look_at_the_watermark_is_one_request_for_a_small_page(
    world: World, bungie: Client, busiest: int
) -> None:
    """Of just the rows that reach three days back, with room for what is new."""
    walk(bungie, busiest)
    asked: list[str] = []

    def note(path: str, response: Any) -> Any:
        asked.append(path)
        return response

    assert walk(world.client(note), busiest, now=NOW + HOUR) == 0
    (path,) = asked
    since = Character.objects.get(pk=busiest).watermark - OVERLAP  # type: ignore[operator]
    known = HistoryEntry.objects.filter(period__gte=since).count()
    assert known < int(parse_qs(path.partition("?")[2])["count"][0]) < known + 20


def test_a_look_that_does_not_reach_the_watermark_becomes_a_walk(
    world: World, bungie: Client, busiest: int
) -> None:
    told = world.activities(busiest)
    walk(bungie, busiest)
    gone = HistoryEntry.objects.filter(period__gt=period(told[60]))
    PendingReport.objects.filter(pk__in=gone.values("instance_id")).delete()
    gone.delete()
    Character.objects.update(watermark=period(told[60]))
    world.control("requests/reset", body={}, method="POST")
    assert walk(bungie, busiest, now=NOW + HOUR) == 60
    assert known() == ids_of(told)
    assert world.asked() == {"history": 2}, "the look, and the walk's first page, which reaches"


def test_reports_of_fresh_play_come_before_all_back_fill(world: World, bungie: Client, busiest: int) -> None:
    walk(bungie, busiest)
    newest = int(world.activities(busiest)[0]["instance_id"])
    PendingReport.objects.filter(pk=newest).delete()
    HistoryEntry.objects.filter(instance_id=newest).delete()
    began = period(world.activities(busiest)[0])
    assert walk(bungie, busiest, now=began + HOUR) == 1
    assert PendingReport.objects.get(pk=newest).priority == Priority.HOT


def test_a_page_that_ends_within_the_three_days_is_not_the_last(
    bungie: Client, world: World, busiest: int
) -> None:
    told = world.activities(busiest)
    Character.objects.update(watermark=period(told[PAGE - 1]) + OVERLAP)
    walk(bungie, busiest)
    assert world.asked()["history"] > 1


def test_a_known_activity_stops_no_walk(bungie: Client, world: World, busiest: int) -> None:
    """A report can show an activity long before the first walk comes to it."""
    walk(bungie, busiest)
    HistoryEntry.objects.filter(period__lt=NOW - timedelta(days=10)).delete()
    Character.objects.update(watermark=None)
    walk(bungie, busiest)
    assert known() == ids_of(world.activities(busiest))


def test_an_interrupted_walk_goes_on_at_its_page(bungie: Client, world: World, busiest: int) -> None:
    told = world.activities(busiest)
    world.fails(path="page=1", status=503, times=1)
    with pytest.raises(Unavailable):
        walk(bungie, busiest)
    halfway = Character.objects.get(pk=busiest)
    assert (halfway.watermark, halfway.walked_at, halfway.walk_page) == (None, None, 1)
    assert known() == ids_of(told[:PAGE])
    world.recovers()
    world.fails(path="page=0", status=500)
    assert walk(bungie, busiest, now=NOW + HOUR) == len(told) - PAGE
    arrived = Character.objects.get(pk=busiest)
    assert (arrived.watermark, arrived.walked_at, arrived.walk_page) == (period(told[0]), NOW, 0)
    assert known() == ids_of(told)


def test_the_watermark_of_an_interrupted_walk_stays_where_it_was(
    bungie: Client, world: World, busiest: int
) -> None:
    long_ago = period(world.activities(busiest)[-1])
    Character.objects.update(watermark=long_ago, walked_at=NOW - HOUR)
    world.fails(path="page=1", status=503)
    with pytest.raises(Unavailable):
        walk(bungie, busiest)
    character = Character.objects.get(pk=busiest)
    assert (character.watermark, character.walked_at) == (long_ago, NOW - HOUR)


def test_a_short_page_below_the_first_is_no_end(world: World, busiest: int) -> None:
    """Bungie may give fewer rows than there are: what a walk took for its end would be lost for good."""
    held_back: list[Any] = []

    def shorten(path: str, response: Any) -> Any:
        if path.endswith("page=1"):
            held_back.extend(response["activities"][10:])
            return {"activities": response["activities"][:10]}
        return {"activities": held_back} if path.endswith("page=2") else response

    walk(world.client(shorten), busiest)
    assert known() == ids_of(world.activities(busiest))


def test_an_empty_history_is_an_end(bungie: Client, world: World, busiest: int) -> None:
    client = world.client(lambda path, response: {} if "/Activities/" in path else response)
    assert walk(client, busiest) == 0
    character = Character.objects.get(pk=busiest)
    assert (character.watermark, character.walked_at) == (None, NOW)
    walk(bungie, busiest, now=NOW + HOUR)
    assert known() == ids_of(world.activities(busiest))


def test_what_is_stored_is_not_wanted_again(bungie: Client, world: World, busiest: int) -> None:
    told = world.activities(busiest)
    newest = told[0]
    Instance.objects.create(
        instance_id=int(newest["instance_id"]),
        period=period(newest),
        activity_hash=0,
        director_hash=0,
        mode=0,
        fetched_at=NOW,
        parser_version=1,
    )
    dead = PendingReport.objects.create(
        instance_id=int(told[1]["instance_id"]), period=NOW, found_at=NOW, error_kind="undecodable"
    )
    assert walk(bungie, busiest) == len(told) - 2
    dead.refresh_from_db()
    assert (dead.due_at, dead.error_kind) == (None, "undecodable")
