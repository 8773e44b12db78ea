"""Starts the simulator: `python -m rasputin.simulator --port 8780 --clans 2 --members 60`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path

from rasputin.simulator.answers import world_source
from rasputin.simulator.answers.manifest import WorldManifest
from rasputin.simulator.bench import run_bench
from rasputin.simulator.clock import Clock, seconds
from rasputin.simulator.recorded import recorded_source
from rasputin.simulator.recorded.described import describe
from rasputin.simulator.recorded.manifest import RecordedManifest
from rasputin.simulator.recorded.recordings import read_recordings
from rasputin.simulator.recorded.routes import error_routes
from rasputin.simulator.replies.codes import settle
from rasputin.simulator.serving.app import App
from rasputin.simulator.serving.control import Control
from rasputin.simulator.serving.faults import Faults
from rasputin.simulator.serving.faults.script import read_script
from rasputin.simulator.serving.gate import Gate
from rasputin.simulator.serving.keys import Keys
from rasputin.simulator.serving.limits import Throttle
from rasputin.simulator.serving.options import add_options, limits
from rasputin.simulator.serving.routes import routes, site_routes
from rasputin.simulator.serving.routing import Route, Router
from rasputin.simulator.serving.wire import serve
from rasputin.simulator.trouble.wrapping import troubled
from rasputin.simulator.world.shape import Shape
from rasputin.simulator.world.world import World

DAY_SECONDS = 86_400


def arguments(argv: list[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m rasputin.simulator", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8780)
    parser.add_argument("--seed", type=int, default=1, help="another seed is another world")
    parser.add_argument("--clans", type=int, default=2)
    parser.add_argument("--members", type=int, default=60, help="members of all clans together")
    parser.add_argument("--days", type=float, default=14, help="days of activity before the clock's start")
    parser.add_argument("--since", help="first moment of activity (ISO), in place of --days")
    parser.add_argument("--steady", action="store_true", help="a world without odd people, whose clans stay")
    parser.add_argument(
        "--evenings", action="store_true", help="half of the members play, two hours around 20:00 UTC"
    )
    parser.add_argument(
        "--wrong-hints", type=float, default=0.02, help="share of members whose being online is told wrongly"
    )
    parser.add_argument(
        "--last-played", choices=("end", "start"), default="end", help="of activities, or of sessions only"
    )
    parser.add_argument("--recorded", metavar="DIR", help="serve recorded replies in place of a world")
    parser.add_argument(
        "--manifest", choices=("usual", "large"), default="usual", help="large: of the real game's size"
    )
    parser.add_argument("--bench", action="store_true", help="measure reports a second on one core, and end")
    parser.add_argument("--json", action="store_true", help="what --bench measured, as JSON")
    add_options(parser)
    return parser.parse_args(argv)


def application(options: argparse.Namespace, clock: Clock) -> App:
    settle(dict(options.status), dict(options.text))
    faults, keys = Faults(), Keys(options.api_key)
    manifest: WorldManifest | RecordedManifest
    others: Iterable[Route] = ()
    if options.recorded:
        world, recordings = None, read_recordings(Path(options.recorded))
        manifest = RecordedManifest(recordings.releases, recordings.definitions)
        source = recorded_source(recordings, manifest, faults)
        told, others = describe(recordings), error_routes(recordings.errors)
    else:
        world, told = make_world(options, clock), None
        manifest = WorldManifest(large=options.manifest == "large", settled=options.steady)
        source = world_source(world, manifest, faults)
    router = Router([*others, *troubled(routes(source))], site_routes(source))
    if options.faults:
        faults.add(read_script(options.faults, router.endpoints))
    control = Control(
        clock, world, told, manifest=manifest, faults=faults, keys=keys, endpoints=router.endpoints
    )
    gate = Gate(Throttle(limits(options, router.endpoints)), keys, router)
    return App(clock, router, control, gate)


def make_world(options: argparse.Namespace, clock: Clock) -> World:
    start = clock.origin() - options.days * DAY_SECONDS
    since = seconds(options.since) if options.since else start
    steady, evenings = options.steady, options.evenings
    shape = Shape(options.seed, options.clans, options.members, steady=steady, evenings=evenings)
    by_session = options.last_played == "start"
    return World(shape, since, wrong_hints=options.wrong_hints, dated_by_session=by_session)


def main() -> int:
    options = arguments()
    if options.bench:
        return run_bench(as_json=options.json)
    try:
        app = application(options, Clock.from_environment())
    except (ValueError, OSError) as error:
        print(f"The simulator cannot start: {error}", file=sys.stderr)
        return 2
    serve(app.answer, options.host, options.port)
    return 0


if __name__ == "__main__":
    sys.exit(main())
