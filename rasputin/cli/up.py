"""`rasputin up`: everything runs, somebody sees how far it is, and it ends when it is told to."""

import os
import time
from typing import TYPE_CHECKING

from rasputin.cli import opened, show
from rasputin.cli.interrupts import Interrupted, ending_twice
from rasputin.local import Place, application, demo, ports, programs, running, supervise, watch
from rasputin.local.startup import FLOWER_USER

if TYPE_CHECKING:
    from rasputin.progress import Snapshot, Tally

INTERRUPTED = 130
LOOK_SECONDS = 1.0
REST_SHARE = 20
PATIENCE = 120.0  # with a database that is away, while the supervisor starts it again


def up(*, until_caught_up: bool) -> int:
    """The exit code."""
    place = opened.find()
    try:
        with ending_twice(place.home):
            return _up(place, until_caught_up=until_caught_up)
    except Interrupted:
        print("Stopped. `rasputin up` goes on from here.")
        return INTERRUPTED if until_caught_up else 0


def _up(place: Place, *, until_caught_up: bool) -> int:
    started = time.monotonic()
    programs.check_settings(os.environ)
    _say_what_this_is(place)
    with running(place) as environment:
        opened.set_up_django(environment)
        _prepare(place, environment)
        from rasputin import connect
        from rasputin.progress import Tally

        connect.budget().forget_refused_key()
        tally = Tally(connect.budget().usage().granted)
        with application(place.home, environment):
            _look_for_manifest()
            stage = opened.Opened(place, environment)
            snap, requests = _crawl(stage, tally)
            if until_caught_up:
                return _summary(snap, requests, seconds=time.monotonic() - started)
            _announce(stage, snap)
            _stay(stage)
    return 0


def _say_what_this_is(place: Place) -> None:
    print(f"Rasputin, home {place.home.path}")
    if place.simulated:
        print(
            "BUNGIE_API_KEY is not set: all data are SIMULATED. Two invented clans of 60 invented players are"
            " tracked from a simulator on this machine; Bungie is not asked anything.",
            flush=True,
        )


def _prepare(place: Place, environment: dict[str, str]) -> None:
    from rasputin import prepare, storage
    from rasputin.clock import clock

    prepare.prepare()
    storage.sample(clock.now())
    if "postgres" in place.embedded and "crawl" not in supervise.alive_programs(place.home):
        prepare.end_leases()
    if place.simulated:
        prepare.seed_demo(environment["BUNGIE_BASE_URL"])


def _look_for_manifest() -> None:
    """Now and not with the next beat: the names of everything are in it."""
    from manifest.tasks import forget_trouble
    from rasputin import actions

    forget_trouble()
    actions.run("manifest:sync")


def _crawl(stage: opened.Opened, tally: "Tally") -> "tuple[Snapshot, dict[str, int]]":
    """Shows the progress until there is nothing left to do; the last look, and the requests that it took."""
    from rasputin.cli.bars import display
    from rasputin.progress import obstacles

    notices = show.Notices()
    with display() as shown:
        while True:
            snap, took = _look(stage)
            requests = tally.count(snap.requests_by_endpoint)
            notices.tell([*obstacles(snap), *supervise.faltering(stage.home)])
            shown.update(snap)
            if (snap.caught_up or _nothing_tracked(snap)) and _manifest_is_settled():
                return snap, requests
            _rest(stage, rest_after(took))


def _manifest_is_settled() -> bool:
    from django.db import Error, connection

    from manifest.queries.progress import is_settled

    try:
        return is_settled()
    except Error:
        connection.close()
        return False  # the next look is patient with a database that is away


def rest_after(took: float) -> float:
    """Seconds until the next look: to look may cost the database a twentieth of its time, not more."""
    return max(LOOK_SECONDS, REST_SHARE * took)


def _rest(stage: opened.Opened, seconds: float) -> None:
    """Watches all the same."""
    until = time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0:
        time.sleep(min(LOOK_SECONDS, left))
        watch(stage.place, stage.environment)


def _look(stage: opened.Opened) -> "tuple[Snapshot, float]":
    """A snapshot and the seconds it took; patient with servers that are being started again."""
    from django.db import Error, connection
    from redis import RedisError

    from rasputin.clock import clock
    from rasputin.progress import snapshot

    deadline = time.monotonic() + PATIENCE
    while True:
        watch(stage.place, stage.environment)
        began = time.monotonic()
        try:
            return snapshot(clock.now()), time.monotonic() - began
        except (Error, RedisError):
            connection.close()
            if time.monotonic() > deadline:
                raise
            time.sleep(LOOK_SECONDS)


def _nothing_tracked(snap: "Snapshot") -> bool:
    return snap.clans == 0 and snap.members == 0


def _summary(snap: "Snapshot", requests: dict[str, int], *, seconds: float) -> int:
    from rasputin.cli import summary

    print("Nothing is tracked." if _nothing_tracked(snap) else "Caught up.")
    summary.caught_up(snap, requests=requests, seconds=seconds)
    return 1 if snap.dead else 0


def _announce(stage: opened.Opened, snap: "Snapshot") -> None:
    from rasputin.prepare import first_admin_link

    if _nothing_tracked(snap):
        print("Nothing is tracked yet: `rasputin clans add GROUP_ID` or `rasputin members add NAME#CODE`.")
    web, flower = (f"http://{ports.LOOPBACK}:{ports.kept(stage.home)[name]}" for name in ("web", "flower"))
    print(f"API docs  {web}/api/docs")
    print(f"Admin     {web}/admin/")
    print(f"Flower    {flower} (user {FLOWER_USER}, password: `flower` in {stage.home.passwords})")
    if link := first_admin_link(web):
        print(f"Make the first admin, once: {link}")
    print("It goes on tracking. It may be closed with Ctrl-C, and goes on from where it stopped.", flush=True)


def _stay(stage: opened.Opened) -> None:
    if stage.environment.get("RASPUTIN_CLOCK") == f"file:{stage.home.clock}":
        demo.let_clock_run(stage.home)
    notices = show.Notices()
    while True:
        watch(stage.place, stage.environment)
        notices.tell([*_what_waits(), *supervise.faltering(stage.home)])
        time.sleep(5 * LOOK_SECONDS)


def _what_waits() -> list[str]:
    from django.db import Error, connection
    from redis import RedisError

    from rasputin.progress import what_waits

    try:
        return what_waits()
    except (Error, RedisError):
        connection.close()
        return []  # a server is away for a moment: the supervisor starts it again
