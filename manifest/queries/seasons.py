"""Seasons with their dates: the manifest's own, and the calendar's where it has none."""

from datetime import datetime
from typing import NamedTuple

from manifest.calendar import SEASONS, begins_at
from manifest.models import Season


class SeasonSpan(NamedTuple):
    """From `starts_at` up to `ends_at`, None where no end is known. `hash` is 0 without a manifest."""

    number: int
    name: str
    starts_at: datetime
    ends_at: datetime | None
    hash: int = 0
    icon_path: str = ""


def seasons() -> list[SeasonSpan]:
    """By rising number, each ending at the latest where the next begins."""
    starts = {known.number: _Known(known.name, begins_at(known.begins_on)) for known in SEASONS}
    told = {row.number: row for row in Season.objects.exclude(number=0).order_by("-removed", "pk")}
    spans = [_span(number, starts.get(number), told.get(number)) for number in sorted(starts | told)]
    dated = [span for span in spans if span is not None]
    return [_ended(span, after) for span, after in zip(dated, [*dated[1:], None], strict=True)]


def season_at(instant: datetime) -> SeasonSpan | None:
    """The season in which an instant lies; None before the first and after the end of the last."""
    return season_of(seasons(), instant)


def season_of(spans: list[SeasonSpan], instant: datetime) -> SeasonSpan | None:
    """As `season_at`, of many instants with the seasons read once."""
    for span in reversed(spans):
        if span.starts_at <= instant:
            return span if span.ends_at is None or instant < span.ends_at else None
    return None


class _Known(NamedTuple):
    name: str
    starts_at: datetime


def _span(number: int, known: _Known | None, told: Season | None) -> SeasonSpan | None:
    """None for a season of which nobody says when it begins: one that is to come."""
    if told is None:
        return None if known is None else SeasonSpan(number, known.name, known.starts_at, None)
    starts_at = told.starts_at or (known and known.starts_at)
    if starts_at is None:
        return None
    name = told.name if told.name and "[Redacted]" not in told.name else (known.name if known else told.name)
    return SeasonSpan(number, name, starts_at, told.ends_at, told.pk, told.icon_path)


def _ended(span: SeasonSpan, after: SeasonSpan | None) -> SeasonSpan:
    if after is None or (span.ends_at is not None and span.ends_at <= after.starts_at):
        return span
    return span._replace(ends_at=after.starts_at)
