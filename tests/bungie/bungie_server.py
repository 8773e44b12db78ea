"""A tiny HTTP server that answers as a test tells it, and a client that talks to it."""

import json
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import repeat
from typing import Any

from rasputin.bungie import Client

API_KEY = "a-key-of-no-application"  # pragma: allowlist secret


def envelope(response: Any = None, *, code: int = 1, **more: Any) -> bytes:
    body: dict[str, Any] = {} if response is None else {"Response": response}
    body |= {
        "ErrorCode": code,
        "ThrottleSeconds": 0,
        "ErrorStatus": "Success" if code == 1 else "Name",
        "Message": "Ok",
        "MessageData": {},
    }
    return json.dumps(body | more, separators=(",", ":")).encode()


@dataclass
class Answering:
    """How the server answers: with this, whatever is asked."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    announced: int | None = None  # a Content-Length that is not the body's
    chunked: bool = False
    before: float = 0  # seconds of silence before the answer
    drip: float = 0  # seconds between two bytes of the body (or two of its `times`)
    hang_up: bool = False
    times: int = 1  # the body as often, one after the other


@dataclass
class Seen:
    method: str
    path: str
    headers: dict[str, str]
    body: bytes


class Server:
    def __init__(self, url: str) -> None:
        self.url = url
        self.answering = Answering()
        self.queue: list[Answering] = []
        self.by_path: dict[str, bytes] = {}
        self.seen: list[Seen] = []
        self.answer: Callable[[Seen], Answering] | None = None

    def answers(self, body: bytes = b"", **more: Any) -> None:
        self.answering = Answering(body, **more)

    def next(self, seen: Seen) -> Answering:
        if self.queue:
            return self.queue.pop(0)
        if self.answer is not None:
            return self.answer(seen)
        found = [body for part, body in self.by_path.items() if part in seen.path]
        return Answering(found[0]) if found else self.answering


@contextmanager
def serve() -> Iterator[Server]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            length = int(self.headers.get("Content-Length", 0))
            seen = Seen(self.command, self.path, dict(self.headers.items()), self.rfile.read(length))
            state.seen.append(seen)
            try:
                self._answer(state.next(seen))
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True

        do_POST = do_GET

        def _answer(self, how: Answering) -> None:
            time.sleep(how.before)
            if how.hang_up:
                self.close_connection = True
                return
            self.send_response(how.status)
            for name, value in how.headers.items():
                self.send_header(name, value)
            if how.chunked:
                self.send_header("Transfer-Encoding", "chunked")
            else:
                self.send_header("Content-Length", str(how.announced or len(how.body) * how.times))
            self.end_headers()
            for piece in _pieces(how):
                self.wfile.write(piece)
                time.sleep(how.drip)
            self.close_connection = self.close_connection or how.announced is not None

        def log_message(self, *args: object) -> None:
            return

    httpd = Listener(("127.0.0.1", 0), Handler)
    state = Server(f"http://127.0.0.1:{httpd.server_port}")
    thread = threading.Thread(target=httpd.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield state
    httpd.shutdown()
    httpd.server_close()


class Listener(ThreadingHTTPServer):
    """Clients that hang up are what some tests are about: nothing to print."""

    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


def _pieces(how: Answering) -> Iterable[bytes]:
    if how.chunked:
        return [f"{len(how.body):x}\r\n".encode(), how.body, b"\r\n0\r\n\r\n"]
    if how.drip and how.times == 1:
        return [how.body[i : i + 1] for i in range(len(how.body))]
    return repeat(how.body, how.times)


def make_client(url: str, **more: Any) -> Client:
    options: dict[str, Any] = {"timeout": (0.5, 0.5)} | more
    return Client(
        api_key=API_KEY,
        user_agent="RasputinTests/1.0 (+tests@example.org)",
        base_url=url,
        stats_url=f"{url}/stats",
        **options,
    )
