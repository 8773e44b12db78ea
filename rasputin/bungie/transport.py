"""Requests on the wire: pooled sessions, the gate before and after each, low-level errors mapped once.

The libraries below are loaded by the first client: who only knows types and errors does not wait for them.
"""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.cookiejar import DefaultCookiePolicy
from typing import TYPE_CHECKING, Final, Literal, Protocol

from rasputin.bungie.errors import BungieError, TimedOut, Unavailable
from rasputin.bungie.wire import Answer

if TYPE_CHECKING:
    from requests import PreparedRequest, Response, Session
    from requests.adapters import BaseAdapter

Host = Literal["www", "stats"]
Send = Callable[[str, bytes | None], Answer]

#: No reply that the client asks for comes near it; a bomb of compressed zeros does.
LARGEST_BODY: Final = 64 * 1024 * 1024
CHUNK: Final = 64 * 1024


class Gate(Protocol):
    """What a request budget must do."""

    def enter(self, *, host: Host, endpoint: str) -> None:
        """Block until one request may go out; raise to refuse it."""

    def leave(self, *, host: Host, endpoint: str, error: BungieError | None) -> None:
        """Hear how the request ended; called once for every `enter` that returned."""


class OpenGate:
    """The gate of a client without a budget."""

    def enter(self, *, host: Host, endpoint: str) -> None:
        return

    def leave(self, *, host: Host, endpoint: str, error: BungieError | None) -> None:
        return


class Transport:
    """Sends requests, each thread on a session of its own, all on one pool of connections."""

    def __init__(
        self,
        *,
        api_key: str,
        user_agent: str,
        roots: Mapping[Host, str],
        gate: Gate | None,
        timeout: tuple[float, float],
        pool: int,
        adapter: BaseAdapter | None,
    ) -> None:
        self.roots = {host: _checked_root(root) for host, root in roots.items()}
        self._key = _checked_header("api_key", api_key)
        self._agent = _checked_header("user_agent", user_agent)
        self._gate = gate or OpenGate()
        self._timeout = timeout
        from requests.adapters import HTTPAdapter

        self._adapter = adapter or HTTPAdapter(pool_connections=4, pool_maxsize=pool)
        self._local = threading.local()
        self._templates = {method: self._template(method) for method in ("GET", "POST")}

    @contextmanager
    def exchange(self, *, host: Host, endpoint: str) -> Iterator[Send]:
        """A passage for one request to the API, and what sends it."""
        with self.passage(host=host, endpoint=endpoint):
            yield lambda path, body: self._send(host, endpoint, path, body)

    @contextmanager
    def passage(self, *, host: Host, endpoint: str) -> Iterator[None]:
        """A passage through the gate for one request; what fails inside is what the gate hears of it."""
        self._gate.enter(host=host, endpoint=endpoint)
        # What stops the caller from outside (a task's time limit, Ctrl-C) tells nothing good of Bungie.
        outcome: BungieError | None = TimedOut("was given up", endpoint=endpoint)
        try:
            yield
            outcome = None
        except BungieError as error:
            error.args = tuple(self._without_key(str(part)) for part in error.args)
            error.message = self._without_key(error.message)
            outcome = error
            raise
        finally:
            self._gate.leave(host=host, endpoint=endpoint, error=outcome)

    def file(self, path: str, headers: Mapping[str, str], endpoint: str) -> Response:
        """The reply to a GET outside of the API, without the key; its body is still to be read."""
        from requests import PreparedRequest

        request = PreparedRequest()
        try:
            request.prepare("GET", self.roots["www"], {"User-Agent": self._agent} | dict(headers))
            request.url = f"{self.roots['www']}{path}"
            return self._open(request)
        except failures() as error:
            failure = mapped(error, endpoint)
        raise failure

    @property
    def patience(self) -> float:
        """Seconds that a reply may take as a whole."""
        return sum(self._timeout)

    def close(self) -> None:
        self._adapter.close()

    def _send(self, host: Host, endpoint: str, path: str, body: bytes | None) -> Answer:
        request = self._request(f"{self.roots[host]}/Platform{path}", body)
        try:
            status, headers, content = self._receive(request)
        except BungieError as error:
            error.endpoint = endpoint
            raise
        except failures() as error:
            failure = mapped(error, endpoint)
        else:
            return Answer(endpoint=endpoint, status=status, headers=headers, body=content)
        # Raised out here so that it is not chained: the libraries' errors hold the request, and so the key.
        raise failure

    def _receive(self, request: PreparedRequest) -> tuple[int, Mapping[str, str], bytes]:
        deadline = time.monotonic() + self.patience
        with self._open(request) as response:
            return response.status_code, response.headers, _body(response, deadline)

    def _open(self, request: PreparedRequest) -> Response:
        return self._session().send(
            request, timeout=self._timeout, allow_redirects=False, stream=True, proxies={}
        )

    def _request(self, url: str, body: bytes | None) -> PreparedRequest:
        request = self._templates["GET" if body is None else "POST"].copy()
        request.url = url
        if body is not None:
            request.prepare_body(body, None)
        return request

    def _template(self, method: str) -> PreparedRequest:
        """A prepared request to copy: preparing each anew costs half a millisecond."""
        from requests import PreparedRequest

        headers = {"X-API-Key": self._key, "User-Agent": self._agent, "Accept-Encoding": "gzip"}
        if method == "POST":
            headers["Content-Type"] = "application/json"
        request = PreparedRequest()
        request.prepare(method=method, url=self.roots["www"], headers=headers)
        return request

    def _session(self) -> Session:
        session: Session | None = getattr(self._local, "session", None)
        if session is None:
            from requests import Session

            session = self._local.session = Session()
            session.trust_env = False
            session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
            session.mount("https://", self._adapter)
            session.mount("http://", self._adapter)
        return session

    def _without_key(self, text: str) -> str:
        return text.replace(self._key, "(key)")


def _body(response: Response, deadline: float) -> bytes:
    """The whole body, within the deadline: a reply that drips on for ever is one that does not come."""
    chunks: list[bytes] = []
    size = 0
    while chunk := _read(response):
        chunks.append(chunk)
        size += len(chunk)
        if size > LARGEST_BODY:
            raise Unavailable("the body is too large", http_status=response.status_code)
        if time.monotonic() > deadline:
            raise TimedOut("the body came too slowly", http_status=response.status_code)
    return b"".join(chunks)


def _read(response: Response) -> bytes:
    chunk: bytes = response.raw.read1(CHUNK, decode_content=True)
    return chunk


def failures() -> tuple[type[Exception], ...]:
    """What the libraries below raise."""
    from requests import RequestException
    from urllib3.exceptions import HTTPError

    return RequestException, HTTPError, OSError, ValueError


def mapped(error: Exception, endpoint: str) -> BungieError:
    """An error of the libraries below as one of the tree."""
    from requests import Timeout
    from urllib3.exceptions import ReadTimeoutError

    if isinstance(error, (Timeout, ReadTimeoutError, TimeoutError)):
        return TimedOut(f"no reply in time ({type(error).__name__})", endpoint=endpoint)
    return Unavailable(f"{type(error).__name__}: {str(error)[:300]}", endpoint=endpoint)


def _checked_header(name: str, value: str) -> str:
    """The value, if HTTP can carry it; the complaint does not repeat it, as it may be a secret."""
    if not re.fullmatch(r"[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?", value):
        raise ValueError(f"{name} must be printable ASCII, not empty, without spaces around it")
    return value


def _checked_root(root: str) -> str:
    if not re.fullmatch(r"https?://[^\s?#]+", root):
        raise ValueError(f"{root!r} is no base URL: it looks like https://www.bungie.net")
    return root.rstrip("/")
