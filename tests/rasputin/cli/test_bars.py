"""What a person sees of the progress: numbers, and what holds requests back."""

import io

import pytest
from rich.console import Console
from rich.progress import Progress, TextColumn

from rasputin.cli.bars import Bars, Lines, line
from rasputin.cli.show import EachMinute, Notices
from rasputin.progress import Snapshot

CALM = Snapshot(
    clans=1,
    members=60,
    members_done=59,
    characters=100,
    histories_total=100,
    histories_done=90,
    entries=1000,
    reports_total=800,
    reports_done=7,
    due=3,
    leased=0,
    dead=0,
    never_run=0,
    requests_total=99,
    requests_by_endpoint={"profile": 99},
    requests_by_host={"www": 99},
    requests_in_ten_seconds=99,
    requests_held={"early": 0, "paused": 0, "throttled": 0},
    requests_per_second=19.0,
    rate=20.0,
    failures_by_kind={},
    closed={},
    pause_seconds=0.0,
    manifest=None,
    manifest_loading="",
    manifest_trouble="",
    disk_trouble="",
    caught_up=False,
    seconds_left=61.0,
)
HELD = CALM._replace(closed={"all": "key_refused: Check it."}, pause_seconds=12.0)


def test_a_line_says_how_far_it_is() -> None:
    assert line(CALM) == (
        "members 59/60, histories 90/100, reports 7/800, 19.0 of 20 requests a second, about 1 min 01 s left"
    )


def test_a_line_says_what_holds_requests_back() -> None:
    held = ", throttled, 12 s to wait. All requests wait: key_refused: Check it."
    assert line(HELD) == line(CALM) + held


def test_a_line_that_is_due_says_it_again(capsys: pytest.CaptureFixture[str]) -> None:
    lines = Lines()
    lines.update(HELD)
    lines.update(HELD)
    assert capsys.readouterr().out == line(HELD) + "\n"
    lines._last -= 60
    lines.update(HELD)
    assert capsys.readouterr().out == line(HELD) + "\n"


def test_what_is_told_each_minute_is_not_told_before(capsys: pytest.CaptureFixture[str]) -> None:
    tell = EachMinute()
    tell("1 of 3")
    tell._last -= 60
    tell("2 of 3")
    tell("3 of 3")
    assert capsys.readouterr().out == "2 of 3\n"


def test_a_line_says_what_is_in_the_manifests_way_and_that_it_is_all_that_is_left() -> None:
    trouble = "Manifest 2.0 cannot be loaded, and is tried again at 13:02: broken"
    loading = CALM._replace(caught_up=True, manifest_loading="2.0, 1 of 3 tables, 0.1 MB")
    assert line(loading).endswith(", only the manifest left: 2.0, 1 of 3 tables, 0.1 MB")
    assert line(loading._replace(manifest_trouble=trouble)) == f"{line(loading)}. {trouble}"


def test_the_bars_say_what_holds_requests_back() -> None:
    screen = Console(file=io.StringIO(), width=120)
    progress = Progress(
        TextColumn("{task.description}"),
        TextColumn("{task.fields[note]}"),
        console=screen,
        auto_refresh=False,
    )
    bars = Bars(progress)
    bars.update(HELD)
    notes = {task.description: task.fields["note"] for task in progress.tasks}
    assert notes["reports"] == "throttled, 12 s to wait, all: key_refused"
    bars.update(CALM)
    assert progress.tasks[-1].fields["note"] == ""


def test_a_notice_is_said_once_as_long_as_it_holds(capsys: pytest.CaptureFixture[str]) -> None:
    notices = Notices()
    for true in (["a"], ["a", "b"], ["b"], [], ["a"]):
        notices.tell(true)
    assert capsys.readouterr().out.split() == ["a", "b", "a"]
