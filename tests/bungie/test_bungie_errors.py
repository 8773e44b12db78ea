"""The error tree: which code is which error, and what it advises."""

from typing import Any

import pytest

from rasputin import bungie
from rasputin.bungie import BungieError
from rasputin.bungie.errors import CODES
from rasputin.bungie.readers import GROUP, MEMBERS, REPORT
from rasputin.bungie.wire import Answer, Reader
from tests.bungie.bungie_server import envelope


def failure(body: bytes, *, status: int = 500, reader: Reader[Any] = GROUP) -> BungieError:
    with pytest.raises(BungieError) as caught:
        reader.read(Answer(endpoint="group", status=status, headers={}, body=body))
    return caught.value


@pytest.mark.parametrize("code", sorted(CODES))
@pytest.mark.parametrize("status", [200, 500])
def test_the_code_decides_whatever_the_status(code: int, status: int) -> None:
    name, kind = CODES[code]
    error = failure(envelope(code=code, ErrorStatus=name, Message="Why."), status=status)
    assert (type(error), error.code, error.status_name, error.http_status) == (kind, code, name, status)
    assert str(error).startswith(f"[group: HTTP {status}, {code} {name}] Why.")


@pytest.mark.parametrize("code", [0, 2, 1599, 99999, -4])
def test_an_unknown_code_is_worth_another_try(code: int) -> None:
    assert isinstance(failure(envelope(code=code)), bungie.ServerTrouble)


@pytest.mark.parametrize(
    ("seconds", "wait"),
    [(0, None), (10, 10.0), (-5, None), (10**30, 3600.0), ("10", None), (None, None), (1.5, 1.5)],
)
def test_throttle_seconds_are_the_wait(seconds: Any, wait: float | None) -> None:
    error = failure(envelope(code=51, ThrottleSeconds=seconds), status=429)
    assert isinstance(error, bungie.Throttled)
    assert error.wait == wait


def test_whether_to_try_again_follows_the_tree() -> None:
    again = {code for code, (_, kind) in CODES.items() if kind.again}
    assert again == {code for code, (_, kind) in CODES.items() if issubclass(kind, bungie.Transient)}
    assert {5, 3, 51, 36, 1618, 1672} < again
    assert again.isdisjoint({12, 18, 1601, 1653, 1665, 2101})


def test_a_refused_key_says_what_to_do() -> None:
    refused = [code for code, (_, kind) in CODES.items() if kind is bungie.KeyRefused]
    advice = {failure(envelope(code=code), status=401).advice for code in refused}  # type: ignore[attr-defined]
    assert len(advice) == len(refused)
    assert "BUNGIE_API_KEY" in str(failure(envelope(code=2101), status=401))


def test_the_wrong_type_of_an_id_names_the_right_one() -> None:
    data = {
        "membershipType": "TigerSteam",
        "membershipInfo.membershipType": "TigerXbox",
        "membershipId": "4611686018468190593",
    }
    error = failure(envelope(code=18, MessageData=data))
    assert isinstance(error, bungie.WrongMembershipType)
    assert (error.actual_type, error.membership_id) == (1, 4611686018468190593)


@pytest.mark.parametrize(
    "data",
    [
        {},
        None,
        [],
        {"membershipInfo.membershipType": "TigerMoon", "membershipId": "1"},
        {"membershipInfo.membershipType": "BungieNext", "membershipId": "1"},
        {"membershipInfo.membershipType": "TigerXbox", "membershipId": "one"},
        {"membershipInfo.membershipType": ["TigerXbox"], "membershipId": {}},
    ],
)
def test_18_without_a_usable_type_is_a_bad_request(data: Any) -> None:
    assert type(failure(envelope(code=18, MessageData=data))) is bungie.BadRequest


def test_an_undecodable_reply_keeps_its_body() -> None:
    body = envelope({"detail": {"groupId": "seven"}})
    error = failure(body, status=200)
    assert isinstance(error, bungie.Undecodable)
    assert error.body == body


@pytest.mark.parametrize("response", [None, {}])
def test_a_success_that_holds_nothing_is_worth_another_try(response: Any) -> None:
    for reader in (GROUP, MEMBERS, REPORT):
        body = envelope(Response=response)
        assert type(failure(body, status=200, reader=reader)) is bungie.NoResponse
