"""Verify: untouched nothing differs, and every kind of tampering is told in one line."""

import re
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.db import transaction
from django.db.models import F

from clans.models import Clan, Membership
from clans.services import add_clan
from clans.tasks import crawl_clans
from rasputin.verify import verify, verify_truth
from tests.simulated import NOW, World, run
from tracking.models import (
    Character,
    HistoryEntry,
    Instance,
    Member,
    PendingReport,
    Performance,
    Player,
    RawReport,
    Section,
    Team,
)
from tracking.tasks import crawl_instances, crawl_members

pytestmark = pytest.mark.django_db

Tamper = Callable[[], Any]


@pytest.fixture(scope="module")
def small(world_at_rest: World) -> int:
    """A member whose history is short, and yet has teams."""
    played = {
        int(member["membership_id"]): [
            row
            for character in member["characters"]
            for row in world_at_rest.activities(int(character["character_id"]))
        ]
        for member in world_at_rest.members()
    }
    competitive = {who: rows for who, rows in played.items() if any(row["team"] for row in rows)}
    return min(competitive, key=lambda who: len(competitive[who]))


@pytest.fixture
def crawled(crawling: World, small: int) -> World:
    """One member of a tracked clan crawled to the end; the others were removed again."""
    (clan,) = [
        row for row in crawling.clans() if small in {int(one["membership_id"]) for one in row["members"]}
    ]
    add_clan(int(clan["group_id"]), now=NOW)
    run(crawl_clans)
    Member.objects.exclude(pk=small).update(tracked=False)
    Section.objects.of(Section.Kind.PROFILE).exclude(subject=small).delete()
    while Section.objects.due(NOW).exists():
        run(crawl_members)
    while PendingReport.objects.due(NOW).exists():
        run(crawl_instances)
    return crawling


def first(model: Any, **chosen: Any) -> Any:
    """One row, as a QuerySet."""
    found = model.objects.filter(**chosen).order_by("pk")[:1].get()
    return model.objects.filter(pk=found.pk)


def an_entry() -> Any:
    return first(HistoryEntry)


def test_untouched_nothing_differs(crawled: World) -> None:
    assert Instance.objects.count() == HistoryEntry.objects.values("instance_id").distinct().count() > 0
    assert Team.objects.exists()
    assert verify() == []
    assert verify_truth(crawled.url) == []


IN_ITSELF: dict[str, tuple[Tamper, str]] = {
    "a number of a performance": (
        lambda: first(Performance, instance_id=Instance.objects.latest("period").pk).update(
            precision_kills=F("precision_kills") + 1
        ),
        r"instance \d+: character \d+: precision_kills is \d+, but the archived reply says \d+",
    ),
    "a number of an entry": (
        lambda: an_entry().update(assists=F("assists") + 1),
        r"entry \d+ in \d+: assists is \d+, but \d+ in the report",
    ),
    "a flag of an instance": (
        lambda: first(Instance).update(is_private=True),
        r"instance \d+: is_private is True, but the archived reply says False",
    ),
    "a score of a team": (
        lambda: first(Team).update(score=F("score") + 1),
        r"instance \d+: team \d+: score is \d+, but the archived reply says \d+",
    ),
    "a team": (lambda: first(Team).delete(), r"instance \d+: team \d+ is only in the archive"),
    "an archived reply": (lambda: first(RawReport).delete(), r"instance \d+: its reply is not archived"),
    "an archived body": (
        lambda: first(RawReport).update(body=RawReport.objects.latest("pk").body),
        r"instance \d+: ",
    ),
    "a history entry": (
        lambda: an_entry().delete(),
        r"performance \d+ in \d+: the history does not list it",
    ),
    "a profile's turn": (
        lambda: Section.objects.of(Section.Kind.PROFILE).delete(),
        r"member \d+ is tracked, but nothing will ever ask for the profile",
    ),
    "a dead letter": (
        lambda: PendingReport.objects.create(
            instance_id=1, period=NOW, found_at=NOW, error_kind="poison", error_message="died"
        ),
        r"dead letter: pending report 1: poison: died",
    ),
}


def tampered(tamper: Tamper, look: Callable[[], list[str]]) -> list[str]:
    """What verify says of a database that somebody touched; it is put right again."""
    with transaction.atomic():
        tamper()
        found = look()
        transaction.set_rollback(True)
    return found


def test_tampering_is_told_by_the_database_itself(crawled: World, subtests: pytest.Subtests) -> None:
    for what, (tamper, line) in IN_ITSELF.items():
        with subtests.test(what):
            found = tampered(tamper, verify)
            assert found
            assert all(re.match(line, one) for one in found), found
            assert len(found) == 1 or what == "an archived body"
    assert verify() == []


def test_a_performance_that_is_gone_is_missed_by_history_and_archive(crawled: World) -> None:
    entry = an_entry().get()
    Performance.objects.filter(instance_id=entry.instance_id, character_id=entry.character_id).delete()
    assert verify() == [
        f"entry {entry}: the report does not show this character",
        f"instance {entry.instance_id}: character {entry.character_id} is only in the archive",
    ]


def test_an_instance_that_is_gone_is_missed_by_history_and_archive(crawled: World) -> None:
    entry = an_entry().get()
    Instance.objects.filter(pk=entry.instance_id).delete()
    lines = verify()
    assert f"entry {entry}: its report is neither stored nor wanted" in lines
    assert f"instance {entry.instance_id}: archived, but not stored" in lines


def test_a_report_on_its_way_is_not_missed(crawled: World) -> None:
    entry = an_entry().get()
    for table in (Performance, Team, RawReport):
        table.objects.filter(instance_id=entry.instance_id).delete()
    Instance.objects.filter(pk=entry.instance_id).delete()
    PendingReport.objects.create(instance_id=entry.instance_id, period=entry.period, found_at=NOW, due_at=NOW)
    assert verify() == []


AGAINST_TRUTH: dict[str, tuple[Tamper, str]] = {
    "a name of a clan": (lambda: Clan.objects.update(name="Other"), r"clan \d+: name is 'Other', should be"),
    "a role": (
        lambda: first(Membership).update(role=4),
        r"clan \d+: role of member \d+ is 4, should be \d",
    ),
    "a membership": (
        lambda: first(Membership).update(left_at=NOW),
        r"clan \d+: role of member \d+ is None, should be \d",
    ),
    "a platform": (
        lambda: Player.objects.filter(member__tracked=True).update(membership_type=9),
        r"member \d+: type and name are \(9, ",
    ),
    "a class": (
        lambda: first(Character).update(class_hash=1),
        r"member \d+: class of character \d+ is 1, should be \d+",
    ),
    "a walk": (
        lambda: first(Character).update(walked_at=None),
        r"character \d+: its history was never walked to the end",
    ),
    "an entry": (lambda: an_entry().delete(), r"character \d+: instance \d+ is missing"),
    "a number of an entry": (
        lambda: an_entry().update(kills=F("kills") + 1),
        r"entry \d+ in \d+: kills is \d+, should be \d+",
    ),
    "a date of an entry": (
        lambda: an_entry().update(period=NOW - timedelta(days=900)),
        r"entry \d+ in \d+: period is ",
    ),
    "a number of a performance": (
        lambda: first(Performance).update(super_kills=F("super_kills") + 1),
        r"instance \d+: character \d+: super_kills is \d+, should be \d+",
    ),
    "a weapon": (
        lambda: first(Performance).update(weapons={"1": [1, 1]}),
        r"instance \d+: character \d+: weapons is \{'1': \[1, 1\]\}, should be ",
    ),
    "a performance": (
        lambda: first(Performance).delete(),
        r"instance \d+: membership of character \d+ is None, should be \d+",
    ),
    "a team": (lambda: first(Team).delete(), r"instance \d+: teams are "),
    "an instance": (lambda: first(Instance).delete(), r"instance \d+: its report is missing"),
}


def test_tampering_is_told_by_the_truth(crawled: World, subtests: pytest.Subtests) -> None:
    for what, (tamper, line) in AGAINST_TRUTH.items():
        with subtests.test(what):
            (found,) = tampered(tamper, partial(verify_truth, crawled.url))
            assert re.match(line, found), found
    assert verify_truth(crawled.url) == []


def test_what_never_happened_is_told_by_the_truth(crawled: World) -> None:
    entry = an_entry().get()
    HistoryEntry.objects.filter(pk=entry.pk).update(instance_id=1)
    lines = verify_truth(crawled.url)
    assert f"character {entry.character_id}: instance {entry.instance_id} is missing" in lines
    assert f"character {entry.character_id}: instance 1 never happened" in lines
