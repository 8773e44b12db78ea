"""How soon something is asked again: often for who plays, rarely for who does not."""

from datetime import datetime, timedelta

HOT = timedelta(minutes=10)
WARM = timedelta(hours=1)
COLD = timedelta(hours=12)
DORMANT = timedelta(days=7)

DAILY = timedelta(days=1)
RECORDS_APART = timedelta(hours=4)  # at least, however much is played
RECORDS_AFTER = timedelta(minutes=30)  # of the last known play: whoever plays on is read once, at the end

JITTER = 0.1


def after_play(last_played_at: datetime | None, *, now: datetime, subject: int) -> datetime:
    """When a profile or history is due next, by how long ago its player last played."""
    return now + spread(_by_age(last_played_at, now), subject=subject)


def of_records(read_at: datetime, last_played_at: datetime | None, *, subject: int) -> datetime:
    """When triumphs are due next: daily, and sooner for who has played since they were read."""
    daily = read_at + spread(DAILY, subject=subject)
    if last_played_at is None or last_played_at <= read_at:
        return daily
    return min(daily, max(read_at + RECORDS_APART, last_played_at + RECORDS_AFTER))


def spread(wait: timedelta, *, subject: int) -> timedelta:
    """The wait, up to a tenth longer or shorter, always alike for a subject: nothing falls due in step."""
    part = (subject * 2_654_435_761 % 2**32) / 2**32
    return wait * (1 - JITTER + 2 * JITTER * part)


def _by_age(last_played_at: datetime | None, now: datetime) -> timedelta:
    if last_played_at is None:
        return DORMANT
    age = now - last_played_at
    if age < timedelta(hours=1):
        return HOT
    if age < timedelta(days=1):
        return WARM
    return COLD if age < timedelta(days=30) else DORMANT
