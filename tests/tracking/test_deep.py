"""Deep walks find what only one mode lists; deleted characters are found, and walked once."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from rasputin.bungie.errors import Unavailable
from rasputin.queues import Priority
from rasputin.steps import run_one
from rasputin.truth.activities import history_differences
from rasputin.truth.source import Source
from rasputin.verify import verify, verify_truth
from tests.simulated import NOW, World, run
from tests.tracking.conftest import Enrol
from tracking.models import Character, HistoryEntry, Member, PendingReport, Player, Section, TypeSource
from tracking.services import (
    enrol,
    remove_member,
    sync_deleted,
    sync_history,
    sync_member,
    sync_whole_history,
)
from tracking.services.audits import APART, FIRST
from tracking.services.deep import MODES
from tracking.services.histories import PAGE
from tracking.tasks import REPORT_TRIED_FOR, crawl_instances, crawl_members

HOUR = timedelta(hours=1)

pytestmark = pytest.mark.django_db


@pytest.fixture
def walked(crawling: World, enrolled: Enrol) -> int:
    """The character with the longest history, walked by mode 0."""
    who, character_id, _ = crawling.busiest()
    enrolled(who)
    client = crawling.client()
    run_one(sync_member(client, who, now=NOW))
    run_one(sync_history(client, character_id, now=NOW))
    client.close()
    crawling.control("requests/reset", body={}, method="POST")
    return character_id


def hidden(world: World, character_id: int) -> set[int]:
    told = world.control(f"truth/characters/{character_id}/activities?hidden=1")
    return {int(row["instance_id"]) for row in told}


def known(character_id: int) -> set[int]:
    entries = HistoryEntry.objects.filter(character_id=character_id)
    return set(entries.values_list("instance_id", flat=True))


def deepen(world: World, character_id: int, **edits: Any) -> int:
    client = world.client(**edits)
    try:
        return run_one(sync_whole_history(client, character_id, now=NOW + HOUR)).reports
    finally:
        client.close()


def test_a_deep_walk_finds_what_only_its_own_mode_lists(crawling: World, walked: int) -> None:
    more = hidden(crawling, walked) - known(walked)
    assert more, "the world has no rows that only one mode lists"
    assert deepen(crawling, walked) == len(more)
    assert known(walked) == hidden(crawling, walked)
    assert set(PendingReport.objects.values_list("pk", flat=True)) == known(walked)
    character = Character.objects.get(pk=walked)
    assert (character.audited_at, character.audit_mode, character.audit_page) == (NOW + HOUR, None, 0)


def test_what_a_deep_walk_should_have_found_is_missed(crawling: World, walked: int) -> None:
    Character.objects.exclude(pk=walked).delete()
    truth = Source(f"{crawling.url}/_simulator/truth")
    shy = hidden(crawling, walked) - known(walked)
    assert list(history_differences(truth, {})) == [], "there was no deep walk yet"
    deepen(crawling, walked)
    assert list(history_differences(truth, {})) == []
    HistoryEntry.objects.filter(instance_id__in=shy).delete()
    missed = [f"character {walked}: instance {instance_id} is missing" for instance_id in sorted(shy)]
    assert list(history_differences(truth, {})) == missed


def test_modes_that_were_never_played_cost_one_request_each(crawling: World, walked: int) -> None:
    modes = dict.fromkeys(MODES[1:], 0)
    for row in crawling.control(f"truth/characters/{walked}/activities?hidden=1"):
        for mode in modes:
            only = row["only_mode"]
            modes[mode] += mode == only if only else mode in row["modes"]
    deepen(crawling, walked)
    pages = sum(1 if rows < PAGE else rows // PAGE + 2 - (rows % PAGE == 0) for rows in modes.values())
    assert crawling.asked() == {"history": pages}
    assert pages <= len(MODES) + 1


def test_rows_that_any_one_mode_keeps_to_itself_are_found(crawling: World, walked: int) -> None:
    whole = known(walked)
    HistoryEntry.objects.all().delete()
    Character.objects.update(watermark=None)
    crawling.fails(trouble="only_own_mode", share=0.2)
    client = crawling.client()
    run_one(sync_history(client, walked, now=NOW))
    client.close()
    left = whole - known(walked)
    assert left
    deepen(crawling, walked)
    own = {int(row["instance_id"]) for row in crawling.activities(walked) if row["mode"] in MODES}
    assert not left & own - known(walked)


def test_an_interrupted_deep_walk_goes_on_at_its_mode_and_page(crawling: World, walked: int) -> None:
    crawling.fails(path=r"mode=7&page=1|mode=64", status=503, times=1)
    with pytest.raises(Unavailable):
        deepen(crawling, walked)
    halfway = Character.objects.get(pk=walked)
    assert halfway.audited_at is None
    assert halfway.audit_mode in (7, 64)
    crawling.recovers()
    crawling.fails(path="mode=5&", status=500)
    deepen(crawling, walked)
    assert known(walked) == hidden(crawling, walked)
    assert Character.objects.get(pk=walked).audited_at == NOW + HOUR


def test_a_deep_walk_comes_after_all_else_and_then_monthly(crawling: World, walked: int) -> None:
    section = Section.objects.get(kind=Section.Kind.DEEP, subject=walked)
    assert section.priority == Priority.BACKFILL
    assert section.due_at is not None
    assert abs(section.due_at - NOW - FIRST) <= FIRST / 10
    Section.objects.exclude(pk=section.pk).delete()
    Section.objects.update(due_at=NOW)
    run(crawl_members)
    section.refresh_from_db()
    assert (section.priority, section.error_kind, section.succeeded_at) == (Priority.BACKFILL, "", NOW)
    assert abs(section.due_at - NOW - APART) <= APART / 10
    crawling.control("requests/reset", body={}, method="POST")
    first = Character.objects.get(pk=walked).audited_at
    Section.objects.update(due_at=NOW)
    run(crawl_members)
    assert first is not None
    assert crawling.asked()["history"] > len(MODES), "later ones walk by mode 0 too"


@pytest.fixture
def somebody(crowd: World, tasks_at: Callable[[World], World], db: None) -> dict[str, Any]:
    """A member of the crowd who has deleted a character, enrolled."""
    tasks_at(crowd)
    chosen: dict[str, Any] = next(
        row
        for row in crowd.members()
        if row["deleted_characters"]
        and row["characters"]
        and not row["private"]
        and any(one["activities"] for one in row["deleted_characters"])
    )
    who = int(chosen["membership_id"])
    Player.objects.create(
        membership_id=who,
        membership_type=chosen["membership_type"],
        type_source=TypeSource.ROSTER,
        type_at=NOW,
    )
    enrol([who], now=NOW)
    return chosen


def crawl() -> None:
    while Section.objects.due(NOW).exists():
        run(crawl_members)


def test_deleted_characters_are_found_and_walked_once(crowd: World, somebody: dict[str, Any]) -> None:
    crawl()
    for told in somebody["deleted_characters"]:
        key = int(told["character_id"])
        gone = Character.objects.get(pk=key)
        assert (gone.member_id, gone.vanished_at, gone.walked_at) == (
            int(somebody["membership_id"]),
            NOW,
            NOW,
        )
        assert gone.audited_at == NOW
        assert known(key) == hidden(crowd, key)
    asked = crowd.asked()
    assert asked["account_stats"] == 1
    gone_ones = [int(told["character_id"]) for told in somebody["deleted_characters"]]
    resting = Section.objects.filter(subject__in=[*gone_ones, int(somebody["membership_id"])], due_at=None)
    assert set(resting.values_list("kind", "error_kind")) == {
        (Section.Kind.HISTORY, ""),
        (Section.Kind.DEEP, ""),
        (Section.Kind.ACCOUNT, ""),
    }


def test_who_has_another_character_than_before_is_asked_again(crowd: World, somebody: dict[str, Any]) -> None:
    crawl()
    who = int(somebody["membership_id"])
    Section.objects.filter(kind=Section.Kind.PROFILE).update(due_at=NOW)
    crowd.control("requests/reset", body={}, method="POST")
    crawl()
    assert "account_stats" not in crowd.asked(), "nothing changed"
    Character.objects.create(character_id=1, member_id=who, class_hash=1)
    Section.objects.filter(kind=Section.Kind.PROFILE).update(due_at=NOW)
    crawl()
    assert Character.objects.get(pk=1).vanished_at == NOW
    assert crowd.asked()["account_stats"] == 1


def test_a_character_that_the_profile_lists_is_no_deleted_one(crowd: World, somebody: dict[str, Any]) -> None:
    who = int(somebody["membership_id"])
    client = crowd.client()
    run_one(sync_member(client, who, now=NOW))
    living = set(Character.objects.values_list("pk", flat=True))
    run_one(sync_deleted(client, who, now=NOW))
    run_one(sync_deleted(client, who, now=NOW))
    client.close()
    assert not Character.objects.filter(pk__in=living).exclude(vanished_at=None).exists()
    assert Character.objects.exclude(pk__in=living).count() == len(somebody["deleted_characters"])


def test_who_is_removed_leaves_nothing_to_do(crowd: World, somebody: dict[str, Any]) -> None:
    crawl()
    remove_member(str(somebody["membership_id"]))
    assert not Section.objects.exists()
    client = crowd.client()
    run_one(sync_deleted(client, int(somebody["membership_id"]), now=NOW))
    client.close()
    assert not Section.objects.exists()
    assert not Member.objects.tracked().exists()


def test_who_is_added_again_before_all_was_walked_has_deleted_characters_walked_too(
    crowd: World, somebody: dict[str, Any]
) -> None:
    who = int(somebody["membership_id"])
    client = crowd.client()
    run_one(sync_member(client, who, now=NOW))
    run_one(sync_deleted(client, who, now=NOW))
    client.close()
    deleted = {int(told["character_id"]) for told in somebody["deleted_characters"]}
    assert set(Character.objects.exclude(vanished_at=None).values_list("pk", flat=True)) == deleted
    remove_member(str(who))
    enrol([who], now=NOW, again=True)
    crawl()
    walked = Character.objects.filter(walked_at=NOW, audited_at=NOW, pk__in=deleted)
    assert walked.count() == len(deleted)


def test_deep_walks_go_on_for_who_is_added_again(crowd: World, somebody: dict[str, Any]) -> None:
    crawl()
    Section.objects.of(Section.Kind.DEEP).exclude(due_at=None).update(due_at=NOW)
    crawl()
    who = int(somebody["membership_id"])
    dated = Section.objects.of(Section.Kind.DEEP).exclude(due_at=None)
    before = set(dated.values_list("subject", flat=True))
    remove_member(str(who))
    enrol([who], now=NOW, again=True)
    crawl()
    assert set(dated.values_list("subject", flat=True)) == before == _living(somebody)


def test_deep_walks_go_on_for_a_character_that_is_listed_again(
    crowd: World, somebody: dict[str, Any]
) -> None:
    crawl()
    back = min(_living(somebody))
    Character.objects.filter(pk=back).update(vanished_at=NOW, audited_at=NOW)
    Section.objects.filter(subject=back).update(due_at=None)
    Section.objects.filter(kind=Section.Kind.PROFILE).update(due_at=NOW)
    crawl()
    section = Section.objects.get(kind=Section.Kind.DEEP, subject=back)
    assert (section.due_at, section.priority) == (NOW + FIRST, Priority.BACKFILL)


def _living(somebody: dict[str, Any]) -> set[int]:
    return {int(told["character_id"]) for told in somebody["characters"]}


def test_a_crawl_with_all_of_it_differs_from_the_truth_in_nothing(
    crowd: World, somebody: dict[str, Any]
) -> None:
    """Deep walks, deleted characters, a lost report, and young ones that are incomplete at first."""
    crawl()
    Section.objects.of(Section.Kind.DEEP).exclude(due_at=None).update(due_at=NOW)
    crawl()
    lost = PendingReport.objects.order_by("period").values_list("pk", flat=True)[0]
    crowd.fails(path=f"/PostGameCarnageReport/{lost}/", code=1653)
    crowd.fails(trouble="partial_report", minutes=2 * 24 * 60)
    PendingReport.objects.update(found_at=NOW - 2 * REPORT_TRIED_FOR)
    read_reports()
    assert PendingReport.objects.filter(incomplete=1).exists()
    assert verify() == verify_truth(crowd.url) == []
    crowd.recovers()
    PendingReport.objects.filter(incomplete=1).update(due_at=NOW)
    read_reports()
    assert list(PendingReport.objects.values_list("pk", "due_at", "error_kind")) == [
        (lost, None, "not_found")
    ]
    assert verify() == verify_truth(crowd.url) == []


def read_reports() -> None:
    while PendingReport.objects.due(NOW).exists():
        run(crawl_instances)


TAMPERED: dict[str, tuple[Callable[[], Any], str]] = {
    "a deep walk's row": (
        lambda: HistoryEntry.objects.all().delete(),
        r"character \d+: instance \d+ is missing",
    ),
    "a deleted character": (
        lambda: Character.objects.exclude(vanished_at=None).delete(),
        r"member \d+: deleted character \d+ is unknown",
    ),
}


def test_what_deep_walks_and_lists_of_deleted_characters_miss_is_told(
    crowd: World, somebody: dict[str, Any], subtests: pytest.Subtests
) -> None:
    crawl()
    Section.objects.of(Section.Kind.DEEP).exclude(due_at=None).update(due_at=NOW)
    crawl()
    PendingReport.objects.update(due_at=None, error_kind="not_found")
    for what, (tamper, line) in TAMPERED.items():
        with subtests.test(what), transaction.atomic():
            tamper()
            found = verify_truth(crowd.url)
            transaction.set_rollback(True)
            assert found
            assert all(re.match(line, one) for one in found), found
