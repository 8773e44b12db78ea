"""Everything that can go wrong with a request to Bungie, as one tree.

BungieError
|- Transient                 trying again helps
|  |- Throttled              too many requests: everybody pauses
|  |- Maintenance            the system is switched off for a while
|  |- Unavailable            no usable reply: HTML, empty, cut off, no connection
|  |  `- NoResponse          the envelope says success but holds nothing
|  |- TimedOut               no reply in time
|  `- ServerTrouble          an error inside Bungie, or a code that nobody knows
|- KeyRefused                the operator must act; nothing else helps
`- Permanent                 the same request will fail the same way
   |- NotFound               no such report, group, character, user
   |- AccountNotFound        the account never played, was deleted or was merged away
   |- Private                the player hides this
   |- Embargoed              withheld for now, as raid reports are during a race
   |- WrongMembershipType    the id exists under another type, which the error names
   |- BadRequest             Bungie refuses the parameters
   |- Undecodable            a reply in a shape that cannot be read; keeps the body
   `- Misdirected            a redirect: the wrong host or path
"""

from typing import ClassVar, Final


class BungieError(Exception):
    """Any failure of a request.

    kind         a short name for a database column
    again        would the same request, sent again soon, perhaps work?
    wait         seconds that Bungie asks to wait, when it said so
    code         Bungie's ErrorCode, status_name its name; None when there was no envelope
    http_status  None when there was no reply
    endpoint     the client's name for what was asked
    """

    kind: ClassVar[str] = "error"
    again: ClassVar[bool] = False

    def __init__(
        self,
        message: str = "",
        *,
        wait: float | None = None,
        code: int | None = None,
        status_name: str | None = None,
        http_status: int | None = None,
        endpoint: str | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.wait = wait
        self.code = code
        self.status_name = status_name
        self.http_status = http_status
        self.endpoint = endpoint

    def __str__(self) -> str:
        return " ".join(filter(None, [self._where(), self.message or self.kind]))

    def _where(self) -> str:
        facts = (
            f"HTTP {self.http_status}" if self.http_status is not None else "",
            f"{self.code} {self.status_name or ''}".strip() if self.code is not None else "",
        )
        known = ", ".join(filter(None, facts))
        return f"[{self.endpoint or 'request'}{': ' if known else ''}{known}]"


class Transient(BungieError):
    kind = "transient"
    again = True


class Throttled(Transient):
    kind = "throttled"


class Maintenance(Transient):
    kind = "maintenance"


class Unavailable(Transient):
    kind = "unavailable"


class NoResponse(Unavailable):
    kind = "no_response"


class TimedOut(Transient):
    kind = "timeout"


class ServerTrouble(Transient):
    kind = "server_trouble"


class KeyRefused(BungieError):
    """An alarm for the operator; `advice` is a sentence that says what to do."""

    kind = "key_refused"

    @property
    def advice(self) -> str:
        return KEY_ADVICE.get(self.code or 0, KEY_ADVICE[0])

    def __str__(self) -> str:
        return f"{super().__str__()} {self.advice}"


class Permanent(BungieError):
    kind = "permanent"


class NotFound(Permanent):
    kind = "not_found"


class AccountNotFound(Permanent):
    kind = "account_not_found"


class Private(Permanent):
    kind = "private"


class Embargoed(Permanent):
    kind = "embargoed"


class BadRequest(Permanent):
    kind = "bad_request"


class WrongMembershipType(Permanent):
    """The id belongs to another membership type: `actual_type`, for `membership_id`."""

    kind = "wrong_membership_type"
    actual_type: int = 0
    membership_id: int = 0


class Undecodable(Permanent):
    """A reply that the types cannot hold; `body` is what came, decompressed."""

    kind = "undecodable"
    body: bytes = b""


class Misdirected(Permanent):
    """A redirect, which is never followed; `location` is where it pointed."""

    kind = "misdirected"
    location: str = ""


_NEW_KEY = "Check BUNGIE_API_KEY against https://www.bungie.net/en/Application."
KEY_ADVICE: Final[dict[int, str]] = {
    0: _NEW_KEY,
    2000: "Bungie refused an access token: remove any Authorization header set between here and Bungie.",
    2101: f"Bungie does not accept this API key. {_NEW_KEY}",
    2102: f"No API key reached Bungie. {_NEW_KEY}",
    2103: "Bungie disabled the application of this key: read its mail, or register a new application.",
    2107: "The key is bound to a website origin: clear the origin header in the application's settings.",
    2108: "The application lacks the right for this request: review its scope in its settings.",
    2111: "An access token expired: remove any Authorization header set between here and Bungie.",
}

#: ErrorCode -> Bungie's name for it and the class it is raised as. A code that is not here is ServerTrouble.
CODES: Final[dict[int, tuple[str, type[BungieError]]]] = {
    3: ("UnhandledException", ServerTrouble),
    5: ("SystemDisabled", Maintenance),
    7: ("ParameterParseFailure", BadRequest),
    8: ("ParameterInvalidRange", BadRequest),
    9: ("BadRequest", BadRequest),
    10: ("AuthenticationInvalid", BadRequest),
    11: ("DataNotFound", NotFound),
    12: ("InsufficientPrivileges", Embargoed),
    18: ("InvalidParameters", BadRequest),  # or WrongMembershipType, when MessageData names the right one
    19: ("ParameterNotFound", BadRequest),
    20: ("UnhandledHttpException", ServerTrouble),
    21: ("NotFound", NotFound),
    22: ("WebAuthModuleAsyncFailed", ServerTrouble),
    27: ("ExternalServiceTimeout", ServerTrouble),
    31: ("ThrottleLimitExceeded", Throttled),
    35: ("ThrottleLimitExceededMinutes", Throttled),
    36: ("ThrottleLimitExceededMomentarily", Throttled),
    37: ("ThrottleLimitExceededSeconds", Throttled),
    38: ("ExternalServiceUnknown", ServerTrouble),
    42: ("ExternalServiceFailed", ServerTrouble),
    46: ("InvalidPageNumber", BadRequest),
    47: ("MaximumPageSizeExceeded", BadRequest),
    51: ("PerEndpointRequestThrottleExceeded", Throttled),
    52: ("AuthContextCacheAssertion", ServerTrouble),
    54: ("PerApplicationThrottleExceeded", Throttled),
    55: ("PerApplicationAnonymousThrottleExceeded", Throttled),
    56: ("PerApplicationAuthenticatedThrottleExceeded", Throttled),
    57: ("PerUserThrottleExceeded", Throttled),
    99: ("WebAuthRequired", BadRequest),
    205: ("UserCannotFindRequestedUser", NotFound),
    217: ("UserCannotResolveCentralAccount", NotFound),
    606: ("GroupMembershipPendingApplicationNotFound", NotFound),
    611: ("GroupMembershipNotFound", NotFound),
    621: ("GroupDeleted", NotFound),
    622: ("GroupNotFound", NotFound),
    676: ("ClanInviteAlreadyMember", BadRequest),
    686: ("ClanNotFound", NotFound),
    699: ("ClanApplicantInClanSoNowInvited", BadRequest),
    1601: ("DestinyAccountNotFound", AccountNotFound),
    1618: ("DestinyUnexpectedError", ServerTrouble),
    1620: ("DestinyCharacterNotFound", NotFound),
    1623: ("DestinyItemNotFound", NotFound),
    1626: ("DestinyInternalError", ServerTrouble),
    1627: ("DestinyVendorNotFound", NotFound),
    1628: ("DestinyRecentActivitiesDatabaseError", ServerTrouble),
    1634: ("DestinyCharacterNotInTower", BadRequest),
    1641: ("DestinyItemUniqueEquipRestricted", BadRequest),
    1643: ("DestinyServiceFailure", ServerTrouble),
    1651: ("DestinyShardRelayClientTimeout", ServerTrouble),
    1652: ("DestinyShardRelayProxyTimeout", ServerTrouble),
    1653: ("DestinyPGCRNotFound", NotFound),
    1662: ("DestinyContentVersionMismatch", ServerTrouble),
    1665: ("DestinyPrivacyRestriction", Private),
    1670: ("DestinyLegacyPlatformInaccessible", NotFound),
    1672: ("DestinyThrottledByGameServer", Throttled),
    1682: ("DestinyPublicAccountNotAccessible", Private),
    1688: ("DestinyDirectBabelClientTimeout", ServerTrouble),
    2000: ("TokenInvalid", KeyRefused),
    2101: ("ApiInvalidOrExpiredKey", KeyRefused),
    2102: ("ApiKeyMissingFromRequest", KeyRefused),
    2103: ("ApplicationDisabled", KeyRefused),
    2107: ("OriginHeaderDoesNotMatchKey", KeyRefused),
    2108: ("AccessNotPermittedByApplicationScope", KeyRefused),
    2111: ("AccessTokenHasExpired", KeyRefused),
}
