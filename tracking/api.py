"""GET endpoints about activities, triumphs and titles: a member's own, and whole reports."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Path, Query, Router
from ninja.errors import HttpError

from manifest.gametime import day_start, month_start, week_start
from manifest.queries.seasons import season_at
from rasputin import clock
from rasputin.schemas import IdInPath, LongPaging, Page, Problem, page_of
from tracking import queries, schemas
from tracking.models import Member

STARTS = {"day": day_start, "week": week_start, "month": month_start}

KEPT = "public, max-age=300"  # a young report may be replaced by a fuller one

members = Router(tags=["members"])
activities = Router(tags=["activities"])


@members.get(
    "/{identifier}/activities",
    response={200: Page[schemas.ActivityLine], 404: Problem, 422: Problem},
    summary="The activities of a member, newest first",
)
def member_activities(
    request: HttpRequest, identifier: str, asked: Query[schemas.ActivityQuery]
) -> dict[str, Any]:
    """`identifier` is `Name%231234`, `Name-1234` or the membership id. All characters, deleted ones too."""
    filters = asked.dict(include={"mode", "since", "until", "completed"})
    entries = queries.activities_of(_member(identifier).pk, **filters)
    page = page_of(queries.with_context(entries), asked)
    return {**page, "items": queries.name_history(page["items"])}


@members.get(
    "/{identifier}/stats",
    response={200: schemas.Stats, 404: Problem, 422: Problem},
    summary="What a member's activities add up to",
)
def member_stats(request: HttpRequest, identifier: str, asked: Query[schemas.StatsQuery]) -> dict[str, Any]:
    """Counts, time and ratios from the histories; from the stored reports what only they tell."""
    member = _member(identifier)
    since = asked.since if asked.period == "all" else _began(asked.period)
    selection = queries.Selection(member.pk, asked.mode, since, asked.until)
    by_mode = queries.totals_by_mode(selection) if asked.by == "mode" else None
    return {
        **about(member),
        **selection._asdict(),
        "totals": queries.totals_of(selection),
        "reports": queries.report_totals(selection),
        "reports_missing": queries.reports_missing(selection),
        "by_mode": by_mode,
        "by_weapon": queries.totals_by_weapon(selection) if asked.by == "weapon" else None,
    }


@members.get(
    "/{identifier}/titles",
    response={200: Page[schemas.Title], 404: Problem, 422: Problem},
    summary="The titles of a member: worn ones first, then the newest",
)
def member_titles(request: HttpRequest, identifier: str, asked: Query[LongPaging]) -> dict[str, Any]:
    """What was earned, with gildings; titles that the game has dropped too."""
    page = page_of(queries.titles_of(_member(identifier).pk), asked)
    return {**page, "items": queries.name_records(page["items"])}


@members.get(
    "/{identifier}/triumphs",
    response={200: Page[schemas.Triumph], 404: Problem, 422: Problem},
    summary="What a member newly completed, claimed or gilded, newest first",
)
def member_triumphs(
    request: HttpRequest, identifier: str, asked: Query[schemas.TriumphQuery]
) -> dict[str, Any]:
    """Since we first looked; what was done before then has no date."""
    filters = asked.dict(include={"since", "kind"})
    page = page_of(queries.triumphs_of(_member(identifier).pk, **filters), asked)
    return {**page, "items": queries.name_records(page["items"])}


@activities.get(
    "/{instance_id}",
    response={200: schemas.Report, 404: Problem, 422: Problem},
    summary="A whole post-game report",
)
def activity(request: HttpRequest, instance_id: Path[IdInPath]) -> dict[str, Any]:
    """Teams, and every character that took part with statistics, weapons, medals and counters."""
    detail = queries.activity_detail(instance_id)
    if detail is None:
        raise unknown_report(instance_id)
    return _report(detail)


@activities.get(
    "/{instance_id}/raw",
    response={200: dict[str, Any], 404: Problem, 422: Problem},
    summary="The archived reply that a report was read from, as Bungie sent it",
)
def raw_activity(request: HttpRequest, instance_id: Path[IdInPath]) -> HttpResponse:
    """Byte for byte, envelope and all; only who is not to be named is left out of it. One that cannot be
    read as a report is answered too.
    """
    found = queries.archived_reply(instance_id)
    if found is None:
        raise unknown_report(instance_id)
    if not found:
        raise HttpError(404, f"The reply for activity {instance_id} could not be kept.")
    kind = "application/json; charset=utf-8"
    return HttpResponse(found, content_type=kind, headers={"Cache-Control": KEPT})


def member_fields(card: queries.MemberCard) -> dict[str, Any]:
    """As schemas.Member wants them."""
    return {
        **about(card.member),
        "characters": card.characters,
        "triumphs": card.triumphs,
        "completeness": card.completeness,
        "freshness": card.sections,
    }


def about(row: Any) -> dict[str, Any]:
    """Everything that a row and its player say, as one."""
    return {**vars(row), **vars(row.player), "name": row.player.name}


def unknown_member(identifier: str) -> HttpError:
    """404 with what to do about it."""
    player = queries.find_player(identifier)
    if player is not None:
        return HttpError(
            404,
            f"{player.name} was seen but is not tracked: `rasputin members add {player.pk}` changes that.",
        )
    return HttpError(
        404,
        f"Nobody tracked goes by {identifier!r}: give Name%231234 (# is written %23), Name-1234 or "
        "a membership id; `rasputin members add` tracks somebody new.",
    )


def _member(identifier: str) -> Member:
    member = queries.find_member(identifier)
    if member is None:
        raise unknown_member(identifier)
    return member


def _began(period: str) -> datetime:
    """When the season, or the month, week or day of the game began in which we are."""
    now = clock.now()
    if period != "season":
        return STARTS[period](now)
    season = season_at(now)
    if season is None:
        raise HttpError(422, "No season is known to run now: give since and until (/api/seasons has dates).")
    return season.starts_at


def unknown_report(instance_id: int) -> HttpError:
    """404 with what to do about it."""
    pending = queries.pending_report(instance_id)
    if pending is None:
        return HttpError(
            404,
            f"No report of activity {instance_id} is stored or wanted: no tracked member was seen in it.",
        )
    if pending.due_at is None:
        return HttpError(
            404,
            f"The report of activity {instance_id} could not be fetched ({pending.error_kind}): "
            "the admin's pending reports say why, and try it again.",
        )
    return HttpError(
        404, f"The report of activity {instance_id} is on its way but not stored yet: ask again later."
    )


def _report(detail: queries.ActivityDetail) -> dict[str, Any]:
    return {
        **vars(detail.instance),
        "skulls": detail.skulls,
        "teams": detail.teams,
        "entries": [_entry(seen) for seen in detail.entries],
    }


def _entry(seen: queries.Seen) -> dict[str, Any]:
    player = {**vars(seen.player), "name": seen.player.name}
    return {**vars(seen.performance), **player, "weapons": seen.weapons, "extended": seen.counters}
