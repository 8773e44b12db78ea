"""Who is who, and how complete we know them."""

from datetime import datetime
from typing import NamedTuple

from django.db.models import BooleanField, Count, ExpressionWrapper, F, Q

from rasputin.bungie.names import parse_bungie_name
from tracking.models import OF_CHARACTERS, OF_MEMBERS, Character, Member, Player, PlayerName, Section
from tracking.queries.completeness import Completeness, completeness
from tracking.queries.names import name_characters
from tracking.queries.titles import TriumphScore, triumph_score


class SectionState(NamedTuple):
    kind: str
    subject: int
    succeeded_at: datetime | None
    due_at: datetime | None
    error_kind: str
    error_message: str


class MemberCard(NamedTuple):
    """A tracked member with characters, named, and the state of everything that is crawled for it."""

    member: Member
    characters: list[Character]
    completeness: Completeness
    triumphs: TriumphScore | None
    sections: list[SectionState]


class MemberLine(NamedTuple):
    membership_id: int
    name: str
    membership_type: int
    characters: int
    last_played_at: datetime | None
    profile_at: datetime | None


def find_player(identifier: str, *, former: bool = True) -> Player | None:
    """By membership id, `Name#1234` or `Name-1234`; the newest holder of a name first.

    A membership that cross save overrides has the name too, and no profile. Where nobody goes by a name now,
    it means the member who did so last, unless `former` names do not count.
    """
    text = identifier.strip()
    if "\x00" in text:
        return None  # PostgreSQL stores none, and refuses to look for one
    if text.isascii() and text.isdigit():
        return Player.objects.filter(pk=int(text)).first() if len(text) < 20 else None
    try:
        name = parse_bungie_name(text)
    except ValueError:
        return None
    named = Player.objects.filter(bungie_name=name.name, bungie_code=name.code)
    found = named or Player.objects.filter(bungie_name__iexact=name.name, bungie_code=name.code)
    played = ExpressionWrapper(Q(member__profile_at__isnull=False), output_field=BooleanField())
    order = (F("member__tracked").desc(nulls_last=True), played.desc(), "-names_at", "pk")
    return found.order_by(*order).first() or (_formerly(str(name)) if former else None)


def _formerly(name: str) -> Player | None:
    names = PlayerName.objects.filter(name__iexact=name).select_related("member__player")
    last = names.order_by("-member__tracked", "-last_seen_at", "member_id").first()
    return last.member.player if last else None


def member_list() -> list[MemberLine]:
    """All tracked members by name."""
    members = Member.objects.tracked().select_related("player").annotate(number=Count("characters"))
    return [
        MemberLine(
            membership_id=member.pk,
            name=member.player.name,
            membership_type=member.player.membership_type,
            characters=member.number,  # type: ignore[attr-defined]  # annotated above
            last_played_at=member.last_played_at,
            profile_at=member.profile_at,
        )
        for member in members.order_by("player__bungie_name", "player__bungie_code", "pk")
    ]


def member_card(identifier: str) -> MemberCard | None:
    """None where nobody of that name or id is, or was, tracked."""
    member = find_member(identifier)
    if member is None:
        return None
    characters = list(member.characters.order_by(F("last_played_at").desc(nulls_last=True), "pk"))
    return MemberCard(
        member=member,
        characters=name_characters(characters),
        completeness=completeness(member, characters),
        triumphs=triumph_score(member.pk),
        sections=_sections(member, characters),
    )


def find_member(identifier: str) -> Member | None:
    """None where nobody of that name or id is, or was, tracked."""
    player = find_player(identifier)
    return Member.objects.select_related("player").filter(pk=player.pk).first() if player else None


def _sections(member: Member, characters: list[Character]) -> list[SectionState]:
    mine = Q(kind__in=OF_MEMBERS, subject=member.pk)
    theirs = Q(kind__in=OF_CHARACTERS, subject__in=[character.pk for character in characters])
    return section_states(mine | theirs)


def section_states(which: Q) -> list[SectionState]:
    """How fresh the chosen sections are, by kind and subject."""
    rows = Section.objects.filter(which).order_by("kind", "subject").values(*SectionState._fields)
    return [SectionState(**row) for row in rows]
