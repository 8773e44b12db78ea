"""Who somebody is: the paths that are asked, accounts that belong together, names by their beginning."""

import json

import pytest

from rasputin import bungie
from rasputin.bungie import Client, Host
from rasputin.bungie.enums import Component
from rasputin.bungie.readers import MEMBERSHIPS, PREFIX_SEARCH
from rasputin.bungie.transport import OpenGate
from tests.bungie.bungie_server import Server, envelope, make_client
from tests.bungie.reading import Read, recorded_response, reply


def test_each_method_asks_bungies_path(server: Server, client: Client) -> None:
    server.answers(envelope({}))
    client.profile(3, 46)
    client.profile(3, 46, [Component.RECORDS, Component.METRICS, 9999])
    client.character(3, 46, 23)
    client.character(3, 46, 23, [Component.CHARACTER_ACTIVITIES])
    client.memberships_by_id(46)
    client.memberships_by_id(11, 254)
    client.search_by_prefix("Guardián /", 2)
    assert [(seen.method, seen.path) for seen in server.seen] == [
        ("GET", "/Platform/Destiny2/3/Profile/46/?components=100,200"),
        ("GET", "/Platform/Destiny2/3/Profile/46/?components=900,1100,9999"),
        ("GET", "/Platform/Destiny2/3/Profile/46/Character/23/?components=200"),
        ("GET", "/Platform/Destiny2/3/Profile/46/Character/23/?components=204"),
        ("GET", "/Platform/User/GetMembershipsById/46/-1/"),
        ("GET", "/Platform/User/GetMembershipsById/11/254/"),
        ("POST", "/Platform/User/Search/GlobalName/2/"),
    ]
    assert json.loads(server.seen[-1].body) == {"displayNamePrefix": "Guardián /"}


class Counting(OpenGate):
    """A gate that writes down under which name each request goes out."""

    def __init__(self) -> None:
        self.names: list[str] = []

    def enter(self, *, host: Host, endpoint: str) -> None:
        self.names.append(f"{host} {endpoint}")


def test_a_gate_counts_each_kind_of_request_by_its_name(server: Server) -> None:
    server.answers(envelope({}))
    gate = Counting()
    client = make_client(server.url, gate=gate)
    for ask in (client.profile, client.account_stats, client.linked_profiles, client.memberships_by_id):
        ask(3, 46)
    of_character = (client.historical_stats, client.aggregate_activity_stats, client.unique_weapons)
    for ask_character in (client.character, *of_character):
        ask_character(3, 46, 23)
    client.search_by_prefix("G")
    client.close()
    assert gate.names == [
        "www profile",
        "www account_stats",
        "www linked_profiles",
        "www memberships",
        "www character",
        "www historical_stats",
        "www aggregate_stats",
        "www unique_weapons",
        "www prefix_search",
    ]


@pytest.mark.parametrize(("code", "expected"), [(1601, bungie.AccountNotFound), (1620, bungie.NotFound)])
def test_a_character_that_is_not_there_is_an_error(
    server: Server, client: Client, code: int, expected: type[bungie.BungieError]
) -> None:
    server.answers(envelope(code=code), status=500)
    with pytest.raises(expected):
        client.character(3, 46, 23)


def test_recorded_memberships_name_the_primary_one(recorded: Read) -> None:
    name = "profile/Yoannmont-Destiny-2-guessr/fake_memberships_response.json"
    memberships = reply(MEMBERSHIPS, recorded_response(recorded, name))
    assert [card.membership_id for card in memberships.destiny_memberships] == [12, 34, 56, 100]
    assert memberships.primary == memberships.destiny_memberships[0]
    assert memberships.primary.applicable_membership_types == (2, 3, 6, 1)
    assert memberships.primary.last_seen_display_name == "fakeDisplayName"
    user = memberships.bungie_net_user
    assert user is not None
    assert (user.membership_id, user.unique_name) == (10863088, "fakeDisplayName#9739")
    assert (user.psn_display_name, user.stadia_display_name) == ("fakeDisplayName2", None)


def test_a_user_with_one_account_has_it_for_the_primary_one(recorded: Read) -> None:
    name = "profile/Yoannmont-Destiny-2-guessr/short_fake_memberships_response.json"
    memberships = reply(MEMBERSHIPS, recorded_response(recorded, name))
    assert (memberships.primary_membership_id, len(memberships.destiny_memberships)) == (100, 1)
    assert memberships.primary == memberships.destiny_memberships[0]


def test_without_cross_save_only_a_single_membership_is_the_primary_one() -> None:
    one, two = {"membershipType": 3, "membershipId": "1"}, {"membershipType": 1, "membershipId": "2"}
    alone = reply(MEMBERSHIPS, {"destinyMemberships": [one]})
    assert alone.primary == alone.destiny_memberships[0]
    for said in ([], [one, two]):
        assert reply(MEMBERSHIPS, {"destinyMemberships": said, "primaryMembershipId": None}).primary is None


def test_a_prefix_finds_people_page_by_page() -> None:
    card = {"membershipType": 3, "membershipId": "46", "bungieGlobalDisplayName": "Newo"}
    found = {
        "bungieGlobalDisplayName": "Newo",
        "bungieGlobalDisplayNameCode": 42,
        "bungieNetMembershipId": "7",
        "destinyMemberships": [card],
    }
    page = reply(PREFIX_SEARCH, {"searchResults": [found, {"destinyMemberships": []}], "hasMore": True})
    assert [str(each.bungie_name) for each in page.search_results] == ["Newo#0042", "None"]
    assert (page.search_results[0].bungie_net_membership_id, page.page, page.has_more) == (7, 0, True)
    assert reply(PREFIX_SEARCH, {"searchResults": [], "page": 3, "hasMore": False}).search_results == ()
