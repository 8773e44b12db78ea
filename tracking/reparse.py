"""Archived replies read again: what the rows would be if they were parsed now, against what they are."""

from collections.abc import Iterable, Iterator, Sequence
from operator import itemgetter
from typing import Any, NamedTuple

from django.db.models import Model

from rasputin.bungie.errors import BungieError, Undecodable
from rasputin.bungie.readers import REPORT
from rasputin.bungie.wire import Answer
from rasputin.postgres import read_binary
from tracking import archive
from tracking.models import Instance, Performance, RawReport, Source, Team
from tracking.rows import ReportRows, report_rows

NOT_PARSED = frozenset({"fetched_at", "parser_version"})

Key = tuple[str, int]  # ("character", character id), ("team", team id), ("instance", instance id)
Values = tuple[Any, ...]


class Change(NamedTuple):
    """A column that is to be another; without a `field` the whole row, which the archive has (or not)."""

    key: Key
    field: str
    kept: Any = None
    said: Any = None
    row: Any = None  # as parsed; None for one that is to go


class Reread(NamedTuple):
    """An archived reply, its rows or why there are none, and how they differ from what is stored.

    `version` is the parser's that made the stored rows, None where there are none.
    """

    raw: RawReport
    rows: ReportRows | None
    error: BungieError | archive.Unreadable | None
    version: int | None
    changes: list[Change]


def parse(raw: RawReport) -> ReportRows:
    """The rows of an archived reply. Raises Undecodable as a fresh reply does, or archive.Unreadable."""
    return parse_body(archive.decompress(bytes(raw.body), raw.dictionary_id), raw)


def parse_body(body: bytes, raw: RawReport) -> ReportRows:
    """The rows, if this were what is archived."""
    report = REPORT.read(Answer(endpoint="archive", status=200, headers={}, body=body))
    return report_rows(report, fetched_at=raw.fetched_at)


def reread(batch: Sequence[RawReport]) -> Iterator[Reread]:
    """With three queries for the whole batch.

    Rows of which an earlier reply or a history is the source are none of the archived reply's business,
    as long as it does not show them.
    """
    ids = [raw.instance_id for raw in batch]
    versions = dict(Instance.objects.filter(pk__in=ids).values_list("pk", "parser_version"))
    stored: dict[int, dict[Key, Values]] = {key: {} for key in ids}
    for columns in COLUMNS:
        for values in columns.read(ids):
            stored[values[columns.instance]][columns.name, values[columns.key]] = values
    for raw in batch:
        yield _reread(raw, stored[raw.instance_id], versions.get(raw.instance_id))


def differences(batch: Sequence[RawReport]) -> Iterator[str]:
    """Where stored rows are not what their archived reply says; each a line."""
    for found in reread(batch):
        what = f"instance {found.raw.instance_id}"
        if found.version is None:
            if found.rows is not None:
                yield f"{what}: archived, but not stored"
        elif found.error is not None:
            yield f"{what}: the archived reply cannot be read: {found.error}"
        else:
            yield from (_line(what, change) for change in found.changes)


def _line(what: str, change: Change) -> str:
    place = what if change.key[0] == "instance" else f"{what}: {change.key[0]} {change.key[1]}"
    if not change.field:
        return f"{place} is only in the {'archive' if change.row is not None else 'database'}"
    return f"{place}: {change.field} is {change.kept!r}, but the archived reply says {change.said!r}"


def _reread(raw: RawReport, stored: dict[Key, Values], version: int | None) -> Reread:
    try:
        rows = parse(raw)
    except (BungieError, archive.Unreadable) as error:
        return Reread(raw, None, error, version, [])
    if rows.instance.pk != raw.pk:
        misplaced = Undecodable(f"it is of instance {rows.instance.pk}", endpoint="archive")
        return Reread(raw, None, misplaced, version, [])
    _keep_classes(rows, stored)
    return Reread(raw, rows, None, version, list(_changes(rows, stored)))


def _keep_classes(rows: ReportRows, stored: dict[Key, Values]) -> None:
    """A class that this reply withholds, and that is known from elsewhere."""
    for row in rows.performances:
        kept = stored.get(("character", row.character_id))
        if kept is not None and not row.class_hash:
            row.class_hash = kept[_CLASS]


def _changes(rows: ReportRows, stored: dict[Key, Values]) -> Iterator[Change]:
    tables: tuple[Sequence[Model], ...] = ([rows.instance], rows.teams, rows.performances)
    for columns, parsed in zip(COLUMNS, tables, strict=True):
        told = {said[columns.key]: (said, row) for row in parsed for said in (columns.of(row),)}
        for identity, (said, row) in told.items():  # of an entry that is there twice the last one counts
            key = (columns.name, identity)
            kept = stored.pop(key, None)
            if kept is None:
                yield Change(key, "", row=row)
            elif kept != said:
                yield from columns.differing(key, kept, said, row)
    for key, values in stored.items():
        if key[0] != "character" or values[_SOURCE] == Source.REPORT:
            yield Change(key, "")


class Columns:
    """What a table's rows say that comes out of the reply, as tuples: they compare in no time."""

    def __init__(self, name: str, model: type[Model], key: str) -> None:
        self.name, self.model = name, model
        fields = [field for field in model._meta.concrete_fields if field.name not in NOT_PARSED]
        self.fields = [field.attname for field in fields]
        self.key, self.instance = self.fields.index(key), self.fields.index("instance_id")
        self._of = itemgetter(*self.fields)

    def of(self, row: Model) -> Values:
        """Of a parsed row."""
        values: Values = self._of(row.__dict__)
        return values

    def read(self, ids: Sequence[int]) -> Iterable[Values]:
        """Of all stored rows of these instances."""
        return read_binary(self.model._base_manager.filter(instance_id__among=ids).values_list(*self.fields))

    def differing(self, key: Key, kept: Values, said: Values, row: Any) -> Iterator[Change]:
        for field, old, new in zip(self.fields, kept, said, strict=True):
            if old != new:
                yield Change(key, field, old, new, row)


COLUMNS = (
    Columns("instance", Instance, "instance_id"),
    Columns("team", Team, "team_id"),
    Columns("character", Performance, "character_id"),
)
_SOURCE, _CLASS = (COLUMNS[2].fields.index(name) for name in ("source", "class_hash"))
