"""What the collection holds besides good replies: errors, and files that no test reads, each with the reason.

Names are those of `tests.bungie.recordings`.
"""

from typing import Final, NamedTuple

from rasputin import bungie

_CLAN: Final = "clan/richard4339-destiny2-php"
_GHOST: Final = "profile/chrispaskvan-destiny-ghost-api"
_BOT: Final = "mixed/TheDescend-elevatorbot/data.json#https://www.bungie.net"


class RecordedError(NamedTuple):
    """An error's HTTP status, as recorded or else Bungie's default, and the error that it is."""

    status: int
    kind: type[bungie.BungieError]


ERRORS: Final[dict[str, RecordedError]] = {
    "errors/0003_UnhandledException.json": RecordedError(500, bungie.ServerTrouble),
    "errors/0005_SystemDisabled.json": RecordedError(503, bungie.Maintenance),
    "errors/0018_InvalidParameters_no-data.json": RecordedError(500, bungie.BadRequest),
    "errors/0018_InvalidParameters_wrong-membershipType.json": RecordedError(500, bungie.WrongMembershipType),
    "errors/0036_ThrottleLimitExceededMomentarily.json": RecordedError(500, bungie.Throttled),
    "errors/0217_UserCannotResolveCentralAccount.json": RecordedError(500, bungie.NotFound),
    "errors/0606_GroupMembershipPendingApplicationNotFound.json": RecordedError(200, bungie.NotFound),
    "errors/0611_GroupMembershipNotFound.json": RecordedError(500, bungie.NotFound),
    "errors/1601_DestinyAccountNotFound.json": RecordedError(500, bungie.AccountNotFound),
    "errors/1618_DestinyUnexpectedError.json": RecordedError(500, bungie.ServerTrouble),
    "errors/1643_DestinyServiceFailure.json": RecordedError(500, bungie.ServerTrouble),
    "errors/1653_DestinyPGCRNotFound.json": RecordedError(404, bungie.NotFound),
    "errors/1665_DestinyPrivacyRestriction.json": RecordedError(500, bungie.Private),
    f"{_CLAN}/clanApproveMember-Failure-InAnotherClan.json": RecordedError(200, bungie.BadRequest),
    f"{_CLAN}/clanApproveMember-Failure-WrongClan.json": RecordedError(200, bungie.NotFound),
    f"{_CLAN}/clanInviteMember-AlreadyInClan.json": RecordedError(200, bungie.BadRequest),
    f"{_CLAN}/clanInviteMemberCancel-AccessDenied.json": RecordedError(200, bungie.Embargoed),
    f"{_CLAN}/clanKickMember-Failure-InvalidMember.json": RecordedError(200, bungie.NotFound),
    f"{_CLAN}/errorCode5.json": RecordedError(200, bungie.Maintenance),
    f"{_CLAN}/getBungieUserInvalidID.json": RecordedError(200, bungie.NotFound),
    f"{_CLAN}/invalidApiKey.json": RecordedError(200, bungie.KeyRefused),
}

#: Pages in place of an envelope.
PAGES: Final[dict[str, RecordedError]] = {
    "errors/html_400_bungie.html": RecordedError(400, bungie.BadRequest),
    "errors/html_524_cloudflare.html": RecordedError(524, bungie.Unavailable),
    "errors/html_unknown_path_app_shell.html": RecordedError(200, bungie.Unavailable),
}

_WRITES: Final = "the answer to a request that changes a clan; the client only reads"
_LOGIN: Final = "needs the login of a clan's admin, which a tracker has not"
_VENDORS: Final = "vendors and what they sell; no tracker shows them"
_DESTINY_1: Final = "Destiny 1"

UNREAD: Final[dict[str, str]] = {
    "INDEX.md": "describes the collection",
    "errors/README.md": "describes the errors",
    "errors/headers_500_1618_2022-12-04.txt": "the headers of one error, no body",
    "clan/WorthyD-d2-clandashboard/clan_roster_profiles_2020-08.json": "reshaped by that project",
    "pgcr/riven-pgcr-processing-service/dataset_pgcr.json": "the form of a data set, not of Bungie",
    f"{_CLAN}/clanApproveMember.json": _WRITES,
    f"{_CLAN}/clanInviteMember.json": _WRITES,
    f"{_CLAN}/clanInviteMemberCancel.json": _WRITES,
    f"{_CLAN}/clanKickMember-Success.json": _WRITES,
    f"{_CLAN}/getClanBannedMembers-NoResults.json": _LOGIN,
    f"{_CLAN}/getClanInvitedMembers.json": _LOGIN,
    f"{_CLAN}/getClanPendingMembers.json": _LOGIN,
    f"{_CLAN}/getVendorCategoriesSalesDisabled.json": _VENDORS,
    f"{_CLAN}/getVendorCategoriesSalesEnabled.json": _VENDORS,
    f"{_GHOST}/charactersResponse.json": _DESTINY_1,
    f"{_GHOST}/manifestResponse.json": _DESTINY_1,
    f"{_GHOST}/xurResponse.json": _DESTINY_1,
    f"{_BOT}/Platform/App/OAuth/token/?": "a login, which a tracker has not",
    f"{_BOT}/Platform/User/254/444/0/1/?": "not one of Bungie's paths: that project left out GroupV2",
    f"{_BOT}/Platform/User/254/445/0/1/?": "not one of Bungie's paths: that project left out GroupV2",
    f"{_BOT}/Platform/GroupV2/4107840/Members/254/444/Kick/?": _WRITES,
    f"{_BOT}/Platform/GroupV2/4107840/Members/IndividualInvite/254/444/?": _WRITES,
    "mixed/TheDescend-elevatorbot/data.json#"
    "https://api.steampowered.com/ISteamUserStats/GetNumberOfCurrentPlayers/v1/?appid=1085660": "Steam's",
    "manifest/index/manifest_version_history_d2-checklist_2022-01_2024-10.txt": "a list of versions",
    "manifest/index/manifest_version_history_flat-destiny_2023-04_2026-06.txt": "a list of versions",
}

#: Operations of which no reply was recorded: their types are held against Bungie's document alone.
NOT_RECORDED: Final = (
    "Destiny2.GetCharacter",
    "Destiny2.GetClanWeeklyRewardState",
    "Destiny2.GetHistoricalStats",
    "Destiny2.GetUniqueWeaponHistory",
    "GroupV2.GetGroupByNameV2",
    "User.SearchByGlobalNamePost",
)
