"""Whatever Bungie says is stored as it is or ends as a named failure: no queue is ever stuck with it.

Replies go through the client's readers; requests are not sent, their answers are handed to the services.
"""

import uuid
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from clans.models import Membership
from clans.services import add_clan, name_unread, sync_roster
from rasputin.bungie import Client
from rasputin.bungie.errors import Undecodable
from rasputin.bungie.types import HistoryPage
from rasputin.steps import Steps, run_one
from tests.factories.tracking import CharacterFactory, MemberFactory
from tests.simulated import NOW
from tests.strategies import (
    AUTO_RIFLE,
    DATES,
    HASHES,
    IDS,
    START,
    Said,
    activity,
    body_of,
    card,
    entry,
    history_reply,
    odd_activities,
    odd_cards,
    odd_members,
    odd_reports,
    profile,
    profile_reply,
    report,
    report_reply,
    roster_reply,
)
from tracking.models import (
    Character,
    HistoryEntry,
    Instance,
    Member,
    PendingReport,
    Performance,
    Player,
    PlayerName,
    RawReport,
    Section,
    Source,
    Team,
)
from tracking.queries.failures import Choice, failures
from tracking.services import (
    forget_failures,
    replay_failures,
    store_reports,
    sync_history,
    sync_member,
    sync_whole_history,
)
from tracking.services.again import Fetched
from tracking.services.freshness import next_turn
from tracking.services.reports import keep_unreadable
from tracking.tasks import SERVICES

pytestmark = pytest.mark.django_db

WHO, CHARACTER = 4611686018400000001, 2305843009300000001
DAY = timedelta(days=1)
SILENT = Client(api_key="any", user_agent="RasputinTests/1.0", base_url="http://127.0.0.1:9")  # asks nobody
QUICK = settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # shrinking would take minutes
)


@pytest.fixture
def member() -> Member:
    """With one character, whose history was never walked."""
    made: Member = MemberFactory.create(player__membership_id=WHO)
    CharacterFactory.create(character_id=CHARACTER, member=made, last_played_at=START, walked_at=None)
    Section.objects.create(kind=Section.Kind.HISTORY, subject=CHARACTER, due_at=NOW)
    return made


def wish(instance_id: int) -> PendingReport:
    """Claimed by us."""
    found, _ = PendingReport.objects.update_or_create(
        instance_id=instance_id,
        defaults={"lease_token": uuid.UUID(int=1), "lease_until": NOW, "due_at": NOW},
        create_defaults={
            "period": START,
            "found_at": NOW,
            "due_at": NOW,
            "lease_token": uuid.UUID(int=1),
            "lease_until": NOW,
        },
    )
    return found


def arrive(reports: Iterable[Said], *, now: Any = NOW) -> None:
    """As the task of reports does."""
    fetched = []
    for said in reports:
        row = wish(int(said["activityDetails"]["instanceId"]))
        try:
            fetched.append(Fetched(row, report_reply(said)))
        except Undecodable as error:
            error.body = body_of(said)
            keep_unreadable(row, error, now=now)
    store_reports(fetched, now=now)


def answered(service: Steps[Any], *answers: Any) -> Any:
    """What it returns with these answers to its requests, and with an empty page to all others."""
    left = iter(answers)
    return run_one(service, around=lambda _: next(left, HistoryPage()))


def undone(act: Callable[[], Any]) -> Any:
    """What it returns; the database is as before."""
    with transaction.atomic():
        found = act()
        transaction.set_rollback(True)
    return found


def is_settled(row: PendingReport) -> bool:
    """A dead letter with a name, or with a date on which it is read again and why."""
    return bool(row.error_kind) and (row.due_at is None or row.due_at > NOW) and row.lease_token is None


@QUICK
@given(said=st.tuples(*(odd_reports(number) for number in (1, 2**53 + 1, 2**63 - 1))))
def test_every_report_is_stored_or_a_named_failure(member: Member, said: tuple[Said, ...]) -> None:
    def ends() -> None:
        arrive(said)
        stored = set(Instance.objects.values_list("pk", flat=True))
        open_ = {row.pk: row for row in PendingReport.objects.all()}
        for one in said:
            key = int(one["activityDetails"]["instanceId"])
            assert key in stored or key in open_
            assert key not in open_ or is_settled(open_[key])
        raw = set(RawReport.objects.values_list("pk", flat=True))
        assert stored <= raw

    undone(ends)


@QUICK
@given(pages=st.lists(st.lists(odd_activities, min_size=1, max_size=4), max_size=2))
def test_one_odd_row_never_keeps_another_of_a_history_from_being_stored(
    member: Member, pages: list[list[Any]]
) -> None:
    """Each is stored as if it were alone, or named; its report is wanted wherever its id can be read."""

    def walked() -> None:
        answered(sync_history(SILENT, CHARACTER, now=NOW), *map(history_reply, pages))
        character = Character.objects.get()
        assert (character.walked_at, character.walk_page) == (NOW, 0)
        assert character.watermark is None or character.watermark <= NOW
        alone = [history_reply([row]) for page in pages[:1] for row in page]
        listed = {row.instance_id for page in alone for row in page.activities}
        odd = [row for page in alone for row in page.unread]
        assert listed == set(HistoryEntry.objects.values_list("instance_id", flat=True))
        known = {row.instance_id for row in odd if row.instance_id is not None}
        assert set(PendingReport.objects.values_list("pk", flat=True)) == listed | known
        named = [failure for failure in failures(Choice()) if failure.kind == "unread"]
        assert len(named) == min(1, len(odd))
        assert all(row.reason[:40] in named[0].message for row in odd)

    undone(walked)


def test_a_page_with_a_row_that_cannot_be_read_is_no_short_page(member: Member) -> None:
    """It would pass for the end of the history, and all that is older would be lost."""
    first = [activity(1000 - number, START - number * timedelta(hours=1)) for number in range(250)]
    first[7]["activityDetails"]["modes"] = [None]
    older = activity(7, START - 300 * DAY)
    for service in (sync_history, sync_whole_history):
        undone(partial(_assert_reaches, service, [first, [older], []], CHARACTER))


def _assert_reaches(service: Any, pages: list[list[Said]], character_id: int) -> None:
    answered(service(SILENT, character_id, now=NOW), *map(history_reply, pages))
    assert set(HistoryEntry.objects.values_list("instance_id", flat=True)) == {
        7,
        *(range(751, 1001)),
    } - {993}
    assert PendingReport.objects.filter(pk=993, period=START - timedelta(hours=7)).exists()


def test_the_report_tells_what_its_row_of_a_history_does_not(member: Member) -> None:
    odd = activity(7)
    odd["activityDetails"]["referenceId"] = 2**64
    answered(sync_history(SILENT, CHARACTER, now=NOW), history_reply([odd, activity(8)]))
    arrive([report(7, [entry(WHO, CHARACTER, kills=9)])])
    found = HistoryEntry.objects.order_by("pk").values_list("instance_id", "source", "kills")
    assert sorted(found) == [(7, Source.REPORT, 9), (8, Source.WALK, 12)]


def test_who_replays_rows_that_could_not_be_read_reads_the_whole_history_again(member: Member) -> None:
    """What can be read by then is no failure any more; what a person has forgotten stays forgotten."""
    odd = history_reply([None, activity(8)])
    answered(sync_history(SILENT, CHARACTER, now=NOW), odd)
    (failure,) = failures(Choice())
    assert (failure.kind, failure.error, failure.next_try) == ("unread", "unreadable_rows", None)
    assert failure.message.startswith("row 0: Expected `object`")
    assert replay_failures(Choice(), now=NOW) == 1
    section = Section.objects.due(NOW).get(kind=Section.Kind.UNREAD)
    answered(SERVICES[section.kind](SILENT, section.subject, now=NOW), odd)
    assert forget_failures(Choice()) == 1
    answered(sync_history(SILENT, CHARACTER, now=NOW), odd)
    assert not failures(Choice())
    assert next_turn(section, now=NOW).due_at is None


@QUICK
@given(
    who=odd_cards,
    characters=st.dictionaries(IDS.map(str), st.tuples(HASHES, DATES, st.integers(-(2**63), 2**63 - 1))),
)
def test_every_profile_is_stored(
    member: Member, who: Said, characters: dict[str, tuple[int, str, int]]
) -> None:
    said = profile({**who, "membershipId": str(WHO)}, {})
    said["characters"]["data"] = {
        key: {
            "characterId": key,
            "classHash": hash_,
            "dateLastPlayed": at,
            "minutesPlayedTotal": str(minutes),
        }
        for key, (hash_, at, minutes) in characters.items()
    }

    def stored() -> None:
        try:
            answer = profile_reply(said)
        except Undecodable:
            return
        answered(sync_member(SILENT, WHO, now=NOW), answer)
        known = dict(Character.objects.values_list("pk", "class_hash"))
        said_classes = {int(key): hash_ for key, (hash_, _, _) in characters.items() if hash_}
        assert known.items() >= said_classes.items()
        assert Member.objects.get().profile_at == NOW

    undone(stored)


@QUICK
@given(told=st.lists(odd_members, max_size=4).map(lambda members: members * 2))
def test_one_odd_member_never_keeps_another_of_a_roster_from_being_stored(told: list[Said]) -> None:
    """Also on one that lists everybody twice."""

    def stored() -> None:
        add_clan(7, now=NOW)
        section = Section.objects.get(kind=Section.Kind.ROSTER)
        found = answered(sync_roster(SILENT, 7, now=NOW), roster_reply(told))
        alone = [roster_reply([one]) for one in told]
        ids = {one.destiny_user_info.membership_id for page in alone for one in page.members} - {0}
        assert set(Membership.objects.current().values_list("player_id", flat=True)) == ids
        assert set(Member.objects.values_list("pk", flat=True)) == ids
        odd = [one for page in alone for one in page.unread]
        assert all(one.reason[:40] in found.unread for one in odd)
        assert bool(found.unread) == bool(odd)
        name_unread(section, found.unread)

    undone(stored)


def test_nobody_leaves_a_clan_because_a_card_cannot_be_read() -> None:
    def member_of(number: int, **other: Any) -> Said:
        return {"destinyUserInfo": card(number), **other}

    add_clan(7, now=NOW)
    everybody = [member_of(1), member_of(2), member_of(3)]
    answered(sync_roster(SILENT, 7, now=NOW), roster_reply(everybody))
    odd = member_of(2, joinDate="no date")
    found = answered(sync_roster(SILENT, 7, now=NOW), roster_reply([member_of(1), odd]))
    assert set(Membership.objects.current().values_list("player_id", flat=True)) == {1, 2}
    assert found.unread.startswith("member 1 of the roster: Invalid RFC3339")
    section = Section.objects.get(kind=Section.Kind.ROSTER)
    name_unread(section, found.unread)
    (failure,) = failures(Choice())
    assert (failure.kind, failure.error, failure.next_try) == ("roster", "unreadable_rows", section.due_at)
    without_id = {"destinyUserInfo": {"membershipId": "2x"}}
    answered(sync_roster(SILENT, 7, now=NOW), roster_reply([member_of(1), without_id]))
    assert set(Membership.objects.current().values_list("player_id", flat=True)) == {1, 2}


def test_one_character_or_weapon_that_is_there_twice_is_stored_once(member: Member) -> None:
    """The last one counts, and nobody else of the report is lost."""
    twice = entry(WHO, CHARACTER, kills=9)
    twice["extended"]["weapons"] *= 2
    arrive([report(7, [entry(WHO, CHARACTER, kills=1), twice, entry(2, 20)])])
    rows = Performance.objects.order_by("character_id")
    assert [(row.character_id, row.kills) for row in rows] == [(20, 12), (CHARACTER, 9)]
    assert {tuple(row.weapons) for row in rows} == {(str(AUTO_RIFLE),)}
    assert not PendingReport.objects.exists()


def test_nobody_without_an_id_or_a_name_keeps_a_report_from_being_stored(member: Member) -> None:
    arrive([report(7, [entry(WHO, CHARACTER), entry(0, 5, shown=card(0, name=None)), entry(9, 90)])])
    assert set(Performance.objects.values_list("membership_id", flat=True)) == {WHO, 0, 9}
    assert set(Player.objects.values_list("pk", flat=True)) == {WHO, 9}


@pytest.mark.parametrize("name", ["x" * 500, "a\x00b"])
def test_a_name_that_no_column_holds_is_kept_as_far_as_it_can_be(member: Member, name: str) -> None:
    answered(sync_member(SILENT, WHO, now=NOW), profile_reply(profile(card(WHO, name=name), {})))
    kept = PlayerName.objects.get().name
    assert kept == (name.replace("\x00", "") + "#0042")[:220]


def test_a_date_in_the_future_hides_nothing_from_later_walks(member: Member) -> None:
    """A watermark ahead of now would end every walk at its first page."""
    ahead = activity(9, NOW + 400 * DAY)
    answered(sync_history(SILENT, CHARACTER, now=NOW), history_reply([ahead, activity(8)]))
    character = Character.objects.get()
    assert (character.watermark, character.walked_at) == (START, NOW)
    assert set(HistoryEntry.objects.values_list("instance_id", flat=True)) == {8, 9}


def minted(at: datetime, characters: dict[int, datetime], *, light: int = 1810) -> Said:
    """A profile as a server that lags has it."""
    said = profile(card(WHO, name="Before"), characters)
    for character in said["characters"]["data"].values():
        character["light"] = light
    return {**said, "responseMintedTimestamp": at.isoformat().replace("+00:00", "Z")}


def test_a_cached_profile_takes_nothing_back(member: Member) -> None:
    """Neither a newer name, nor when somebody was last seen under it, nor when they played."""
    renamed = profile(card(WHO, name="Now"), {CHARACTER: NOW})
    before = minted(NOW - DAY, {CHARACTER: START}, light=1700)
    for said in (before, renamed, before):
        answered(sync_member(SILENT, WHO, now=NOW), profile_reply(said))
        answered(sync_member(SILENT, WHO, now=NOW + DAY), profile_reply(said))
    found = Member.objects.select_related("player").get()
    assert (found.player.bungie_name, found.last_played_at, found.profile_at) == ("Now", NOW, NOW + DAY)
    character = Character.objects.get()
    assert (character.last_played_at, character.light) == (NOW, 1810)
    seen = PlayerName.objects.order_by("name").values_list("name", "first_seen_at", "last_seen_at")
    assert list(seen) == [
        ("Before#0042", NOW - DAY, NOW - DAY),
        ("Now#0042", NOW, NOW + DAY),
    ]


def test_a_date_of_play_ahead_of_now_holds_up_no_later_profile(member: Member) -> None:
    for at in (NOW + 400 * DAY, NOW):
        said = profile(card(WHO), {CHARACTER: at})
        answered(sync_member(SILENT, WHO, now=NOW), profile_reply(said))
    assert Member.objects.get().last_played_at == Character.objects.get().last_played_at == NOW


# --- the law --------------------------------------------------------------------------------------

TABLES = (Player, Member, PlayerName, Character, HistoryEntry, Instance, Team, Performance, RawReport)
#: When something was fetched or seen, and how a walk gets on: not what Bungie says.
OF_THE_FETCH = {
    *("fetched_at", "profile_at", "names_at", "type_at", "type_source", "added_at", "first_seen_at"),
    *("last_seen_at", "walked_at", "walk_page", "walk_began_at", "walk_newest", "id"),
}
INSTANCES = range(1, 5)
FACTS = 11


def period(number: int) -> Any:
    return START + number * timedelta(hours=1)


#: Of an instance that no history lists, so that all is from the report: a first reply, and the whole one.
UNLISTED_EARLY = report(5, [entry(WHO, CHARACTER, kills=1, timePlayedSeconds=60)], period(5))
UNLISTED = report(5, [entry(WHO, CHARACTER, shown=card(WHO, name="Late")), entry(2, 20)], period(5))


def facts() -> list[Callable[[], None]]:
    """All that Bungie has to say of a member and two others, as what arrives with one reply each."""
    names = [f"Name{number}" for number in INSTANCES]
    reports = [
        report(
            number,
            [
                entry(WHO, CHARACTER, shown=card(WHO, name=names[number - 1], kind=1 + number % 3)),
                entry(2, 20, shown=card(2, name=names[-number], kind=1 + number % 2)),
                entry(3, 30 + number % 2, shown=card(3, name=None)),
            ],
            period(number),
        )
        for number in INSTANCES
    ]
    page = history_reply([activity(number, period(number)) for number in reversed(INSTANCES)])
    shown = profile_reply(profile(card(WHO, name="Now", kind=2), {CHARACTER: period(INSTANCES[-1])}))
    cached = profile_reply(minted(NOW - timedelta(minutes=5), {CHARACTER: period(INSTANCES[-2])}, light=1700))
    return [
        lambda: arrive([UNLISTED_EARLY]),
        lambda: arrive([UNLISTED]),
        lambda: arrive([reports[0], reports[3]]),
        *(lambda said=said: arrive([said]) for said in reports),
        lambda: arrive(reports[1:]),
        lambda: answered(sync_history(SILENT, CHARACTER, now=NOW), page),
        lambda: answered(sync_member(SILENT, WHO, now=NOW), shown),
        lambda: answered(sync_member(SILENT, WHO, now=NOW), cached),
    ]


def told() -> dict[str, list[Any]]:
    """All rows of all tables but what is of the fetch, and what is still to be done."""
    found: dict[str, list[Any]] = {
        table.__name__: [
            {name: value for name, value in row.items() if name not in OF_THE_FETCH}
            for row in table._base_manager.order_by("pk" if table is not PlayerName else "name").values()
        ]
        for table in TABLES
    }
    for row in found["RawReport"]:
        row["body"] = bytes(row["body"])
    found["wanted"] = list(PendingReport.objects.values("pk", "error_kind"))
    found["sections"] = list(Section.objects.order_by("kind", "subject").values("kind", "subject"))
    return found


def in_order(order: Sequence[int]) -> dict[str, list[Any]]:
    def act() -> dict[str, list[Any]]:
        replies = facts()
        for number in order:
            replies[number]()
        arrive([UNLISTED])  # which is read again as long as it said less than what is stored
        return told()

    found: dict[str, list[Any]] = undone(act)
    return found


@settings(QUICK, max_examples=8)
@given(
    order=st.permutations(range(FACTS)),
    again=st.lists(st.integers(0, FACTS - 1), max_size=4),
    cut=st.integers(0, FACTS),
)
def test_any_order_duplication_and_batching_of_arrivals_gives_the_same_database(
    member: Member, order: list[int], again: list[int], cut: int
) -> None:
    """Of reports (early and whole ones, alone and many at once), histories and profiles of the same."""
    assert in_order([*order[:cut], *again, *order[cut:]]) == in_order(range(FACTS))
