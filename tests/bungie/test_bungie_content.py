"""Files of the manifest come whole or with an error, go on where they stopped, and need little memory."""

import gzip
import socket
import tracemalloc
from contextlib import suppress
from typing import Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rasputin import bungie
from rasputin.bungie import BungieError, Client, Host
from tests.bungie.bungie_server import API_KEY, Answering, Seen, Server, make_client

TABLE: Final = "/common/destiny2_content/json/en/DestinyRecordDefinition-1f2e.json"
BODY: Final = b'{"1":{"hash":1,"index":0}}'
TAG: Final = '"5d41402a"'
DATE: Final = "Tue, 16 Jun 2026 20:53:00 GMT"
SHELL: Final = b"<!DOCTYPE html>\n<html lang=en><head><title>Bungie.net</title></head><body></body></html>"


class FileServer:
    """One file as a server of static files gives it: compressed when whole, else from any byte on."""

    def __init__(self, body: bytes, *, tag: str = TAG, compresses: bool = True) -> None:
        self.body = body
        self.tag = tag
        self.compresses = compresses

    def __call__(self, seen: Seen) -> Answering:
        headers = {"ETag": self.tag, "Last-Modified": DATE, "Content-Type": "application/json"}
        wanted = seen.headers.get("Range")
        if wanted and seen.headers.get("If-Range", self.tag) in (self.tag, DATE):
            return self._part(int(wanted.removeprefix("bytes=").rstrip("-")), headers)
        if self.compresses and "gzip" in seen.headers["Accept-Encoding"]:
            return Answering(gzip.compress(self.body), headers=headers | {"Content-Encoding": "gzip"})
        return Answering(self.body, headers=headers)

    def _part(self, first: int, headers: dict[str, str]) -> Answering:
        size = len(self.body)
        if first >= size:
            return Answering(SHELL, status=416, headers={"Content-Range": f"bytes */{size}"})
        asked = f"bytes {first}-{size - 1}/{size}"
        return Answering(self.body[first:], status=206, headers=headers | {"Content-Range": asked})


def download(client: Client, path: str = TABLE, *, offset: int = 0, validator: str | None = None) -> bytes:
    with client.content(path, offset=offset, validator=validator) as content:
        return b"".join(content)


def test_a_file_is_asked_for_outside_of_the_platform_and_without_the_key(
    server: Server, client: Client
) -> None:
    server.answer = FileServer(BODY)
    assert download(client) == BODY
    (seen,) = server.seen
    assert (seen.method, seen.path) == ("GET", TABLE)
    assert seen.headers["User-Agent"] == "RasputinTests/1.0 (+tests@example.org)"
    assert seen.headers["Accept-Encoding"] == "gzip"
    assert API_KEY not in str(seen)


def test_a_whole_file_tells_its_length_and_its_validator(server: Server, client: Client) -> None:
    server.answer = FileServer(BODY, compresses=False)
    with client.content(TABLE) as content:
        assert (content.path, content.offset, content.resumed) == (TABLE, 0, False)
        assert (content.length, content.validator) == (len(BODY), TAG)
    server.answer = FileServer(BODY, tag='W/"weak"')
    with client.content(TABLE) as content:
        assert (content.length, content.validator) == (None, DATE)  # compressed: nobody knows how long
        assert b"".join(content) == BODY


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(body=st.binary(min_size=1, max_size=300_000), share=st.floats(0, 1), compresses=st.booleans())
def test_what_is_kept_and_what_is_resumed_make_the_whole_file(
    server: Server, client: Client, body: bytes, share: float, compresses: bool
) -> None:
    server.answer = FileServer(body, compresses=compresses)
    kept = int(len(body) * share)
    with client.content("/icon.png", offset=kept, validator=TAG) as content:
        assert content.offset == kept
        assert content.length in (len(body), None if kept == 0 else len(body))
        assert body[:kept] + b"".join(content) == body


def test_a_resumed_file_is_asked_for_uncompressed_and_only_if_it_is_the_same(
    server: Server, client: Client
) -> None:
    server.answer = FileServer(BODY)
    assert download(client, offset=5, validator=TAG) == BODY[5:]
    asked = server.seen[0].headers
    assert (asked["Range"], asked["If-Range"], asked["Accept-Encoding"]) == ("bytes=5-", TAG, "identity")


def test_a_file_that_has_changed_starts_anew(server: Server, client: Client) -> None:
    server.answer = FileServer(BODY, tag='"another"')
    with client.content(TABLE, offset=5, validator=TAG) as content:
        assert (content.offset, content.resumed, content.validator) == (0, False, '"another"')
        assert b"".join(content) == BODY


def test_a_server_that_knows_no_ranges_starts_anew(server: Server, client: Client) -> None:
    server.answers(BODY)
    with client.content(TABLE, offset=5) as content:
        assert (content.resumed, content.length, content.validator) == (False, len(BODY), None)
        assert b"".join(content) == BODY


def test_a_file_that_is_there_already_has_no_rest(server: Server, client: Client) -> None:
    server.answer = FileServer(BODY)
    with client.content(TABLE, offset=len(BODY)) as content:
        assert (content.resumed, content.length, list(content)) == (True, len(BODY), [])
    with pytest.raises(bungie.BadRequest):
        download(client, offset=len(BODY) + 1)


JSON: Final = {"Content-Type": "application/json"}
GZIP: Final = {"Content-Encoding": "gzip"}


@pytest.mark.parametrize(
    ("answering", "expected"),
    [
        (Answering(SHELL, headers={"Content-Type": "text/html; charset=utf-8"}), bungie.NotFound),
        (Answering(SHELL), bungie.NotFound),
        (Answering(gzip.compress(SHELL), headers=GZIP), bungie.NotFound),
        (Answering(b"<html><title>Just a moment...</title>"), bungie.Throttled),
        (Answering(SHELL, status=404), bungie.NotFound),
        (Answering(b"no gzip", status=404, headers=GZIP), bungie.NotFound),
        (Answering(SHELL, status=403), bungie.Unavailable),
        (Answering(SHELL, status=401), bungie.Unavailable),
        (Answering(b"<title>Attention Required! | Cloudflare</title>", status=403), bungie.Throttled),
        (Answering(SHELL, status=400), bungie.BadRequest),
        (Answering(SHELL, status=429, headers={"Retry-After": "7"}), bungie.Throttled),
        (Answering(b"", status=500), bungie.Unavailable),
        (Answering(SHELL, status=502), bungie.Unavailable),
        (Answering(b"", status=301, headers={"Location": "https://elsewhere/"}), bungie.Misdirected),
        (Answering(b""), bungie.Unavailable),
        (Answering(b"error code: 1015"), bungie.Unavailable),
        (Answering(BODY, announced=9999), bungie.Unavailable),
        (Answering(gzip.compress(BODY)[:-9], headers=GZIP), bungie.Unavailable),
        (Answering(BODY, headers=GZIP), bungie.Unavailable),
        (Answering(BODY, headers={"Content-Encoding": "br"}), bungie.Unavailable),
        (Answering(BODY, status=206, headers={"Content-Range": "bytes 5-9/10"}), bungie.Unavailable),
        (Answering(BODY, status=206), bungie.Unavailable),
        (Answering(hang_up=True), bungie.Unavailable),
        (Answering(before=1.2), bungie.TimedOut),
        (Answering(BODY * 4, drip=0.02), bungie.TimedOut),
    ],
    ids=lambda value: value.__name__ if isinstance(value, type) else f"{value.status}",
)
def test_what_happens_to_a_file_is_an_error_of_the_tree(
    server: Server, client: Client, answering: Answering, expected: type[BungieError]
) -> None:
    server.answering = answering
    with pytest.raises(expected) as caught:
        download(client)
    assert type(caught.value) is expected
    assert caught.value.endpoint == "content"


HEADERS: Final = st.fixed_dictionaries(
    {},
    optional={
        "Content-Range": st.sampled_from(["bytes 5-25/26", "bytes */26", "bytes 5-/", "bytes */*", "5", "é"]),
        "Content-Encoding": st.sampled_from(["gzip", "GZIP", "identity", "br", ""]),
        "Content-Type": st.sampled_from(["text/html", "application/json", ""]),
        "ETag": st.text('"W/a', max_size=4),
        "Retry-After": st.sampled_from(["1", "x" * 50]),
    },
)
BODIES: Final = st.one_of(
    st.binary(max_size=99), st.sampled_from([BODY, SHELL, gzip.compress(BODY), gzip.compress(BODY)[:-9]])
)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(
    body=BODIES,
    headers=HEADERS,
    status=st.sampled_from([200, 206, 301, 403, 404, 416, 500]),
    offset=st.sampled_from([0, 5, 26, 2**70]),
)
def test_whatever_comes_is_bytes_or_an_error_of_the_tree(
    server: Server, client: Client, body: bytes, headers: dict[str, str], status: int, offset: int
) -> None:
    server.answers(body, headers=headers, status=status)
    with suppress(BungieError), client.content(TABLE, offset=offset, validator=TAG) as content:
        for piece in content:
            assert piece
    with suppress(BungieError):
        client.manifest_table(TABLE)


def test_a_resumed_part_that_is_not_what_was_asked_for_is_refused(server: Server, client: Client) -> None:
    for more in (
        {"Content-Range": "bytes 4-25/26"},
        {"Content-Range": "bytes 5-25/26", "Content-Encoding": "gzip"},
        {"Content-Range": "bytes 5-25/999"},
    ):
        server.answering = Answering(BODY[5:], status=206, headers=more)
        with pytest.raises(bungie.Unavailable):
            download(client, offset=5)


def test_what_has_come_before_a_break_is_kept(server: Server, client: Client) -> None:
    body = b"x" * 200_000
    server.answering = Answering(body, announced=300_000)
    kept: list[bytes] = []
    with client.content("/icon.png") as content, pytest.raises(bungie.Unavailable):
        kept.extend(content)
    assert b"".join(kept) == body


def test_a_file_may_take_longer_than_a_reply_as_long_as_it_keeps_coming(server: Server) -> None:
    server.answers(b"x" * 50_000, times=8, drip=0.1)
    assert len(download(make_client(server.url, timeout=(0.2, 0.2)), "/icon.png")) == 400_000


@pytest.mark.parametrize("path", ["common/x", "https://elsewhere/x", "/a b", "/a\r\nX-Evil: 1", "/é", ""])
def test_a_path_that_is_none_is_refused_before_it_is_sent(server: Server, client: Client, path: str) -> None:
    with pytest.raises(bungie.BadRequest):
        download(client, path)
    assert server.seen == []


def test_a_validator_that_no_header_can_carry_is_an_error_of_the_tree(client: Client) -> None:
    with pytest.raises(bungie.Unavailable):
        download(client, offset=5, validator='"a"\r\nX-Evil: 1')


def test_a_closed_port_is_unavailable() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}"
    with pytest.raises(bungie.Unavailable):
        download(make_client(url))


@pytest.mark.parametrize("compressed", [False, True])
def test_a_big_file_needs_little_memory(server: Server, client: Client, compressed: bool) -> None:
    if compressed:
        server.answers(gzip.compress(b" " * 100_000_000, 1), headers=GZIP)
    else:
        server.answers(b" " * 100_000, times=1000)
    received = 0
    tracemalloc.start()
    with client.content("/big.bin") as content:
        for piece in content:
            received += len(piece)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert received == 100_000_000
    assert peak < 8_000_000


class RecordingGate:
    def __init__(self) -> None:
        self.log: list[str] = []

    def enter(self, *, host: Host, endpoint: str) -> None:
        self.log.append(f"enter {host} {endpoint}")

    def leave(self, *, host: Host, endpoint: str, error: BungieError | None) -> None:
        self.log.append(f"leave {host} {endpoint} {None if error is None else error.kind}")


def test_the_gate_hears_of_a_file_when_it_has_come(server: Server) -> None:
    gate = RecordingGate()
    gated = make_client(server.url, gate=gate)
    server.answers(b"x" * 200_000)
    with gated.content("/icon.png") as content:
        assert gate.log == ["enter www content"]
        assert len(b"".join(content)) == 200_000
    assert gate.log == ["enter www content", "leave www content None"]


def test_the_gate_hears_of_a_break_even_if_the_caller_bears_it(server: Server) -> None:
    gate = RecordingGate()
    server.answering = Answering(b"x" * 200_000, announced=300_000)
    with make_client(server.url, gate=gate).content("/icon.png") as content:
        with pytest.raises(bungie.Unavailable):
            list(content)
        assert gate.log[-1] == "leave www content unavailable"
    assert len(gate.log) == 2


def test_trouble_of_the_caller_is_no_fault_of_bungie(server: Server) -> None:
    gate = RecordingGate()
    server.answers(b"x" * 200_000)

    def stumble(content: bungie.Content) -> None:
        next(iter(content))
        raise ZeroDivisionError

    gated = make_client(server.url, gate=gate)
    with pytest.raises(ZeroDivisionError), gated.content("/icon.png") as content:
        stumble(content)
    assert gate.log[-1] == "leave www content None"
