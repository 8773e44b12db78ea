"""How fast archived reports are derived again after a new parser, as `rasputin reprocess` does it."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from rasputin.local import running
from tests.benchmarks.figures import ROOT, Figure

REPORTS = 6_000
CHANGED = 20  # one in so many has a row that the new parser reads otherwise
PROGRAM = "tests.benchmarks.reprocess"

SAID = (
    f"{REPORTS:,} archived replies of the mix that the store figures are measured with, all of an older"
    f" parser and one in {CHANGED} with a row to change, in one process beside"
    f" PostgreSQL; {os.cpu_count()} cores"
)


def reports_per_second() -> Figure:
    with tempfile.TemporaryDirectory(prefix="rasputin-bench-") as folder:
        Path(folder).chmod(0o711)
        with running(Path(folder) / "home", simulator=False) as services:
            environment = {**os.environ, **services, "RASPUTIN_LOG_LEVEL": "WARNING"}
            environment["BUNGIE_BASE_URL"] = "http://127.0.0.1:9"
            environment["BUNGIE_API_KEY"] = "any"  # pragma: allowlist secret
            ended = subprocess.run(
                [sys.executable, "-m", PROGRAM],
                cwd=ROOT,
                env=environment,
                check=True,
                capture_output=True,
                text=True,
            )
    seconds, cpu = map(float, ended.stdout.split())
    said = f"{SAID}; {cpu / REPORTS * 1000:.1f} ms of CPU a report in the process itself"
    return Figure(REPORTS / seconds, "reports/s", said, "at least 500")


def main() -> None:
    """Prints the wall seconds and the CPU seconds of this process."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rasputin.settings")
    import django

    django.setup()
    from rasputin import clock
    from rasputin.celery import seek_rings_rarely
    from rasputin.prepare import prepare
    from rasputin.tasks import work_a_slice
    from tracking.models import Instance, RawReport
    from tracking.services.reprocess import want_reprocessing

    seek_rings_rarely()  # as a worker does when it starts
    prepare()
    _store()
    RawReport.objects.update(parser_version=0)
    Instance.objects.update(parser_version=0)
    began, cpu = time.monotonic(), time.process_time()
    job = want_reprocessing(since=None, below=None, now=clock.now())
    while job.finished_at is None:
        work_a_slice()
        job.refresh_from_db()
    seconds, cpu = time.monotonic() - began, time.process_time() - cpu
    expected = {"changed instances": REPORTS // CHANGED, "instance.mode": REPORTS // CHANGED}
    if (job.done, job.counts) != (REPORTS, expected):
        raise SystemExit(f"{job.done} replies, {job.counts} where {expected} should be")
    print(seconds, cpu)


def _store() -> None:
    """The mix, archived and derived as a crawl does it, with rows that are not as the replies tell."""
    from django.db.models import F
    from django.db.models.functions import Mod

    from rasputin import clock
    from rasputin.bungie import Reply
    from rasputin.bungie.readers import REPORT
    from rasputin.bungie.wire import Answer
    from tests.benchmarks import mix
    from tracking.models import Instance, PendingReport
    from tracking.services.reports import Fetched, store_reports

    now = clock.now()
    for start in range(0, REPORTS, 100):
        batch = []
        for number in range(start, start + 100):
            body = mix.body(number)
            row = PendingReport(pk=mix.FIRST_INSTANCE + number, period=now, found_at=now)
            read = REPORT.read(Answer(endpoint="mix", status=200, headers={}, body=body))
            batch.append(Fetched(row, Reply(read, body)))
        store_reports(batch, now=now)
    one_in = Instance.objects.annotate(place=Mod(F("pk"), CHANGED)).filter(place=0)
    one_in.update(mode=F("mode") + 1)


if __name__ == "__main__":
    main()
