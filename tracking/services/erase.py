"""Erases a person: nothing stored names them any more, and what they did in reports is nobody's.

The job has three parts: what is theirs alone is deleted, what shows them among others is stripped as Bungie
strips players (rows and archived replies), and words that hold their ids or names are dropped. It ends when a
last look finds nothing, and forgets whom it was about.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress as suppress_errors
from datetime import datetime
from typing import Any, NamedTuple

import redis
from django.apps import apps
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.core.cache import cache
from django.db.models import Exists, OuterRef, Q, QuerySet

from rasputin import jobs
from rasputin.bungie import Client
from rasputin.bungie.errors import BungieError
from rasputin.bungie.readers import REPORT
from rasputin.bungie.wire import Answer
from rasputin.models import Job
from rasputin.queues import Priority
from rasputin.upsert import upsert
from tracking import archive
from tracking.models import (
    Character,
    Instance,
    Member,
    Performance,
    Player,
    PlayerName,
    RawReport,
    Section,
    Source,
    Suppressed,
)
from tracking.queries import find_player
from tracking.reparse import parse_body
from tracking.services.lookup import look_up
from tracking.services.suppression import suppress
from tracking.stripping import MOST_STRIPPED, Hidden, is_stripped, names, strip

BATCH = 100
OWN, ARCHIVE, REPORTS, WORDS, END = "own", "archive", "reports", "words", "end"
KEPT = ("tracking.Suppressed", "tracking.Performance")  # the list itself; what is stripped, not deleted
OF_MEMBERS = (Section.Kind.PROFILE, Section.Kind.RECORDS, Section.Kind.ACCOUNT)
OF_CHARACTERS = (Section.Kind.HISTORY, Section.Kind.DEEP, Section.Kind.UNREAD)
PERFORMANCE_KEY = ("instance_id", "character_id")
ERASED = "erased"


class Person(NamedTuple):
    """Memberships with their accounts on Bungie.net, characters, and every name that was theirs."""

    accounts: dict[int, int | None]
    characters: list[int]
    names: list[str]


def want_erasing(person: Person, *, reason: str, now: datetime) -> Job:
    """Puts a person on the list, who from now on is neither tracked nor named; the job erases the rest."""
    suppress(person.accounts, reason=reason, now=now)
    arguments = {
        "membership_ids": sorted(person.accounts),
        "bungie_net_ids": sorted({account for account in person.accounts.values() if account}),
        "characters": person.characters,
        "names": person.names,
    }
    return jobs.want(Job.Kind.ERASE, _continued(arguments), priority=Priority.PERSON, now=now)


def find_person(bungie: Client, identifier: str) -> Person:
    """By `Name#1234` or membership id: all of a person's memberships that are known.

    An id may be one that nobody here has met; Bungie is asked about such a name. Raises UnknownPlayer.
    """
    text = identifier.strip()
    player = find_player(text)
    if player is not None:
        return _person(player.pk)
    if text.isascii() and text.isdigit() and len(text) < 20:
        return _person(int(text))
    return _person(look_up(bungie, text).membership_id)


def erase(job: Job) -> bool:
    """The next step of the part that it is in, which says what the next one is; True when nothing is left."""
    if not job.arguments:
        return True
    part = job.cursor.get("part", OWN)
    job.cursor["part"] = PARTS[part](job)
    if job.cursor["part"] == END:
        job.arguments, job.cursor, job.notes = {}, {}, []  # only numbers stay
    return not job.arguments


def _continued(arguments: dict[str, Any]) -> dict[str, Any]:
    """Those of an erasing that was begun: it knew characters and names that are gone by now."""
    ours = Job.objects.filter(kind=Job.Kind.ERASE, finished_at=None)
    begun = ours.filter(arguments__membership_ids__contains=arguments["membership_ids"]).first()
    known: dict[str, Any] = begun.arguments if begun else arguments
    return known


def _person(membership_id: int) -> Person:
    members = Member.objects.filter(_same_person(membership_id))
    accounts: dict[int, int | None] = {membership_id: None}
    accounts |= dict(members.values_list("pk", "bungie_net_id"))
    players = list(Player.objects.filter(pk__in=accounts))
    shown = [name for row in players for name in (row.name, row.display_name, row.bungie_name)]
    past = PlayerName.objects.filter(member__in=accounts).values_list("name", flat=True)
    characters = Character.objects.filter(member__in=accounts).values_list("pk", flat=True)
    return Person(accounts, sorted(characters), sorted({name for name in (*shown, *past) if name}))


def _same_person(membership_id: int) -> Q:
    member = Member.objects.filter(pk=membership_id).first()
    same = Q(pk=membership_id) | Q(primary_id=membership_id)
    if member is not None and member.primary_id:
        same |= Q(pk=member.primary_id) | Q(primary_id=member.primary_id)
    if member is not None and member.bungie_net_id:
        same |= Q(bungie_net_id=member.bungie_net_id)
    return same


def _delete_own(job: Job) -> str:
    _delete_rows(job)
    return ARCHIVE


def _delete_rows(job: Job) -> None:
    """Those that are about the person alone, whatever table they are in."""
    ids, characters = job.arguments["membership_ids"], job.arguments["characters"]
    list(Member.objects.select_for_update().filter(pk__in=ids))  # who stores a profile comes before or after
    subjects = Q(kind__in=OF_MEMBERS, subject__in=ids)
    subjects |= Q(kind__in=OF_CHARACTERS, subject__in=characters)
    theirs = Section.objects.filter(subjects)
    for rows in (theirs, *_hanging_on(ids, characters), Player.objects.filter(pk__in=ids)):
        jobs.count(job, "rows deleted", rows.delete()[0])


def _hanging_on(ids: Sequence[int], characters: Sequence[int]) -> Iterator[QuerySet[Any]]:
    """First those that point to the player's row; then those that only tell the same id, which a walk that
    was storing just now may have added until then.
    """
    for relation in Player._meta.related_objects:
        pointing: Any = relation.related_model
        yield pointing._base_manager.filter(**{f"{relation.field.name}__in": ids})
    for model in apps.get_models():
        told = {field.name for field in model._meta.concrete_fields if not field.is_relation}
        if model is Player or model._meta.label in KEPT:
            continue
        if "membership_id" in told:
            yield model._base_manager.filter(membership_id__in=ids)
        elif "character_id" in told:
            yield model._base_manager.filter(character_id__in=characters)


def _strip_reports(job: Job) -> str:
    """Reports that show the person: the archived reply stripped, and the rows as that tells then."""
    instances = _shown(job).order_by("instance_id").values_list("instance_id", flat=True).distinct()[:BATCH]
    ids = list(instances)
    if not ids:
        return WORDS
    list(Instance.objects.filter(pk__in=ids).order_by("pk").select_for_update().values_list("pk"))
    raws = RawReport.objects.in_bulk(ids)
    told = [row for raw in raws.values() for row in _strip_archived(raw, job)]
    rows = _shown(job).filter(instance_id__in=ids)
    read = {row.instance_id for row in told}
    untold = [row for row in rows if row.source != Source.REPORT or row.instance_id not in read]
    rows.delete()
    columns = [field.name for field in Performance._meta.concrete_fields if field.name not in PERFORMANCE_KEY]
    upsert(Performance, [*told, *_nameless(untold)], key=PERFORMANCE_KEY, update=columns)
    job.done += len(ids)
    jobs.count(job, "reports stripped", len(ids))
    return REPORTS


def _shown(job: Job) -> QuerySet[Performance]:
    return Performance.objects.filter(membership_id__in=job.arguments["membership_ids"])


def _hidden(job: Job) -> Hidden:
    told = job.arguments
    return Hidden(frozenset(told["membership_ids"]), frozenset(told["bungie_net_ids"]))


def _strip_archived(raw: RawReport, job: Job) -> list[Performance]:
    """Keeps the reply without them; its rows of stripped players, none where it cannot be read."""
    body = _body(raw)
    if body is None:
        jobs.count(job, "damaged replies emptied")
    stripped = b"" if body is None else strip(body, _hidden(job))
    if stripped is not body:
        archive.keep_dictionary()
        raw.body, raw.dictionary_id = archive.compress(stripped), archive.current_id()
        raw.save(update_fields=["body", "dictionary_id"])
    try:
        return [row for row in parse_body(stripped, raw).performances if is_stripped(row.character_id)]
    except BungieError:
        return []


def _body(raw: RawReport) -> bytes | None:
    """None for a reply that is damaged: nobody knows whom it names."""
    try:
        return archive.decompress(bytes(raw.body), raw.dictionary_id)
    except archive.Unreadable:
        return None


def _nameless(rows: Sequence[Performance]) -> Sequence[Performance]:
    """Those that no reply tells (but a history, or an earlier one), stripped alike; numbered downwards."""
    taken: dict[int, int] = {}
    for row in rows:
        taken[row.instance_id] = taken.get(row.instance_id, MOST_STRIPPED + 1) - 1
        row.membership_id, row.character_id = 0, taken[row.instance_id]
        row.class_hash = row.race_hash = row.gender_hash = 0
        row.clan_name = ""
    return rows


def _search_archive(job: Job) -> str:
    """Only a look into each archived reply tells whom those name that no report was read from, and which
    further memberships play under the person's account on Bungie.net, which are erased like the others.
    """
    archived = RawReport.objects.filter(pk__gt=job.cursor.get("after", -1)).order_by("pk")
    if not job.arguments["bungie_net_ids"]:
        archived = archived.exclude(Exists(Instance.objects.filter(pk=OuterRef("pk"))))
    batch = list(archived[:BATCH])
    if not batch:
        job.total = _shown(job).values("instance_id").distinct().count()
        return REPORTS
    read = set(Instance.objects.filter(pk__in=[raw.pk for raw in batch]).values_list("pk", flat=True))
    _add_further(job, [raw for raw in batch if raw.pk in read])
    for raw in batch:
        body = None if raw.pk in read else _body(raw)
        if raw.pk not in read and (body is None or names(body, _hidden(job))):
            _strip_archived(raw, job)
            jobs.count(job, "unreadable replies stripped")
    job.cursor["after"] = batch[-1].pk
    return ARCHIVE


def _add_further(job: Job, raws: Sequence[RawReport]) -> None:
    """Memberships that replies show beside the person's account on Bungie.net."""
    told = job.arguments
    found: dict[int, int | None] = {
        key: account for raw in raws for key, account in _beside(raw, _hidden(job).bungie_net_ids)
    }
    further = {key: account for key, account in found.items() if key not in told["membership_ids"]}
    if not further:
        return
    listed = Suppressed.objects.filter(membership_id__in=told["membership_ids"]).order_by("pk")
    first = listed.first()
    if first is not None:
        suppress(further, reason=first.reason, now=first.suppressed_at)
    person = [_person(key) for key in further]
    told["membership_ids"] = sorted({*told["membership_ids"], *further})
    told["characters"] = sorted({*told["characters"], *(key for one in person for key in one.characters)})
    told["names"] = sorted({*told["names"], *(name for one in person for name in one.names)})


def _beside(raw: RawReport, accounts: frozenset[int]) -> Iterator[tuple[int, int]]:
    body = _body(raw)
    if body is None or not any(str(account).encode() in body for account in accounts):
        return
    with suppress_errors(BungieError):
        for entry in REPORT.read(Answer(endpoint="archive", status=200, headers={}, body=body)).entries:
            site = entry.player.bungie_net_user_info
            if site is not None and site.membership_id in accounts and entry.membership_id:
                yield entry.membership_id, site.membership_id


def _drop_words(job: Job) -> str:
    """What people and programs wrote about them; then a last look at what was stored meanwhile."""
    told = job.arguments
    ids = [str(one) for one in (*told["membership_ids"], *told["characters"])]
    words = _any_word([*ids, *told["names"]])
    for model in apps.get_models():
        if "error_message" in {field.name for field in model._meta.concrete_fields}:
            model._base_manager.filter(error_message__regex=words).update(error_message=ERASED)
    shown = Q(object_id__in=ids) | Q(object_repr__regex=words) | Q(change_message__regex=words)
    LogEntry.objects.filter(shown).update(object_id=None, object_repr=ERASED, change_message="")
    _empty_cache()
    _delete_rows(job)
    return REPORTS if _shown(job).exists() else END


def _any_word(words: Iterable[str]) -> str:
    """Any of these, with nothing of a word before or behind it."""
    return rf"(^|\W)({'|'.join(re.escape(word) for word in words)})(\W|$)"


def _empty_cache() -> None:
    """All of it: what is cached is read again, and nobody knows whom it names."""
    with redis.Redis.from_url(str(settings.CACHES["default"]["LOCATION"])) as kept:
        for key in kept.scan_iter(match=cache.make_key("*"), count=1000):
            kept.delete(key)


PARTS = {OWN: _delete_own, ARCHIVE: _search_archive, REPORTS: _strip_reports, WORDS: _drop_words}
