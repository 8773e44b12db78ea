"""What failed is tried again, or forgotten, as a person says."""

from datetime import datetime

from rasputin import due
from tracking.queries.failures import Choice, NoSuchFailure


def replay_failures(choice: Choice, *, now: datetime) -> int:
    """Makes due now what failed; what was named by its id also if it was forgotten. Raises NoSuchFailure."""
    _check_subjects(choice, forgotten=True)
    chosen = (choice.sections(), choice.reports())
    if choice.subjects is None:
        return sum(due.replay(rows.failed(), now=now) for rows in chosen)
    return sum(due.replay(rows.exclude(error_kind=""), now=now) for rows in chosen)


def forget_failures(choice: Choice) -> int:
    """Ends dead letters for good; what will be tried again by itself stays. Raises NoSuchFailure."""
    _check_subjects(choice, forgotten=False)
    return due.forget(choice.sections()) + due.forget(choice.reports())


def _check_subjects(choice: Choice, *, forgotten: bool) -> None:
    """Where ids are given, at least one of them has to have failed."""
    if choice.subjects is None:
        return
    chosen = (choice.sections(), choice.reports())
    found = [rows.exclude(error_kind="") if forgotten else rows.failed() for rows in chosen]
    if not any(rows.exists() for rows in found):
        raise NoSuchFailure("Nothing of that failed: `rasputin failures list` shows what did, with ids.")
