"""The simulator's own HTTP: one connection, many requests, odd ones too."""

import socket
import time
from collections.abc import Iterator

import pytest

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
    assert everything(connection).startswith(b"HTTP/1.1 400 ")
