"""Bungie's error codes: names, HTTP statuses, texts. Statuses and texts that nobody recorded are settings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Code(NamedTuple):
    """Without a text an answer repeats the name, as Bungie's do. What Bungie maps to no status gets 500."""

    name: str
    status: int = 500
    text: str = ""


CODES: dict[int, Code] = {
    3: Code("UnhandledException", text="We've encountered an error, please try again later."),
    5: Code("SystemDisabled", 503, "This system is temporarily disabled for maintenance."),
    7: Code("ParameterParseFailure", 400),
    8: Code("ParameterInvalidRange", 400),
    9: Code("BadRequest", 400),
    10: Code("AuthenticationInvalid", 401),
    11: Code("DataNotFound", 404),
    12: Code("InsufficientPrivileges", text="You lack the privileges to read or write this data."),
    18: Code(
        "InvalidParameters",
        text="The input parameters were invalid, please enter valid input, and try again.",
    ),
    19: Code("ParameterNotFound"),
    20: Code("UnhandledHttpException"),
    21: Code("NotFound", 404),
    22: Code("WebAuthModuleAsyncFailed"),
    27: Code("ExternalServiceTimeout"),
    31: Code("ThrottleLimitExceeded"),
    35: Code("ThrottleLimitExceededMinutes"),
    36: Code(
        "ThrottleLimitExceededMomentarily",
        text="Patience is a virtue! Please wait a moment before performing this action again.",
    ),
    37: Code("ThrottleLimitExceededSeconds"),
    38: Code("ExternalServiceUnknown"),
    42: Code("ExternalServiceFailed"),
    46: Code("InvalidPageNumber"),
    47: Code("MaximumPageSizeExceeded"),
    51: Code("PerEndpointRequestThrottleExceeded", 429),
    52: Code("AuthContextCacheAssertion"),
    54: Code("PerApplicationThrottleExceeded"),
    55: Code("PerApplicationAnonymousThrottleExceeded"),
    56: Code("PerApplicationAuthenticatedThrottleExceeded"),
    57: Code("PerUserThrottleExceeded"),
    99: Code("WebAuthRequired", 401),
    205: Code("UserCannotFindRequestedUser", text="The requested user could not be found."),
    217: Code(
        "UserCannotResolveCentralAccount",
        text=(
            "We couldn't find the account you're looking for. The account may not exist, "
            "or we may be experiencing technical difficulties."
        ),
    ),
    606: Code("GroupMembershipPendingApplicationNotFound"),
    611: Code("GroupMembershipNotFound"),
    621: Code("GroupDeleted", 404),
    622: Code("GroupNotFound", 404),
    676: Code("ClanInviteAlreadyMember"),
    686: Code("ClanNotFound", 404),
    699: Code("ClanApplicantInClanSoNowInvited"),
    1601: Code(
        "DestinyAccountNotFound",
        text=(
            "We were unable to find your Destiny account information.  "
            "If you have a valid Destiny Account, let us know."
        ),
    ),
    1618: Code(
        "DestinyUnexpectedError",
        text="An unexpected error has occurred on Bungie's servers while trying to grab Destiny information.",
    ),
    1620: Code("DestinyCharacterNotFound"),
    1623: Code("DestinyItemNotFound"),
    1626: Code("DestinyInternalError"),
    1627: Code("DestinyVendorNotFound"),
    1628: Code("DestinyRecentActivitiesDatabaseError"),
    1634: Code("DestinyCharacterNotInTower"),
    1641: Code("DestinyItemUniqueEquipRestricted"),
    1643: Code(
        "DestinyServiceFailure",
        text="We couldn't get your Destiny data right now, something funky's going on.  Try again later.",
    ),
    1651: Code("DestinyShardRelayClientTimeout"),
    1652: Code("DestinyShardRelayProxyTimeout"),
    1653: Code("DestinyPGCRNotFound", 404, "The activity you were looking for was not found."),
    1662: Code("DestinyContentVersionMismatch"),
    1665: Code(
        "DestinyPrivacyRestriction", text="The user has chosen for this data to be private.  No peeking!"
    ),
    1670: Code("DestinyLegacyPlatformInaccessible"),
    1672: Code("DestinyThrottledByGameServer", 503),
    1682: Code("DestinyPublicAccountNotAccessible"),
    1688: Code("DestinyDirectBabelClientTimeout"),
    2000: Code("TokenInvalid", 401),
    2101: Code("ApiInvalidOrExpiredKey", 401, "The given Platform API Key is invalid."),
    2102: Code("ApiKeyMissingFromRequest", 401),
    2103: Code("ApplicationDisabled", 401),
    2107: Code("OriginHeaderDoesNotMatchKey", 401),
    2108: Code("AccessNotPermittedByApplicationScope", 401),
    2111: Code("AccessTokenHasExpired", 401),
}


def code(number: int) -> Code:
    return CODES.get(number, Code(f"Code{number}"))


def settle(statuses: Mapping[int, int], texts: Mapping[int, str]) -> None:
    """Other statuses and texts than the usual ones, for the life of the process."""
    for number, status in statuses.items():
        CODES[number] = code(number)._replace(status=status)
    for number, text in texts.items():
        CODES[number] = code(number)._replace(text=text)
