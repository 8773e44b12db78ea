"""How statistics show numbers that are sums, averages and times."""

from __future__ import annotations


def whole(number: float) -> str:
    return str(int(number))


def thousands(number: float) -> str:
    return f"{number:,.0f}"


def hundredths(number: float) -> str:
    return f"{number:.2f}"


def tenths(number: float) -> str:
    return f"{number:.1f}"


def percent(number: float) -> str:
    return f"{number:.0%}"


def stopwatch(milliseconds: float) -> str:
    """Such as `0:04.600`, or `1:02:03.000` from an hour on."""
    seconds, rest = divmod(int(milliseconds), 1_000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours}:{minutes:02}:{seconds:02}.{rest:03}"
    return f"{minutes}:{seconds:02}.{rest:03}"
