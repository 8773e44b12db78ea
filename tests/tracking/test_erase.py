"""A person erased: every table and archived reply is searched, before, after, and after another crawl."""

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db import connection

from clans.models import Membership
from clans.services import add_clan
from clans.tasks import crawl_clans
from rasputin.bungie import Client
from rasputin.models import Job
from rasputin.steps import run_one
from rasputin.tasks import work_a_slice
from rasputin.truth.activities import instance_differences
from rasputin.truth.source import Source
from tests.benchmarks import mix
from tests.simulated import NOW, World, run
from tests.tracking.test_reports import pending, reply
from tracking import archive
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
    Suppressed,
    Team,
)
from tracking.reparse import differences
from tracking.rows import performance_of
from tracking.services import add_member, enrol, store_reports
from tracking.services.erase import find_person, want_erasing
from tracking.services.players import store_players
from tracking.services.repair import repair_player
from tracking.services.reports import Fetched
from tracking.services.suppression import Suppression, lift
from tracking.tasks import crawl_instances, crawl_members

DAMAGE: dict[str, dict[str, Any]] = {
    "broken": {"body": b"\x28\xb5\x2f\xfdbroken"},
    "without a dictionary": {"dictionary_id": 5},
}
REPORTS = 12
LISTED = {"tracking_suppressed.membership_id", "tracking_suppressed.bungie_net_id"}

pytestmark = pytest.mark.django_db


class Traces:
    """Looks for words in every column of every table, as text, and in every archived reply."""

    def __init__(self, words: set[str]) -> None:
        self._words = r"(?<!\w)(" + "|".join(map(re.escape, sorted(words))) + r")(?!\w)"

    def found(self) -> set[str]:
        """Tables and columns."""
        return {*self._in_columns(), *self._in_archive()}

    def _in_columns(self) -> Iterator[str]:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT table_name, column_name FROM information_schema.columns"
                " JOIN information_schema.tables USING (table_schema, table_name)"
                " WHERE table_schema = 'public' AND table_type = 'BASE TABLE' AND data_type <> 'bytea'"
            )
            for table, column in cursor.fetchall():
                cursor.execute(
                    f'SELECT EXISTS (SELECT FROM "{table}" WHERE "{column}"::text ~ %s)',  # noqa: S608
                    [self._words.replace(r"(?<!\w)", r"(^|\W)").replace(r"(?!\w)", r"(\W|$)")],
                )
                if cursor.fetchone() == (True,):
                    yield f"{table}.{column}"

    def _in_archive(self) -> Iterator[str]:
        wanted = re.compile(self._words)
        for raw in RawReport.objects.all():
            body = archive.decompress(bytes(raw.body), raw.dictionary_id).decode(errors="replace")
            if wanted.search(body):
                yield "archive"


@pytest.fixture
def person(crawling: World, bungie: Client) -> int:
    """Somebody of a crawled clan, with a history, the newest reports, and traces all over the place."""
    who = crawling.busiest()[0]
    for clan in crawling.clans():
        add_clan(int(clan["group_id"]), now=NOW)
    run(crawl_clans)
    Section.objects.exclude(subject__in=[who, *_characters(crawling, who)]).update(due_at=None)
    while Section.objects.due(NOW).exists():
        run(crawl_members)
    run_one(repair_player(bungie, who, now=NOW))
    _fetch_newest(who)
    _leave_traces(Player.objects.get(pk=who))
    return who


def _characters(world: World, who: int) -> list[int]:
    return [int(row["character_id"]) for row in world.member(who)["characters"]]


def _fetch_newest(who: int) -> None:
    newest = HistoryEntry.objects.filter(membership_id=who).order_by("-period")
    wanted = list(newest.values_list("instance_id", flat=True)[:REPORTS])
    PendingReport.objects.exclude(pk__in=wanted).delete()
    while PendingReport.objects.due(NOW).exists():
        run(crawl_instances)
    assert Instance.objects.count() == len(set(wanted))


def _leave_traces(player: Player) -> None:
    """What is not crawled: an unread reply, a message, a log entry, a row out of a history, a past name."""
    body = json.dumps({"Response": {"who": {"membershipId": str(player.pk), "displayName": player.name}}})
    RawReport.objects.create(
        instance_id=1,
        body=archive.compress(body.encode()),
        dictionary_id=archive.current_id(),
        fetched_at=NOW,
        parser_version=1,
    )
    told = {"period": NOW, "found_at": NOW, "due_at": None, "error_kind": "refused_by_database"}
    PendingReport.objects.create(instance_id=2, error_message=f"row has ({player.pk}, ...)", **told)
    PendingReport.objects.create(instance_id=3, error_message=f"of {player.name}!", **told)
    PendingReport.objects.create(instance_id=4, error_message="of nobody", **told)
    entry = HistoryEntry.objects.filter(membership_id=player.pk).order_by("period").first()
    assert entry is not None
    Performance.objects.bulk_create([performance_of(entry, class_hash=1)])
    PlayerName.objects.create(member_id=player.pk, name="Formerly#0007", first_seen_at=NOW, last_seen_at=NOW)
    LogEntry.objects.create(
        user=User.objects.create(username="admin"),
        content_type=ContentType.objects.get_for_model(Member),
        object_id=str(player.pk),
        object_repr=player.name,
        action_flag=CHANGE,
        change_message="looked",
    )
    cache.set("lookup", player.name)


def words_of(who: int) -> set[str]:
    player = Player.objects.get(pk=who)
    characters = Character.objects.filter(member=who).values_list("pk", flat=True)
    account = str(Member.objects.get(pk=who).bungie_net_id or "")
    return {str(who), account, player.name, player.display_name, "Formerly#0007", *map(str, characters)} - {
        ""
    }


def erased(client: Client, identifier: str) -> Job:
    job = want_erasing(find_person(client, identifier), reason="asked for it", now=NOW)
    while job.finished_at is None:
        assert work_a_slice()
        job.refresh_from_db()
    return job


def of_others(who: int) -> dict[str, list[Any]]:
    """Everything about everybody else, and the sums of what was done in each report."""
    tables: tuple[Any, ...] = (Player, Member, Character, HistoryEntry, Performance, Membership, PlayerName)
    names = {Player: "membership_id", Member: "player_id", Membership: "player_id"}
    own = {table: names.get(table, "membership_id") for table in tables} | dict.fromkeys(
        (Character, PlayerName), "member_id"
    )
    kept = {
        table.__name__: list(
            table._base_manager.exclude(**{f"{own[table]}__in": [who, 0]}).order_by("pk").values()
        )
        for table in tables
    }
    done: dict[int, list[tuple[Any, ...]]] = {}
    for row in Performance.objects.all():
        values = (row.kills, row.deaths, row.completed, row.time_played_seconds, sorted(row.weapons.items()))
        done.setdefault(row.instance_id, []).append(values)
    sums = [(instance_id, sorted(rows)) for instance_id, rows in sorted(done.items())]
    return {**kept, "Team": list(Team.objects.order_by("pk").values()), "numbers": sums}


def test_an_erased_person_leaves_no_trace_and_no_later_crawl_brings_one_back(
    crawling: World, person: int, bungie: Client
) -> None:
    traces = Traces(words_of(person))
    assert traces.found() >= {
        "archive",
        "tracking_player.membership_id",
        "tracking_player.display_name",
        "tracking_member.membership_id",
        "tracking_playername.name",
        "tracking_character.character_id",
        "tracking_historyentry.membership_id",
        "tracking_performance.membership_id",
        "tracking_performance.character_id",
        "tracking_section.subject",
        "tracking_pendingreport.error_message",
        "tracking_identitycheck.membership_id",
        "clans_membership.player_id",
        "django_admin_log.object_repr",
    }
    others = of_others(person)
    reports = list(Performance.objects.filter(membership_id=person).values_list("instance_id", flat=True))

    job = erased(bungie, Player.objects.get(pk=person).name)

    assert traces.found() == LISTED
    assert cache.get("lookup") is None
    assert of_others(person) == others
    assert list(differences(list(RawReport.objects.all()))) == []
    truth = instance_differences(Source(f"{crawling.url}/_simulator/truth"))
    assert [line for line in truth if "character" in line] == []
    assert set(PendingReport.objects.values_list("pk", "error_message")) == {
        (2, "erased"),
        (3, "erased"),
        (4, "of nobody"),
    }
    assert job.counts["reports stripped"] == len(set(reports))
    assert job.arguments == {}

    _crawl_again(crawling, reports)

    assert traces.found() == LISTED
    assert not Member.objects.filter(pk=person).exists()


def _crawl_again(world: World, reports: list[int]) -> None:
    """Rosters, a report's companion's profile and history, and the reports as if for the first time."""
    companion = Performance.objects.filter(membership_id__in=Member.objects.values("pk")).first()
    assert companion is not None
    Section.objects.filter(kind=Section.Kind.ROSTER).update(due_at=NOW)
    own = [companion.membership_id, *_characters(world, companion.membership_id)]
    Section.objects.filter(subject__in=own).update(due_at=NOW)
    run(crawl_clans)
    while Section.objects.due(NOW).exists():
        run(crawl_members)
    for table in (Instance, Team, Performance, RawReport):
        table._base_manager.filter(instance_id__in=reports).delete()
    PendingReport.objects.all().delete()
    for instance_id in reports:
        PendingReport.objects.create(instance_id=instance_id, period=NOW, found_at=NOW, due_at=NOW)
    while PendingReport.objects.due(NOW).exists():
        run(crawl_instances)
    assert Instance.objects.filter(pk__in=reports).count() == len(set(reports))


def test_an_erasing_that_was_ended_goes_on_and_remembers_the_names(
    person: int, bungie: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    traces = Traces(words_of(person))
    monkeypatch.setattr("tracking.services.erase.BATCH", 1)
    monkeypatch.setattr("rasputin.tasks.SLICE_SHARE", 0)
    job = want_erasing(find_person(bungie, str(person)), reason="", now=NOW)
    for _ in range(3):
        assert work_a_slice()
    assert not Player.objects.filter(pk=person).exists()
    assert Performance.objects.filter(membership_id=person).exists()
    again = want_erasing(find_person(bungie, str(person)), reason="", now=NOW)
    assert again == job
    erased(bungie, str(person))
    assert traces.found() == LISTED


def test_whoever_is_on_the_list_is_neither_added_nor_enrolled_nor_named(world: World, bungie: Client) -> None:
    who = int(world.members()[0]["membership_id"])
    erased(bungie, str(who))
    with pytest.raises(Suppression, match=f"{who} is not to be tracked: `rasputin unsuppress {who}`"):
        add_member(bungie, str(who), now=NOW)
    store_players([Player(membership_id=who, bungie_name="Somebody", names_at=NOW)])
    assert enrol([who], now=NOW) == 0
    assert not Player.objects.exists()
    assert lift(who) == 1
    assert add_member(bungie, str(who), now=NOW).pk == who


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_reply_is_emptied_and_keeps_nobody_from_being_erased(
    bungie: Client, damage: dict[str, Any]
) -> None:
    first, second = (_stored(number) for number in (0, 1))
    unread = RawReport.objects.create(
        instance_id=1, body=b"?", dictionary_id=archive.current_id(), fetched_at=NOW, parser_version=1
    )
    who = Performance.objects.filter(instance_id=first).values_list("membership_id", flat=True)[0]
    kept = Performance.objects.filter(instance_id=first).exclude(membership_id=who).count()
    RawReport.objects.filter(pk__in=[first, unread.pk]).update(**damage)
    job = erased(bungie, str(who))
    assert job.counts["damaged replies emptied"] == 2
    assert not Performance.objects.filter(membership_id=who).exists()
    assert Performance.objects.filter(instance_id=first).exclude(membership_id=0).count() == kept
    assert {raw.pk: _body(raw) for raw in RawReport.objects.filter(pk__in=[first, 1])} == {first: b"", 1: b""}
    assert _body(RawReport.objects.get(pk=second)) != b""


@pytest.mark.parametrize("together", [True, False], ids=["in one report", "in another"])
def test_a_further_membership_of_the_same_account_is_erased_where_reports_show_it(
    bungie: Client, *, together: bool
) -> None:
    account, who, further = 20_000_001, 4611686018400000011, 4611686018400000012
    shown = [(who, account), (further, account)]
    for number, cards in enumerate([shown] if together else [shown[:1], shown[1:]]):
        _stored(number, cards=cards)
    Member.objects.create(player_id=who, added_at=NOW, bungie_net_id=account)
    traces = Traces({str(who), str(further), str(account), "Old#0003"})
    assert traces.found() >= {
        "archive",
        "tracking_player.membership_id",
        "tracking_performance.membership_id",
    }
    before = Performance.objects.count()
    erased(bungie, str(who))
    assert traces.found() == LISTED
    assert set(Suppressed.objects.values_list("membership_id", "bungie_net_id")) == set(shown)
    assert Performance.objects.count() == before
    assert Performance.objects.filter(membership_id=0).count() == 2
    assert list(differences(list(RawReport.objects.all()))) == []


def test_a_report_that_is_read_again_before_it_is_stripped_shows_nobody_twice(bungie: Client) -> None:
    said = json.loads(mix.body(0))["Response"]
    instance_id = _stored(0, entries=len(said["entries"]) - 1)
    players = Performance.objects.filter(instance_id=instance_id)
    who = players.values_list("membership_id", flat=True)[0]
    want_erasing(find_person(bungie, str(who)), reason="", now=NOW)
    _stored(0)
    assert players.filter(membership_id=0).count() == 1
    erased(bungie, str(who))
    assert players.filter(membership_id=0).count() == 1
    assert players.count() == len(said["entries"])
    assert list(differences(list(RawReport.objects.all()))) == []


def _stored(number: int, *, entries: int | None = None, cards: Sequence[tuple[int, int]] = ()) -> int:
    """One of several made-up reports, all with other players; whole, or only so many of its entries.

    The first players are these instead: memberships, each with an account on Bungie.net.
    """
    PendingReport.objects.all().delete()
    instance_id, said = mix.FIRST_INSTANCE + number, json.loads(mix.body(number))["Response"]
    for (identity, account), entry in zip(cards, said["entries"], strict=False):
        entry["player"]["destinyUserInfo"]["membershipId"] = str(identity)
        site = {"membershipType": 254, "membershipId": str(account), "displayName": "Old"}
        entry["player"]["bungieNetUserInfo"] = site
    some = {**said, "entries": said["entries"][:entries]}
    store_reports([Fetched(pending(instance_id), reply(some))], now=NOW)
    return instance_id


def _body(raw: RawReport) -> bytes:
    return archive.decompress(bytes(raw.body), raw.dictionary_id)


def test_all_memberships_of_a_person_are_erased_and_put_on_the_list(bungie: Client) -> None:
    for identity, account in ((11, 5), (12, 5), (13, 6)):
        Player.objects.create(membership_id=identity, bungie_name=f"Name{identity}", bungie_code=1)
        Member.objects.create(player_id=identity, added_at=NOW, bungie_net_id=account)
    erased(bungie, "Name11#0001")
    assert set(Suppressed.objects.values_list("membership_id", "bungie_net_id")) == {(11, 5), (12, 5)}
    assert list(Member.objects.values_list("pk", flat=True)) == [13]
    assert lift(11) == 2
