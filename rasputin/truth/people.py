"""Clans and members against the truth, each as it was when we last looked."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from clans.models import Clan, Membership
from rasputin import clock
from rasputin.truth.hidden import hidden
from rasputin.truth.source import Source, differ, moment
from rasputin.truth.spells import OLDEST_REPLY, Spell, seen_at, spell
from tracking.models import LONG_AGO, Character, Member, Section
from tracking.queries import batches

Told = dict[str, Any]


def told_of_members(source: Source) -> dict[int, Told]:
    """What the truth says of everybody whom we track."""
    members = Member.objects.tracked().order_by("pk")
    asked = (source.ask("members", [member.pk for member in batch]) for batch in batches(members, size=500))
    return {int(one["membership_id"]): one for told in asked for one in told}


def clan_differences(source: Source) -> Iterator[str]:
    truth = {int(clan["group_id"]): clan for clan in source.get("clans")}
    for clan in Clan.objects.tracked().order_by("pk"):
        true = truth.get(clan.pk)
        if true is None:
            yield f"clan {clan.pk}: does not exist"
            continue
        yield from differ(f"clan {clan.pk}", clan, true, ("name", "callsign", "motto"))
        if clan.roster_at is None:
            yield f"clan {clan.pk}: its roster was never read"
            continue
        places = _places(true["timeline"])
        yield from _roster_differences(clan, places, clan.roster_at)
        yield from _interval_differences(clan, places, clan.roster_at)


def member_differences(told: dict[int, Told]) -> Iterator[str]:
    for member in Member.objects.tracked().select_related("player").order_by("pk"):
        true = told.get(member.pk)
        if true is None:
            yield f"member {member.pk}: does not exist"
            continue
        yield from _identity_differences(member, true)
        yield from _character_differences(member, true)


def _places(timeline: Iterable[Told]) -> dict[int, list[Spell]]:
    """By member: with which role from when to when."""
    places = defaultdict(list)
    for stint in timeline:
        places[int(stint["membership_id"])].append(spell(stint["role"], stint["from"], stint["to"]))
    return places


def _roster_differences(clan: Clan, places: dict[int, list[Spell]], looked_at: datetime) -> Iterator[str]:
    ours = {row.player_id: row.role for row in Membership.objects.current().filter(clan=clan)}
    for who in sorted((ours.keys() | places.keys()) - hidden()):
        seen = seen_at(places.get(who, []), looked_at)
        yield from _unlike(f"clan {clan.pk}: role of member {who}", ours.get(who), seen)


def _interval_differences(clan: Clan, places: dict[int, list[Spell]], looked_at: datetime) -> Iterator[str]:
    """Memberships that ended before the last look: there at their first sight, not so at the end."""
    ended = Membership.objects.filter(clan=clan, left_at__lt=looked_at).order_by("pk")
    for row in ended:
        spells = places.get(row.player_id, [])
        what = f"clan {clan.pk}: role {row.role} of member {row.player_id}"
        if row.role not in seen_at(spells, row.seen_at):
            yield f"{what} did not hold at {row.seen_at}"
        if row.left_at is not None and seen_at(spells, row.left_at) == {row.role}:
            yield f"{what} did not end at {row.left_at}"


def _identity_differences(member: Member, true: Told) -> Iterator[str]:
    """Names and platform are as old as what told us of them, but no older than the profile."""
    player, looked_at = member.player, member.profile_at or LONG_AGO
    guises = _guises(true["names"])
    types = {kind for kind, _, _ in seen_at(guises, max(player.type_at, looked_at))}
    names = {(name, code) for _, name, code in seen_at(guises, max(player.names_at, looked_at))}
    ours = (player.membership_type, player.bungie_name, player.bungie_code)
    if ours[0] not in types or ours[1:] not in names:
        theirs = (true["membership_type"], true["name"], true["code"])
        yield f"member {member.pk}: type and name are {ours}, should be {theirs}"


def _guises(names: list[Told]) -> list[Spell]:
    told = [((one["membership_type"], one["name"], one["code"]), one["since"]) for one in names]
    ends = [since for _, since in told[1:]]
    return [spell(value, since, end) for (value, since), end in zip(told, [*ends, None], strict=True)]


def _character_differences(member: Member, true: Told) -> Iterator[str]:
    """Those that the last profile showed, and those that were deleted when we last asked for them."""
    ours = {row.pk: row for row in member.characters.all()}
    theirs = {int(one["character_id"]): one for one in (*true["characters"], *true["deleted_characters"])}
    for key in sorted(ours.keys() | theirs.keys()):
        one = theirs.get(key)
        lives = [spell(one["class_hash"], one["made_at"], one["deleted_at"])] if one else []
        seen = seen_at(lives, member.profile_at or clock.now())
        what = f"member {member.pk}: class of character {key}"
        yield from _unlike(what, _shown_class(ours.get(key), one), seen)
        if key not in ours and one and _is_told_of(member, one):
            yield f"member {member.pk}: deleted character {key} is unknown"


def _shown_class(row: Character | None, true: Told | None) -> int | None:
    """None for a character of which we know that it is gone; its class can be unknown (0)."""
    if row is None or (row.vanished_at and true and row.class_hash in (0, true["class_hash"])):
        return None
    return row.class_hash


def _is_told_of(member: Member, true: Told) -> bool:
    """Whether the character was deleted already when we asked for the account's."""
    asked = Section.objects.of(Section.Kind.ACCOUNT).filter(subject=member.pk).first()
    gone, asked_at = true["deleted_at"], asked and asked.succeeded_at
    return bool(gone and asked_at and moment(gone) < asked_at - OLDEST_REPLY)


def _unlike(what: str, ours: Any, seen: set[Any]) -> Iterator[str]:
    if ours not in seen:
        yield f"{what} is {ours!r}, should be {' or '.join(sorted(map(repr, seen)))}"
