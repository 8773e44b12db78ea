"""What is stored against the simulator's ground truth, entry by entry and number by number."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import requests
from django.db.models import Exists, OuterRef

from clans.models import Clan, Membership
from tracking.models import (
    Character,
    HistoryEntry,
    Instance,
    Member,
    PendingReport,
    Performance,
    Team,
)
from tracking.queries import batches


class Truth:
    """The simulator's own account of its world, held against ours.

    What became visible after our last walk of a character, or after our last look at a roster, is not
    missing yet.
    """

    ENTRY = (
        *("period", "mode", "activity_hash", "director_hash", "is_private", "kills", "deaths", "assists"),
        *("score", "completed", "completion_reason", "duration_seconds", "time_played_seconds"),
        *("start_seconds", "standing", "team", "player_count", "team_score"),
    )
    INSTANCE = ("period", "mode", "activity_hash", "director_hash", "is_private", "started_from_beginning")
    PERFORMANCE = (
        *(
            "class_hash",
            "light_level",
            "completed",
            "completion_reason",
            "kills",
            "deaths",
            "assists",
            "score",
        ),
        *("time_played_seconds", "start_seconds", "standing", "team", "precision_kills"),
        *("grenade_kills", "melee_kills", "super_kills", "ability_kills", "weapons", "extended"),
    )

    def __init__(self, base_url: str) -> None:
        self._base = f"{base_url}/_simulator/truth"
        self._session = requests.Session()
        self._session.trust_env = False

    def differences(self) -> Iterator[str]:
        yield from self._clans()
        yield from self._members()
        yield from self._histories()
        yield from self._instances()

    def _clans(self) -> Iterator[str]:
        truth = {int(clan["group_id"]): clan for clan in self._get("clans")}
        for clan in Clan.objects.tracked().order_by("pk"):
            true = truth.get(clan.pk)
            if true is None:
                yield f"clan {clan.pk}: does not exist"
                continue
            yield from _differ(f"clan {clan.pk}", clan, true, ("name", "callsign", "motto"))
            ours = {row.player_id: row.role for row in Membership.objects.current().filter(clan=clan)}
            theirs = {int(member["membership_id"]): member["role"] for member in true["members"]}
            yield from _differ_maps(f"clan {clan.pk}: role of member", ours, theirs)

    def _members(self) -> Iterator[str]:
        truth = {int(member["membership_id"]): member for member in self._get("members?limit=1000000")}
        for member in Member.objects.tracked().select_related("player").order_by("pk"):
            true = truth.get(member.pk)
            if true is None:
                yield f"member {member.pk}: does not exist"
                continue
            player = member.player
            ours = (player.membership_type, player.bungie_name, player.bungie_code)
            theirs = (true["membership_type"], true["name"], true["code"])
            if ours != theirs:
                yield f"member {member.pk}: type and name are {ours}, should be {theirs}"
            classes = dict(member.characters.values_list("pk", "class_hash"))
            true_classes = {int(row["character_id"]): row["class_hash"] for row in true["characters"]}
            yield from _differ_maps(f"member {member.pk}: class of character", classes, true_classes)

    def _histories(self) -> Iterator[str]:
        for character in Character.objects.filter(member__tracked=True).order_by("pk"):
            if character.walked_at is None:
                yield f"character {character.pk}: its history was never walked to the end"
                continue
            truth = {
                int(row["instance_id"]): row for row in self._get(f"characters/{character.pk}/activities")
            }
            due = {key for key, row in truth.items() if _time(row["visible_at"]) <= character.walked_at}
            ours = {row.instance_id: row for row in HistoryEntry.objects.filter(character_id=character.pk)}
            for missing in sorted(due - ours.keys()):
                yield f"character {character.pk}: instance {missing} is missing"
            for extra in sorted(ours.keys() - truth.keys()):
                yield f"character {character.pk}: instance {extra} never happened"
            for both in sorted(ours.keys() & truth.keys()):
                yield from _differ(f"entry {character.pk} in {both}", ours[both], truth[both], self.ENTRY)

    def _instances(self) -> Iterator[str]:
        lost = set(PendingReport.objects.dead().values_list("pk", flat=True))
        for batch in batches(Instance.objects.order_by("pk"), size=200):
            ids = [instance.pk for instance in batch]
            reply = self._session.post(f"{self._base}/instances", json=[str(key) for key in ids], timeout=120)
            truth = {int(row["instance_id"]): row for row in reply.json()}
            shown: dict[int, list[Performance]] = {}
            for row in Performance.objects.filter(instance_id__in=ids):
                shown.setdefault(row.instance_id, []).append(row)
            teams: dict[int, set[tuple[int, int | None, int]]] = {}
            for team in Team.objects.filter(instance_id__in=ids):
                teams.setdefault(team.instance_id, set()).add((team.team_id, team.standing, team.score))
            for instance in batch:
                true = truth.get(instance.pk)
                if true is None:
                    yield f"instance {instance.pk}: never happened"
                else:
                    yield from self._instance(
                        instance, shown.get(instance.pk, []), teams.get(instance.pk, set()), true
                    )
        stored = Exists(Instance.objects.filter(pk=OuterRef("instance_id")))
        for entry in HistoryEntry.objects.exclude(stored).exclude(instance_id__in=lost):
            yield f"instance {entry.instance_id}: its report is missing"

    def _instance(
        self,
        instance: Instance,
        performances: list[Performance],
        teams: set[tuple[int, int | None, int]],
        true: dict[str, Any],
    ) -> Iterator[str]:
        what = f"instance {instance.pk}"
        yield from _differ(what, instance, true, self.INSTANCE)
        true_teams = {(team["team_id"], team["standing"], team["score"]) for team in true["teams"]}
        if teams != true_teams:
            yield f"{what}: teams are {sorted(teams)}, should be {sorted(true_teams)}"
        ours = {row.character_id: row for row in performances}
        theirs = {int(entry["character_id"]): entry for entry in true["entries"]}
        yield from _differ_maps(
            f"{what}: membership of character",
            {key: row.membership_id for key, row in ours.items()},
            {key: int(entry["membership_id"]) for key, entry in theirs.items()},
        )
        for both in sorted(ours.keys() & theirs.keys()):
            entry = theirs[both]
            if not true["teams"] and ours[both].standing is None:
                entry = {**entry, "standing": entry["standing"] or None}  # without rivals: 0
            yield from _differ(f"{what}: character {both}", ours[both], entry, self.PERFORMANCE)

    def _get(self, path: str) -> Any:
        reply = self._session.get(f"{self._base}/{path}", timeout=120)
        reply.raise_for_status()
        return reply.json()


def _differ(what: str, ours: Any, truth: dict[str, Any], names: tuple[str, ...]) -> Iterator[str]:
    for name in names:
        mine, true = getattr(ours, name), truth[name]
        if name == "team":
            mine, true = mine or None, true or None  # without teams a history says 0, a report nothing
        if isinstance(mine, datetime):
            true = _time(true)
        if mine != true:
            yield f"{what}: {name} is {mine!r}, should be {true!r}"


def _differ_maps(what: str, ours: dict[int, Any], truth: dict[int, Any]) -> Iterator[str]:
    for key in sorted(ours.keys() | truth.keys()):
        if ours.get(key) != truth.get(key):
            yield f"{what} {key} is {ours.get(key)!r}, should be {truth.get(key)!r}"


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text)
