"""A simulator in a process of its own, and a caller that knows nothing of the product's client."""

import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple
from urllib.error import HTTPError, URLError
from urllib.request import HTTPRedirectHandler, Request, build_opener

HEADERS = {"X-API-Key": "0123456789abcdef", "User-Agent": "tests/1.0 (+contact)"}
START = "2026-11-22T13:00:00Z"
WORLD = ("--seed", "5", "--clans", "2", "--members", "12", "--days", "6", "--steady")


class Reply(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def code(self) -> int:
        return int(self.json["ErrorCode"])

    @property
    def response(self) -> Any:
        assert self.status == 200, self
        return self.json["Response"]


class _StayHere(HTTPRedirectHandler):
    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


class Simulator:
    def __init__(self, url: str, clock: Path) -> None:
        self.url = url
        self._clock = clock
        self._opener = build_opener(_StayHere)

    def ask(
        self, path: str, *, headers: dict[str, str] | None = None, body: Any = None, method: str | None = None
    ) -> Reply:
        sent = None if body is None else json.dumps(body).encode()
        shown = HEADERS if headers is None else headers
        request = Request(f"{self.url}{path}", sent, shown, method=method)  # noqa: S310 - always http
        try:
            with self._opener.open(request, timeout=20) as answer:
                return Reply(answer.status, _lower(answer.headers), answer.read())
        except HTTPError as error:
            with error:
                return Reply(error.code, _lower(error.headers), error.read())

    def api(self, path: str, **sent: Any) -> Reply:
        return self.ask(f"/Platform{path}", **sent)

    def report(self, instance_id: str) -> Reply:
        return self.ask(f"/stats/Platform/Destiny2/Stats/PostGameCarnageReport/{instance_id}/")

    def control(self, path: str, **sent: Any) -> Any:
        return self.ask(f"/_simulator/{path}", **sent).json

    def history(self, member: dict[str, Any], character_id: str, **query: int) -> Any:
        asked = "&".join(f"{name}={value}" for name, value in query.items())
        return self.api(
            f"/Destiny2/{member['membership_type']}/Account/{member['membership_id']}"
            f"/Character/{character_id}/Stats/Activities/?{asked}"
        ).response

    def set_clock(self, line: str) -> None:
        self._clock.write_text(line)
        time.sleep(1.1)  # it looks once a second


def _lower(headers: Any) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}


@contextmanager
def running(folder: Path, *arguments: str, clock: str = f"{START}@0") -> Iterator[Simulator]:
    line = folder / "clock"
    line.write_text(clock)
    port = _free_port()
    command = [sys.executable, "-m", "rasputin.simulator", "--port", str(port), *arguments]
    process = subprocess.Popen(command, env={"RASPUTIN_CLOCK": f"file:{line}", "PATH": ""})
    try:
        simulator = Simulator(f"http://127.0.0.1:{port}", line)
        _wait(simulator, process)
        yield simulator
    finally:
        process.terminate()
        process.wait(10)


def _wait(simulator: Simulator, process: subprocess.Popen[bytes]) -> None:
    for _ in range(200):
        try:
            simulator.control("health")
        except URLError:
            assert process.poll() is None, "the simulator ended"
            time.sleep(0.05)
        else:
            return
    raise AssertionError("the simulator did not answer within 10 seconds")


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port
