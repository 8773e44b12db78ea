"""Young incomplete reports are read again, lost ones filled in; what is missing is said with its reason."""

import json
import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rasputin import due
from rasputin.bungie.names import InstanceId
from rasputin.queues import Priority
from rasputin.steps import run_one
from rasputin.verify import verify
from tests.simulated import NOW, World, run
from tests.tracking.conftest import Enrol
from tests.tracking.test_reports import Said, everything, fetched, pending, reply
from tracking.doubts import READ_AGAIN, YOUNG
from tracking.models import (
    Character,
    HistoryEntry,
    Instance,
    Member,
    PendingReport,
    Performance,
    RawReport,
    Section,
    Source,
)
from tracking.queries import completeness
from tracking.queries.completeness import Missing
from tracking.services import store_reports, sync_history, sync_member
from tracking.services.reports import Fetched
from tracking.tasks import REPORT_TRIED_FOR, crawl_instances

HOUR = timedelta(hours=1)
REPORTS = "/PostGameCarnageReport/"
PLAYERS = 3  # at least, in what these tests look at

pytestmark = pytest.mark.django_db


@pytest.fixture
def walked(crawling: World, enrolled: Enrol) -> int:
    """A character of an enrolled member, with its history and no report yet."""
    who, character_id, _ = crawling.busiest()
    enrolled(who)
    client = crawling.client()
    run_one(sync_member(client, who, now=NOW))
    run_one(sync_history(client, character_id, now=NOW))
    client.close()
    Section.objects.due(NOW).update(due_at=NOW + 9 * HOUR)  # reports of the past wait for newcomers
    return character_id


def together(world: World, character_id: int, *, young: bool) -> list[dict[str, Any]]:
    """What was played with others, newest first: long ago, or so lately that there is time for every look."""
    oldest_young, newest_old = NOW - YOUNG + 2 * READ_AGAIN[-1], NOW - 2 * YOUNG
    played = [
        (datetime.fromisoformat(row["period"]), row)
        for row in world.activities(character_id)
        if row["player_count"] >= PLAYERS
    ]
    return [row for period, row in played if (period > oldest_young if young else period < newest_old)]


@pytest.fixture
def young(crawling: World, walked: int) -> int:
    """A young instance, the only one that is wanted now."""
    return only(together(crawling, walked, young=True)[0])


@pytest.fixture
def old(crawling: World, walked: int) -> int:
    """One that is long over; the report does not begin with our character."""
    client = crawling.client()
    try:
        for row in together(crawling, walked, young=False):
            report = client.post_game_report(InstanceId(int(row["instance_id"]))).value
            if report.entries[0].character_id != walked:
                return only(row)
    finally:
        client.close()
    raise LookupError("our character is always the first")


def only(row: dict[str, Any]) -> int:
    instance_id = int(row["instance_id"])
    PendingReport.objects.exclude(pk=instance_id).update(due_at=NOW + 9 * HOUR)
    return instance_id


def read(instance_id: int) -> None:
    """The report is due, and read."""
    PendingReport.objects.filter(pk=instance_id).update(due_at=NOW, lease_until=None)
    run(crawl_instances)


def shown(instance_id: int) -> set[int]:
    rows = Performance.objects.filter(instance_id=instance_id)
    return set(rows.values_list("character_id", flat=True))


def true(world: World, instance_id: int) -> set[int]:
    told = world.control(f"truth/instances/{instance_id}")
    return {int(entry["character_id"]) for entry in told["entries"]}


def state(instance_id: int) -> tuple[Any, ...]:
    return tuple(PendingReport.objects.values_list("due_at", "incomplete", "error_kind").get(pk=instance_id))


def is_wanted(instance_id: int) -> bool:
    return PendingReport.objects.filter(pk=instance_id).exists()


def test_a_whole_report_is_read_once(crawling: World, young: int) -> None:
    read(young)
    assert shown(young) == true(crawling, young)
    assert not is_wanted(young)


def test_an_incomplete_report_is_read_again_until_it_is_whole(crawling: World, young: int) -> None:
    crawling.fails(trouble="partial_report")
    read(young)
    assert len(shown(young)) == 1
    assert state(young) == (NOW + READ_AGAIN[0], 1, "incomplete")
    crawling.recovers()
    read(young)
    assert shown(young) == true(crawling, young)
    assert not is_wanted(young)
    assert verify() == []


@pytest.mark.parametrize(
    "trouble", ["partial_report", "wrong_player_count", "null_extended", "unsaid_duration", "nobody"]
)
def test_a_report_that_stays_incomplete_is_read_three_times_more(
    crawling: World, young: int, trouble: str
) -> None:
    crawling.fails(trouble=trouble)
    for number, wait in enumerate(READ_AGAIN, start=1):
        read(young)
        assert state(young) == (NOW + wait, number, "incomplete")
    read(young)
    assert not is_wanted(young)
    assert Instance.objects.filter(pk=young).exists()


def test_who_asks_for_a_report_while_it_is_read_has_it_read_once_more(large: Said) -> None:
    item = fetched(part(large, 1))
    PendingReport.objects.update(priority=Priority.PERSON)
    assert store_reports([item], now=NOW) == 1
    (row,) = PendingReport.objects.all()
    assert (row.due_at, row.priority, row.incomplete, row.lease_token) == (NOW, Priority.PERSON, 1, None)


def test_an_old_report_is_never_read_again(crawling: World, old: int) -> None:
    crawling.fails(trouble="partial_report")
    read(old)
    assert not is_wanted(old)
    assert Instance.objects.filter(pk=old).exists()


def test_who_is_missing_in_an_old_report_keeps_the_values_of_the_history(
    crawling: World, walked: int, old: int
) -> None:
    crawling.fails(trouble="partial_report")
    read(old)
    crawling.recovers()
    mine = Performance.objects.get(instance_id=old, character_id=walked)
    entry = HistoryEntry.objects.get(instance_id=old, character_id=walked)
    assert mine.source == Source.WALK
    assert (mine.kills, mine.time_played_seconds) == (entry.kills, entry.time_played_seconds)
    assert mine.class_hash == Character.objects.get(pk=walked).class_hash
    assert statement(walked).missing[-1] == Missing("not_in_report", 1, given_up=True)
    assert verify() == []


def test_a_reply_that_says_less_replaces_nothing(crawling: World, young: int) -> None:
    crawling.fails(trouble="wrong_player_count")
    read(young)
    before = list(Performance.objects.filter(instance_id=young).order_by("pk").values())
    kept = bytes(RawReport.objects.get(pk=young).body)
    crawling.recovers()
    for trouble in ("partial_report", "null_extended"):
        crawling.fails(trouble=trouble)
        read(young)
        assert state(young)[2] == "less_than_stored"
        assert list(Performance.objects.filter(instance_id=young).order_by("pk").values()) == before
        assert bytes(RawReport.objects.get(pk=young).body) == kept
        crawling.recovers()
    assert verify() == []


@pytest.mark.parametrize(
    "rule",
    [{"code": 1653}, {"code": 12}, {"response": {"entries": "none"}}, {"trouble": "other_activity"}],
)
def test_what_a_second_look_cannot_tell_leaves_the_stored_report_alone(
    crawling: World, young: int, rule: dict[str, Any]
) -> None:
    crawling.fails(trouble="wrong_player_count")
    read(young)
    before = list(Performance.objects.filter(instance_id=young).order_by("pk").values())
    kept = bytes(RawReport.objects.get(pk=young).body)
    crawling.recovers()
    crawling.fails(path=REPORTS, **rule)
    for number in (2, 3):
        read(young)
        assert state(young)[:2] == (NOW + READ_AGAIN[number - 1], number)
    read(young)
    assert list(Performance.objects.filter(instance_id=young).order_by("pk").values()) == before
    assert bytes(RawReport.objects.get(pk=young).body) == kept
    dead = PendingReport.objects.dead().values_list("pk", "error_kind")
    assert list(dead) == ([(young, "other_activity")] if "trouble" in rule else [])


def test_a_first_reply_of_another_activity_is_not_stored(crawling: World, young: int) -> None:
    crawling.fails(trouble="other_activity")
    read(young)
    assert state(young) == (NOW + READ_AGAIN[0], 1, "other_activity")
    assert not Instance.objects.filter(pk=young).exists()
    crawling.recovers()
    read(young)
    assert shown(young) == true(crawling, young)
    assert not is_wanted(young)


def test_a_walk_that_lists_somebody_whom_a_young_report_lacks_has_it_read_again(
    crawling: World, walked: int, young: int, old: int
) -> None:
    read(young)
    read(old)
    Performance.objects.filter(character_id=walked).delete()
    Character.objects.update(watermark=None)
    client = crawling.client()
    run_one(sync_history(client, walked, now=NOW))
    client.close()
    assert state(young) == (NOW + READ_AGAIN[0], 1, "incomplete")
    read(young)
    assert shown(young) == true(crawling, young)
    assert not is_wanted(young)
    assert Performance.objects.get(instance_id=old, character_id=walked).source == Source.WALK


@pytest.mark.parametrize(("code", "kind"), [(1653, "not_found"), (12, "embargoed")])
def test_a_report_that_never_comes_is_given_up_and_filled_in_until_it_does(
    crawling: World, walked: int, old: int, code: int, kind: str
) -> None:
    PendingReport.objects.update(found_at=NOW - REPORT_TRIED_FOR - HOUR)
    crawling.fails(path=REPORTS, code=code)
    read(old)
    assert state(old) == (None, 0, kind)
    (mine,) = Performance.objects.filter(instance_id=old)
    entry = HistoryEntry.objects.get(instance_id=old, character_id=walked)
    assert (mine.source, mine.character_id, mine.period) == (Source.WALK, walked, entry.period)
    assert (mine.kills, mine.completed, mine.modes) == (entry.kills, entry.completed, entry.modes)
    assert verify() == []
    assert Missing(kind, 1, given_up=True) in statement(walked).missing
    crawling.recovers()
    read(old)
    assert shown(old) == true(crawling, old)
    assert set(Performance.objects.filter(instance_id=old).values_list("source", flat=True)) == {
        Source.REPORT
    }
    assert not is_wanted(old)


@pytest.mark.parametrize("forgotten", [False, True])
def test_who_is_found_later_in_a_lost_report_is_filled_in_too(
    crawling: World, walked: int, old: int, *, forgotten: bool
) -> None:
    PendingReport.objects.filter(pk=old).update(due_at=None, error_kind="not_found")
    if forgotten:
        assert due.forget(PendingReport.objects.filter(pk=old)) == 1
    assert not shown(old)
    Character.objects.update(watermark=None)
    client = crawling.client()
    run_one(sync_history(client, walked, now=NOW))
    client.close()
    assert shown(old) == {walked}


def test_whom_a_poisoned_report_would_show_is_filled_in(crawling: World, walked: int, old: int) -> None:
    PendingReport.objects.filter(pk=old).update(due_at=NOW, attempts=due.CLAIMS_BEFORE_ALONE + 1)
    run(crawl_instances)
    assert state(old) == (None, 0, "poison")
    assert shown(old) == {walked}
    assert Missing("poison", 1, given_up=True) in statement(walked).missing


def statement(character_id: int) -> Any:
    member = Member.objects.get(characters=character_id)
    return completeness(member, list(member.characters.filter(pk=character_id)))


def test_the_statement_says_from_when_to_when_and_what_is_missing(
    crawling: World, walked: int, young: int
) -> None:
    told = crawling.activities(walked)
    PendingReport.objects.filter(pk=young).update(error_kind="embargoed")
    found = statement(walked)
    assert not found.complete
    assert (found.complete_from, found.complete_to) == (
        datetime.fromisoformat(told[-1]["period"]),
        NOW,
    )
    assert (found.entries, found.reports_missing, found.audited_at) == (len(told), len(told), None)
    assert found.missing == [
        Missing("on_its_way", len(told) - 1, given_up=False),
        Missing("embargoed", 1, given_up=False),
    ]
    PendingReport.objects.update(due_at=None, error_kind="not_found")
    assert not statement(walked).complete, "nobody has asked for deleted characters yet"
    Section.objects.filter(kind=Section.Kind.ACCOUNT).update(due_at=None, succeeded_at=NOW)
    assert statement(walked).complete
    PendingReport.objects.all().delete()
    assert statement(walked).missing == [Missing("never_asked", len(told), given_up=False)]
    Character.objects.update(walked_at=None)
    assert statement(walked)[:3] == (False, None, None)


@pytest.fixture(scope="module")
def large(world_at_rest: World) -> Said:
    """A report of many players, a young one."""
    character_id = world_at_rest.busiest()[1]
    row = max(together(world_at_rest, character_id, young=True), key=lambda one: one["player_count"])
    client = world_at_rest.client()
    body = client.post_game_report(InstanceId(int(row["instance_id"]))).body
    client.close()
    said: Said = json.loads(body)["Response"]
    return said


def part(said: Said, entries: int) -> Said:
    return {**said, "entries": said["entries"][:entries]}


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sizes=st.lists(st.integers(0, 4), max_size=4), after=st.lists(st.integers(0, 4), max_size=4))
def test_any_order_of_ever_so_incomplete_replies_ends_with_the_whole_one(
    large: Said, sizes: Sequence[int], after: Sequence[int]
) -> None:
    """However often, and whichever came before or after it."""

    def stored(replies: Sequence[Said]) -> dict[str, list[Any]]:
        with transaction.atomic():
            for number, said in enumerate(replies):
                PendingReport.objects.all().delete()
                row = pending(int(large["activityDetails"]["instanceId"]), incomplete=min(number, 1))
                store_reports([Fetched(row, reply(said))], now=NOW)
            PendingReport.objects.all().delete()
            found = everything()
            transaction.set_rollback(True)
        return found

    shuffled = [*(part(large, size) for size in sizes), large, *(part(large, size) for size in after)]
    assert stored(shuffled) == stored([large])


def test_tables_are_written_in_one_order_also_by_a_reply_that_replaces_one(large: Said) -> None:
    """Reprocessing has the same, so that nobody waits in a circle."""
    first, *others = large["entries"]
    store_reports([fetched({**large, "entries": [first]})], now=NOW)
    PendingReport.objects.all().delete()
    item = fetched({**large, "entries": others})
    asked: list[str] = []

    def note(execute: Any, sql: str, *rest: Any) -> Any:
        asked.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(note):
        store_reports([item], now=NOW)
    writes = [re.match(r'(?:INSERT INTO|UPDATE|DELETE FROM) "(\w+)"', sql) for sql in asked]
    tables = [found[1].removeprefix("tracking_") for found in writes if found]
    assert list(dict.fromkeys(tables))[:4] == ["player", "instance", "team", "performance"]


def test_a_character_that_a_fuller_reply_lacks_stays(large: Said) -> None:
    first, *others = large["entries"]
    assert store_reports([fetched({**large, "entries": [first, others[0]]})], now=NOW) == 1
    PendingReport.objects.all().delete()
    assert store_reports([fetched({**large, "entries": others})], now=NOW) == 1
    kept = Performance.objects.get(character_id=int(first["characterId"]))
    assert kept.source == Source.EARLIER
    assert len(shown(kept.instance_id)) == len(large["entries"])
    assert verify() == []
