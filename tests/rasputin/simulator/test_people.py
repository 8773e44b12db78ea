"""People of all sorts: private, renamed, nameless, with several memberships, without characters."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.rasputin.simulator.server import Simulator, running

Person = dict[str, Any]

PRIVATE_CLASS = "104,202,204,700,900,1100"


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Simulator]:
    """The demo's sizes: sixty members, of whom some are odd."""
    with running(tmp_path_factory.mktemp("crowd"), "--seed", "5", "--limit", "100000") as started:
        yield started


@pytest.fixture(scope="module")
def people(crowd: Simulator) -> list[Person]:
    told: list[Person] = crowd.control("truth/members")
    return told


def path_of(person: Person) -> str:
    return f"/Destiny2/{person['membership_type']}/Profile/{person['membership_id']}"


def history(crowd: Simulator, person: Person, character_id: str) -> Any:
    owner = f"/Destiny2/{person['membership_type']}/Account/{person['membership_id']}"
    return crowd.api(f"{owner}/Character/{character_id}/Stats/Activities/?count=250")


def linked(crowd: Simulator, person: Person, *, everything: bool = True) -> Any:
    asked = "?getAllMemberships=true" if everything else ""
    return crowd.api(f"{path_of(person)}/LinkedProfiles/{asked}").response


def search(crowd: Simulator, name: str, code: int) -> list[Any]:
    asked = {"displayName": name, "displayNameCode": code}
    found: list[Any] = crowd.api("/Destiny2/SearchDestinyPlayerByBungieName/-1/", body=asked).response
    return found


def others_of(crowd: Simulator, person: Person) -> list[Any]:
    """Cards of the further memberships."""
    path = f"/User/GetMembershipsById/{person['membership_id']}/-1/"
    cards = crowd.api(path).response["destinyMemberships"]
    return [card for card in cards if card["membershipId"] != person["membership_id"]]


def test_a_world_of_sixty_has_every_sort(crowd: Simulator, people: list[Person]) -> None:
    assert [person for person in people if person["private"]]
    assert [person for person in people if person["never_played"]]
    assert [person for person in people if not person["name"]]
    assert [person for person in people if len({name["name"] for name in person["names"]}) > 1]
    assert [person for person in people if len({name["membership_type"] for name in person["names"]}) > 1]
    assert [person for person in people if person["deleted_characters"] and person["characters"]]
    assert [person for person in people if person["deleted_characters"] and not person["characters"]]
    assert [one for person in people for one in person["characters"] if one["made_at"]]
    assert [person for person in people if person["group_id"] is None]
    assert {person["membership_type"] for person in people} >= {1, 2, 3}
    cards = [card for person in people for card in others_of(crowd, person)]
    assert {card["crossSaveOverride"] > 0 for card in cards} == {True, False}


def test_a_steady_world_has_nobody_odd(simulator: Simulator, members: list[Person]) -> None:
    for person in members:
        assert not person["private"] and not person["never_played"]  # noqa: PT018 - one thought
        assert len(person["names"]) == 1
        assert person["group_id"]
        assert not person["deleted_characters"]
    assert not [
        stint for clan in simulator.control("truth/clans") for stint in clan["timeline"] if stint["to"]
    ]


def test_who_is_private_shows_characters_but_no_history(crowd: Simulator, people: list[Person]) -> None:
    private = next(person for person in people if person["private"])
    profile = crowd.api(f"{path_of(private)}/?components=100,200,{PRIVATE_CLASS}").response
    shown = {name: part for name, part in profile.items() if not name.endswith("Timestamp")}
    assert "data" in shown.pop("profile")
    assert len(shown.pop("characters")["data"]) == len(private["characters"])
    assert all(part == {"privacy": 2} for part in shown.values())
    refused = history(crowd, private, private["characters"][0]["character_id"])
    assert (refused.status, refused.code) == (500, 1665)


def test_who_is_private_is_seen_in_the_reports_of_others(crowd: Simulator, people: list[Person]) -> None:
    private = next(person for person in people if person["private"])
    character = max(private["characters"], key=lambda one: one["activities"])["character_id"]
    newest = crowd.control(f"truth/characters/{character}/activities")[0]
    entries = crowd.report(newest["instance_id"]).response["entries"]
    assert character in [entry["characterId"] for entry in entries]


def test_who_hides_the_links_has_no_linked_profiles(crowd: Simulator, people: list[Person]) -> None:
    told = [linked(crowd, person) for person in people if person["private"]]
    hidden = next(one for one in told if not one["profiles"])
    assert hidden["profilesWithErrors"] == []
    assert [one for one in told if one["profiles"]], "others hide no more than histories"


def test_who_never_played_is_no_destiny_account(crowd: Simulator, people: list[Person]) -> None:
    nobody = next(person for person in people if person["never_played"])
    assert crowd.api(f"{path_of(nobody)}/?components=100").code == 1601
    assert history(crowd, nobody, "2305843009000000001").code == 1601
    told = linked(crowd, nobody)
    assert told["profiles"] == []
    assert [(bad["errorCode"], bad["infoCard"]["membershipId"]) for bad in told["profilesWithErrors"]] == [
        (1601, nobody["membership_id"])
    ]
    clans = {clan["group_id"]: clan for clan in crowd.control("truth/clans")}
    roster = clans[nobody["group_id"]]["members"]
    assert nobody["membership_id"] in [member["membership_id"] for member in roster]


def test_a_new_name_holds_from_its_moment_on(crowd: Simulator, people: list[Person]) -> None:
    renamed = next(person for person in people if len({name["name"] for name in person["names"]}) > 1)
    before, after = renamed["names"]
    assert (renamed["name"], renamed["code"]) == (after["name"], after["code"])
    assert search(crowd, before["name"], before["code"]) == []
    (card,) = [
        card
        for card in search(crowd, after["name"], after["code"])
        if card["membershipId"] == renamed["membership_id"]
    ]
    assert card["bungieGlobalDisplayName"] == after["name"]
    shown = {}
    for character in renamed["characters"]:
        for played in crowd.control(f"truth/characters/{character['character_id']}/activities"):
            entries = crowd.report(played["instance_id"]).response["entries"]
            cards = [entry["player"]["destinyUserInfo"] for entry in entries]
            (name,) = {
                card["bungieGlobalDisplayName"]
                for card in cards
                if card["membershipId"] == renamed["membership_id"]
            }
            shown[played["period"]] = name
    assert set(shown.values()) == {before["name"], after["name"]}
    for period, name in shown.items():
        assert name == (after if period >= after["since"] else before)["name"]
    earlier = crowd.control(f"truth/members?at={before_(after['since'])}")
    then = next(one for one in earlier if one["membership_id"] == renamed["membership_id"])
    assert (then["name"], then["names"]) == (before["name"], [before])


def before_(moment: str) -> str:
    """The day before, at midnight."""
    day = f"{int(moment[8:10]) - 1:02}"
    return f"{moment[:8]}{day}T00:00:00Z"


def test_who_has_no_global_name_has_a_platforms(crowd: Simulator, people: list[Person]) -> None:
    nameless = next(person for person in people if not person["name"])
    card = crowd.api(f"{path_of(nameless)}/?components=100").response["profile"]["data"]["userInfo"]
    assert card["bungieGlobalDisplayName"] == ""
    assert "bungieGlobalDisplayNameCode" not in card
    assert card["displayName"]


def test_a_membership_can_move_to_another_platform(crowd: Simulator, people: list[Person]) -> None:
    moved = next(person for person in people if len({one["membership_type"] for one in person["names"]}) > 1)
    before, after = moved["names"]
    asked = f"/Destiny2/{before['membership_type']}/Profile/{moved['membership_id']}/?components=100"
    refused = crowd.api(asked)
    assert refused.code == 18
    assert refused.json["MessageData"]["membershipId"] == moved["membership_id"]
    good = crowd.api(f"{path_of(moved)}/?components=100").response
    assert good["profile"]["data"]["userInfo"]["membershipType"] == after["membership_type"]
    roster = crowd.api(f"/GroupV2/{moved['group_id']}/Members/").response["results"]
    cards = {one["destinyUserInfo"]["membershipId"]: one["destinyUserInfo"] for one in roster}
    assert cards[moved["membership_id"]]["membershipType"] == after["membership_type"]


def test_deleted_characters_are_gone_from_profiles_but_not_from_histories(
    crowd: Simulator, people: list[Person]
) -> None:
    some = [person for person in people if person["deleted_characters"]]
    for person in some:
        profile = crowd.api(f"{path_of(person)}/?components=100,200").response
        living = [one["character_id"] for one in person["characters"]]
        assert profile["profile"]["data"]["characterIds"] == living
        assert list(profile["characters"]["data"]) == living
        for gone in person["deleted_characters"]:
            rows = history(crowd, person, gone["character_id"]).response.get("activities", [])
            assert len(rows) == min(250, gone["activities"])
            assert all(row["period"] < gone["deleted_at"] for row in rows)
    assert [one for person in some for one in person["deleted_characters"] if one["activities"]]


def test_who_is_in_no_clan_is_found_by_name(crowd: Simulator, people: list[Person]) -> None:
    alone = next(person for person in people if person["group_id"] is None)
    assert alone["membership_id"] in [
        card["membershipId"] for card in search(crowd, alone["name"], alone["code"])
    ]
    path = f"/GroupV2/User/{alone['membership_type']}/{alone['membership_id']}/0/1/"
    told = crowd.api(path).response
    assert (told["results"], told["totalResults"]) == ([], 0)


def test_an_overridden_membership_leads_to_its_player_only(crowd: Simulator, people: list[Person]) -> None:
    person, card = next(
        (person, card)
        for person in people
        for card in others_of(crowd, person)
        if card["crossSaveOverride"] and not person["private"]
    )
    assert (card["applicableMembershipTypes"], card["crossSaveOverride"]) == ([], person["membership_type"])
    other = {"membership_type": card["membershipType"], "membership_id": card["membershipId"]}
    assert crowd.api(f"{path_of(other)}/?components=100").code == 1601
    wrong = {**other, "membership_type": person["membership_type"]}
    assert crowd.api(f"{path_of(wrong)}/?components=100").code == 18
    assert linked(crowd, other) == linked(crowd, person)
    shown = [one["membershipId"] for one in search(crowd, person["name"], person["code"])]
    assert shown == [person["membership_id"]]
    primary = crowd.api(f"/User/GetMembershipsById/{card['membershipId']}/-1/").response
    assert primary["primaryMembershipId"] == person["membership_id"]
    (told,) = crowd.control("truth/members", body=[card["membershipId"]], method="POST")
    assert (told["belongs_to"], told["characters"]) == (person["membership_id"], [])


def test_linked_profiles_name_the_overridden_on_demand(crowd: Simulator, people: list[Person]) -> None:
    told = [linked(crowd, person) for person in people if not person["never_played"]]
    profiles = [one for reply in told for one in reply["profiles"]]
    overridden = [one for one in profiles if one["isOverridden"]]
    assert overridden
    assert not [one for one in overridden if one["isCrossSavePrimary"]]
    assert [one for one in profiles if one["isCrossSavePrimary"]]
    brief = [linked(crowd, one, everything=False) for one in people if not one["never_played"]]
    assert not [one for reply in brief for one in reply["profiles"] if one["isOverridden"]]


def test_an_account_without_cross_save_is_found_beside_the_other(
    crowd: Simulator, people: list[Person]
) -> None:
    person, card = next(
        (person, card)
        for person in people
        for card in others_of(crowd, person)
        if not card["crossSaveOverride"]
    )
    shown = [one["membershipId"] for one in search(crowd, person["name"], person["code"])]
    assert shown == [person["membership_id"], card["membershipId"]]
    bad = [one["infoCard"]["membershipId"] for one in linked(crowd, person)["profilesWithErrors"]]
    assert card["membershipId"] in bad


def test_an_account_of_the_site_leads_to_its_memberships(crowd: Simulator, people: list[Person]) -> None:
    person = next(
        person for person in people if "bnetMembership" in linked(crowd, person) and not person["private"]
    )
    site = linked(crowd, person)["bnetMembership"]["membershipId"]
    assert crowd.api(f"/Destiny2/254/Profile/{site}/LinkedProfiles/").response["profiles"]
    told = crowd.api(f"/User/GetMembershipsById/{site}/254/").response
    assert told["bungieNetUser"]["membershipId"] == site
    assert person["membership_id"] in [card["membershipId"] for card in told["destinyMemberships"]]
    assert crowd.api("/User/GetMembershipsById/999/254/").code == 217
    assert crowd.api("/Destiny2/254/Profile/999/LinkedProfiles/").code == 217


def test_a_search_by_prefix_comes_in_pages(crowd: Simulator, people: list[Person]) -> None:
    person = next(person for person in people if person["name"] and person["name"][0].isascii())
    prefix = person["name"][:1].lower()
    found: list[Any] = []
    more, page = True, 0
    while more:
        told = crowd.api(f"/User/Search/GlobalName/{page}/", body={"displayNamePrefix": prefix}).response
        assert (told["page"], len(told["searchResults"]) <= 50) == (page, True)
        found += told["searchResults"]
        more, page = told["hasMore"], page + 1
    names = [one["bungieGlobalDisplayName"].casefold() for one in found]
    assert all(name.startswith(prefix) for name in names)
    ids = [card["membershipId"] for one in found for card in one["destinyMemberships"]]
    assert person["membership_id"] in ids
    assert len(ids) == len(set(ids))
    assert page > 1
    assert crowd.api("/User/Search/GlobalName/0/", body={"displayNamePrefix": ""}).code == 18
