"""What of the recorded files is not served, each with its reason: files, folders, replies in a file."""

from __future__ import annotations

from rasputin.simulator.recorded.reading.bot import NAME as BOT

_PHP = "clan/richard4339-destiny2-php"
_GHOST = "profile/chrispaskvan-destiny-ghost-api"
_CHECKLIST = (
    "manifest/2023-02-01_d2-checklist",
    "manifest/2024-10-03_228353.24.09.19.1730_d2-checklist_small-tables",
)
_NEWEST = "manifest/2026-06-23_244164.26.06.16.2053_flat-destiny"
_SITE = "https://www.bungie.net/Platform"

DESCRIPTION = "describes the collection"
PIECE = "a piece of a reply, whose rest nobody recorded"
CHANGES = "the answer to a request that changes a clan; the simulator has no such requests"
LOGIN = "needs the login of a clan's admin; the simulator knows none"
VENDORS = "vendors, which the simulator has not"
DESTINY_1 = "Destiny 1"
RESHAPED = "another form than Bungie's, from which its own cannot be made"
OWN = "made by that project, no table of Bungie's"
VERSIONS = "a list of versions, no reply"
WEB_PAGE = "the site's page, saved in place of a table that is gone; served as an error"

LEFT_OUT: dict[str, str] = {
    "INDEX.md": DESCRIPTION,
    "errors/README.md": DESCRIPTION,
    "errors/headers_500_1618_2022-12-04.txt": "headers without a body; all errors are sent with such headers",
    "pgcr/riven-pgcr-processing-service/dataset_pgcr.json": RESHAPED,
    "fragments/clan_member_issue88_2019.json": PIECE,
    "fragments/history_entry_rumble_2020_issue1363.json": PIECE,
    "fragments/pgcr_head_nightfall_2024_issue1882.json": PIECE,
    "fragments/pgcr_player_stripped_2020_issue1297.json": PIECE,
    "fragments/pgcr_teams_control_2019_issue1085.json": PIECE,
    "fragments/pgcr_teams_rift_2022_issue1743.json": PIECE,
    "fragments/record_interval_issue1083.json": PIECE,
    "fragments/activity_history_past_end.json": "names nobody; every history ends with it",
    "legacy_d1/": DESTINY_1,
    f"{_GHOST}/charactersResponse.json": DESTINY_1,
    f"{_GHOST}/manifestResponse.json": DESTINY_1,
    f"{_GHOST}/xurResponse.json": DESTINY_1,
    f"{_PHP}/clanApproveMember.json": CHANGES,
    f"{_PHP}/clanInviteMember.json": CHANGES,
    f"{_PHP}/clanInviteMemberCancel.json": CHANGES,
    f"{_PHP}/clanKickMember-Success.json": CHANGES,
    f"{_PHP}/getClanBannedMembers-NoResults.json": LOGIN,
    f"{_PHP}/getClanInvitedMembers.json": LOGIN,
    f"{_PHP}/getClanPendingMembers.json": LOGIN,
    f"{_PHP}/getVendorCategoriesSalesDisabled.json": VENDORS,
    f"{_PHP}/getVendorCategoriesSalesEnabled.json": VENDORS,
    **{
        f"{place}/destiny2-cache-lite.json": "an excerpt of tables that are served whole"
        for place in _CHECKLIST
    },
    **{f"{place}/destiny2-pursuittags.json": OWN for place in _CHECKLIST},
    **{f"{place}/destiny2-recordseasons.json": OWN for place in _CHECKLIST},
    f"{_NEWEST}/DestinyNodeStepSummaryDefinition.json": WEB_PAGE,
    f"{_NEWEST}/DestinyTalentGridDefinition.json": WEB_PAGE,
    "manifest/derived/": "made out of manifests by other projects",
    "manifest/index/manifest_version_history_d2-checklist_2022-01_2024-10.txt": VERSIONS,
    "manifest/index/manifest_version_history_flat-destiny_2023-04_2026-06.txt": VERSIONS,
    f"{BOT}#https://api.steampowered.com/": "Steam's",
    f"{BOT}#{_SITE}/App/OAuth/": "a login",
    f"{BOT}#{_SITE}/GroupV2/4107840/Members/254/444/Kick/?": CHANGES,
    f"{BOT}#{_SITE}/GroupV2/4107840/Members/IndividualInvite/254/444/?": CHANGES,
    f"{BOT}#{_SITE}/User/254/444/0/1/?": "not one of Bungie's paths: that project left out GroupV2",
    f"{BOT}#{_SITE}/User/254/445/0/1/?": "not one of Bungie's paths: that project left out GroupV2",
    "manifest/2019-09-30_d2-checklist_all-tables/destiny2.zip.gz#InventoryItem": (
        "that project has pruned its definitions"
    ),
    "manifest/2019-09-30_d2-checklist_all-tables/destiny2.zip.gz#RecordSeasons": OWN,
}


def reason_of(name: str) -> str | None:
    """Why it is left out, if it is; a name that ends in `/` stands for all that begins with it."""
    if name in LEFT_OUT:
        return LEFT_OUT[name]
    return next((why for part, why in LEFT_OUT.items() if part.endswith("/") and name.startswith(part)), None)
