"""Makes reports pending that are older than any other: `python -m tests.benchmarks.pending NUMBER`."""

import sys

import django

FIRST = 90_000_000_000  # no report of the simulator's has such an id


def main(number: int) -> None:
    django.setup()
    from rasputin import clock
    from rasputin.queues import Priority
    from tracking.models import PendingReport

    now = clock.now()
    PendingReport.objects.bulk_create(
        (
            PendingReport(pk=key, period=now, found_at=now, due_at=now, priority=Priority.LAST)
            for key in range(FIRST, FIRST + number)
        ),
        batch_size=5_000,
    )


if __name__ == "__main__":
    main(int(sys.argv[1]))
