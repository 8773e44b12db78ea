"""Game time: days and weeks as Destiny counts them, from reset to reset at 17:00 UTC."""

from datetime import UTC, datetime, timedelta

RESET = timedelta(hours=17)
TUESDAY = 1


def day_start(instant: datetime) -> datetime:
    """The daily reset at or before `instant`."""
    shifted = instant.astimezone(UTC) - RESET
    return shifted.replace(hour=0, minute=0, second=0, microsecond=0) + RESET


def week_start(instant: datetime) -> datetime:
    """The weekly reset (Tuesday) at or before `instant`."""
    day = day_start(instant)
    return day - timedelta(days=(day.weekday() - TUESDAY) % 7)


def weeks_between(earlier: datetime, later: datetime) -> int:
    """Weekly resets that lie between two instants; never negative."""
    return max(0, (week_start(later) - week_start(earlier)).days // 7)
