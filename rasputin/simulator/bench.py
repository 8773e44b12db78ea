"""Measures how many reports a second the simulator renders and sends on one core."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice, repeat

import psutil

from rasputin.simulator.clock import seconds, stamp
from rasputin.simulator.world.plan import Instance
from rasputin.simulator.world.shape import Shape
from rasputin.simulator.world.world import World

REPORTS = 1_500
CONNECTIONS = 4
SHAPE = Shape(seed=1, clans=4, members=400)
SINCE = "2026-01-01T00:00:00Z"
NOW = "2026-01-19T00:00:00Z"


@dataclass(frozen=True, slots=True)
class Figure:
    """`entries` are those of an average report."""

    reports: int
    entries: float
    wall_seconds: float
    server_seconds: float
    megabytes: float

    @property
    def reports_per_cpu_second(self) -> float:
        return self.reports / self.server_seconds


def run_bench(*, as_json: bool = False) -> int:
    """Of the world as it is, then of a mix with more people in it: first rendered, then from the cache."""
    figures = _figures()
    if as_json:
        print(json.dumps({name: _facts(figure) for name, figure in figures.items()}))
    else:
        for name, figure in figures.items():
            _print(name, figure)
    return 0


def _figures() -> dict[str, Figure]:
    played = list(_instances())
    first_and_last_circle = [played[0].instance_id, played[-1].instance_id]
    instances = sorted(played, key=lambda instance: instance.instance_id)
    usual, crowded = _usual(instances), _crowded(instances)
    with _serving(first_and_last_circle) as server:
        figures = {"rendered": _measure(*server, usual)}
    with _serving(first_and_last_circle) as server:
        figures |= {name: _measure(*server, crowded) for name in ("crowded", "cached")}
    return figures


def _usual(instances: list[Instance]) -> list[Instance]:
    """Evenly from all that was played, as a crawl of the whole world finds it."""
    return instances[:: len(instances) // REPORTS][:REPORTS]


def _crowded(instances: list[Instance]) -> list[Instance]:
    """40 % raids of six, 40 % Crucible matches of twelve, 20 % solo, as far as there are so many."""
    raids = (i for i in instances if i.kind.name == "raid" and len(i.parts) == 6)
    matches = (i for i in instances if i.kind.size == 12 and len(i.parts) == 12)
    alone = (i for i in instances if len(i.parts) == 1)
    shares = ((raids, REPORTS * 2 // 5), (matches, REPORTS * 2 // 5), (alone, REPORTS // 5))
    return [instance for found, share in shares for instance in islice(found, share)]


@contextmanager
def _serving(asked_before: list[int]) -> Iterator[tuple[int, int]]:
    """A simulator whose world is planned, as histories are read before reports: its process and port."""
    port = _free_port()
    server = _start(port)
    try:
        _wait(port)
        _ask_all(port, asked_before)
        yield server.pid, port
    finally:
        server.terminate()
        server.wait()


def _instances() -> Iterator[Instance]:
    world = World(SHAPE, seconds(SINCE))
    seen = set()
    for player in world.members():
        for character in player.characters:
            for row in world.history(character.character_id, seconds(NOW)):
                if row.instance.instance_id not in seen:
                    seen.add(row.instance.instance_id)
                    yield row.instance


def _start(port: int) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "rasputin.simulator", "--port", str(port), "--since", SINCE]
    command += ["--seed", str(SHAPE.seed), "--clans", str(SHAPE.clans), "--members", str(SHAPE.members)]
    command += ["--limit", str(REPORTS * 100)]
    standing_still = {**os.environ, "RASPUTIN_CLOCK": f"{stamp(seconds(NOW))}@0"}
    server = subprocess.Popen(command, env=standing_still)
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(server.pid, {0})
    return server


def _measure(pid: int, port: int, wanted: list[Instance]) -> Figure:
    process = psutil.Process(pid)
    began, used = time.perf_counter(), sum(process.cpu_times()[:2])
    received = _ask_all(port, [instance.instance_id for instance in wanted])
    return Figure(
        reports=len(wanted),
        entries=sum(len(instance.parts) for instance in wanted) / len(wanted),
        wall_seconds=time.perf_counter() - began,
        server_seconds=sum(process.cpu_times()[:2]) - used,
        megabytes=received / 2**20,
    )


def _ask_all(port: int, wanted: list[int]) -> int:
    """Bytes received over several kept-open connections."""
    with ThreadPoolExecutor(CONNECTIONS) as threads:
        shares = (wanted[number::CONNECTIONS] for number in range(CONNECTIONS))
        return sum(threads.map(_ask, repeat(port), shares))


def _ask(port: int, wanted: list[int]) -> int:
    received = 0
    with socket.create_connection(("127.0.0.1", port)) as connection:
        reader = connection.makefile("rb")
        for instance_id in wanted:
            connection.sendall(_request(instance_id))
            length = 0
            status = reader.readline()
            while (line := reader.readline()) not in (b"\r\n", b""):
                if line.startswith(b"content-length:"):
                    length = int(line.split(b":")[1])
            reader.read(length)
            if b" 200 " not in status:
                raise RuntimeError(f"The simulator answered {status!r}.")
            received += length
    return received


def _request(instance_id: int) -> bytes:
    path = f"/stats/Platform/Destiny2/Stats/PostGameCarnageReport/{instance_id}/"
    head = "Host: 127.0.0.1\r\nUser-Agent: bench\r\nX-API-Key: bench\r\nAccept-Encoding: gzip\r\n\r\n"
    return f"GET {path} HTTP/1.1\r\n{head}".encode()


def _facts(figure: Figure) -> dict[str, float]:
    return {
        "reports_per_cpu_second": round(figure.reports_per_cpu_second, 1),
        "reports": figure.reports,
        "entries": round(figure.entries, 1),
        "cpu_seconds": round(figure.server_seconds, 2),
        "wall_seconds": round(figure.wall_seconds, 2),
    }


def _print(name: str, figure: Figure) -> None:
    asked = f"{figure.reports} reports of {figure.entries:.1f} entries, {figure.megabytes:.1f} MB zipped"
    spent = f"server {figure.server_seconds:.2f} s, wall {figure.wall_seconds:.2f} s"
    print(f"{name}: {figure.reports_per_cpu_second:,.0f} reports per second of one core ({asked}, {spent})")


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def _wait(port: int) -> None:
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError("The simulator did not start within 10 seconds.")
