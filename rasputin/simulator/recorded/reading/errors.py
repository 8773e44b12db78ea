"""Recorded errors and pages, each under an id of its own: whoever names it in a path gets the bytes recorded.

Of the ids that this project gives out nobody has one at Bungie.
"""

from __future__ import annotations

from typing import NamedTuple

import msgspec

from rasputin.simulator.recorded.reading.folder import Folder
from rasputin.simulator.replies.envelope import Reply

HTML = b"text/html; charset=UTF-8"
_PHP = "clan/richard4339-destiny2-php"


class RecordedError(NamedTuple):
    """The HTTP status as recorded; else 200, which all had until June 2019, or 500, the usual one since."""

    id: int
    status: int
    name: str


ERRORS = (
    RecordedError(999_000_003, 500, "errors/0003_UnhandledException.json"),
    RecordedError(999_000_005, 503, "errors/0005_SystemDisabled.json"),
    RecordedError(999_000_018, 500, "errors/0018_InvalidParameters_no-data.json"),
    RecordedError(999_000_019, 500, "errors/0018_InvalidParameters_wrong-membershipType.json"),
    RecordedError(999_000_036, 500, "errors/0036_ThrottleLimitExceededMomentarily.json"),
    RecordedError(999_000_217, 500, "errors/0217_UserCannotResolveCentralAccount.json"),
    RecordedError(999_000_606, 200, "errors/0606_GroupMembershipPendingApplicationNotFound.json"),
    RecordedError(999_000_611, 500, "errors/0611_GroupMembershipNotFound.json"),
    RecordedError(999_001_601, 500, "errors/1601_DestinyAccountNotFound.json"),
    RecordedError(999_001_618, 500, "errors/1618_DestinyUnexpectedError.json"),
    RecordedError(999_001_643, 500, "errors/1643_DestinyServiceFailure.json"),
    RecordedError(999_001_653, 404, "errors/1653_DestinyPGCRNotFound.json"),
    RecordedError(999_001_665, 500, "errors/1665_DestinyPrivacyRestriction.json"),
    RecordedError(999_010_005, 200, f"{_PHP}/errorCode5.json"),
    RecordedError(999_010_012, 200, f"{_PHP}/clanInviteMemberCancel-AccessDenied.json"),
    RecordedError(999_010_205, 200, f"{_PHP}/getBungieUserInvalidID.json"),
    RecordedError(999_010_606, 200, f"{_PHP}/clanApproveMember-Failure-WrongClan.json"),
    RecordedError(999_010_611, 200, f"{_PHP}/clanKickMember-Failure-InvalidMember.json"),
    RecordedError(999_010_676, 200, f"{_PHP}/clanInviteMember-AlreadyInClan.json"),
    RecordedError(999_010_699, 200, f"{_PHP}/clanApproveMember-Failure-InAnotherClan.json"),
    RecordedError(999_012_101, 200, f"{_PHP}/invalidApiKey.json"),
    RecordedError(999_020_200, 200, "errors/html_unknown_path_app_shell.html"),
    RecordedError(999_020_400, 400, "errors/html_400_bungie.html"),
    RecordedError(999_020_524, 524, "errors/html_524_cloudflare.html"),
)


def read_errors(folder: Folder) -> dict[int, Reply]:
    return {error.id: _reply(folder.body(error.name), error) for error in ERRORS}


def _reply(body: bytes, error: RecordedError) -> Reply:
    if error.name.endswith(".html"):
        return Reply(error.status, body, None, HTML)
    return Reply(error.status, body, int(msgspec.json.decode(body)["ErrorCode"]))
