"""How soon something is asked again: often for who plays, rarely for who does not."""

from datetime import datetime, timedelta

# A history, of who plays and of who has played.
HOT = timedelta(minutes=8, seconds=30)  # between two looks at who plays
SHORTEST = timedelta(minutes=5)  # hardly an activity takes less
QUICKEST = SHORTEST + timedelta(minutes=2)  # nor ends sooner after the one before it
WARM_FOR = timedelta(hours=8)  # after the last sign of play: then the profile is left to tell
PATIENCE = 4  # each wait is so many times as long as there was no sign of play
UNHINTED_PATIENCE = 3  # the same of whom no roster tells
UNHINTED = timedelta(minutes=45)  # so long after the last sign they are looked at as if they played on

# A profile tells which character is played, and of play that nothing else told of.
PROFILE = timedelta(minutes=40)
COLD = timedelta(days=1)
DORMANT = timedelta(days=7)
DORMANT_AFTER = timedelta(days=30)

# A roster, of a hundred members in one request.
ROSTER_BUSY = timedelta(minutes=8)
ROSTER_QUIET = timedelta(minutes=20)
SOONER_EACH = timedelta(minutes=1)  # for each member who is said to be online

DAILY = timedelta(days=1)
RECORDS_APART = timedelta(hours=4)  # at least, however much is played
RECORDS_AFTER = timedelta(minutes=30)  # of the last known play: whoever plays on is read once, at the end

JITTER = 0.1


def end_of(period: datetime, seconds: int) -> datetime:
    """When an activity was over; where no calendar reaches so far, its start."""
    try:
        return period + timedelta(seconds=max(0, seconds))
    except OverflowError:
        return period


def of_history(seen_at: datetime | None, *, now: datetime, subject: int, hinted: bool = True) -> datetime:
    """When a character's history is due after a look at it: within HOT of what may end next while its
    player plays, then ever more rarely. `seen_at` is the last sign of play; who is `hinted` has a roster
    that tells who plays on.
    """
    if seen_at is None or now - seen_at > WARM_FOR:
        return now + spread(DORMANT, subject=subject)
    seen_at = min(seen_at, now)
    if now - seen_at <= (HOT + QUICKEST if hinted else UNHINTED):
        return after_sign(max(now, seen_at + QUICKEST) - QUICKEST, subject=subject)
    return now + early(_patience(hinted) * (now - seen_at), subject=subject)


def after_sign(ended_at: datetime, *, subject: int, company: float = 0) -> datetime:
    """When a history is due after an activity that ended, where all before it is known.

    Who plays on with others whom we track shares the looks with them: `company` (0 up to 1) is the place
    among them, and each begins a little later than the one before.
    """
    return ended_at + QUICKEST + early(HOT * (1 + company / 2), subject=subject)


def of_profile(seen_at: datetime | None, *, now: datetime, subject: int, hinted: bool = True) -> datetime:
    """When a profile is due after it was read; `seen_at` is the member's last sign of play."""
    if seen_at is None or now - seen_at > DORMANT_AFTER:
        return now + spread(DORMANT, subject=subject)
    wait = max(PROFILE, min(_patience(hinted) * (now - seen_at), COLD))
    return now + spread(wait, subject=subject)


def of_roster(online: int, *, now: datetime, subject: int) -> datetime:
    """When a roster is due after it was read: the sooner the more of its members are said to be online."""
    wait = max(ROSTER_BUSY, ROSTER_QUIET - online * SOONER_EACH)
    return now + spread(wait, subject=subject)


def of_records(read_at: datetime, last_played_at: datetime | None, *, subject: int) -> datetime:
    """When triumphs are due next: daily, and sooner for who has played since they were read."""
    daily = read_at + spread(DAILY, subject=subject)
    if last_played_at is None or last_played_at <= read_at:
        return daily
    return min(daily, max(read_at + RECORDS_APART, last_played_at + RECORDS_AFTER))


def _patience(hinted: bool) -> int:
    return PATIENCE if hinted else UNHINTED_PATIENCE


def spread(wait: timedelta, *, subject: int) -> timedelta:
    """The wait, up to a tenth longer or shorter, always alike for a subject: nothing falls due in step."""
    return wait * (1 - JITTER + 2 * JITTER * _part(subject))


def early(wait: timedelta, *, subject: int) -> timedelta:
    """The wait, or up to a tenth less: for what must not be late."""
    return wait * (1 - JITTER * _part(subject))


def _part(subject: int) -> float:
    return (subject * 2_654_435_761 % 2**32) / 2**32
