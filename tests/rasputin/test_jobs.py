"""`rasputin reprocess`, `erase` and `unsuppress`, in this process and on the test's own database."""

from collections.abc import Callable, Iterator
from contextlib import nullcontext
from datetime import timedelta

import pytest
from pytest_django.fixtures import Settings
from typer.testing import CliRunner

from rasputin import connect
from rasputin.cli import erase, jobs, summary
from rasputin.cli.commands import app
from rasputin.local import Trouble
from rasputin.models import Job
from tests.benchmarks import mix
from tests.factories.tracking import MemberFactory
from tests.simulated import NOW
from tests.tracking.test_reprocess import FIRST, fetched
from tracking.models import Instance, Member, RawReport, Suppressed
from tracking.services import store_reports
from tracking.services.lookup import UnknownPlayer
from tracking.services.reprocess import want_reprocessing

Says = Callable[..., str]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_rest")]


@pytest.fixture
def rasputin(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> Iterator[Says]:
    """What a command prints; its services are the test's."""
    settings.BUNGIE_API_KEY = "any"  # pragma: allowlist secret
    connect.bungie.cache_clear()
    for module in (jobs, erase):
        monkeypatch.setattr(module, "opened", nullcontext)

    def run(*words: str, code: int = 0, answer: str | None = None) -> str:
        ended = CliRunner().invoke(app, words, input=answer)
        if ended.exception is not None and not isinstance(ended.exception, SystemExit):
            raise ended.exception
        assert ended.exit_code == code, ended.output
        return ended.output

    yield run
    connect.bungie.cache_clear()


@pytest.fixture
def stored() -> None:
    store_reports([fetched(FIRST + number, mix.body(number)) for number in range(3)], now=NOW)


def test_reprocess_says_that_nothing_differs(rasputin: Says, stored: None) -> None:
    said = rasputin("reprocess")
    assert said == "3 archived replies were read again.\nNothing differs from what is stored.\n"


def test_reprocess_says_what_changed_and_what_cannot_be_read(rasputin: Says, stored: None) -> None:
    Instance.objects.filter(pk=FIRST).update(mode=99)
    RawReport.objects.filter(pk=FIRST + 1).update(body=RawReport.objects.get(pk=FIRST).body[:9])
    lines = rasputin("reprocess", code=1).splitlines()
    assert lines[0] == "3 archived replies were read again."
    assert [line.split() for line in lines[2:-1]] == [
        ["changed", "instances", "1"],
        ["instance.mode", "1"],
        ["unreadable", "1"],
    ]
    assert lines[-1].startswith(f"The reply of instance {FIRST + 1} cannot be read, and is kept: ")


def test_reprocess_takes_a_date_and_a_version(rasputin: Says, stored: None) -> None:
    RawReport.objects.filter(pk=FIRST).update(fetched_at=NOW + timedelta(days=1), parser_version=0)
    RawReport.objects.filter(pk=FIRST + 1).update(parser_version=0)
    day = f"{NOW + timedelta(days=1):%Y-%m-%d}"
    assert rasputin("reprocess", "--since", day).startswith("1 archived replies")
    assert rasputin("reprocess", "--parser-below", "1").startswith("1 archived replies")


def test_status_tells_of_jobs_that_have_not_ended(capsys: pytest.CaptureFixture[str]) -> None:
    job = want_reprocessing(since=None, below=None, now=NOW)
    Job.objects.filter(pk=job.pk).update(done=5, total=9, started_at=NOW)
    summary.jobs()
    assert capsys.readouterr().out == "Derive reports again from the archive: in work, 5 of 9\n"


def test_erase_asks_first_and_then_lists_and_takes_back(rasputin: Says) -> None:
    member = MemberFactory.create(player__bungie_name="Zavala", player__display_name="Zavala")
    with pytest.raises(Trouble, match="Nobody was erased"):
        rasputin("erase", "Zavala#0042", answer="n\n")
    assert Member.objects.exists()
    said = rasputin("erase", "Zavala#0042", "--reason", "by mail", answer="y\n")
    assert said.startswith(f"Zavala alias Zavala#0042 ({member.pk})\nErase all of it for good? [y/N]: y\n")
    assert f"Erased; {member.pk} will not be tracked or named again." in said
    assert not Member.objects.exists()
    listed = rasputin("erase", "--list").splitlines()[-1]
    assert listed.startswith(str(member.pk))
    assert listed.rstrip().endswith("by mail")
    with pytest.raises(UnknownPlayer, match="17 is not on the list"):
        rasputin("unsuppress", "17")
    assert rasputin("unsuppress", str(member.pk)).startswith(f"{member.pk} is off the list")
    assert rasputin("erase", "--list") == "Nobody is on the list.\n"


def test_an_id_that_was_never_met_can_be_put_on_the_list(rasputin: Says) -> None:
    said = rasputin("erase", "4611686018400000001", "--yes")
    assert said.startswith("Somebody who was never met here (4611686018400000001)\nNothing was stored.\n")
    assert Suppressed.objects.get().membership_id == 4611686018400000001
