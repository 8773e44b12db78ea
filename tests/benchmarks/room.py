"""How much room a stored report and a history entry take: the mix of store.py, as the product writes it."""

import json
import os
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

from rasputin.local import running
from tests.benchmarks import mix
from tests.benchmarks.figures import ROOT, Figure

REPORTS = 2_000
TRACKED = mix.PLAYERS // 10
CLAIM = 100
TABLES = {
    "report": ("tracking_instance", "tracking_team", "tracking_performance"),
    "entry": ("tracking_historyentry",),
    "archive": ("tracking_rawreport",),
}
TOTAL = "SELECT sum(pg_total_relation_size(name::regclass)) FROM unnest(%s::text[]) AS name"
SAID = (
    f"tables with indexes after {REPORTS:,} reports of the store's mix (7.4 players), one player in ten"
    " tracked, vacuumed; the archive apart"
)


def bytes_per_report() -> Figure:
    return Figure(_run()["report"], "bytes", f"instance, teams and performances; {SAID}")


def bytes_per_history_entry() -> Figure:
    return Figure(_run()["entry"], "bytes", SAID)


@cache
def _run() -> dict[str, float]:
    """In a process of its own: Django is set up for one database only."""
    with tempfile.TemporaryDirectory(prefix="rasputin-bench-") as folder:
        Path(folder).chmod(0o711)
        with running(Path(folder) / "home", simulator=False, quick=True) as services:
            settings = {"DJANGO_SETTINGS_MODULE": "rasputin.settings", "RASPUTIN_LOG_LEVEL": "WARNING"}
            told = subprocess.run(
                [sys.executable, "-m", "tests.benchmarks.room"],
                cwd=ROOT,
                env={**os.environ, **services, **settings},
                stdout=subprocess.PIPE,
                check=True,
            )
    found: dict[str, float] = json.loads(told.stdout)
    return found


def main() -> None:
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    _track()
    for first in range(0, REPORTS, CLAIM):
        _store(range(first, first + CLAIM))
    print(json.dumps(_bytes_each()))


def _track() -> None:
    from rasputin import clock
    from tracking.models import Member, Player

    ids = range(4611686018400000000, 4611686018400000000 + TRACKED)
    Player.objects.bulk_create(Player(membership_id=identity) for identity in ids)
    Member.objects.bulk_create(Member(player_id=identity, added_at=clock.now()) for identity in ids)


def _store(numbers: range) -> None:
    from rasputin import clock
    from rasputin.bungie.client.asking import Reply
    from rasputin.bungie.readers import REPORT
    from rasputin.bungie.wire import Answer
    from tracking.models import PendingReport
    from tracking.services.reports import Fetched, store_reports

    now = clock.now()
    bodies = {mix.FIRST_INSTANCE + number: mix.body(number) for number in numbers}
    rows = [PendingReport(pk=key, period=now, found_at=now, due_at=now) for key in bodies]
    replies = (Answer(endpoint="report", status=200, headers={}, body=body) for body in bodies.values())
    fetched = [
        Fetched(row, Reply(REPORT.read(reply), reply.body)) for row, reply in zip(rows, replies, strict=True)
    ]
    store_reports(fetched, now=now)


def _bytes_each() -> dict[str, float]:
    from django.db import connection

    from tracking.models import HistoryEntry, Instance

    number = {"report": Instance.objects.count(), "archive": Instance.objects.count()}
    number["entry"] = HistoryEntry.objects.count()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
        found = {}
        for what, tables in TABLES.items():
            cursor.execute(TOTAL, [list(tables)])
            found[what] = float(cursor.fetchone()[0]) / number[what]
    return found


if __name__ == "__main__":
    main()
