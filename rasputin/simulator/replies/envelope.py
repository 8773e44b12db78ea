"""Bungie's envelope around every answer, and its error codes with their names, texts and statuses."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import msgspec

_encode = msgspec.json.Encoder().encode

SUCCESS_END = b',"ErrorCode":1,"ThrottleSeconds":0,"ErrorStatus":"Success","Message":"Ok","MessageData":{}}'
SUCCESS_START = b'{"Response":'

# code: (name, HTTP status, text); where Bungie has no text of its own it repeats the name
CODES: dict[int, tuple[str, int, str]] = {
    3: ("UnhandledException", 500, "We've encountered an error, please try again later."),
    5: ("SystemDisabled", 503, "This system is temporarily disabled for maintenance."),
    7: ("ParameterParseFailure", 400, ""),
    8: ("ParameterInvalidRange", 400, ""),
    9: ("BadRequest", 400, ""),
    12: ("InsufficientPrivileges", 500, "You lack the privileges to read or write this data."),
    18: (
        "InvalidParameters",
        500,
        "The input parameters were invalid, please enter valid input, and try again.",
    ),
    20: ("UnhandledHttpException", 500, ""),
    21: ("NotFound", 404, ""),
    22: ("WebAuthModuleAsyncFailed", 500, ""),
    27: ("ExternalServiceTimeout", 500, ""),
    31: ("ThrottleLimitExceeded", 500, ""),
    35: ("ThrottleLimitExceededMinutes", 500, ""),
    36: (
        "ThrottleLimitExceededMomentarily",
        500,
        "Patience is a virtue! Please wait a moment before performing this action again.",
    ),
    37: ("ThrottleLimitExceededSeconds", 500, ""),
    38: ("ExternalServiceUnknown", 500, ""),
    42: ("ExternalServiceFailed", 500, ""),
    51: ("PerEndpointRequestThrottleExceeded", 429, ""),
    54: ("PerApplicationThrottleExceeded", 500, ""),
    55: ("PerApplicationAnonymousThrottleExceeded", 500, ""),
    56: ("PerApplicationAuthenticatedThrottleExceeded", 500, ""),
    57: ("PerUserThrottleExceeded", 500, ""),
    99: ("WebAuthRequired", 401, ""),
    205: ("UserCannotFindRequestedUser", 500, "The requested user could not be found."),
    217: (
        "UserCannotResolveCentralAccount",
        500,
        (
            "We couldn't find the account you're looking for. The account may not exist, "
            "or we may be experiencing technical difficulties."
        ),
    ),
    621: ("GroupDeleted", 404, ""),
    622: ("GroupNotFound", 404, ""),
    686: ("ClanNotFound", 404, ""),
    1601: (
        "DestinyAccountNotFound",
        500,
        (
            "We were unable to find your Destiny account information.  "
            "If you have a valid Destiny Account, let us know."
        ),
    ),
    1618: (
        "DestinyUnexpectedError",
        500,
        "An unexpected error has occurred on Bungie's servers while trying to grab Destiny information.",
    ),
    1620: ("DestinyCharacterNotFound", 500, ""),
    1626: ("DestinyInternalError", 500, ""),
    1628: ("DestinyRecentActivitiesDatabaseError", 500, ""),
    1643: (
        "DestinyServiceFailure",
        500,
        "We couldn't get your Destiny data right now, something funky's going on.  Try again later.",
    ),
    1651: ("DestinyShardRelayClientTimeout", 500, ""),
    1652: ("DestinyShardRelayProxyTimeout", 500, ""),
    1653: ("DestinyPGCRNotFound", 404, "The activity you were looking for was not found."),
    1662: ("DestinyContentVersionMismatch", 500, ""),
    1665: (
        "DestinyPrivacyRestriction",
        500,
        "The user has chosen for this data to be private.  No peeking!",
    ),
    1670: ("DestinyLegacyPlatformInaccessible", 500, ""),
    1672: ("DestinyThrottledByGameServer", 503, ""),
    1682: ("DestinyPublicAccountNotAccessible", 500, ""),
    1688: ("DestinyDirectBabelClientTimeout", 500, ""),
    2101: ("ApiInvalidOrExpiredKey", 401, "The given Platform API Key is invalid."),
    2102: ("ApiKeyMissingFromRequest", 401, ""),
    2103: ("ApplicationDisabled", 401, ""),
    2107: ("OriginHeaderDoesNotMatchKey", 401, ""),
}


class Stream(NamedTuple):
    """A body too big to be held: `pieces` begins it anew each time. Without a length it is sent in chunks."""

    pieces: Callable[[], Iterator[bytes]]
    length: int | None


@dataclass(frozen=True, slots=True)
class Reply:
    """What goes over the wire; `code` is Bungie's, None for pages that are not JSON.

    `headers` are further header lines, each with its end. With a `stream` there is no other body.
    """

    status: int
    body: bytes
    code: int | None = 1
    content_type: bytes = b"application/json; charset=utf-8"
    location: str | None = None
    headers: bytes = b""
    stream: Stream | None = None


@dataclass(frozen=True, slots=True)
class Refusal(Exception):
    """Ends an endpoint with one of Bungie's error codes."""

    code: int
    data: dict[str, str] = field(default_factory=dict)


def success(response: Any) -> Reply:
    return success_body(_encode(response))


def success_body(body: bytes) -> Reply:
    return Reply(200, SUCCESS_START + body + SUCCESS_END)


def failure(
    code: int, *, data: dict[str, str] | None = None, status: int | None = None, throttle_seconds: int = 0
) -> Reply:
    name, usual, text = CODES.get(code, (f"Code{code}", 500, ""))
    envelope = {
        "ErrorCode": code,
        "ThrottleSeconds": throttle_seconds,
        "ErrorStatus": name,
        "Message": text or name,
        "MessageData": data or {},
    }
    return Reply(status or usual, _encode(envelope), code)


def page(status: int, title: str) -> Reply:
    """An HTML page such as the servers in front of the API give."""
    body = f"<html>\n<head><title>{title}</title></head>\n<body><h1>{title}</h1></body>\n</html>\n"
    return Reply(status, body.encode(), None, b"text/html; charset=UTF-8")


def site_page() -> Reply:
    """What the web site gives for every path that it does not know: the page that starts its own program."""
    body = b'<!doctype html><html lang="en"><head><title>Bungie.net</title></head><body></body></html>'
    return Reply(200, body, None, b"text/html; charset=UTF-8")


def redirect(location: str) -> Reply:
    moved = page(301, "301 Moved Permanently")
    return Reply(301, moved.body, None, moved.content_type, location)
