"""`rasputin failures`: what failed is listed, tried again or forgotten, and a bad argument is a sentence."""

from contextlib import nullcontext
from datetime import timedelta

import pytest
from typer.testing import CliRunner, Result

from rasputin import clock, due
from rasputin.cli import failures
from rasputin.cli.trouble import sentence
from tests.factories.tracking import CharacterFactory, MemberFactory, PendingReportFactory, SectionFactory
from tracking.models import Member, PendingReport, Section
from tracking.queries.failures import NoSuchFailure

pytestmark = pytest.mark.django_db

LATER = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _services(monkeypatch: pytest.MonkeyPatch) -> None:
    """Those of the tests run already: the command need not start any."""
    monkeypatch.setattr(failures, "opened", nullcontext)


@pytest.fixture
def member() -> Member:
    """A profile that waits, a history that died, a report that died, one that waits, and rows in health."""
    member = MemberFactory.create(player__bungie_name="Zavala", player__bungie_code=7)
    character = CharacterFactory.create(member=member, character_id=77)
    SectionFactory.create(
        subject=member.pk,
        due_at=clock.now() + LATER,
        error_kind="private",
        error_message="hidden",
        failures=3,
    )
    died = {"due_at": None, "error_kind": "poison", "error_message": "its worker died"}
    SectionFactory.create(kind=Section.Kind.HISTORY, subject=character.pk, **died)
    SectionFactory.create(kind=Section.Kind.RECORDS, subject=member.pk)
    lost = {"error_kind": "not_found", "error_message": "no such report"}
    PendingReportFactory.create(instance_id=5, due_at=None, **lost)
    PendingReportFactory.create(instance_id=6, due_at=clock.now() + LATER, **lost)
    PendingReportFactory.create(instance_id=8)
    return member


def run(*arguments: str) -> Result:
    return CliRunner(env={"COLUMNS": "200"}).invoke(failures.app, arguments)


def lines(*arguments: str) -> list[list[str]]:
    ended = run(*arguments)
    assert ended.exit_code == 0, ended.output
    return [line.split() for line in ended.output.splitlines()]


def due_now() -> set[object]:
    rows = [*Section.objects.due(clock.now()).free(), *PendingReport.objects.due(clock.now()).free()]
    return {(row.pk if isinstance(row, PendingReport) else row.subject) for row in rows}


def test_what_failed_is_counted_by_kind_and_listed_with_ids(member: Member) -> None:
    said = lines("list")
    assert [line[:4] for line in said[1:4]] == [
        ["history", "poison", "1", "0"],
        ["profile", "private", "0", "1"],
        ["report", "not_found", "1", "1"],
    ]
    rows = [(line[0], line[1]) for line in said[6:10]]
    assert rows[:2] == [("history", "77"), ("report", "5")], "dead letters come first"
    assert set(rows[2:]) == {("profile", str(member.pk)), ("report", "6")}
    assert said[6][2] == "Zavala#0007"
    assert "`rasputin failures replay`" in " ".join(said[-1])


@pytest.mark.parametrize(
    ("arguments", "ids"),
    [
        (["--kind", "report"], {"5", "6"}),
        (["--error", "poison"], {"77"}),
        (["--kind", "report", "--error", "not_found", "6"], {"6"}),
        (["77", "5"], {"77", "5"}),
    ],
)
def test_a_part_of_it_can_be_listed(member: Member, arguments: list[str], ids: set[str]) -> None:
    said = lines("list", *arguments)
    rows = said[said.index([]) + 2 :]
    assert {line[1] for line in rows if line and line[0] in ("report", "history")} == ids


def test_all_of_a_member_is_named_by_the_name(member: Member) -> None:
    assert {line[0] for line in lines("list", "Zavala#0007")[1:3]} == {"history", "profile"}


def test_more_than_fits_is_counted(member: Member) -> None:
    assert ["...", "and", "3", "more:", "`--limit", "0`", "shows", "all."] in lines("list", "--limit", "1")
    assert sum(line[0] == "report" for line in lines("list", "--limit", "0") if line) == 3


def test_nothing_failed_is_said(db: None) -> None:
    assert run("list").output == "Nothing has failed.\n"


def test_one_kind_or_single_ids_are_due_again_now(member: Member) -> None:
    before = due_now()
    assert run("replay", "--kind", "report").output.startswith("2 will be tried again")
    assert due_now() - before == {5, 6}
    run("replay", "77")
    assert due_now() - before == {5, 6, 77}
    row = Section.objects.get(subject=77)
    assert (row.error_kind, row.error_message, row.failures, row.attempts) == ("", "", 0, 0)


def test_everything_is_due_again_now(member: Member) -> None:
    assert run("replay", "--all").output.startswith("4 will be tried again")
    assert not Section.objects.failed().exists()


def test_a_forgotten_dead_letter_is_no_failure_and_not_tried_again(member: Member) -> None:
    before = due_now()
    ended = run("forget", "--kind", "report")
    assert ended.output.startswith("1 dead letters are forgotten.\n")
    assert "nobody asks Bungie for them again" in ended.output
    row = PendingReport.objects.get(pk=5)
    assert (row.due_at, row.error_kind, row.error_message) == (
        None,
        due.FORGOTTEN,
        "not_found: no such report",
    )
    assert PendingReport.objects.get(pk=6).error_kind == "not_found", "what is tried again by itself stays"
    assert not PendingReport.objects.dead().exists()
    assert due_now() == before
    assert run("replay", "5").output.startswith("1 will be tried again")
    assert 5 in due_now()


def test_forgetting_what_is_tried_again_by_itself_says_so(member: Member) -> None:
    ended = run("forget", "6")
    assert ended.output == (
        "0 dead letters are forgotten.\nOnly dead letters can be: the rest is tried again by itself.\n"
    )


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ["list", "--kind", "reports"],
            "There is no kind 'reports': the kinds are profile, records,",
        ),
        (
            ["replay", "--error", "gone"],
            "Nothing failed with 'gone': what failed, did with not_found,",
        ),
        (["replay", "99"], "Nothing of that failed: `rasputin failures list` shows what did, with ids."),
        (["list", "Nobody#1234"], "Nobody#1234 is no id, and nobody of that name is tracked."),
        (["forget"], "Say what to forget: ids, NAME#CODE, --kind, --error, or --all."),
        (["replay", "--all", "5"], "--all is everything that failed: leave it away, or the rest."),
    ],
)
def test_a_bad_argument_is_one_sentence(member: Member, arguments: list[str], said: str) -> None:
    ended = run(*arguments)
    assert isinstance(ended.exception, Exception)
    assert str(sentence(ended.exception)).startswith(said)


def test_nothing_to_choose_from_is_said(db: None) -> None:
    assert str(run("replay", "--error", "gone").exception) == "Nothing failed with 'gone': nothing failed."
    assert isinstance(run("replay", "5").exception, NoSuchFailure)
