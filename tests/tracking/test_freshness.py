"""Hints of rosters and reports of others: whom they bring forward, and what they never hold back."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from rasputin.queues import Priority
from tests.factories.tracking import CharacterFactory, MemberFactory, SectionFactory
from tests.simulated import NOW
from tracking import cadence
from tracking.models import Character, Member, Section
from tracking.services.freshness import (
    RECENT,
    Shown,
    Word,
    heard_of,
    next_turn,
    note_hinted,
    rest_profiles,
    seen_playing,
)

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
LATER = NOW + 5 * DAY

pytestmark = pytest.mark.django_db


class Guardian:
    """A member with a character that was played last and another one; all sections wait for days."""

    def __init__(self, seen_at: datetime, *, walked_at: datetime | None = None, **member: Any) -> None:
        self.member: Member = MemberFactory.create(**member)
        self.active: Character = CharacterFactory.create(
            member=self.member, seen_at=seen_at, walked_at=walked_at or seen_at
        )
        self.other: Character = CharacterFactory.create(member=self.member, seen_at=seen_at - 9 * DAY)
        for kind, subject in (
            ("profile", self.member.pk),
            ("history", self.active.pk),
            ("history", self.other.pk),
        ):
            looked_at = walked_at or seen_at
            SectionFactory.create(kind=kind, subject=subject, due_at=LATER, succeeded_at=looked_at)

    def moved(self) -> dict[str, datetime]:
        """What does not wait for days any more."""
        names = {self.member.pk: "profile", self.active.pk: "active", self.other.pk: "other"}
        rows = Section.objects.exclude(due_at=LATER).filter(subject__in=names)
        return {names[row.subject]: row.due_at for row in rows if row.due_at}

    def shown(self, began: datetime, ended: datetime, instance_id: int = 7) -> Shown:
        return Shown(self.member.pk, self.active.pk, instance_id, began, ended)

    def word(self, *, online: bool, since: datetime, news: bool = True) -> Word:
        return Word(self.member.pk, online, since, news)


def test_who_comes_online_is_asked_for_a_profile_when_something_can_have_ended() -> None:
    """It alone says which character is played."""
    one = Guardian(NOW - 3 * DAY)
    assert heard_of([one.word(online=True, since=NOW - 4 * MINUTE)], now=NOW) == 1
    assert one.moved() == {"profile": NOW - 4 * MINUTE + cadence.QUICKEST + cadence.HOT}
    assert Section.objects.get(subject=one.member.pk).priority == Priority.HOT


def test_who_is_online_and_known_to_play_is_looked_at_by_the_active_character() -> None:
    one = Guardian(NOW - 30 * MINUTE, walked_at=NOW - 20 * MINUTE)
    heard_of([one.word(online=True, since=NOW - HOUR, news=False)], now=NOW)
    assert one.moved() == {"active": NOW}


def test_who_has_gone_is_looked_at_once_more() -> None:
    one = Guardian(NOW - 30 * MINUTE, walked_at=NOW - 20 * MINUTE)
    word = one.word(online=False, since=NOW - 5 * MINUTE)
    heard_of([word], now=NOW)
    assert one.moved() == {"active": NOW}
    Section.objects.filter(subject=one.active.pk).update(due_at=LATER, succeeded_at=NOW - MINUTE)
    assert heard_of([word], now=NOW) == 0, "it was looked at since"


def test_silence_moves_nothing() -> None:
    one = Guardian(NOW - 30 * MINUTE)
    assert heard_of([one.word(online=False, since=NOW - 25 * MINUTE, news=False)], now=NOW) == 0
    idle = Guardian(NOW - 2 * HOUR)
    assert heard_of([idle.word(online=False, since=NOW - 20 * DAY, news=False)], now=NOW) == 0
    assert one.moved() == idle.moved() == {}


def test_of_whom_no_roster_tells_is_looked_at_on_by_itself() -> None:
    """A roster brings others forward when they play on."""
    one = Guardian(NOW - 30 * MINUTE)
    section = Section.objects.get(subject=one.active.pk)

    def wait(now: datetime) -> timedelta:
        return (next_turn(section, now=now).due_at or now) - now

    assert wait(NOW) <= cadence.HOT
    note_hinted([one.member.pk], now=NOW)
    assert wait(NOW) >= HOUR
    assert wait(NOW + 2 * HOUR) > 3.5 * 2.5 * HOUR
    assert wait(NOW + 4 * HOUR) < 3 * 4.5 * HOUR, "it tells nothing any more"


def test_who_was_seen_to_play_after_having_gone_is_looked_at_as_if_online() -> None:
    """A hint that stays wrong, or old, for an hour hides nothing that is played in it."""
    one = Guardian(NOW - 30 * MINUTE, walked_at=NOW - 20 * MINUTE)
    word = one.word(online=False, since=NOW - 40 * MINUTE, news=False)
    assert heard_of([word], now=NOW) == 1
    assert one.moved() == {"active": NOW}
    Section.objects.filter(subject=one.active.pk).update(due_at=LATER, succeeded_at=NOW)
    later = NOW + 35 * MINUTE
    assert heard_of([word], now=later) == 0, "it has not played for an hour"


def test_a_hint_never_holds_anybody_back() -> None:
    one = Guardian(NOW - 30 * MINUTE)
    soon = NOW + MINUTE
    Section.objects.update(due_at=soon)
    for online in (True, False):
        heard_of([one.word(online=online, since=NOW - 5 * MINUTE)], now=NOW)
    assert all(row.due_at and row.due_at <= soon for row in Section.objects.all())


def test_a_wrong_hint_costs_one_look() -> None:
    """Who is said to be online for hours, and was not seen to play, is asked once, and not again."""
    one = Guardian(NOW - 3 * DAY)
    said = one.word(online=True, since=NOW - 4 * HOUR)
    assert heard_of([said], now=NOW) == 1
    Section.objects.update(due_at=LATER, succeeded_at=NOW)
    assert heard_of([said._replace(news=False)], now=NOW + 10 * MINUTE) == 0


@pytest.mark.parametrize("refused", [{"private": True}, {"tracked": False}])
def test_who_is_refused_or_not_tracked_is_not_hurried(refused: dict[str, Any]) -> None:
    one = Guardian(NOW - 3 * DAY, **refused)
    assert heard_of([one.word(online=True, since=NOW - MINUTE)], now=NOW) == 0


def test_what_failed_last_keeps_its_turn() -> None:
    one = Guardian(NOW - 30 * MINUTE)
    Section.objects.update(error_kind="not_found")
    assert heard_of([one.word(online=True, since=NOW - HOUR)], now=NOW) == 0
    assert seen_playing([one.shown(NOW - 20 * MINUTE, NOW - MINUTE)], now=NOW) == 0


def test_a_teammates_report_makes_a_player_hot_who_was_not_known_to_play() -> None:
    one = Guardian(NOW - 3 * DAY)
    ended = NOW - 2 * MINUTE
    assert seen_playing([one.shown(NOW - 20 * MINUTE, ended)], now=NOW) == 1
    assert one.moved()["active"] == NOW
    assert Character.objects.get(pk=one.active.pk).seen_at == ended


def test_a_report_of_all_that_was_played_saves_the_look() -> None:
    """Where the activity before is known, the next look is dated by the end of this one."""
    one = Guardian(NOW - 22 * MINUTE)
    Section.objects.update(due_at=NOW + MINUTE)
    ended = NOW - MINUTE
    seen_playing([one.shown(NOW - 20 * MINUTE, ended)], now=NOW)
    assert one.moved()["active"] == cadence.after_sign(ended, subject=one.active.pk)


def test_teammates_are_looked_at_one_after_the_other() -> None:
    team = [Guardian(NOW - 22 * MINUTE) for _ in range(3)]
    began, ended = NOW - 20 * MINUTE, NOW - MINUTE
    seen_playing([one.shown(began, ended) for one in team], now=NOW)
    turns = [one.moved()["active"] - cadence.after_sign(ended, subject=one.active.pk) for one in team]
    assert len(set(turns)) == 3


def test_an_old_report_makes_nobody_hot() -> None:
    one = Guardian(NOW - 3 * DAY)
    assert seen_playing([one.shown(NOW - 3 * HOUR, NOW - RECENT - MINUTE)], now=NOW) == 0
    assert one.moved() == {}


def test_a_character_that_nobody_knew_makes_the_profile_due() -> None:
    one = Guardian(NOW - 3 * DAY)
    stranger = one.shown(NOW - 20 * MINUTE, NOW - MINUTE)._replace(character_id=12)
    seen_playing([stranger], now=NOW)
    assert one.moved() == {"profile": NOW}


def test_who_is_known_to_play_needs_a_profile_now_and_then_only() -> None:
    one = Guardian(NOW - MINUTE)
    for minutes in range(0, 300, 10):
        Section.objects.filter(subject=one.member.pk).update(due_at=NOW + minutes * MINUTE + MINUTE)
        rest_profiles([one.member.pk], now=NOW + minutes * MINUTE)
        (turn,) = Section.objects.filter(subject=one.member.pk).values_list("due_at", flat=True)
        assert turn is not None
        assert turn <= max(NOW + minutes * MINUTE + MINUTE, NOW - MINUTE + 3 * cadence.PROFILE)


def test_a_vanished_character_that_was_walked_has_no_turn() -> None:
    one = Guardian(NOW - MINUTE)
    Character.objects.filter(pk=one.other.pk).update(vanished_at=NOW - HOUR, walked_at=NOW)
    section = Section.objects.get(subject=one.other.pk)
    assert next_turn(section, now=NOW).due_at is None


def test_only_who_plays_is_asked_for_a_history_soon() -> None:
    one = Guardian(NOW - MINUTE)
    active, other = (
        next_turn(Section.objects.get(subject=row.pk), now=NOW) for row in (one.active, one.other)
    )
    assert active.due_at is not None
    assert other.due_at is not None
    assert active.due_at - NOW <= cadence.HOT + cadence.QUICKEST
    assert active.priority == Priority.HOT
    assert other.due_at - NOW > 6 * DAY
    assert other.priority == Priority.WARM
