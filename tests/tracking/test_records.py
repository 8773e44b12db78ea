"""Triumphs and titles: how they stand, what moved since, who hides them, and what the manifest adds."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from manifest.models import Record
from manifest.services import sync as sync_manifest
from rasputin import connect
from rasputin.bungie import Client
from rasputin.bungie.errors import NotFound, Private
from rasputin.bungie.types.records import Objective
from rasputin.bungie.types.records import Record as RecordStruct
from rasputin.queues import Priority
from rasputin.steps import run_one
from rasputin.truth.records import record_differences
from rasputin.truth.source import Source
from tests.factories.tracking import CharacterFactory, HistoryEntryFactory, MemberFactory
from tests.rasputin.simulator.server import running
from tests.simulated import NOW, World, run
from tests.tracking.conftest import Enrol
from tracking import cadence
from tracking.models import Member, MemberRecords, Player, Section, Title, TriumphEvent, TypeSource
from tracking.services import enrol, follow_play, refresh_members, remove_member, sync_member, sync_records
from tracking.services.freshness import next_turn
from tracking.standings import Standing, Standings, merged, pack, standing_of, unpack
from tracking.tasks import crawl_members, derive_titles

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
Kind = TriumphEvent.Kind

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def moving(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A world whose clock the tests set."""
    folder = tmp_path_factory.mktemp("moving")
    with running(
        folder, "--seed", "5", "--clans", "1", "--members", "3", "--days", "30", "--steady"
    ) as simulator:
        yield World(simulator.url, folder / "clock")


@pytest.fixture
def with_manifest(crawling: World, settings: Any, tmp_path: Path) -> None:
    """The manifest's records are stored."""
    settings.MANIFEST_TABLES = ["Record"]
    while run_one(sync_manifest(connect.bungie(), now=NOW, folder=tmp_path, has_time=lambda: True)).more:
        pass


def look(client: Client, membership_id: int, *, now: datetime = NOW) -> None:
    run_one(sync_records(client, membership_id, now=now))


def crawl() -> None:
    """As many slices as it takes."""
    while Section.objects.due(NOW).exists():
        run(crawl_members)


def truth_of(world: World, membership_id: int) -> Any:
    return world.control(f"truth/members/{membership_id}/records")


def completed_in(told: Any) -> set[int]:
    return set(told["completed"]).union(*told["completed_by_character"].values())


def standings_of(membership_id: int) -> Standings:
    return unpack(bytes(MemberRecords.objects.get(pk=membership_id).standings))


def stored() -> list[Any]:
    return [
        list(table._base_manager.order_by("pk").values()) for table in (MemberRecords, Title, TriumphEvent)
    ]


def section_of(membership_id: int) -> Section:
    return Section.objects.get(kind=Section.Kind.RECORDS, subject=membership_id)


def edited(change: Callable[[Any], Any]) -> Callable[[str, Any], Any]:
    """Replies in which `change` has changed the records."""

    def edit(path: str, response: Any) -> Any:
        return change(response) or response if "900" in path.partition("components=")[2] else response

    return edit


def test_a_first_look_brings_scores_and_standings_and_no_events(
    bungie: Client, world: World, enrolled: Enrol
) -> None:
    who = enrolled()
    look(bungie, who)
    told, row = truth_of(world, who), MemberRecords.objects.get()
    assert (row.active_score, row.legacy_score) == (told["active_score"], told["legacy_score"])
    assert row.lifetime_score == told["active_score"] + told["legacy_score"]
    assert row.read_at == NOW
    standings = standings_of(who)
    assert {key for key, one in standings.items() if one.complete} == completed_in(told)
    assert {key for key, one in standings.items() if one.claimed} >= set(told["claimed"])
    assert len(standings) > 3000
    assert not TriumphEvent.objects.exists()
    assert world.asked() == {"profile": 1}


def places() -> list[Any]:
    """Of the rows on PostgreSQL's pages: a row that is written moves."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT ctid::text FROM tracking_memberrecords ORDER BY member_id")
        return list(cursor.fetchall())


def test_an_unchanged_reply_writes_nothing_of_triumphs(bungie: Client, enrolled: Enrol) -> None:
    who = enrolled()
    look(bungie, who)
    before = stored()
    where = places()
    look(bungie, who, now=NOW + DAY)
    assert places() == where
    assert stored() == before


def test_one_request_brings_triumphs_and_profile(bungie: Client, world: World, enrolled: Enrol) -> None:
    """Whoever has played is due for both. What a person waits for is asked for all the same."""
    who = enrolled()
    profile = Section.objects.filter(kind=Section.Kind.PROFILE, subject=who)
    assert profile.get().due_at == NOW
    look(bungie, who)
    assert world.asked() == {"profile": 1}
    alone = Member.objects.get()
    assert (alone.profile_at, alone.characters.count() > 0) == (NOW, True)
    turn = profile.get()
    assert (turn.succeeded_at, turn.due_at) == (NOW, next_turn(turn, now=NOW).due_at)
    refresh_members([str(who)], now=NOW)
    look(bungie, who)
    assert (profile.get().due_at, profile.get().priority) == (NOW, Priority.PERSON)


def test_what_was_done_since_is_told_once(moving: World, with_manifest: None) -> None:
    client = moving.client()
    members = [int(row["membership_id"]) for row in moving.members()]
    for told in moving.members():
        Player.objects.create(
            membership_id=told["membership_id"],
            membership_type=told["membership_type"],
            type_source=TypeSource.ROSTER,
        )
    enrol(members, now=NOW)
    truths: dict[int, Any] = {}
    for now in (NOW - 25 * DAY, NOW - 12 * DAY, NOW):
        moving.set_clock(f"{now:%Y-%m-%dT%H:%M:%SZ}@0")
        before = truths or {who: truth_of(moving, who) for who in members}
        for who in members:
            for _ in range(2):
                look(client, who, now=now)
            truths = {**before, **{who: truth_of(moving, who) for who in members}}
        for who in members:
            events = TriumphEvent.objects.filter(member_id=who, observed_at=now)
            done = set(
                events.filter(kind__in=(Kind.COMPLETED, Kind.GILDED)).values_list("record_hash", flat=True)
            )
            assert done == completed_in(truths[who]) - completed_in(before[who])
            claimed = set(events.filter(kind=Kind.CLAIMED).values_list("record_hash", flat=True))
            assert claimed >= set(truths[who]["claimed"]) - set(before[who]["claimed"])
            assert titles_stored(who) == titles_told(truths[who])
    assert TriumphEvent.objects.filter(kind=Kind.COMPLETED).count() > 20
    for title in Title.objects.exclude(earned_at=None):
        events = TriumphEvent.objects.filter(member_id=title.member_id, record_hash=title.record_hash)
        assert events.get(kind=Kind.COMPLETED).observed_at == title.earned_at
    client.close()


def titles_stored(membership_id: int) -> set[tuple[Any, ...]]:
    columns = ("record_hash", "claimed", "gild_count", "gilded_this_season")
    return set(Title.objects.filter(member_id=membership_id).values_list(*columns))


def titles_told(told: Any) -> set[tuple[Any, ...]]:
    return {(one["hash"], one["claimed"], one["gilded"], one["gilded_now"]) for one in told["titles"]}


def most_titled(world: World) -> tuple[int, Any]:
    told = {int(row["membership_id"]): truth_of(world, int(row["membership_id"])) for row in world.members()}
    return max(told.items(), key=lambda item: len(item[1]["titles"]))


def test_titles_and_gildings_are_those_of_the_truth(
    bungie: Client, world: World, enrolled: Enrol, with_manifest: None
) -> None:
    who, told = most_titled(world)
    enrolled(who)
    look(bungie, who)
    assert titles_stored(who) == titles_told(told)
    assert any(title["gilded"] for title in told["titles"])
    assert set(Title.objects.values_list("earned_at", flat=True)) == {None}, (
        "they were there before we looked"
    )


def test_titles_come_with_the_manifest_however_late_it_is(
    crawling: World, bungie: Client, enrolled: Enrol, request: pytest.FixtureRequest
) -> None:
    who, told = most_titled(crawling)
    enrolled(who)
    look(bungie, who)
    run(derive_titles)
    assert not Title.objects.exists()
    request.getfixturevalue("with_manifest")
    run(derive_titles)
    assert titles_stored(who) == titles_told(told)
    crawling.control("requests/reset", body={}, method="POST")
    Title.objects.all().delete()
    run(derive_titles)
    assert not Title.objects.exists(), "nothing is done again for a manifest that has no other titles"


def test_a_title_that_comes_late_is_dated_when_it_was_seen(bungie: Client, enrolled: Enrol) -> None:
    who = enrolled()
    look(bungie, who)
    key = next(key for key, one in standings_of(who).items() if one.complete)
    TriumphEvent.objects.create(member_id=who, record_hash=key, kind=Kind.COMPLETED, observed_at=NOW - DAY)
    Record.objects.create(hash=key, title="Late", has_title=True)
    run(derive_titles)
    assert list(Title.objects.values_list("record_hash", "earned_at")) == [(key, NOW - DAY)]


def test_a_title_that_leaves_the_manifest_stays(
    bungie: Client, world: World, enrolled: Enrol, with_manifest: None
) -> None:
    who, told = most_titled(world)
    enrolled(who)
    look(bungie, who)
    Record.objects.update(removed=True)

    def forget(response: Any) -> None:
        for title in told["titles"]:
            del response["profileRecords"]["data"]["records"][str(title["hash"])]

    look(world.client(edited(forget)), who, now=NOW + DAY)
    assert MemberRecords.objects.get().read_at == NOW + DAY
    assert titles_stored(who) == titles_told(told)


def hidden(response: Any) -> Any:
    return {**response, "profileRecords": {"privacy": 2}, "characterRecords": {"privacy": 2}}


def test_hidden_triumphs_are_recorded_not_retried_and_what_was_known_stays(
    crowd: World, tasks_at: Callable[[World], World], enrolled: Enrol
) -> None:
    tasks_at(crowd)
    person = next(one for one in crowd.members() if one["private"] and one["characters"])
    who = int(person["membership_id"])
    Player.objects.create(membership_id=who, membership_type=person["membership_type"])
    enrol([who], now=NOW)
    crawl()
    section = section_of(who)
    assert (section.error_kind, section.due_at, section.failures) == ("private", NOW + DAY, 1)
    assert not MemberRecords.objects.exists()
    follow_play(who, now=NOW)
    assert section_of(who).due_at == NOW + DAY


def test_hiding_triumphs_alone_hides_no_history(crawling: World, bungie: Client, enrolled: Enrol) -> None:
    who = enrolled()
    look(bungie, who)
    before = stored()
    with pytest.raises(Private):
        look(crawling.client(edited(hidden)), who, now=NOW + DAY)
    assert stored() == before
    assert Member.objects.get().profile_at == NOW + DAY
    assert not Member.objects.get().private


@pytest.mark.parametrize("part", ["profileRecords", "characterRecords"])
def test_a_reply_without_a_part_is_not_half_believed(world: World, enrolled: Enrol, part: str) -> None:
    who = enrolled()
    with pytest.raises(NotFound):
        look(world.client(edited(lambda response: response.pop(part) and None)), who)
    assert not MemberRecords.objects.exists()


def test_a_reply_that_is_older_than_the_last_is_not_believed(
    bungie: Client, world: World, enrolled: Enrol
) -> None:
    who = enrolled()
    look(bungie, who)
    before = stored()

    def lag(response: Any) -> None:
        response["responseMintedTimestamp"] = "2026-11-22T12:59:00Z"
        response["profileRecords"]["data"]["activeScore"] = 1

    look(world.client(edited(lag)), who, now=NOW + HOUR)
    assert stored() == before


def test_who_was_removed_meanwhile_is_not_stored(bungie: Client, world: World, enrolled: Enrol) -> None:
    who = enrolled()
    remove_member(str(who))
    look(bungie, who)
    assert not MemberRecords.objects.exists()


def test_a_profile_makes_triumphs_due_once_after_all_histories(bungie: Client, enrolled: Enrol) -> None:
    """Members from before there were triumphs get them so too."""
    who = enrolled()
    run_one(sync_member(bungie, who, now=NOW))
    section = section_of(who)
    assert (section.due_at, section.priority) == (NOW, Priority.WARM)
    assert Section.objects.of(Section.Kind.HISTORY).latest("priority").priority < section.priority
    assert run_one(sync_member(bungie, who, now=NOW + HOUR)).sections == 0
    refresh_members([str(who)], now=NOW + HOUR)
    assert section_of(who).priority == Priority.PERSON
    remove_member(str(who))
    assert not Section.objects.of(Section.Kind.RECORDS).exists()


def test_triumphs_are_crawled_daily(crawling: World, enrolled: Enrol) -> None:
    who = enrolled()
    crawl()
    assert MemberRecords.objects.get().read_at == NOW
    section = section_of(who)
    assert section.due_at is not None
    assert (section.succeeded_at, section.error_kind) == (NOW, "")
    assert 0.9 * DAY <= section.due_at - NOW <= 1.1 * DAY


def test_triumphs_follow_play_when_it_has_ended_but_not_too_often() -> None:
    def turn(last_played_at: datetime | None) -> timedelta:
        return cadence.of_records(NOW, last_played_at, subject=7) - NOW

    daily = turn(None)
    assert 0.9 * DAY <= daily <= 1.1 * DAY
    assert turn(NOW - HOUR) == daily
    assert turn(NOW + HOUR) == cadence.RECORDS_APART
    assert turn(NOW + 6 * HOUR) == 6 * HOUR + cadence.RECORDS_AFTER
    assert turn(NOW + 100 * HOUR) == daily


@pytest.mark.parametrize("shown_by", ["profile", "history"])
def test_play_brings_triumphs_forward_wherever_it_shows(shown_by: str) -> None:
    member = MemberFactory.create(last_played_at=NOW - DAY)
    section = Section.objects.create(
        kind=Section.Kind.RECORDS, subject=member.pk, due_at=NOW + DAY, succeeded_at=NOW - 3 * HOUR
    )
    if shown_by == "profile":
        Member.objects.update(last_played_at=NOW)
    else:
        character = CharacterFactory.create(member=member)
        HistoryEntryFactory.create(
            membership_id=member.pk, character_id=character.pk, period=NOW - HOUR, duration_seconds=3600
        )
    follow_play(member.pk, now=NOW)
    section.refresh_from_db()
    assert section.due_at == NOW + HOUR


def test_a_crawled_history_with_news_brings_triumphs_forward(crawling: World, enrolled: Enrol) -> None:
    who = enrolled()
    crawl()
    Section.objects.of(Section.Kind.RECORDS).update(succeeded_at=NOW - 100 * DAY, due_at=NOW + DAY)
    before = section_of(who).due_at
    follow_play(who, now=NOW)
    assert section_of(who).due_at != before


def test_verify_tells_what_differs_from_the_truth(
    bungie: Client, world: World, enrolled: Enrol, with_manifest: None, subtests: pytest.Subtests
) -> None:
    who, _ = most_titled(world)
    enrolled(who)
    run_one(sync_member(bungie, who, now=NOW))
    look(bungie, who)
    Section.objects.of(Section.Kind.RECORDS).update(succeeded_at=NOW)

    def differences() -> list[str]:
        return list(record_differences(Source(f"{world.url}/_simulator/truth")))

    assert differences() == []
    standings = standings_of(who)
    done = next(key for key, one in standings.items() if one.complete and not one.claimed)
    gilded = Title.objects.filter(gild_count__gt=0)[:1].get()
    for line, rows, change in (
        ("active_score is 1, should be", MemberRecords.objects.all(), {"active_score": 1}),
        (
            f"triumph {done} is not completed",
            MemberRecords.objects.all(),
            {"standings": pack({**standings, done: Standing(4)})},
        ),
        (
            "triumph 1 was never completed",
            MemberRecords.objects.all(),
            {"standings": pack({**standings, 1: Standing(0)})},
        ),
        ("gilded 99, should be", Title.objects.filter(pk=gilded.pk), {"gild_count": 99}),
        ("title 1 was never earned", Title.objects.filter(gild_count=0)[:1], {"record_hash": 1}),
    ):
        with subtests.test(line):
            before = list(rows.values())
            type(rows[0]).objects.filter(pk=rows[0].pk).update(**change)
            assert line in "\n".join(differences())
            for values in before:
                rows.model.objects.filter(pk=rows.model(**values).pk).update(**values)
    assert differences() == []


def standings() -> st.SearchStrategy[Standing]:
    counts = st.integers(0, 2**31 - 1)
    return st.builds(
        Standing, st.integers(0, 127), st.none() | counts, st.lists(counts, max_size=4).map(tuple)
    )


@given(st.dictionaries(st.integers(0, 2**32 - 1), standings()))
def test_standings_come_back_as_they_were_kept(kept: Standings) -> None:
    assert unpack(pack(kept)) == kept


def records() -> st.SearchStrategy[RecordStruct]:
    objectives = st.lists(
        st.builds(
            Objective,
            objective_hash=st.just(1),
            progress=st.none() | st.integers(0, 100),
            complete=st.booleans(),
        ),
        max_size=3,
    ).map(tuple)
    return st.builds(
        RecordStruct,
        state=st.integers(0, 127),
        objectives=objectives,
        interval_objectives=objectives,
        completed_count=st.none() | st.integers(0, 9),
    )


@given(records())
def test_a_standing_is_complete_when_the_record_is(record: RecordStruct) -> None:
    standing = standing_of(record)
    assert (standing.complete, standing.claimed) == (record.is_complete, record.is_redeemed)


@given(st.lists(st.dictionaries(st.integers(1, 5), records()), max_size=4), st.randoms())
def test_what_any_character_has_done_is_done_in_whatever_order_they_come(
    parts: list[dict[int, RecordStruct]], chance: Any
) -> None:
    best = merged(parts)
    for key in range(1, 6):
        own = [part[key] for part in parts if key in part]
        assert (key in best) == bool(own)
        if own:
            assert best[key].complete == any(record.is_complete for record in own)
    shuffled = list(parts)
    chance.shuffle(shuffled)
    other = merged(shuffled)
    assert {key: (one.complete, one.claimed, one.times or 0) for key, one in other.items()} == {
        key: (one.complete, one.claimed, one.times or 0) for key, one in best.items()
    }
