"""Members: who is tracked, and what their profiles say."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import partial

from django.db import transaction
from django.db.models import Q

from rasputin import due
from rasputin.bungie import Client
from rasputin.bungie.names import BungieName, MembershipId
from rasputin.bungie.types import Profile
from rasputin.bungie.types.profile import ProfileData
from rasputin.crawltask import Found
from rasputin.queues import Priority
from rasputin.steps import Steps
from rasputin.upsert import Dated, upsert, upsert_newer
from tracking.models import (
    OF_CHARACTERS,
    OF_MEMBERS,
    Character,
    Member,
    Player,
    PlayerName,
    Section,
    TypeSource,
)
from tracking.queries import find_player
from tracking.rows import character_row, clean, player_row
from tracking.services.audits import resume_audits, want_account
from tracking.services.freshness import played_since
from tracking.services.lookup import UnknownPlayer, look_up
from tracking.services.players import ask_about, store_players
from tracking.services.records import want_records
from tracking.services.suppression import refuse_suppressed, visible

CHARACTER_COLUMNS = (
    "member",
    "class_hash",
    "race_hash",
    "gender_hash",
    "light",
    "minutes_played",
    "minutes_this_session",
    "emblem_hash",
    "emblem_path",
    "emblem_background_path",
    "title_record_hash",
    "last_played_at",
    "vanished_at",
)
SEEN = Dated(("last_seen_at",), ())


def enrol(membership_ids: Sequence[int], *, now: datetime, again: bool = False) -> int:
    """Tracks players that are stored already; returns how many profiles that makes due.

    Who was removed stays so, unless it is wanted `again`; who is not to be tracked is left out.
    """
    membership_ids = visible(membership_ids)
    members = Member.objects.tracked() if again else Member.objects.all()
    known = set(members.filter(pk__in=membership_ids).values_list("pk", flat=True))
    new = [Member(player_id=identity, added_at=now) for identity in membership_ids if identity not in known]
    upsert(Member, [_tracked(member) for member in new], key=["player_id"], update=["tracked"])
    sections = [_section(Section.Kind.PROFILE, member.player_id, now) for member in new]
    return _add_sections(sections)


def add_member(bungie: Client, identifier: str, *, now: datetime) -> Member:
    """Tracks a player by `Name#1234` or membership id, asking Bungie for who is not known yet.

    Raises UnknownPlayer, or what the client raises.
    """
    player = find_player(identifier, former=False) or _ask_who(bungie, identifier, now=now)
    with transaction.atomic():
        enrol([player.membership_id], now=now, again=True)
    return Member.objects.select_related("player").get(pk=player.membership_id)


@transaction.atomic
def remove_member(identifier: str) -> Member:
    """Stops tracking; what is stored stays. Raises UnknownPlayer."""
    member = _tracked_member(identifier)
    stop_crawling(member)
    return member


def stop_crawling(member: Member) -> None:
    """Asks for a member no longer."""
    member.tracked = False
    member.save(update_fields=["tracked"])
    Section.objects.of(*OF_CHARACTERS).filter(subject__in=member.characters.values("pk")).delete()
    Section.objects.of(*OF_MEMBERS).filter(subject=member.pk).delete()


def refresh_members(identifiers: Sequence[str], *, now: datetime) -> list[Member]:
    """Brings members before everybody else; all of them where none is named. Raises UnknownPlayer."""
    members = [_tracked_member(identifier) for identifier in identifiers]
    chosen = Member.objects.tracked()
    if identifiers:
        chosen = chosen.filter(pk__in=[member.pk for member in members])
    characters = Character.objects.filter(member__in=chosen)
    mine = Q(kind__in=(Section.Kind.PROFILE, Section.Kind.RECORDS), subject__in=chosen.values("pk"))
    theirs = Q(kind=Section.Kind.HISTORY, subject__in=characters.values("pk"))
    sections = Section.objects.filter(mine | theirs)
    sections.update(due_at=now, priority=Priority.PERSON)
    due.let_go(sections)
    return list(chosen.select_related("player").order_by("pk"))


def sync_member(bungie: Client, membership_id: int, *, now: datetime) -> Steps[Found]:
    """Profile and characters (GetProfile 100, 200); histories of the new and the played fall due.

    Triumphs are asked for as soon as there is a profile.
    """
    player = Player.objects.get(pk=membership_id)
    identity = MembershipId(membership_id)
    profile: Profile = yield from ask_about(
        player, lambda kind: partial(bungie.profile, kind, identity), now=now
    )
    with transaction.atomic():
        return store_profile(membership_id, profile, now=now)


def store_profile(membership_id: int, profile: Profile, *, now: datetime) -> Found:
    """Nothing, if the member was removed while the request was out.

    A server that lags, or a cache, can answer with an older profile: what it says of names counts as of when
    it was minted, and of all else what was seen later stays.
    """
    member = Member.objects.tracked().select_for_update().filter(pk=membership_id).first()
    if member is None:
        return Found()
    data = profile.data
    if data is not None:
        card = data.user_info
        if card.membership_id == membership_id:
            at = min(now, profile.response_minted_timestamp or now)
            store_players([player_row(card, source=TypeSource.PROFILE, at=at)])
            _note_name(membership_id, card.bungie_name, at=at)
        _store_member(member, data, now=now)
    found = _store_characters(member, profile, now=now)
    return found._replace(sections=found.sections + want_records(member, now=now))


def _store_member(member: Member, data: ProfileData, *, now: datetime) -> None:
    columns: dict[str, object] = {"profile_at": now}
    if not _is_older(data.date_last_played, member.last_played_at, now=now):
        columns |= {
            "last_played_at": data.date_last_played or member.last_played_at,
            "guardian_rank": data.current_guardian_rank,
            "highest_guardian_rank": data.lifetime_highest_guardian_rank,
        }
    Member.objects.filter(pk=member.pk).update(**columns)


def _is_older(told: datetime | None, known: datetime | None, *, now: datetime) -> bool:
    """Whether somebody is said to have played last earlier than is known; nobody knows what lies ahead."""
    return told is not None and known is not None and told < known <= now


def _store_characters(member: Member, profile: Profile, *, now: datetime) -> Found:
    """Of who hides histories none is hurried: they would be refused each time."""
    known = {row.pk: row for row in member.characters.all()}
    rows = list(_newer_rows(member, known, profile, now=now))
    upsert(Character, rows, key=["character_id"], update=CHARACTER_COLUMNS)
    lags = len(rows) < len(profile.character_list)
    gone = [] if lags else _note_vanished(known, profile, now=now)
    if profile.data is not None:
        want_account(member, changed=bool(gone) or any(row.pk not in known for row in rows), now=now)
    walks = Section.objects.of(Section.Kind.HISTORY).filter(subject__in=[row.pk for row in rows])
    walked = set(walks.values_list("subject", flat=True))
    new = [_section(Section.Kind.HISTORY, row.pk, now) for row in rows if row.pk not in walked]
    played = [row for row in rows if row.pk in known and known[row.pk].last_played_at != row.last_played_at]
    returned = walks.filter(due_at=None, error_kind="")  # it had vanished and was walked a last time
    hurried = returned.update(due_at=now, priority=Priority.HOT)
    resume_audits([row.pk for row in rows], now=now)
    if not member.private:
        hurried += played_since(played, known, now=now)
    return Found(sections=hurried + _add_sections(new))


def _newer_rows(
    member: Member, known: dict[int, Character], profile: Profile, *, now: datetime
) -> Iterator[Character]:
    for character in profile.character_list:
        row = character_row(character, membership_id=member.pk)
        row.seen_at = row.last_played_at  # of new ones; whoever is known may have been seen later
        before = known.get(row.pk)
        if before is not None:
            if _is_older(row.last_played_at, before.last_played_at, now=now):
                continue
            row.last_played_at = row.last_played_at or before.last_played_at
            row.class_hash = row.class_hash or before.class_hash
        yield row


def _note_vanished(known: dict[int, Character], profile: Profile, *, now: datetime) -> list[int]:
    """A character that the profile does not list any more is walked once more, then left alone.

    Only a profile that shows its characters can say so, if there are any left or not.
    """
    if profile.data is None or profile.characters is None or profile.characters.data is None:
        return []
    listed = {*profile.data.character_ids, *(row.character_id for row in profile.character_list)}
    gone = [row.pk for row in known.values() if row.pk not in listed and row.vanished_at is None]
    Character.objects.filter(pk__in=gone).update(vanished_at=now)
    Section.objects.of(Section.Kind.HISTORY).filter(subject__in=gone).update(due_at=now)
    return gone


def _note_name(membership_id: int, name: BungieName | None, *, at: datetime) -> None:
    if name is not None:
        row = PlayerName(
            member_id=membership_id, name=clean(str(name), 220), first_seen_at=at, last_seen_at=at
        )
        upsert_newer(PlayerName, [row], key=["member_id", "name"], groups=[SEEN])


def _ask_who(bungie: Client, identifier: str, *, now: datetime) -> Player:
    card = look_up(bungie, identifier)
    refuse_suppressed(card.membership_id)
    store_players([player_row(card, source=TypeSource.LINKED, at=now)])
    return Player.objects.get(pk=card.membership_id)


def _tracked_member(identifier: str) -> Member:
    player = find_player(identifier)
    member = player and Member.objects.tracked().select_related("player").filter(pk=player.pk).first()
    if not member:
        raise UnknownPlayer(f"{identifier} is not tracked: `rasputin members list` shows who is.")
    return member


def _tracked(member: Member) -> Member:
    member.tracked = True
    return member


def _section(kind: Section.Kind, subject: int, now: datetime) -> Section:
    return Section(kind=kind, subject=subject, priority=Priority.BROAD, due_at=now)


def _add_sections(sections: Sequence[Section]) -> int:
    return upsert(Section, sections, key=["kind", "subject", "name"], update=[])
