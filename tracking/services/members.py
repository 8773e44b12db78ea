"""Members: who is tracked, and what their profiles say."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import partial

from django.db import transaction
from django.db.models import Q

from rasputin.bungie import Client
from rasputin.bungie.errors import AccountNotFound, WrongMembershipType
from rasputin.bungie.names import BungieName, MembershipId, parse_bungie_name
from rasputin.bungie.types import Profile, UserInfoCard
from rasputin.crawltask import Found
from rasputin.queues import Priority
from rasputin.steps import Steps
from rasputin.upsert import Dated, upsert, upsert_newer
from tracking.models import Character, Member, Player, PlayerName, Section, TypeSource
from tracking.queries import find_player
from tracking.rows import character_row, player_row

NAMES = Dated(("names_at",), ("display_name", "bungie_name", "bungie_code", "icon_path"))
TYPE = Dated(("type_source", "type_at"), ("membership_type",))
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


class UnknownPlayer(ValueError):
    """Nobody goes by this name or id; the message says so."""


def store_players(players: Iterable[Player]) -> None:
    upsert_newer(Player, players, key=["membership_id"], groups=[NAMES, TYPE])


def enrol(membership_ids: Sequence[int], *, now: datetime, again: bool = False) -> int:
    """Tracks players that are stored already; returns how many profiles that makes due.

    Who was removed stays so, unless it is wanted `again`.
    """
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
    player = find_player(identifier) or _ask_who(bungie, identifier, now=now)
    with transaction.atomic():
        enrol([player.membership_id], now=now, again=True)
    return Member.objects.select_related("player").get(pk=player.membership_id)


@transaction.atomic
def remove_member(identifier: str) -> Member:
    """Stops tracking; what is stored stays. Raises UnknownPlayer."""
    member = _tracked_member(identifier)
    member.tracked = False
    member.save(update_fields=["tracked"])
    histories = Section.objects.of(Section.Kind.HISTORY).filter(subject__in=member.characters.values("pk"))
    histories.delete()
    Section.objects.of(Section.Kind.PROFILE).filter(subject=member.pk).delete()
    return member


def refresh_members(identifiers: Sequence[str], *, now: datetime) -> list[Member]:
    """Brings members before everybody else; all of them where none is named. Raises UnknownPlayer."""
    members = [_tracked_member(identifier) for identifier in identifiers]
    chosen = Member.objects.tracked()
    if identifiers:
        chosen = chosen.filter(pk__in=[member.pk for member in members])
    characters = Character.objects.filter(member__in=chosen)
    for kind, subjects in ((Section.Kind.PROFILE, chosen), (Section.Kind.HISTORY, characters)):
        rows = Section.objects.of(kind).filter(subject__in=subjects.values("pk"))
        rows.update(due_at=now, priority=Priority.PERSON)
    return list(chosen.select_related("player").order_by("pk"))


def sync_member(bungie: Client, membership_id: int, *, now: datetime) -> Steps[Found]:
    """Profile and characters (GetProfile 100, 200); histories of the new and the played fall due."""
    player = Player.objects.get(pk=membership_id)
    profile = yield from _ask_profile(bungie, player, now=now)
    with transaction.atomic():
        return _store_profile(membership_id, profile, now=now)


def _ask_profile(bungie: Client, player: Player, *, now: datetime) -> Steps[Profile]:
    identity = MembershipId(player.membership_id)
    try:
        reply: Profile = yield partial(bungie.profile, player.membership_type, identity)
    except WrongMembershipType as error:
        if error.membership_id != player.membership_id:
            raise
        hint = Player(
            membership_id=player.membership_id,
            membership_type=error.actual_type,
            type_source=TypeSource.HINT,
            type_at=now,
        )
        store_players([hint])
        reply = yield partial(bungie.profile, error.actual_type, identity)
    return reply


def _store_profile(membership_id: int, profile: Profile, *, now: datetime) -> Found:
    """Nothing, if the member was removed while the request was out."""
    if not Member.objects.tracked().select_for_update().filter(pk=membership_id).first():
        return Found()
    data = profile.data
    if data is not None:
        card = data.user_info
        if card.membership_id == membership_id:
            store_players([player_row(card, source=TypeSource.PROFILE, at=now)])
            _note_name(membership_id, card.bungie_name, now=now)
        Member.objects.filter(pk=membership_id).update(
            last_played_at=data.date_last_played,
            guardian_rank=data.current_guardian_rank,
            highest_guardian_rank=data.lifetime_highest_guardian_rank,
            profile_at=now,
        )
    return _store_characters(membership_id, profile, now=now)


def _store_characters(membership_id: int, profile: Profile, *, now: datetime) -> Found:
    known = {row.pk: row for row in Character.objects.filter(member_id=membership_id)}
    rows = [character_row(character, membership_id=membership_id) for character in profile.character_list]
    upsert(Character, rows, key=["character_id"], update=CHARACTER_COLUMNS)
    _note_vanished(known, profile, now=now)
    walks = Section.objects.of(Section.Kind.HISTORY).filter(subject__in=[row.pk for row in rows])
    walked = set(walks.values_list("subject", flat=True))
    new = [_section(Section.Kind.HISTORY, row.pk, now) for row in rows if row.pk not in walked]
    moved = [row.pk for row in rows if row.pk in known and known[row.pk].last_played_at != row.last_played_at]
    returned = Q(due_at=None, error_kind="")  # it had vanished and was walked a last time
    hurried = walks.filter(Q(subject__in=moved, due_at__gt=now) | returned)
    return Found(sections=hurried.update(due_at=now, priority=Priority.HOT) + _add_sections(new))


def _note_vanished(known: dict[int, Character], profile: Profile, *, now: datetime) -> None:
    """A character that the profile does not list any more is walked once more, then left alone."""
    if profile.data is None or not profile.character_list:
        return
    listed = {*profile.data.character_ids, *(row.character_id for row in profile.character_list)}
    gone = [row.pk for row in known.values() if row.pk not in listed and row.vanished_at is None]
    Character.objects.filter(pk__in=gone).update(vanished_at=now)
    Section.objects.of(Section.Kind.HISTORY).filter(subject__in=gone).update(due_at=now)


def _note_name(membership_id: int, name: BungieName | None, *, now: datetime) -> None:
    if name is not None:
        row = PlayerName(member_id=membership_id, name=str(name), first_seen_at=now, last_seen_at=now)
        upsert(PlayerName, [row], key=["member_id", "name"], update=["last_seen_at"])


def _ask_who(bungie: Client, identifier: str, *, now: datetime) -> Player:
    card = _card_by_id(bungie, identifier) if identifier.isdigit() else _card_by_name(bungie, identifier)
    store_players([player_row(card, source=TypeSource.LINKED, at=now)])
    return Player.objects.get(pk=card.membership_id)


def _card_by_id(bungie: Client, identifier: str) -> UserInfoCard:
    try:
        linked = bungie.linked_profiles(-1, MembershipId(int(identifier)))
    except AccountNotFound as error:
        raise UnknownPlayer(f"Bungie knows no player with the id {identifier}.") from error
    cards = [card for card in linked.profiles if card.membership_id == int(identifier)]
    if not cards:
        raise UnknownPlayer(f"Bungie shows no Destiny 2 profile for the id {identifier}.")
    return cards[0]


def _card_by_name(bungie: Client, identifier: str) -> UserInfoCard:
    try:
        name = parse_bungie_name(identifier)
    except ValueError as error:
        raise UnknownPlayer(f"{error}, or give a membership id.") from error
    cards = bungie.search_by_bungie_name(name.name, name.code)
    if not cards:
        raise UnknownPlayer(f"Bungie knows nobody named {name}.")
    return next((card for card in cards if card.membership_type == card.cross_save_override), cards[0])


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
