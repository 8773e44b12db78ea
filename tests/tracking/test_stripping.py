"""Replies without those who are not to be shown: as Bungie strips players, and nothing of them is left."""

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.benchmarks import mix
from tracking.stripping import Hidden, is_stripped, names, strip

CRUCIBLE = mix.body(1)
ENTRIES = json.loads(CRUCIBLE)["Response"]["entries"]
FIRST, SECOND = (int(entry["player"]["destinyUserInfo"]["membershipId"]) for entry in ENTRIES[:2])
SITE = 20_000_001


def hidden(*ids: int, accounts: tuple[int, ...] = ()) -> Hidden:
    return Hidden(frozenset(ids), frozenset(accounts))


def entries(body: bytes) -> list[Any]:
    found: list[Any] = json.loads(body)["Response"]["entries"]
    return found


def test_a_player_is_stripped_as_bungie_strips_and_keeps_the_numbers() -> None:
    stripped = strip(CRUCIBLE, hidden(FIRST))
    entry, *others = entries(stripped)
    assert entry["player"] == {
        "destinyUserInfo": {
            "crossSaveOverride": 0,
            "isPublic": False,
            "membershipType": 0,
            "membershipId": "0",
        },
        "classHash": 0,
        "raceHash": 0,
        "genderHash": 0,
        "characterLevel": 50,
        "lightLevel": ENTRIES[0]["player"]["lightLevel"],
        "emblemHash": ENTRIES[0]["player"]["emblemHash"],
    }
    assert entry["characterId"] == "1"
    assert (entry["values"], entry["extended"]) == (ENTRIES[0]["values"], ENTRIES[0]["extended"])
    assert others == ENTRIES[1:]
    before, after = json.loads(CRUCIBLE), json.loads(stripped)
    before["Response"]["entries"] = after["Response"]["entries"] = []
    assert before == after


def test_a_reply_that_does_not_show_them_stays_as_it_came() -> None:
    assert strip(CRUCIBLE, hidden(4611686018499999999)) is CRUCIBLE
    assert strip(CRUCIBLE, Hidden()) is CRUCIBLE


def test_one_after_the_other_is_as_both_at_once_but_for_who_is_first() -> None:
    once = strip(CRUCIBLE, hidden(FIRST, SECOND))
    assert strip(once, hidden(FIRST, SECOND)) is once
    assert strip(strip(CRUCIBLE, hidden(FIRST)), hidden(SECOND)) == once
    assert [entry["characterId"] for entry in entries(once)[:2]] == ["1", "2"]
    assert all(is_stripped(int(entry["characterId"])) for entry in entries(once)[:2])


def test_a_character_that_is_there_twice_is_so_afterwards() -> None:
    document = json.loads(CRUCIBLE)
    document["Response"]["entries"].append(document["Response"]["entries"][0])
    stripped = entries(strip(json.dumps(document).encode(), hidden(FIRST)))
    assert stripped[0] == stripped[-1]


def test_an_account_on_bungies_site_gives_a_player_away_too() -> None:
    document = json.loads(CRUCIBLE)
    site = {"membershipType": 254, "membershipId": str(SITE), "displayName": "player on the site"}
    document["Response"]["entries"][0]["player"]["bungieNetUserInfo"] = site
    body = json.dumps(document).encode()
    stripped = strip(body, hidden(4611686018499999999, accounts=(SITE,)))
    assert str(FIRST).encode() not in stripped
    assert b"player on the site" not in stripped


def test_what_cannot_be_taken_apart_leaves_nothing() -> None:
    assert strip(CRUCIBLE[:-300], hidden(FIRST)) == b""
    assert strip(json.dumps({"note": f"by {FIRST}"}).encode(), hidden(FIRST)) == b""
    assert strip(b"<html>", hidden(FIRST)) == b"<html>"


cards = st.fixed_dictionaries(
    {"membershipId": st.sampled_from([str(FIRST), FIRST, str(SECOND), "0", "", None])},
    optional={"displayName": st.just("somebody"), "membershipType": st.sampled_from([0, 3, 254])},
)
documents = st.recursive(
    cards | st.integers() | st.text() | st.none(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["player", "destinyUserInfo", "characterId", "x"]), inner, max_size=3
        )
    ),
    max_leaves=15,
)


@given(document=documents)
def test_whatever_a_reply_looks_like_nobody_hidden_is_left_in_it(document: Any) -> None:
    body = json.dumps({"Response": document}).encode()
    stripped = strip(body, hidden(FIRST))
    assert not names(stripped, hidden(FIRST))
    assert strip(stripped, hidden(FIRST)) is stripped
