"""What the admin shows below members and instances: rows without pages of their own, by name."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from manifest.namedadmin import thing
from rasputin.modeladmin import Table
from tracking import queries
from tracking.models import Instance, Member, Player

NEWEST = 25
RESULTS = ("kills", "deaths", "assists", "score", "time_played_seconds")


def tables_of_member(member: Member) -> list[Table]:
    tables = [_completeness(member), _characters(member), _titles(member), _newest_history(member)]
    return _filled(tables)


def tables_of_instance(instance: Instance) -> list[Table]:
    detail = queries.activity_detail(instance.pk)
    if detail is None:
        return []
    return _filled(
        [_who_played(detail), _teams(detail), _skulls(detail), _weapons(detail), _counters(detail)]
    )


def title(row: Any) -> SafeString | str:
    name = row.title or row.title_record_name
    return thing("record", row.title_record_hash, name, row.title_record_icon_path)


def _filled(tables: list[Table]) -> list[Table]:
    return [table for table in tables if table.rows]


def _completeness(member: Member) -> Table:
    headers = ("Complete", "From", "To", "Activities", "Without report, and why", "Last audit")
    found = queries.completeness(member, list(member.characters.all()))
    why = [f"{one.entries} {one.kind}{' (given up)' if one.given_up else ''}" for one in found.missing]
    row = (
        _yes(found.complete),
        _day_and_minute(found.complete_from),
        _day_and_minute(found.complete_to),
        found.entries,
        ", ".join(why) or "none",
        _day_and_minute(found.audited_at),
    )
    return Table("History", headers, [row])


def _characters(member: Member) -> Table:
    headers = ("Character", "Class", "Title", "Emblem", "Light", "Hours", "Last played", "Vanished")
    characters: Any = queries.name_characters(list(member.characters.order_by("pk")))
    rows = [
        (
            _page_of("character", row.pk),
            row.class_name or row.class_hash,
            title(row),
            thing("item", row.emblem_hash, row.emblem_name, row.emblem_icon_path),
            row.light,
            round(row.minutes_played / 60),
            _day_and_minute(row.last_played_at),
            _day_and_minute(row.vanished_at),
        )
        for row in characters
    ]
    return Table("Characters", headers, rows)


def _titles(member: Member) -> Table:
    headers = ("Title", "Worn", "Gilded", "This season", "Claimed", "Earned")
    titles: Any = queries.name_records(list(queries.titles_of(member.pk)))
    rows = [
        (
            thing("record", row.record_hash, row.title or row.record_name, row.record_icon_path),
            _yes(row.worn),
            row.gild_count,
            _yes(row.gilded_this_season),
            _yes(row.claimed),
            _day_and_minute(row.earned_at),
        )
        for row in titles
    ]
    return Table("Titles", headers, rows)


def _newest_history(member: Member) -> Table:
    headers = ("Started", "Activity", "Mode", "Class", "Done", "K", "D", "A", "Score", "Seconds", "Report")
    entries = list(queries.with_context(queries.activities_of(member.pk))[:NEWEST])
    named: Any = queries.name_history(entries)
    rows = [
        (
            _day_and_minute(entry.period),
            thing("activity", entry.activity_hash, entry.activity_name, entry.activity_icon_path),
            entry.mode_name,
            entry.class_name or "-",
            _yes(entry.completed),
            *(getattr(entry, name) for name in RESULTS),
            _page_of("instance", entry.instance_id) if entry.report == "stored" else entry.report,
        )
        for entry in named
    ]
    return Table(f"Newest history: the last {NEWEST}", headers, rows)


def _who_played(detail: queries.ActivityDetail) -> Table:
    headers = ("Player", "Class", "Emblem", "Light", "Team", "Done", "K", "D", "A", "Score", "Seconds")
    rows = [
        (
            player.name,
            row.class_name or "-",
            thing("item", row.emblem_hash, row.emblem_name, row.emblem_icon_path),
            row.light_level,
            "-" if row.team is None else row.team,
            _yes(row.completed),
            *(getattr(row, name) for name in RESULTS),
        )
        for row, player in _players(detail)
    ]
    return Table("Who played", headers, rows)


def _players(detail: queries.ActivityDetail) -> list[tuple[Any, Player]]:
    """Performances carry the names that the query put there."""
    return [(seen.performance, seen.player) for seen in detail.entries]


def _teams(detail: queries.ActivityDetail) -> Table:
    rows = [(team.team_id, team.name, team.standing, team.score) for team in detail.teams]
    return Table("Teams", ("Team", "Name", "Standing", "Score"), rows)


def _skulls(detail: queries.ActivityDetail) -> Table:
    rows = [(skull.skull_name or skull.skull_hash,) for skull in detail.skulls]
    return Table("Chosen modifiers", ("Modifier",), rows)


def _weapons(detail: queries.ActivityDetail) -> Table:
    rows = [
        (
            seen.player.name,
            thing("item", use.item_hash, use.item_name, use.item_icon_path),
            use.item_type_name or "-",
            use.kills,
            use.precision_kills,
        )
        for seen in detail.entries
        for use in seen.weapons
    ]
    return Table("Weapons", ("Player", "Weapon", "Type", "Kills", "Precision kills"), rows)


def _counters(detail: queries.ActivityDetail) -> Table:
    rows = [
        (seen.player.name, counter.stat_name or counter.stat_id, f"{counter.value:g}")
        for seen in detail.entries
        for counter in seen.counters
    ]
    return Table("Medals and counters", ("Player", "What", "Number"), rows)


def _yes(value: bool) -> str:
    return "yes" if value else "no"


def _day_and_minute(moment: datetime | None) -> str:
    return "-" if moment is None else f"{moment:%Y-%m-%d %H:%M}"


def _page_of(page: str, key: int) -> SafeString:
    return format_html(
        '<a href="{}" class="text-primary-600 dark:text-primary-500">{}</a>',
        reverse(f"admin:tracking_{page}_change", args=[key]),
        key,
    )
