"""The collection of recorded replies: which operation each of them answers, and where in the file it is.

A name is a path inside the collection; one after `#` is a key of a file that holds many replies.
"""

from collections.abc import Callable
from typing import Any, Final, NamedTuple

Replies = Callable[[Any], list[Any]]


class Recording(NamedTuple):
    """Replies of one operation; `replies` takes them, without their envelope, out of the document."""

    name: str
    operation: str
    replies: Replies


def _enveloped(document: Any) -> list[Any]:
    return [document["Response"]]


def _bare(document: Any) -> list[Any]:
    return [document]


def _of(part: Callable[[Any], Any]) -> Replies:
    """The reply that this makes of a document: one that holds a piece of a reply, or more than a reply."""
    return lambda document: [part(document)]


def _report(document: Any) -> Any:
    """A piece of a report inside the least that a report holds."""
    return {"period": "2020-01-01T00:00:00Z", "activityDetails": {"instanceId": "1"}} | _piece(document)


def _piece(document: Any) -> Any:
    return {key: value for key, value in document.items() if key != "_source"}


def _nightfall(document: Any) -> Any:
    """The head of a report, its first entry and what is known of its `extended`, put together."""
    head = _piece(document)
    extended = {"values": head.pop("extended_values_seen")}
    return head | {"entries": [head.pop("entries_first") | {"extended": extended}]}


def _intervals(document: Any) -> Any:
    records = {name.partition("_")[0]: record for name, record in _piece(document).items()}
    return {"profileRecords": {"data": {"records": records}, "privacy": 2}}


def _group_of_the_bot(document: Any) -> Any:
    """That project emptied the founder, and moved two fields of `clanInfo` to where Bungie has none."""
    detail = document["detail"]
    moved = {key: detail[key] for key in ("clanCallsign", "clanBannerData")}
    detail = {key: value for key, value in detail.items() if key not in moved}
    return document | {"detail": detail | {"clanInfo": detail["clanInfo"] | moved}, "founder": None}


def _seals(document: Any) -> list[Any]:
    """Profiles with the records of one seal, cut out of GetProfile by that project."""
    return [profile for seal in document for profile in seal["profiles"]]


_CLAN: Final = "clan/richard4339-destiny2-php"
_DIM: Final = "profile/DIM"
_RKING: Final = "profile/rking788-warmind-network"
_GHOST: Final = "profile/chrispaskvan-destiny-ghost-api"
_GUESSR: Final = "profile/Yoannmont-Destiny-2-guessr"
_DASHBOARD: Final = "profile/WorthyD-d2-clandashboard"
_RAIDS: Final = "pgcr/riven-pgcr-processing-service"
_ROWS: Final = "activity_history/WorthyD-d2-clandashboard"
_INDEX: Final = "manifest/index"
_CORE: Final = "destiny2-destiny2coresettings.json"
_BOT: Final = "mixed/TheDescend-elevatorbot/data.json#https://www.bungie.net/Platform"
_BOT_STATS: Final = _BOT.replace("www.", "stats.")
_COMPONENTS: Final = (
    "100,101,102,103,104,105,200,201,202,204,205,300,301,302,304,305,306,307,400,401,402,500,600,700,800,900,"
    "1100,1200,1300"
)

_TABLE: Final[dict[str, dict[str, Replies]]] = {
    "Destiny2.SearchDestinyPlayerByBungieName": {
        "fragments/searchbyname_two_results_issue1556.json": _enveloped,
        "fragments/searchbyname_crosssave_overridden_issue1775.json": _of(
            lambda said: [said["Response_item"]]
        ),
    },
    "User.GetMembershipDataById": {
        f"{_GUESSR}/fake_memberships_response.json": _enveloped,
        f"{_GUESSR}/short_fake_memberships_response.json": _enveloped,
        f"{_BOT}/User/GetMembershipsForCurrentUser/?": _bare,
    },
    "Destiny2.GetLinkedProfiles": {
        "fragments/linkedprofiles_private_issue1512.json": _enveloped,
        f"{_DIM}/ace-accounts.json": _bare,
        f"{_DIM}/linkedaccounts-2025-07-15.json": _bare,
        f"{_DIM}/vidboi-accounts.json": _bare,
        f"{_RKING}/LinkedProfiles.json": _enveloped,
    },
    "Destiny2.GetProfile": {
        "fragments/profile_private_progression_issue848.json": _enveloped,
        "fragments/record_interval_issue1083.json": _of(_intervals),
        "milestones/vivekhnz-today-in-destiny2/currentActivities.json": _enveloped,
        f"{_DIM}/profile-2021-05-28.json.gz": _enveloped,
        f"{_DASHBOARD}/GetProfile_omega_2020-10.json": _bare,
        f"{_DASHBOARD}/GetProfile_zoned_2020-10.json": _bare,
        f"{_DASHBOARD}/clan_seal_Destinations.json": lambda said: list(said["members"]),
        f"{_DASHBOARD}/player_seals_records.json": _seals,
        f"{_DASHBOARD}/seal_members_gilded_Conqueror.json": _seals,
        f"{_DASHBOARD}/seal_members_nongilded.json": _seals,
        f"{_GUESSR}/fake_inventory_response.json": _enveloped,
        f"{_GUESSR}/short_fake_inventory_response.json": _enveloped,
        f"{_GHOST}/profileCharactersResponse.json": _enveloped,
        f"{_RKING}/GetActivities.json": _enveloped,
        f"{_RKING}/GetProfile-dredgen.json.gz": _enveloped,
        f"{_RKING}/GetProfile-nate.json": _enveloped,
        f"{_RKING}/GetProfile-sept.json": _enveloped,
        f"{_RKING}/GetProfile-unequippable.json": _enveloped,
        f"{_RKING}/GetProfile.json": _enveloped,
        f"{_RKING}/GetProgressions.json": _enveloped,
        f"{_BOT}/Destiny2/254/Profile/444/?components={_COMPONENTS.replace(',', '%2C')}": _bare,
    },
    "Destiny2.GetActivityHistory": {
        f"{_ROWS}/history_25_full-values_with_activity_defs_2020-02.json": _of(
            lambda said: {"activities": [row["playerActivity"] for row in said]}
        ),
        f"{_ROWS}/history_300_A_2020-08_trimmed-values.json": _of(lambda said: {"activities": said}),
        "fragments/activity_history_past_end.json": _enveloped,
        "fragments/history_entry_rumble_2020_issue1363.json": _of(
            lambda said: {"activities": [_piece(said)]}
        ),
        f"{_BOT}/Destiny2/254/Account/444/Character/666/Stats/Activities/?count=250&mode=0&page=0": _bare,
        f"{_BOT}/Destiny2/254/Account/444/Character/666/Stats/Activities/?count=250&mode=0&page=1": _bare,
    },
    "Destiny2.GetPostGameCarnageReport": {
        "fragments/pgcr_head_nightfall_2024_issue1882.json": _of(_nightfall),
        "fragments/pgcr_player_stripped_2020_issue1297.json": _of(
            lambda said: _report({"entries": [{"characterId": "1"} | _piece(said)]})
        ),
        "fragments/pgcr_teams_control_2019_issue1085.json": _of(_report),
        "fragments/pgcr_teams_rift_2022_issue1743.json": _of(_report),
        "pgcr/riven-pgcr-dataset-processor/empty-pgcr.json": _enveloped,
        f"{_RAIDS}/duo_flawless_pgcr.json": _enveloped,
        f"{_RAIDS}/duo_pgcr.json": _enveloped,
        f"{_RAIDS}/flawless_pgcr.json": _enveloped,
        f"{_RAIDS}/not_completed_pgcr.json": _enveloped,
        f"{_RAIDS}/pre_beyond_light_fresh_pgcr.json": _enveloped,
        f"{_RAIDS}/solo_flawless_pgcr.json": _enveloped,
        f"{_RAIDS}/trio_flawless_pgcr.json": _enveloped,
        f"{_RAIDS}/witch_queen_pgcr.json": _enveloped,
        f"{_BOT_STATS}/Destiny2/Stats/PostGameCarnageReport/12345/?": _bare,
        f"{_BOT_STATS}/Destiny2/Stats/PostGameCarnageReport/12346/?": _bare,
    },
    "Destiny2.GetHistoricalStatsForAccount": {
        f"{_GHOST}/playerStatisticsResponse.json": _enveloped,
        f"{_BOT}/Destiny2/254/Account/444/Stats/?groups=0": _bare,
    },
    "Destiny2.GetDestinyAggregateActivityStats": {
        "stats/WorthyD-d2-clandashboard/AggregateActivityStats_2020-10.json": _bare,
    },
    "GroupV2.GetGroup": {
        "clan/WorthyD-d2-clandashboard/clan_details_2020-10.json": _of(
            lambda said: {"detail": said[0]["data"]}
        ),
        f"{_CLAN}/getClan.json": _enveloped,
        f"{_BOT}/GroupV2/4107840/?": _of(_group_of_the_bot),
    },
    "GroupV2.GetMembersOfGroup": {
        "fragments/clan_member_issue88_2019.json": _of(lambda said: {"results": [_piece(said)]}),
        f"{_CLAN}/getClanMembers.json": _enveloped,
        f"{_BOT}/GroupV2/4107840/Members/?nameSearch=": _bare,
        f"{_BOT}/GroupV2/4107840/Members/?nameSearch=tom": _bare,
    },
    "GroupV2.GetAdminsAndFounderOfGroup": {
        f"{_CLAN}/getClanAdminsAndFounder.json": _enveloped,
        f"{_BOT}/GroupV2/4107840/AdminsAndFounder/?": _bare,
    },
    "GroupV2.GetGroupsForMember": {
        f"{_BOT}/GroupV2/User/254/444/0/1/?": _bare,
        f"{_BOT}/GroupV2/User/254/445/0/1/?": _bare,
    },
    "Destiny2.GetDestinyManifest": {
        f"{_INDEX}/EndGameGl-DotNetBungieAPI/DestinyManifest.json": _bare,
        f"{_INDEX}/flat-destiny/manifest_2023-04-12_114609.23.03.26.1900-1-bnet.49479.json": _enveloped,
        f"{_INDEX}/flat-destiny/manifest_2024-06-12_226126.24.06.06.1800-1-bnet.55806.json": _enveloped,
        f"{_INDEX}/flat-destiny/manifest_2025-07-15_235077.25.06.28.1930-2-bnet.60807.json": _enveloped,
        f"{_INDEX}/flat-destiny/manifest_2025-12-02_239055.25.11.18.1646-4-bnet.62950.json": _enveloped,
        f"{_INDEX}/flat-destiny/manifest_2026-06-16_244122.26.06.10.2000-1-bnet.65386.json": _enveloped,
        "manifest/2026-06-23_244164.26.06.16.2053_flat-destiny/manifest.json": _enveloped,
        f"{_GHOST}/manifest2Response.json": _enveloped,
        f"{_BOT}/Destiny2/Manifest/?": _bare,
    },
    "Destiny2.GetDestinyEntityDefinition": {
        f"{_INDEX}/EndGameGl-DotNetBungieAPI/DestinyChecklistDefinition_3373333905.json": _bare,
    },
    "Destiny2.GetPublicMilestones": {
        "manifest/2023-02-01_d2-checklist/fake-milestones.json": _enveloped,
    },
    "GetCommonSettings": {
        "legacy_d1/GetCommonSettings.json": _enveloped,
        f"manifest/2023-02-01_d2-checklist/{_CORE}": _of(lambda said: {"destiny2CoreSettings": said}),
        f"manifest/2024-10-03_228353.24.09.19.1730_d2-checklist_small-tables/{_CORE}": _of(
            lambda said: {"destiny2CoreSettings": said}
        ),
    },
    "GetGlobalAlerts": {
        f"{_CLAN}/getGlobalAlerts-NoAlerts.json": _enveloped,
        f"{_CLAN}/getGlobalAlerts.json": _enveloped,
        "legacy_d1/GetGlobalAlerts.json": _enveloped,
    },
}

RECORDINGS: Final = [
    Recording(name, operation, replies)
    for operation, names in _TABLE.items()
    for name, replies in names.items()
]
