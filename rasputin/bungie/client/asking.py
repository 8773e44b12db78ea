"""What all of the client's methods stand on: one request out, one decoded reply back."""

from collections.abc import Iterable, Mapping
from typing import Any, Generic, NamedTuple, TypeVar

import msgspec

from rasputin.bungie.transport import Host, Transport
from rasputin.bungie.wire import Reader, Unread

T = TypeVar("T")


class Reply(NamedTuple, Generic[T]):
    """A decoded value beside the bytes that it was decoded from, for an archive.

    `unread` are items of long lists that the value lacks, as they cannot be read.
    """

    value: T
    body: bytes
    unread: tuple[Unread, ...] = ()


class Asking:
    """Sends a request and reads its reply; `endpoint` is the name under which a gate counts it."""

    _transport: Transport

    def _get(self, reader: Reader[T], endpoint: str, path: str, *, host: Host = "www") -> Reply[T]:
        return self._send(reader, endpoint, path, host=host)

    def _send(
        self,
        reader: Reader[T],
        endpoint: str,
        path: str,
        *,
        host: Host = "www",
        body: Mapping[str, Any] | None = None,
    ) -> Reply[T]:
        payload = None if body is None else msgspec.json.encode(body)
        with self._transport.exchange(host=host, endpoint=endpoint) as send:
            answer = send(path, payload)
            unread: list[Unread] = []
            value = reader.read(answer, unread)
            return Reply(value=value, body=answer.body, unread=tuple(unread))


def joined(numbers: Iterable[int]) -> str:
    """Several numbers as one part of a query."""
    return ",".join(f"{number:d}" for number in numbers)
