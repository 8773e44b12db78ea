"""Histories and reports against the truth, number by number."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef

from rasputin.truth.hidden import hidden, without_hidden
from rasputin.truth.source import Source, differ, moment
from tracking.models import (
    LONG_AGO,
    Character,
    HistoryEntry,
    Instance,
    PendingReport,
    Performance,
    Team,
)
from tracking.queries import batches
from tracking.queries.completeness import OF_REPORTS

Told = dict[str, Any]

ENTRY = (
    *("period", "mode", "activity_hash", "director_hash", "is_private", "kills", "deaths", "assists"),
    *("score", "completed", "completion_reason", "duration_seconds", "time_played_seconds"),
    *("start_seconds", "standing", "team", "player_count", "team_score"),
)
INSTANCE = ("period", "mode", "activity_hash", "director_hash", "is_private", "started_from_beginning")
PERFORMANCE = (
    *("class_hash", "light_level", "completed", "completion_reason", "kills", "deaths", "assists", "score"),
    *("time_played_seconds", "start_seconds", "standing", "team", "precision_kills"),
    *("grenade_kills", "melee_kills", "super_kills", "ability_kills", "weapons", "extended"),
)
# What a history alone tells of somebody whom the report lacks.
FILLED_IN = (
    *("completed", "completion_reason", "kills", "deaths", "assists", "score"),
    *("time_played_seconds", "start_seconds"),
)


class Stored(NamedTuple):
    """An instance of ours with what belongs to it; teams as (id, standing, score)."""

    instance: Instance
    performances: dict[int, Performance]
    teams: set[tuple[int, int | None, int]]


def history_differences(source: Source, members: dict[int, Told]) -> Iterator[str]:
    """What a history began to list after our last walk is not missing yet.

    Of who hides histories we know what the reports of others show: that may lack something, and must be true.
    """
    for character in Character.objects.filter(member__tracked=True).order_by("pk"):
        private = members.get(character.member_id, {}).get("private", False)
        if character.walked_at is None and not private:
            yield f"character {character.pk}: its history was never walked to the end"
            continue
        truth = _history(source, character)
        ours = {row.instance_id: row for row in HistoryEntry.objects.filter(character_id=character.pk)}
        for missing in sorted(_due(character, truth) - ours.keys()):
            yield f"character {character.pk}: instance {missing} is missing"
        for extra in sorted(ours.keys() - truth.keys()):
            yield f"character {character.pk}: instance {extra} never happened"
        for both in sorted(ours.keys() & truth.keys()):
            yield from differ(f"entry {character.pk} in {both}", ours[both], truth[both], ENTRY)


def instance_differences(source: Source) -> Iterator[str]:
    """Of what looked incomplete, and will be read again, nothing yet."""
    who = hidden()
    doubted = Exists(PendingReport.objects.filter(pk=OuterRef("pk"), due_at__isnull=False))
    for batch in batches(Instance.objects.exclude(doubted).order_by("pk"), size=200):
        told = source.ask("instances", [instance.pk for instance in batch])
        truth = {int(row["instance_id"]): row for row in told}
        for stored in _with_parts(batch):
            true = truth.get(stored.instance.pk)
            if true is None:
                yield f"instance {stored.instance.pk}: never happened"
            else:
                told_of = without_hidden(true, stored.performances, who)
                yield from _instance_differences(stored, told_of)
    lost = PendingReport.objects.filter(due_at=None).values("pk")
    known = Exists(Instance.objects.filter(pk=OuterRef("instance_id")))
    for entry in HistoryEntry.objects.exclude(known).exclude(instance_id__in=lost):
        yield f"instance {entry.instance_id}: its report is missing"


def _history(source: Source, character: Character) -> dict[int, Told]:
    """By instance: also what no history lists without being asked for just its mode."""
    told = source.get(f"characters/{character.pk}/activities?hidden=1")
    return {int(row["instance_id"]): row for row in told}


def _due(character: Character, truth: dict[int, Told]) -> set[int]:
    """What our last walk must have met, and the last one by every mode of what only one of them lists."""
    walked_at = character.walked_at or LONG_AGO
    audited_at = character.audited_at or LONG_AGO
    return {
        key
        for key, row in truth.items()
        if moment(row["visible_at"]) <= (walked_at if row["only_mode"] is None else audited_at)
    }


def _with_parts(batch: list[Instance]) -> Iterator[Stored]:
    ids = [instance.pk for instance in batch]
    performances: dict[int, dict[int, Performance]] = defaultdict(dict)
    for row in Performance.objects.filter(instance_id__in=ids):
        performances[row.instance_id][row.character_id] = row
    teams: dict[int, set[tuple[int, int | None, int]]] = defaultdict(set)
    for team in Team.objects.filter(instance_id__in=ids):
        teams[team.instance_id].add((team.team_id, team.standing, team.score))
    return (Stored(instance, performances[instance.pk], teams[instance.pk]) for instance in batch)


def _instance_differences(stored: Stored, true: Told) -> Iterator[str]:
    what = f"instance {stored.instance.pk}"
    yield from differ(what, stored.instance, true, INSTANCE)
    teams = {(team["team_id"], team["standing"], team["score"]) for team in true["teams"]}
    if stored.teams != teams:
        yield f"{what}: teams are {sorted(stored.teams)}, should be {sorted(teams)}"
    ours = stored.performances
    theirs = {int(entry["character_id"]): entry for entry in true["entries"]}
    for key in sorted(ours.keys() | theirs.keys()):
        mine = ours[key].membership_id if key in ours else None
        entry = theirs.get(key)
        owner = int(entry["membership_id"]) if entry else None
        if mine != owner:
            yield f"{what}: membership of character {key} is {mine!r}, should be {owner!r}"
        elif entry is not None:
            told = _as_reported(ours[key], entry, true)
            names = PERFORMANCE if ours[key].source in OF_REPORTS else FILLED_IN
            yield from differ(f"{what}: character {key}", ours[key], told, names)


def _as_reported(performance: Performance, entry: Told, true: Told) -> Told:
    """Without rivals a report says nothing of a standing, or 0; a class that it withholds others may show."""
    told = {**entry, "class_hash": entry["class_hash"] or performance.class_hash}
    if not true["teams"] and performance.standing is None:
        return {**told, "standing": entry["standing"] or None}
    return told
