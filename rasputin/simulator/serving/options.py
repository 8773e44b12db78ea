"""The options of serving: limits, keys, faults, and what is answered where the facts are open."""

from __future__ import annotations

import argparse
from collections.abc import Collection
from pathlib import Path

from rasputin.simulator.serving.limits import STATS_LIMIT, THROTTLE_SECONDS, WWW_LIMIT, Limits


def add_options(parser: argparse.ArgumentParser) -> None:
    limits = parser.add_argument_group("limits, in requests of an address in 10 seconds")
    limits.add_argument("--limit", type=int, default=WWW_LIMIT, help=f"on www ({WWW_LIMIT})")
    limits.add_argument(
        "--stats-limit", type=int, help=f"on stats ({STATS_LIMIT}, or --limit if that is more)"
    )
    limits.add_argument("--endpoint-limit", type=_named, action="append", default=[], metavar="NAME=N")
    limits.add_argument(
        "--throttle-seconds", type=int, default=THROTTLE_SECONDS, help="the wait that 51 names"
    )
    answers = parser.add_argument_group("answers")
    answers.add_argument("--api-key", action="append", default=[], help="accept only such keys")
    answers.add_argument("--faults", type=Path, metavar="FILE", help="rules for trouble, in JSON or TOML")
    answers.add_argument("--status", type=_status, action="append", default=[], metavar="CODE=HTTP")
    answers.add_argument("--text", type=_text, action="append", default=[], metavar="CODE=TEXT")


def limits(options: argparse.Namespace, endpoints: Collection[str]) -> Limits:
    own = dict(options.endpoint_limit)
    if strangers := sorted(set(own) - set(endpoints)):
        raise ValueError(f"No endpoint is named {', '.join(strangers)}, but {', '.join(sorted(endpoints))}.")
    stats = max(STATS_LIMIT, options.limit) if options.stats_limit is None else options.stats_limit
    return Limits(options.limit, stats, own, options.throttle_seconds)


def _named(text: str) -> tuple[str, int]:
    name, _, most = text.partition("=")
    return name, int(most)


def _status(text: str) -> tuple[int, int]:
    code, _, status = text.partition("=")
    if not 200 <= int(status) <= 599:
        raise argparse.ArgumentTypeError(f"{status} is no HTTP status")
    return int(code), int(status)


def _text(text: str) -> tuple[int, str]:
    code, _, message = text.partition("=")
    return int(code), message
