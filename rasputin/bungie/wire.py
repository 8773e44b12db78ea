"""From the bytes of a reply to a Struct, or to an error of the tree; nothing else comes out of here.

The good reply is decoded and checked in one pass. Whatever that pass cannot take (an error, a page of
HTML, a null where nothing should be) is read a second time, slowly and with suspicion.
"""

import re
from collections.abc import Mapping
from typing import Any, Final, Generic, NamedTuple, NoReturn, TypeVar

import msgspec

from rasputin.bungie.enums import GAME_MEMBERSHIP_TYPES, MEMBERSHIP_TYPE_BY_NAME
from rasputin.bungie.errors import (
    CODES,
    BadRequest,
    BungieError,
    KeyRefused,
    Misdirected,
    NoResponse,
    NotFound,
    ServerTrouble,
    Throttled,
    TimedOut,
    Unavailable,
    Undecodable,
    WrongMembershipType,
)
from rasputin.bungie.types.common import Int32

T = TypeVar("T")

SUCCESS: Final = 1
#: Longer than any wait that Bungie was seen to ask for; a mangled number must not stop a crawl for days.
LONGEST_WAIT: Final = 3600.0

BROKEN = (msgspec.MsgspecError, ValueError, OverflowError, RecursionError)
_CUT_OFF = "truncated"
_BLOCKED: Final = re.compile(
    rb"<title>[^<]*(attention required|just a moment|checking your browser|ddos protection|access denied)",
    re.IGNORECASE,
)
PAGE_ERRORS: Final[dict[int, type[BungieError]]] = {
    401: KeyRefused,
    403: Throttled,
    404: NotFound,
    408: TimedOut,
    410: NotFound,
    429: Throttled,
}


class Answer(NamedTuple):
    """A reply as it came off the wire, decompressed."""

    endpoint: str
    status: int
    headers: Mapping[str, str]
    body: bytes


class Envelope(msgspec.Struct, Generic[T], frozen=True):
    code: Int32 = msgspec.field(name="ErrorCode")
    response: T | None = msgspec.field(name="Response", default=None)


class Head(NamedTuple):
    """What the envelope says about the request; only the code is sure to be there."""

    code: int
    throttle_seconds: float
    status_name: str
    message: str
    data: dict[str, Any]


class Unread(NamedTuple):
    """An item of a list that its type cannot hold: where it stands (from 0), what it says, and why not."""

    place: int
    item: Any
    reason: str


class Items(NamedTuple):
    """The field of a response with a list of many things, and the type of one."""

    field: str
    type: Any


class Reader(Generic[T]):
    """How to read the replies of one endpoint."""

    def __init__(
        self, type_: Any, *, operation: str, when_empty: T | None = None, items: Items | None = None
    ) -> None:
        """`when_empty` stands for a success without a response; without it that is NoResponse.

        `operation` is Bungie's name of it, as in its OpenAPI document. `items` are read one by one where
        they cannot be read together, if whoever asks takes that.
        """
        self.type = type_
        self.operation = operation
        self.when_empty = when_empty
        self.items = items
        self.decoder: msgspec.json.Decoder[Envelope[T]] = msgspec.json.Decoder(Envelope[type_], strict=False)

    def read(self, answer: Answer, unread: list[Unread] | None = None) -> T:
        """The response in its type; raises BungieError, and only that.

        With a list for them, items that cannot be read are put there and left out, and the others stay.
        """
        # PostgreSQL cannot hold U+0000; the second reading drops it.
        if answer.status == 200 and b"\\u0000" not in answer.body:
            try:
                envelope = self.decoder.decode(answer.body)
            except BROKEN:
                pass
            else:
                if envelope.code == SUCCESS and envelope.response is not None:
                    return envelope.response
        return self._read_again(answer, unread)

    def _read_again(self, answer: Answer, unread: list[Unread] | None) -> T:
        document = _document(answer)
        head = _head(document)
        if head is None:
            _raise_for_page(answer)
        if head.code != SUCCESS:
            raise coded_error(answer, head)
        if answer.status != 200:
            raise _error(Unavailable, answer, "says success, but not its HTTP status")
        return self._response(answer, document.get("Response"), unread)

    def _response(self, answer: Answer, response: Any, unread: list[Unread] | None) -> T:
        if response is None and self.when_empty is not None:
            return self.when_empty
        try:
            told = tidy(response)
            if unread is not None and self.items is not None:
                told, odd = _readable(told, self.items)
                unread += odd
            found: T = msgspec.convert(told, self.type, strict=False, str_keys=True)
        except BROKEN as problem:
            if response is None or response == {}:
                raise _error(NoResponse, answer, "says success, but holds nothing") from None
            raise _undecodable(answer, str(problem)) from problem
        return found


def _readable(response: Any, items: Items) -> tuple[Any, list[Unread]]:
    """The same without the items that their type cannot hold, and those."""
    listed = response.get(items.field) if isinstance(response, dict) else None
    if not isinstance(listed, list):
        return response, []
    reasons = [_why_not(item, items.type) for item in listed]
    good = [item for item, reason in zip(listed, reasons, strict=True) if reason is None]
    odd = [Unread(place, listed[place], reason) for place, reason in enumerate(reasons) if reason is not None]
    return {**response, items.field: good}, odd


def _why_not(item: Any, type_: Any) -> str | None:
    try:
        msgspec.convert(item, type_, strict=False, str_keys=True)
    except BROKEN as problem:
        return str(problem)
    return None


def part(document: Any, type_: Any, *path: str) -> Any:
    """What stands there, in its type; None where it is missing or something else."""
    for key in path:
        document = document.get(key) if isinstance(document, dict) else None
    if document is None or _why_not(document, type_):
        return None
    return msgspec.convert(document, type_, strict=False)


def coded_error(answer: Answer, head: Head) -> BungieError:
    """The error for an ErrorCode other than success."""
    name, kind = CODES.get(head.code, ("", ServerTrouble))
    if head.code == 18:
        corrected = _wrong_membership_type(answer, head)
        if corrected is not None:
            return corrected
    return _error(kind, answer, head.message, head=head, name=head.status_name or name)


def _wrong_membership_type(answer: Answer, head: Head) -> WrongMembershipType | None:
    """Bungie names the right type of an id beside the complaint, in two keys of MessageData."""
    actual = MEMBERSHIP_TYPE_BY_NAME.get(str(head.data.get("membershipInfo.membershipType")))
    id_text = str(head.data.get("membershipId"))
    if actual not in GAME_MEMBERSHIP_TYPES or not re.fullmatch(r"[0-9]{1,19}", id_text):
        return None
    error = _error(WrongMembershipType, answer, head.message, head=head, name=head.status_name)
    error.actual_type, error.membership_id = int(actual), int(id_text)
    return error


def _document(answer: Answer) -> Any:
    """The body as plain JSON, or None for something else."""
    try:
        return msgspec.json.decode(answer.body)
    except BROKEN as problem:
        if answer.status == 200 and answer.body.lstrip()[:1] in (b"{", b"["):
            _raise_for_broken_json(answer, problem)
        return None


def _raise_for_broken_json(answer: Answer, problem: Exception) -> NoReturn:
    if _CUT_OFF in str(problem):
        raise _error(Unavailable, answer, "the body was cut off") from None
    raise _undecodable(answer, str(problem)) from problem


def _head(document: Any) -> Head | None:
    """The envelope's own fields; a code of a wrong type means that there is no envelope."""
    if not isinstance(document, dict):
        return None
    try:
        code = msgspec.convert(document.get("ErrorCode"), Int32, strict=False)
    except BROKEN:
        return None
    seconds, data = document.get("ThrottleSeconds"), document.get("MessageData")
    return Head(
        code=code,
        throttle_seconds=seconds if isinstance(seconds, int | float) else 0,
        status_name=_text(document.get("ErrorStatus")),
        message=_text(document.get("Message")),
        data=data if isinstance(data, dict) else {},
    )


def _text(value: Any) -> str:
    return value.replace("\0", "")[:500] if isinstance(value, str) else ""


def _raise_for_page(answer: Answer) -> NoReturn:
    """A reply without an envelope: HTML, text, nothing, or JSON of another kind."""
    if answer.status == 200 and answer.body.lstrip()[:1] in (b"{", b"["):
        raise _undecodable(answer, "JSON without an envelope")
    raise page_error(answer, PAGE_ERRORS)


def page_error(answer: Answer, kinds: Mapping[int, type[BungieError]]) -> BungieError:
    """The error for a page where something else was asked for; its status decides, by `kinds` above all."""
    status = answer.status
    if 300 <= status < 400:
        misdirected = _error(Misdirected, answer, f"was redirected to {answer.headers.get('Location', '')}")
        misdirected.location = answer.headers.get("Location", "")
        return misdirected
    if _BLOCKED.search(answer.body, 0, 4096):
        return _error(Throttled, answer, "was blocked by a page in front of Bungie")
    if status in kinds:
        return _error(kinds[status], answer, "a page instead of an answer")
    if 400 <= status < 500:
        return _error(BadRequest, answer, "a page instead of an answer")
    return _error(Unavailable, answer, "a page instead of an answer" if answer.body else "an empty body")


E_ = TypeVar("E_", bound=BungieError)


def _error(
    kind: type[E_], answer: Answer, message: str, *, head: Head | None = None, name: str | None = None
) -> E_:
    return kind(
        message,
        wait=_wait(answer, head),
        code=None if head is None else head.code,
        status_name=name or None,
        http_status=answer.status,
        endpoint=answer.endpoint,
    )


def _wait(answer: Answer, head: Head | None) -> float | None:
    """The seconds that Bungie asks for: ThrottleSeconds, or Retry-After of a page in front of it."""
    seconds: float = 0 if head is None else head.throttle_seconds
    if head is None and answer.headers.get("Retry-After", "").isascii():
        retry_after = answer.headers.get("Retry-After", "")
        seconds = int(retry_after[:6]) if retry_after.isdigit() else 0
    return min(float(max(seconds, 0)), LONGEST_WAIT) or None


def _undecodable(answer: Answer, message: str) -> Undecodable:
    error = _error(Undecodable, answer, message[:500])
    error.body = answer.body
    return error


def tidy(value: Any) -> Any:
    """The same without nulls in objects, which Bungie means as missing, and without U+0000 in texts."""
    if isinstance(value, dict):
        return {key: tidy(item) for key, item in value.items() if item is not None}
    if isinstance(value, list):
        return [tidy(item) for item in value]
    return value.replace("\0", "") if isinstance(value, str) else value
