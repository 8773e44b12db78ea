"""Reports derived again from the archive: what differs is told and mended, and nothing else is touched."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rasputin import jobs
from rasputin.models import Job
from rasputin.tasks import sweep_jobs, work_a_slice, work_at_jobs
from tests.benchmarks import mix
from tests.factories.tracking import HistoryEntryFactory, MemberFactory
from tests.simulated import NOW, run
from tests.tracking.test_reports import Said, everything, pending, reply
from tracking import archive, rows
from tracking.models import (
    HistoryEntry,
    Instance,
    PendingReport,
    Performance,
    Player,
    RawReport,
    Source,
    Team,
)
from tracking.rows import PARSER_VERSION
from tracking.services import reports, store_reports
from tracking.services import reprocess as reprocessing
from tracking.services.reports import Fetched
from tracking.services.reprocess import reprocess, want_reprocessing

REPORTS = 7
FIRST = mix.FIRST_INSTANCE

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_rest")]


@pytest.fixture(autouse=True)
def stored() -> None:
    """Raids, Crucible matches and a solo activity."""
    bodies = [mix.body(number) for number in range(REPORTS)]
    store_reports([fetched(FIRST + number, body) for number, body in enumerate(bodies)], now=NOW)
    assert Instance.objects.count() == REPORTS
    PendingReport.objects.all().delete()


def fetched(instance_id: int, body: bytes) -> Fetched:
    return Fetched(pending(instance_id), reply(decoded(body)))


def decoded(body: bytes) -> Said:
    import json

    said: Said = json.loads(body)["Response"]
    return said


def done(**asked: Any) -> Job:
    job = want_reprocessing(**{"since": None, "below": None, **asked}, now=NOW)
    while job.finished_at is None:
        assert work_a_slice()
        job.refresh_from_db()
    return job


def test_over_what_is_stored_as_it_was_parsed_nothing_changes_and_nothing_is_written() -> None:
    before = everything()
    with CaptureQueriesContext(
        connection,
    ) as asked:
        job = done()
    assert (job.total, job.done, job.counts, job.notes) == (REPORTS, REPORTS, {}, [])
    assert everything() == before
    written = [row["sql"] for row in asked.captured_queries if '"tracking_' in row["sql"]]
    assert [sql for sql in written if not sql.startswith("SELECT")] == []


def test_what_differs_is_named_by_table_and_column_and_is_as_parsed_afterwards() -> None:
    before = everything()
    first, second = FIRST, FIRST + 1
    Instance.objects.filter(pk=first).update(mode=99, director_hash=1)
    one, other = Performance.objects.filter(instance_id=second).order_by("character_id")[:2]
    Performance.objects.filter(pk=one.pk).update(kills=10_000)
    Performance.objects.filter(pk=other.pk).delete()
    Performance.objects.bulk_create([_with(one, character_id=5)])
    Team.objects.filter(instance_id=second, team_id=17).update(team_id=3)
    Instance.objects.update(parser_version=0)
    RawReport.objects.update(parser_version=0)
    job = done()
    assert job.counts == {
        "changed instances": 2,
        "instance.mode": 1,
        "instance.director_hash": 1,
        "performance.kills": 1,
        "performance, new rows": 1,
        "performance, removed rows": 1,
        "team, new rows": 1,
        "team, removed rows": 1,
    }
    assert everything() == before


def test_a_new_parser_changes_what_it_reads_otherwise_and_nothing_else(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before, new = everything(), PARSER_VERSION + 1
    for module in (rows, reports, reprocessing):
        monkeypatch.setattr(module, "PARSER_VERSION", new)
    read = rows._weapons
    monkeypatch.setattr(rows, "_weapons", lambda entry: {**read(entry), "7": [1, 0]})
    performances = Performance.objects.count()
    job = done(below=new)
    assert job.counts == {"changed instances": REPORTS, "performance.weapons": performances}
    after = everything()
    for table, name in (("Instance", "parser_version"), ("RawReport", "parser_version")):
        assert {row.pop(name) for row in after[table]} == {new}
        assert {row.pop(name) for row in before[table]} == {PARSER_VERSION}
    for row in after["Performance"]:
        assert row["weapons"].pop("7") == [1, 0]
    assert after == before
    assert done(below=new).total == 0


def _with(row: Performance, **values: Any) -> Performance:
    fields = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    return Performance(**{**fields, **values})


def test_where_nothing_differs_only_the_parsers_version_is_raised() -> None:
    before = everything()
    Instance.objects.filter(pk=FIRST).update(parser_version=0)
    RawReport.objects.filter(pk=FIRST + 1).update(parser_version=0)
    with CaptureQueriesContext(connection) as asked:
        assert done().counts == {}
    assert everything() == before
    assert not [row for row in asked.captured_queries if "INSERT" in row["sql"] and "tracking" in row["sql"]]


def test_a_history_that_only_the_reply_tells_follows_it_and_the_lists_own_values_stay() -> None:
    one, other = Performance.objects.filter(instance_id=FIRST + 1).order_by("character_id")[:2]
    for row, source in ((one, Source.REPORT), (other, Source.WALK)):
        MemberFactory.create(player=Player.objects.get(pk=row.membership_id))
        HistoryEntryFactory.create(
            membership_id=row.membership_id,
            character_id=row.character_id,
            instance_id=row.instance_id,
            source=source,
            kills=10_000,
        )
    Performance.objects.filter(instance_id=FIRST + 1).update(kills=10_000)
    done()
    found = dict(HistoryEntry.objects.filter(instance_id=FIRST + 1).values_list("source", "kills"))
    assert found == {Source.REPORT: one.kills, Source.WALK: 10_000}


def test_only_what_was_asked_for_is_read_again() -> None:
    RawReport.objects.filter(pk__in=[FIRST, FIRST + 1]).update(parser_version=PARSER_VERSION - 1)
    RawReport.objects.filter(pk=FIRST + 2).update(fetched_at=NOW + timedelta(hours=1))
    assert done(below=PARSER_VERSION).total == 2
    assert done(below=PARSER_VERSION).total == 0
    assert done(since=NOW + timedelta(minutes=1)).total == 1


def test_a_reply_that_cannot_be_read_is_named_and_kept() -> None:
    spoilt = b'{"ErrorCode":1,"Response":{"entries":7}}'
    RawReport.objects.filter(pk=FIRST).update(body=archive.compress(spoilt))
    before = everything()
    job = done()
    (note,) = job.notes
    assert note.startswith(f"The reply of instance {FIRST} cannot be read, and is kept: [archive: HTTP 200]")
    assert job.counts == {"unreadable": 1}
    assert everything() == before


@pytest.mark.parametrize("damage", [{"body": b"broken"}, {"dictionary_id": 5}], ids=["body", "dictionary"])
def test_a_damaged_reply_is_named_and_kept_until_a_new_one_replaces_it(damage: dict[str, Any]) -> None:
    RawReport.objects.filter(pk=FIRST).update(**damage)
    before = everything()
    job = done()
    assert job.notes[0].startswith(f"The reply of instance {FIRST} cannot be read, and is kept: ")
    assert job.counts == {"unreadable": 1}
    assert everything() == before
    wish = pending(FIRST, incomplete=1)
    assert store_reports([Fetched(wish, reply(decoded(mix.body(0))))], now=NOW) == 1
    assert done().notes == []


def test_a_reply_of_another_instance_changes_nothing() -> None:
    other = RawReport.objects.get(pk=FIRST + 1)
    RawReport.objects.filter(pk=FIRST).update(body=other.body)
    before = everything()
    (note,) = done().notes
    assert note.endswith(f"cannot be read, and is kept: [archive] it is of instance {FIRST + 1}")
    assert everything() == before


def test_a_reply_that_could_not_be_read_before_is_stored_and_wanted_no_more() -> None:
    before = everything()
    Instance.objects.filter(pk=FIRST).delete()
    Performance.objects.filter(instance_id=FIRST).delete()
    PendingReport.objects.create(
        instance_id=FIRST, period=NOW, found_at=NOW, due_at=None, error_kind="undecodable"
    )
    assert everything() != before
    assert done().counts["instance, new rows"] == 1
    assert everything() == before


def test_rows_that_the_reply_never_told_stay() -> None:
    row = Performance.objects.filter(instance_id=FIRST).first()
    assert row is not None
    Performance.objects.bulk_create([_with(row, character_id=5, source=Source.WALK)])
    before = everything()
    assert done().counts == {}
    assert everything() == before


def test_a_performance_out_of_a_history_that_the_reply_does_tell_is_the_replys() -> None:
    before = everything()
    row = Performance.objects.filter(instance_id=FIRST).first()
    assert row is not None
    Performance.objects.filter(pk=row.pk).update(source=Source.WALK, weapons={})
    assert done().counts == {"changed instances": 1, "performance.source": 1, "performance.weapons": 1}
    assert everything() == before


def test_names_take_only_newer_evidence() -> None:
    older, newer = Player.objects.order_by("pk")[:2]
    Player.objects.filter(pk=older.pk).update(names_at=NOW, bungie_name="Newer")
    Player.objects.filter(pk=newer.pk).delete()
    assert done().counts == {"players": 1}
    assert Player.objects.get(pk=older.pk).bungie_name == "Newer"
    assert Player.objects.get(pk=newer.pk) == newer


def test_what_the_database_refuses_is_named_and_takes_nobody_with_it() -> None:
    Instance.objects.filter(pk__in=[FIRST, FIRST + 1]).update(mode=99)
    said = decoded(mix.body(0))
    said["activityDetails"]["instanceId"] = str(FIRST)
    said["teams"] = [{"teamId": 1, "score": {"basic": {"value": 1e300}}}]
    body = reply(said).body
    RawReport.objects.filter(pk=FIRST).update(body=archive.compress(body))
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE tracking_team ADD CONSTRAINT small CHECK (score < 1000)")
    job = done()
    (note,) = job.notes
    assert note.startswith(f"Instance {FIRST} stays as it is: IntegrityError:")
    assert job.counts == {"refused": 1, "changed instances": 1, "instance.mode": 1}
    assert Instance.objects.get(pk=FIRST).mode == 99


class Killed(BaseException):
    """As if the process had ended."""


def test_a_job_that_was_killed_goes_on_where_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tracking.services.reprocess.BATCH", 2)
    Instance.objects.update(mode=99)

    def dies_at(place: int) -> Callable[[Job], bool]:
        def step(job: Job) -> bool:
            ended = reprocess(job)
            if job.done == place:
                raise Killed
            return ended

        return step

    job = want_reprocessing(since=None, below=None, now=NOW)
    for place in (2, 4):
        with pytest.raises(Killed):
            jobs.run_slice({"reprocess": dies_at(place)}, now=lambda: NOW, seconds=9, lease_seconds=1000)
    assert want_reprocessing(since=None, below=None, now=NOW) == job
    assert Instance.objects.filter(mode=99).count() == REPORTS - 2
    ended = done()
    assert ended == job
    assert (ended.done, ended.counts["instance.mode"]) == (REPORTS, REPORTS)
    assert not Instance.objects.filter(mode=99).exists()


def test_the_workers_do_it_with_the_next_sweep(broker: Any, settings: Any) -> None:
    job = want_reprocessing(since=None, below=None, now=NOW)
    run(sweep_jobs)
    assert broker.llen("db_sync") == 1
    run(sweep_jobs)
    assert broker.llen("db_sync") == 1
    run(work_at_jobs)
    job.refresh_from_db()
    assert job.state == "done"
