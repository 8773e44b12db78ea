"""What the figures mean for who plans an installation: `python -m tests.benchmarks.capacity [--write]`.

Prints the tables of docs/capacity.md out of build/bench.json, or writes them into the page between its marks.
A figure that was not measured yet counts with the value that is wanted of it, and is marked so.
"""

import argparse
import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from tests.benchmarks.figures import FILE, ROOT

PAGE = ROOT / "docs" / "capacity.md"
BUNGIES_RATE = 25.0  # requests a second from one address
BUSY_HOURS = 12  # of a day, as if they were like the evening's; the others count nothing
ENTRIES_PER_REPORT = 2.0  # tracked members in an activity
HISTORY_OF_A_MEMBER = 3_000  # activities when somebody is first tracked
LARGE = 1_000_000  # members, to see what that would take
WANTED = {
    "budget_used_share": 0.97,
    "requests_per_member_hour": 1.0,
    "naive_requests_per_member_hour": 24.0,
    "reports_per_member_hour": 1.0,
    "store_reports_per_second": 300.0,
    "cpu_ms_per_report": 6.0,
    "archive_median_bytes": 1_200.0,
    "bytes_per_report": 5_000.0,
    "bytes_per_history_entry": 400.0,
}


class Figures(NamedTuple):
    """By their keys in build/bench.json."""

    budget_used_share: float
    requests_per_member_hour: float
    naive_requests_per_member_hour: float
    reports_per_member_hour: float
    store_reports_per_second: float
    cpu_ms_per_report: float
    archive_median_bytes: float
    bytes_per_report: float
    bytes_per_history_entry: float


class Capacity(NamedTuple):
    """Members, reports, bytes and processors; for one address unless it says otherwise."""

    requests_per_hour: float
    members: float
    naive_members: float
    reports_per_second: float
    store_share: float
    cores: float
    reports_per_day: float
    bytes_per_report: float
    bytes_per_year: float
    backfill_days: float
    addresses_for_many: float
    cores_for_many: float
    bytes_per_year_for_many: float


def capacity(figures: Figures) -> Capacity:
    """All is of the busy hours that the figures are of."""
    hourly = BUNGIES_RATE * figures.budget_used_share * 3600
    each = figures.requests_per_member_hour + figures.reports_per_member_hour
    members = hourly / each
    reports = members * figures.reports_per_member_hour / 3600
    room = (
        figures.bytes_per_report
        + figures.archive_median_bytes
        + ENTRIES_PER_REPORT * figures.bytes_per_history_entry
    )
    daily = reports * 3600 * BUSY_HOURS
    cores = reports * figures.cpu_ms_per_report / 1000
    many = LARGE / members
    return Capacity(
        requests_per_hour=hourly,
        members=members,
        naive_members=hourly / (figures.naive_requests_per_member_hour + figures.reports_per_member_hour),
        reports_per_second=reports,
        store_share=reports / figures.store_reports_per_second,
        cores=cores,
        reports_per_day=daily,
        bytes_per_report=room,
        bytes_per_year=daily * room * 365,
        backfill_days=members * HISTORY_OF_A_MEMBER / ENTRIES_PER_REPORT / hourly / 24,
        addresses_for_many=many,
        cores_for_many=many * cores,
        bytes_per_year_for_many=many * daily * room * 365,
    )


def read(file: Path = FILE) -> tuple[Figures, set[str]]:
    """The figures, and the keys of those that were not measured."""
    told = json.loads(file.read_text()) if file.exists() else {}
    values = {key: float(told[key]["value"]) if key in told else WANTED[key] for key in Figures._fields}
    return Figures(**values), set(Figures._fields) - told.keys()


def tables(figures: Figures, missing: set[str]) -> str:
    found = capacity(figures)
    return f"{_given(figures, missing)}\n\n{_follows(found)}"


def written(page: str, text: str) -> str:
    """The page with the text between its marks."""
    return re.sub(
        r"(<!-- printed -->\n).*?(<!-- end -->)", lambda m: f"{m[1]}{text}\n{m[2]}", page, flags=re.S
    )


def _given(figures: Figures, missing: set[str]) -> str:
    rows = [
        (
            f"`{key}`",
            f"{value:,.2f}".rstrip("0").rstrip("."),
            "wanted, not measured" if key in missing else "measured",
        )
        for key, value in figures._asdict().items()
    ]
    return _table(("figure", "value", ""), rows)


def _follows(found: Capacity) -> str:
    rows = [
        ("requests an hour from one address", f"{found.requests_per_hour:,.0f}"),
        ("**members that one address keeps fresh within ten minutes**", f"**{found.members:,.0f}**"),
        (
            "the same, were profile and histories of all asked for every ten minutes",
            f"{found.naive_members:,.0f}",
        ),
        ("reports a second that they bring in busy hours", f"{found.reports_per_second:.1f}"),
        ("of what two cores store", f"{found.store_share:.1%}"),
        ("processors for that", f"{found.cores:.2f}"),
        ("reports a day", f"{found.reports_per_day:,.0f}"),
        ("bytes a report, with archive, history and indexes", f"{found.bytes_per_report:,.0f}"),
        ("disk a year", f"{found.bytes_per_year / 1e9:,.0f} GB"),
        (
            f"days until the reports of their past are here, {HISTORY_OF_A_MEMBER:,} activities each",
            f"{found.backfill_days:,.0f}",
        ),
        (f"addresses for {LARGE:,} members", f"{found.addresses_for_many:,.0f}"),
        ("processors for their reports", f"{found.cores_for_many:,.1f}"),
        ("disk a year for them", f"{found.bytes_per_year_for_many / 1e12:,.1f} TB"),
    ]
    return _table(("what follows", "value"), rows)


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="into docs/capacity.md")
    text = tables(*read())
    if parser.parse_args().write:
        PAGE.write_text(written(PAGE.read_text(), text))
    print(text)


if __name__ == "__main__":
    main()
