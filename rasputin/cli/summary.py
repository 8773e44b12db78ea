"""What a snapshot says to a person: in `rasputin status`, and when `rasputin up` has caught up."""

from rasputin.cli import show
from rasputin.cli.bars import paused
from rasputin.progress import Snapshot, newest_failures, obstacles
from rasputin.storage import Storage, in_words


def status(snap: Snapshot) -> None:
    shown = snap._asdict()
    del shown["closed"], shown["pause_seconds"], shown["manifest_trouble"], shown["disk_trouble"]
    if not snap.manifest_loading:
        del shown["manifest_loading"]
    show.card(shown)
    trouble(snap)


def disk(found: Storage) -> None:
    show.card({f"disk: {name.strip()}": said for name, said in in_words(found).items()})
    print(f"The disk that is meant holds {found.room.folder}.")


def caught_up(snap: Snapshot, *, requests: dict[str, int], seconds: float) -> None:
    show.card(
        {
            "clans": snap.clans,
            "members": snap.members,
            "characters": snap.characters,
            "history entries": snap.entries,
            "reports": snap.reports_done,
            "requests by endpoint": requests,
            "failures by kind": snap.failures_by_kind,
            "dead letters": snap.dead,
            "manifest": snap.manifest,
            "seconds": round(seconds),
        }
    )
    trouble(snap)


def trouble(snap: Snapshot) -> None:
    """What holds requests and the manifest back, and the newest failure of each kind."""
    for sentence in filter(None, [paused(snap), *obstacles(snap)]):
        print(sentence)
    if snap.failures_by_kind:
        print("The newest failure of each kind:")
        show.card(newest_failures())


def jobs() -> None:
    """Work on what is stored that has not ended, or failed."""
    from rasputin.models import Job

    for job in Job.objects.filter(finished_at=None).order_by("pk"):
        trouble = f": {job.error_message}" if job.error_message else ""
        print(f"{job.get_kind_display()}: {job.state}, {job.done} of {job.total}{trouble}".capitalize())
