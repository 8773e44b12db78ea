"""The demo: what stands in for Bungie, and the clock that it and Rasputin share."""

from datetime import UTC, datetime

from rasputin.local import ports
from rasputin.local.home import Home

KEY = "simulated"  # the simulator asks for some key and looks no further
STAMP = "simulator"  # the demo's database is the simulator's, whatever port that has


def environment(home: Home) -> dict[str, str]:
    """Settings that make Rasputin ask the simulator in the place of Bungie."""
    return {
        "BUNGIE_API_KEY": KEY,
        "BUNGIE_BASE_URL": address(home),
        "RASPUTIN_STAMP": STAMP,
        "RASPUTIN_SIMULATOR_PORT": str(ports.kept(home)["simulator"]),
    }


def address(home: Home) -> str:
    return f"http://{ports.LOOPBACK}:{ports.kept(home)['simulator']}"


def ensure_clock(home: Home) -> None:
    """At first start the clock is written, standing still, so that the first crawl meets an end."""
    if not home.clock.exists():
        _write(home, f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}@0")


def let_clock_run(home: Home) -> None:
    origin, _, _ = home.clock.read_text().strip().rpartition("@")
    _write(home, f"{origin}@1")


def _write(home: Home, line: str) -> None:
    unfinished = home.clock.with_suffix(".new")
    unfinished.write_text(line + "\n")
    unfinished.rename(home.clock)
