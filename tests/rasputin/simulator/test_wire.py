"""The simulator's own HTTP: one connection, many requests, odd ones too."""

import socket
import time
from collections.abc import Callable, Iterator
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rasputin.simulator.replies.envelope import Reply, Stream
from rasputin.simulator.serving.faults.delivery import delivered
from rasputin.simulator.serving.faults.rule import Rule
from rasputin.simulator.serving.messages import Asked, Streamed
from rasputin.simulator.serving.packing import pack
from rasputin.simulator.serving.visit import read_visit
from tests.rasputin.simulator.server import HEADERS, Simulator

HEAD = "".join(f"{name}: {value}\r\n" for name, value in HEADERS.items())


@pytest.fixture
def connection(simulator: Simulator) -> Iterator[socket.socket]:
    host, port = simulator.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=10) as connected:
        yield connected


def request(path: str, *, method: str = "GET", more: str = "") -> bytes:
    return f"{method} {path} HTTP/1.1\r\nHost: here\r\n{HEAD}{more}\r\n".encode()


def everything(connection: socket.socket) -> bytes:
    received = b""
    while piece := connection.recv(65_536):
        received += piece
    return received


def test_requests_sent_at_once_are_answered_in_their_order(
    simulator: Simulator, connection: socket.socket
) -> None:
    simulator.control("faults", body={"path": "first", "delay": 0.2, "times": 1})
    connection.sendall(
        request("/Platform/first/")
        + request("/_simulator/health")
        + request("/Platform/Settings/", more="Connection: close\r\n")
    )
    received = everything(connection)
    simulator.control("faults", method="DELETE")
    assert received.count(b"HTTP/1.1 ") == 3
    assert received.index(b"NotFound") < received.index(b'"status":"ok"') < received.index(b'"environment"')


def test_a_request_may_come_in_pieces(connection: socket.socket) -> None:
    body = b'{"displayName":"Nobody","displayNameCode":1}'
    path = "/Platform/Destiny2/SearchDestinyPlayerByBungieName/-1/"
    more = f"Content-Length: {len(body)}\r\nConnection: close\r\n"
    whole = request(path, method="POST", more=more) + body
    for piece in (whole[:20], whole[20:-10], whole[-10:]):
        connection.sendall(piece)
        time.sleep(0.02)
    assert b'{"Response":[],' in everything(connection)


def test_head_has_no_body(connection: socket.socket) -> None:
    connection.sendall(request("/_simulator/health", method="HEAD", more="Connection: close\r\n"))
    assert everything(connection).endswith(b"\r\n\r\n")


def test_what_is_not_http_is_refused(connection: socket.socket) -> None:
    connection.sendall(b"nonsense\r\n\r\n")
    refused = everything(connection)
    assert refused.startswith(b"HTTP/1.1 400 ")
    assert b"<title>400 Bad Request</title>" in refused


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (request(f"/Platform/{'x' * 16_400}/"), b"414"),
        (request("/Platform/Settings/", more=f"Cookie: {'x' * 33_000}\r\n"), b"431"),
        (
            request("/Platform/", method="POST", more=f"Content-Length: {2**20 + 1}\r\n") + bytes(2**20 + 1),
            b"413",
        ),
    ],
)
def test_what_is_too_long_is_refused(connection: socket.socket, sent: bytes, status: bytes) -> None:
    connection.sendall(sent)
    assert connection.recv(12) == b"HTTP/1.1 " + status


def test_a_malformed_path_gets_a_page(simulator: Simulator) -> None:
    page = simulator.api("/GroupV2/Name/%3Cnobody%3E/1/")
    assert (page.status, page.headers["content-type"]) == (400, "text/html; charset=UTF-8")
    assert b"Bungie.net: 400 Bad Request" in page.body


# Delivery


@pytest.fixture
def spoil(simulator: Simulator) -> Iterator[Callable[..., None]]:
    simulator.control("faults", method="DELETE")
    yield lambda **rule: simulator.control("faults", body={"path": "Settings", **rule})
    simulator.control("faults", method="DELETE")


Spoil = Callable[..., None]
ZIPPED = "Accept-Encoding: gzip\r\n"


def until_lost(connection: socket.socket) -> bytes:
    received = b""
    try:
        while piece := connection.recv(65_536):
            received += piece
    except ConnectionResetError:
        return received
    raise AssertionError("it was not lost")


def head_and_body(received: bytes) -> tuple[bytes, bytes]:
    head, _, body = received.partition(b"\r\n\r\n")
    return head.lower(), body


def test_an_answer_can_come_late(spoil: Spoil, connection: socket.socket) -> None:
    spoil(delay=0.4)
    began = time.monotonic()
    connection.sendall(request("/Platform/Settings/", more="Connection: close\r\n"))
    assert everything(connection).startswith(b"HTTP/1.1 200 ")
    assert time.monotonic() - began >= 0.4


def test_an_answer_can_never_come(spoil: Spoil, connection: socket.socket) -> None:
    spoil(hang=0.4)
    began = time.monotonic()
    connection.sendall(request("/Platform/Settings/"))
    assert everything(connection) == b""
    assert time.monotonic() - began >= 0.4


def test_a_connection_can_be_lost_without_an_answer(spoil: Spoil, connection: socket.socket) -> None:
    spoil(reset=True)
    connection.sendall(request("/Platform/Settings/"))
    with pytest.raises(ConnectionResetError):
        connection.recv(1)


def test_a_connection_can_be_lost_in_the_middle(spoil: Spoil, connection: socket.socket) -> None:
    spoil(reset=True, cut=50)
    connection.sendall(request("/Platform/Settings/"))
    head, body = head_and_body(until_lost(connection))
    assert (head[:12], len(body)) == (b"http/1.1 200", 50)


def test_a_body_can_drip(simulator: Simulator, spoil: Spoil, connection: socket.socket) -> None:
    whole = simulator.api("/Settings/").body
    spoil(drip=len(whole) * 2)
    began = time.monotonic()
    connection.sendall(request("/Platform/Settings/", more="Connection: close\r\n"))
    assert head_and_body(everything(connection))[1] == whole
    assert 0.3 < time.monotonic() - began < 3


@pytest.mark.parametrize(
    ("length", "framing"), [("sent", b"content-length: 40"), ("whole", b"content-length: "), ("none", b"")]
)
@pytest.mark.parametrize("zipped", ["", ZIPPED])
def test_a_cut_body_is_honest_or_not_about_its_length(
    simulator: Simulator, spoil: Spoil, connection: socket.socket, length: str, framing: bytes, zipped: str
) -> None:
    headers = {**HEADERS, "Accept-Encoding": "gzip"} if zipped else HEADERS
    whole = simulator.api("/Settings/", headers=headers).body
    spoil(cut=40, length=length)
    close = "Connection: close\r\n" if length == "sent" else ""
    connection.sendall(request("/Platform/Settings/", more=zipped + close))
    head, body = head_and_body(everything(connection))
    assert body == whole[:40]
    assert framing + (b"%d" % len(whole) if length == "whole" else b"") in head
    assert (b"content-length" in head) is (length != "none")
    assert (b"content-encoding: gzip" in head) is bool(zipped)


def test_a_late_answer_to_head_has_no_body(spoil: Spoil, connection: socket.socket) -> None:
    spoil(delay=0.05)
    connection.sendall(request("/Platform/Settings/", method="HEAD", more="Connection: close\r\n"))
    assert everything(connection).endswith(b"\r\n\r\n")


def test_a_connection_lives_on_after_a_late_answer(spoil: Spoil, connection: socket.socket) -> None:
    spoil(delay=0.05, cut=10, times=1)
    last = request("/Platform/Settings/", more="Connection: close\r\n")
    connection.sendall(request("/Platform/Settings/") + last)
    assert everything(connection).count(b"HTTP/1.1 200 ") == 2


BODY = b"".join(b"%d " % number for number in range(300))


def _stream(cut_at: list[int]) -> Callable[[], Iterator[bytes]]:
    edges = [0, *sorted(cut_at), len(BODY)]
    return lambda: (BODY[start:end] for start, end in pairwise(edges))


@given(
    cut=st.integers(0, 2_000),
    drip=st.none() | st.integers(1, 9_000),
    edges=st.lists(st.integers(0, len(BODY)), max_size=4),
    known=st.booleans(),
)
def test_a_cut_body_is_the_beginning_of_the_whole_however_it_is_sent(
    cut: int, drip: int | None, edges: list[int], known: bool
) -> None:
    stream = Stream(_stream(edges), len(BODY) if known else None)
    visit = read_visit(Asked("", "GET", b"/common/file", {}, b""))
    sent = delivered(Rule(cut=cut, drip=drip), pack(Reply(200, b"", None, stream=stream), visit))
    assert isinstance(sent, Streamed)
    body = b"".join(sent.pieces())
    if known:
        assert b"content-length: %d\r\n" % min(cut, len(BODY)) in sent.head
        assert body == BODY[:cut]
    else:
        assert b"".join(_unchunked(body)) == BODY[:cut]


def _unchunked(framed: bytes) -> Iterator[bytes]:
    while framed != b"0\r\n\r\n":
        size, _, framed = framed.partition(b"\r\n")
        length = int(size, 16)
        yield framed[:length]
        framed = framed[length + 2 :]
