"""Storing reports: once is as twice, in any order and batching, and nothing is lost or overwritten."""

import json
import uuid
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
import zstandard
from django.db import models, transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from rasputin.bungie import Client, Reply
from rasputin.bungie.errors import Undecodable
from rasputin.bungie.names import InstanceId
from rasputin.bungie.readers import REPORT
from rasputin.bungie.types import PostGameReport
from rasputin.bungie.wire import Answer
from tests.simulated import NOW, World
from tests.tracking.conftest import Enrol
from tracking import archive
from tracking.models import (
    ArchiveDictionary,
    HistoryEntry,
    Instance,
    PendingReport,
    Performance,
    Player,
    RawReport,
    Source,
    Team,
    TypeSource,
)
from tracking.rows import report_rows
from tracking.services import store_reports
from tracking.services.reports import Fetched, drop_stored, keep_unreadable, want_reports

HOUR = timedelta(hours=1)
TOKEN = uuid.UUID(int=1)
TABLES: tuple[type[models.Model], ...] = (
    Player,
    Instance,
    Team,
    Performance,
    HistoryEntry,
    RawReport,
    PendingReport,
)

pytestmark = pytest.mark.django_db

Said = dict[str, Any]


def everything() -> dict[str, list[Any]]:
    """Whole tables, row by row."""
    return {
        table.__name__: [
            {name: bytes(value) if isinstance(value, memoryview) else value for name, value in row.items()}
            for row in table._base_manager.order_by("pk").values()
        ]
        for table in TABLES
    }


def pending(instance_id: int, **fields: Any) -> PendingReport:
    """A claimed wish for a report."""
    values = {"period": NOW, "found_at": NOW, "due_at": NOW, "lease_token": TOKEN, "lease_until": NOW}
    return PendingReport.objects.create(instance_id=instance_id, **{**values, **fields})


def reply(said: Said) -> Reply[PostGameReport]:
    body = json.dumps({"Response": said, "ErrorCode": 1}).encode()
    return Reply(REPORT.read(Answer(endpoint="test", status=200, headers={}, body=body)), body)


def fetched(said: Said) -> Fetched:
    return Fetched(pending(int(said["activityDetails"]["instanceId"])), reply(said))


def store(*reports: Said) -> int:
    return store_reports([fetched(said) for said in reports], now=NOW)


def cards(said: Said) -> Iterator[Said]:
    return (entry["player"]["destinyUserInfo"] for entry in said["entries"])


@pytest.fixture(scope="module")
def reports(world_at_rest: World) -> list[Said]:
    """Five large reports that show the busiest member with the same companion, oldest first."""
    who, character_id, _ = world_at_rest.busiest()
    ids = [row["instance_id"] for row in world_at_rest.activities(character_id)]
    told = world_at_rest.control("truth/instances", body=ids, method="POST")
    shown = {row["instance_id"]: {entry["membership_id"] for entry in row["entries"]} for row in told}
    together = Counter(other for players in shown.values() for other in players - {str(who)})
    ((companion, _),) = together.most_common(1)
    chosen = sorted((key for key in shown if companion in shown[key]), key=lambda key: -len(shown[key]))[:5]
    assert len(chosen) == 5
    client = world_at_rest.client()
    said = [json.loads(client.post_game_report(InstanceId(int(key))).body)["Response"] for key in chosen]
    return sorted(said, key=lambda one: (one["period"], one["activityDetails"]["instanceId"]))


@pytest.fixture
def member(world: World, enrolled: Enrol) -> int:
    return enrolled()


def test_reports_are_stored_whole_and_their_wishes_deleted(member: int, reports: list[Said]) -> None:
    assert store(*reports) == len(reports)
    assert not PendingReport.objects.exists()
    shown = [entry for said in reports for entry in said["entries"]]
    assert Instance.objects.count() == RawReport.objects.count() == len(reports)
    assert Performance.objects.count() == len(shown)
    assert Team.objects.count() == sum(len(said["teams"]) for said in reports)
    kills = sum(entry["values"]["kills"]["basic"]["value"] for entry in shown)
    assert sum(Performance.objects.values_list("kills", flat=True)) == kills
    ids = {int(card["membershipId"]) for said in reports for card in cards(said)}
    assert set(Player.objects.values_list("pk", flat=True)) == ids | {member}


def test_a_stored_row_is_the_row_that_was_parsed(reports: list[Said]) -> None:
    store(reports[-1])
    rows = report_rows(reply(reports[-1]).value, fetched_at=NOW)
    stored = {row.character_id: row for row in Performance.objects.all()}
    for parsed in [*rows.performances, rows.instance, *rows.teams]:
        kept = (
            stored[parsed.character_id]
            if isinstance(parsed, Performance)
            else type(parsed)._base_manager.get(pk=parsed.pk)
        )
        assert {field.attname: getattr(kept, field.attname) for field in kept._meta.concrete_fields} == {
            field.attname: getattr(parsed, field.attname) for field in parsed._meta.concrete_fields
        }


def test_reports_stored_twice_are_stored_once(member: int, reports: list[Said]) -> None:
    store(*reports)
    once = everything()
    store(*reports)
    assert everything() == once


def test_tracked_members_of_a_report_have_it_in_their_history(member: int, reports: list[Said]) -> None:
    store(*reports)
    entries = HistoryEntry.objects.all()
    assert {entry.membership_id for entry in entries} == {member}
    assert {entry.instance_id for entry in entries} == set(Instance.objects.values_list("pk", flat=True))
    assert {entry.source for entry in entries} == {Source.REPORT}


def renamed(reports: list[Said]) -> list[Said]:
    """The same, while players changed names and platforms from one to the next; half have no full name."""
    changed: list[Said] = json.loads(json.dumps(reports))
    seen = Counter(card["membershipId"] for said in changed for card in cards(said))
    nameless = [who for who, _ in seen.most_common()][1::2]
    assert seen[nameless[0]] > 1
    for number, said in enumerate(changed):
        for card in cards(said):
            if card["membershipType"] > 0:
                card["membershipType"] = 1 + number % 3
                card["displayName"] = f"shown{number}"
                card["bungieGlobalDisplayName"] = "" if card["membershipId"] in nameless else f"named{number}"
                card["bungieGlobalDisplayNameCode"] = 1000 + number
    return changed


def arrivals(count: int) -> st.SearchStrategy[list[list[int]]]:
    """Every report once, in any order and any batches."""
    cuts = st.sets(st.integers(1, count - 1))
    return st.tuples(st.permutations(range(count)), cuts).map(lambda drawn: batches(*drawn))


def batches(order: Sequence[int], cuts: set[int]) -> list[list[int]]:
    edges = [0, *sorted(cuts), len(order)]
    return [list(order[start:end]) for start, end in pairwise(edges)]


@settings(
    max_examples=10,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # shrinking would take minutes
)
@given(arrived=arrivals(5))
def test_any_order_and_batching_of_arrivals_gives_the_same_database(
    member: int, reports: list[Said], arrived: list[list[int]]
) -> None:
    changed = renamed(reports)

    def stored(order: list[list[int]]) -> dict[str, list[Any]]:
        with transaction.atomic():
            for batch in order:
                store(*(changed[number] for number in batch))
            found = everything()
            transaction.set_rollback(True)
        return found

    assert stored(arrived) == stored([list(range(5))])


def test_an_old_report_never_overwrites_a_newer_name_or_type(reports: list[Said]) -> None:
    old, *_, new = renamed(reports)
    both = {int(card["membershipId"]) for card in cards(old) if card["membershipType"]} & {
        int(card["membershipId"]) for card in cards(new)
    }
    assert both
    store(new)
    before = list(Player.objects.filter(pk__in=both).order_by("pk").values())
    store(old)
    assert list(Player.objects.filter(pk__in=both).order_by("pk").values()) == before


def test_no_report_overwrites_what_a_profile_said(reports: list[Said]) -> None:
    who = next(int(card["membershipId"]) for card in cards(reports[-1]) if card["membershipType"])
    profile = Player.objects.create(
        membership_id=who,
        membership_type=2,
        type_source=TypeSource.PROFILE,
        type_at=NOW - 10_000 * HOUR,
        bungie_name="Profile",
        bungie_code=1,
        names_at=NOW + HOUR,
    )
    store(*renamed(reports))
    assert Player.objects.get(pk=who) == profile
    assert Player.objects.filter(pk=who).values()[0] == {
        field.attname: getattr(profile, field.attname) for field in Player._meta.concrete_fields
    }


def test_a_reply_of_another_instance_is_a_named_dead_letter(reports: list[Said]) -> None:
    asked, other = reports[0], reports[1]
    row = pending(int(asked["activityDetails"]["instanceId"]))
    assert store_reports([Fetched(row, reply(other))], now=NOW) == 0
    row.refresh_from_db()
    assert (row.due_at, row.error_kind, row.lease_token) == (None, "other_instance", None)
    assert other["activityDetails"]["instanceId"] in row.error_message
    assert not Instance.objects.exists()


def test_an_undecodable_reply_is_archived_and_a_named_dead_letter(world: World, reports: list[Said]) -> None:
    instance_id = int(reports[0]["activityDetails"]["instanceId"])

    def mangle(_: str, response: Any) -> Any:
        return {**response, "entries": "none of your business"}

    with pytest.raises(Undecodable) as raised:
        world.client(mangle).post_game_report(InstanceId(instance_id))
    keep_unreadable(pending(instance_id), raised.value, now=NOW)
    row, raw = PendingReport.objects.get(), RawReport.objects.get()
    assert (row.pk, row.due_at, row.error_kind) == (instance_id, None, "undecodable")
    assert archive.decompress(bytes(raw.body), raw.dictionary_id) == raised.value.body
    assert not Instance.objects.exists()


def test_a_lost_lease_does_not_delete_somebody_elses_wish(reports: list[Said]) -> None:
    item = fetched(reports[0])
    others = uuid.UUID(int=2)
    PendingReport.objects.update(lease_token=others)
    assert store_reports([item], now=NOW) == 1
    assert PendingReport.objects.get().lease_token == others
    assert drop_stored([PendingReport.objects.get()]) == []
    assert not PendingReport.objects.exists()


def refused(said: Said) -> Said:
    """A report that decodes, with a statistic whose name no JSON column holds."""
    spoilt: Said = json.loads(json.dumps(said))
    spoilt["entries"][0]["extended"]["values"]["\x00"] = {"basic": {"value": 1}}
    return spoilt


def test_a_batch_that_the_database_refuses_is_stored_report_by_report(
    member: int, reports: list[Said]
) -> None:
    *good, spoilt = reports
    assert store(*good, refused(spoilt)) == len(good)
    (dead,) = PendingReport.objects.all()
    assert (dead.pk, dead.due_at, dead.error_kind) == (
        int(spoilt["activityDetails"]["instanceId"]),
        None,
        "refused_by_database",
    )
    assert set(Instance.objects.values_list("pk", flat=True)) == {
        int(said["activityDetails"]["instanceId"]) for said in good
    }


def test_wanting_twice_is_wanting_once(reports: list[Said]) -> None:
    periods = {number: NOW - number * timedelta(days=7) for number in range(1, 4)}
    assert want_reports(periods, now=NOW) == 3
    before = everything()
    assert want_reports(periods, now=NOW + HOUR) == 0
    assert everything() == before


def test_a_wish_deleted_and_found_again_does_not_undo_what_is_stored(reports: list[Said]) -> None:
    store(reports[0])
    instance_id = int(reports[0]["activityDetails"]["instanceId"])
    assert want_reports({instance_id: NOW}, now=NOW) == 0


@settings(max_examples=50, deadline=None)
@given(body=st.binary(max_size=2000))
def test_what_is_archived_can_be_read_again(body: bytes) -> None:
    archive.keep_dictionary()
    assert archive.decompress(archive.compress(body), archive.current_id()) == body


def test_what_was_archived_with_a_dictionary_of_mere_text_can_still_be_read() -> None:
    text = b'{"Response":{"period":"2024-01-01T00:00:00Z","entries":[]}}'
    dictionary = zstandard.ZstdCompressionDict(text, dict_type=zstandard.DICT_TYPE_RAWCONTENT)
    ArchiveDictionary.objects.create(id=7, content=text)
    old = zstandard.ZstdCompressor(dict_data=dictionary).compress(text + b" ")
    assert archive.decompress(old, 7) == text + b" "


def test_the_archive_keeps_the_dictionary_that_it_needs(reports: list[Said]) -> None:
    item = fetched(reports[0])
    store_reports([item], now=NOW)
    raw = RawReport.objects.get()
    assert bytes(ArchiveDictionary.objects.get(pk=raw.dictionary_id).content) == archive.current_content()
    assert archive.decompress(bytes(raw.body), raw.dictionary_id) == item.reply.body
    assert len(raw.body) < len(item.reply.body) / 5


def test_nothing_to_store_is_nothing_stored(bungie: Client) -> None:
    assert store_reports([], now=NOW) == 0
