"""What all of the client's methods stand on: one request out, one decoded reply back."""

from collections.abc import Iterable, Mapping
from typing import Any, Generic, NamedTuple, TypeVar

import msgspec

from rasputin.bungie.transport import Host, Transport
from rasputin.bungie.wire import Reader

T = TypeVar("T")


class Reply(NamedTuple, Generic[T]):
    """A decoded value beside the bytes that it was decoded from, for an archive."""

    value: T
    body: bytes


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
            return Reply(value=reader.read(answer), body=answer.body)


def joined(numbers: Iterable[int]) -> str:
    """Several numbers as one part of a query."""
    return ",".join(f"{number:d}" for number in numbers)
