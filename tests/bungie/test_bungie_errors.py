"""The error tree: which code is which error, what it advises, and that nothing else ever comes out."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rasputin import bungie
from rasputin.bungie import BungieError
from rasputin.bungie.errors import CODES
from rasputin.bungie.readers import CARDS, GROUP, HISTORY, LINKED, MEMBERS, PROFILE, REPORT, SETTINGS
from rasputin.bungie.wire import Answer, Reader
from tests.bungie.bungie_server import envelope

READERS: list[Reader[Any]] = [CARDS, GROUP, HISTORY, LINKED, MEMBERS, PROFILE, REPORT, SETTINGS]


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


def test_the_codes_have_the_names_of_bungies_document(openapi: dict[str, Any]) -> None:
    values = openapi["components"]["schemas"]["Exceptions.PlatformErrorCodes"]["x-enum-values"]
    names = {int(value["numericValue"]): value["identifier"] for value in values}
    assert {code: name for code, (name, _) in CODES.items()} == {code: names[code] for code in CODES}


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


RECORDED_ERRORS = {
    "errors/0003_UnhandledException.json": bungie.ServerTrouble,
    "errors/0005_SystemDisabled.json": bungie.Maintenance,
    "errors/0018_InvalidParameters_no-data.json": bungie.BadRequest,
    "errors/0018_InvalidParameters_wrong-membershipType.json": bungie.WrongMembershipType,
    "errors/0036_ThrottleLimitExceededMomentarily.json": bungie.Throttled,
    "errors/0217_UserCannotResolveCentralAccount.json": bungie.NotFound,
    "errors/0606_GroupMembershipPendingApplicationNotFound.json": bungie.NotFound,
    "errors/0611_GroupMembershipNotFound.json": bungie.NotFound,
    "errors/1601_DestinyAccountNotFound.json": bungie.AccountNotFound,
    "errors/1618_DestinyUnexpectedError.json": bungie.ServerTrouble,
    "errors/1643_DestinyServiceFailure.json": bungie.ServerTrouble,
    "errors/1653_DestinyPGCRNotFound.json": bungie.NotFound,
    "errors/1665_DestinyPrivacyRestriction.json": bungie.Private,
    "clan/richard4339-destiny2-php/invalidApiKey.json": bungie.KeyRefused,
    "clan/richard4339-destiny2-php/errorCode5.json": bungie.Maintenance,
}


@pytest.mark.parametrize("name", RECORDED_ERRORS)
def test_recorded_errors_are_errors_of_the_tree(recorded: Callable[[str], bytes], name: str) -> None:
    body = recorded(name)
    error = failure(body)
    assert type(error) is RECORDED_ERRORS[name]
    said = json.loads(body)
    assert (error.code, error.status_name, error.message) == (
        said["ErrorCode"],
        said["ErrorStatus"],
        said["Message"],
    )


@pytest.mark.parametrize(
    ("name", "status", "expected"),
    [
        ("errors/html_400_bungie.html", 400, bungie.BadRequest),
        ("errors/html_524_cloudflare.html", 524, bungie.Unavailable),
        ("errors/html_unknown_path_app_shell.html", 200, bungie.Unavailable),
    ],
)
def test_recorded_pages_are_errors_of_the_tree(
    recorded: Callable[[str], bytes], name: str, status: int, expected: type[BungieError]
) -> None:
    assert type(failure(recorded(name), status=status)) is expected


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


ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.sampled_from(
        [10**400, -(2**63) - 1, 2**63, 2**64, "9" * 4000, "", "nan", "\0", "0001-01-01T00:00:00"]
    ),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=5),
    st.just([]),
    st.just({}),
    st.just([None]),
    st.just({"value": None}),
)

PERSON = {"membershipType": 3, "membershipId": "4611686018452050140", "displayName": "A", "isPublic": True}
STAT = {"kills": {"basic": {"value": 3.0, "displayValue": "3"}}}
DETAILS = {"instanceId": "1", "referenceId": 4, "mode": 4, "modes": [7, 4], "isPrivate": False}
SAMPLE: dict[str, Any] = {
    # One object that holds the parts of every reply, so that each type meets its own keys mangled.
    "detail": {"groupId": "7", "name": "C", "clanInfo": {"d2ClanProgressions": {"584850370": {"level": 6}}}},
    "founder": {"destinyUserInfo": PERSON, "joinDate": "2017-08-29T20:31:20Z"},
    "results": [{"destinyUserInfo": PERSON, "lastOnlineStatusChange": "1644092530"}],
    "totalResults": 1,
    "profile": {"data": {"userInfo": PERSON, "characterIds": ["1"]}, "privacy": 1},
    "characters": {"data": {"1": {"characterId": "1", "minutesPlayedTotal": "12", "stats": {"4": 5}}}},
    "activities": [{"period": "2021-12-15T14:24:15Z", "activityDetails": DETAILS, "values": STAT}],
    "period": "2021-12-15T14:24:15Z",
    "activityDetails": DETAILS,
    "entries": [
        {
            "characterId": "1",
            "player": {"destinyUserInfo": PERSON},
            "values": STAT,
            "extended": {"weapons": [{"referenceId": 4, "values": STAT}], "values": STAT},
        }
    ],
    "teams": [{"teamId": 17, "standing": STAT["kills"], "teamName": "Alpha"}],
    "systems": {"Destiny2": {"enabled": True}},
    "destiny2CoreSettings": {"currentSeasonHash": 5},
    "profiles": [PERSON],
    "profilesWithErrors": [{"errorCode": 1601, "infoCard": PERSON}],
}


def _places(value: Any) -> list[tuple[Any, Any]]:
    """Every (container, key) of a JSON value."""
    keys = list(value) if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else []
    return [pair for key in keys for pair in ((value, key), *_places(value[key]))]


@st.composite
def mangled(draw: st.DrawFn) -> bytes:
    document = json.loads(envelope(json.loads(json.dumps(SAMPLE))))
    for _ in range(draw(st.integers(0, 4))):
        container, key = draw(st.sampled_from(_places(document)))
        if isinstance(container, dict) and draw(st.booleans()):
            container.pop(key, None)
        elif isinstance(container, list) or key in container:
            container[key] = draw(ODD)
    body = json.dumps(document).encode()
    if draw(st.integers(0, 3)) == 0:
        body = body[: draw(st.integers(0, len(body)))]
    if draw(st.integers(0, 5)) == 0:
        at = draw(st.integers(0, len(body)))
        body = body[:at] + draw(st.binary(max_size=4)) + body[at:]
    return body


def _outcome(reader: Reader[Any], answer: Answer) -> Any:
    try:
        return reader.read(answer)
    except BungieError as error:
        return error


@settings(max_examples=120, deadline=None)
@given(body=mangled(), status=st.sampled_from([200, 200, 200, 301, 400, 403, 404, 500, 503, 599]))
def test_mangled_replies_give_values_or_errors_of_the_tree(body: bytes, status: int) -> None:
    for reader in READERS:
        outcome = _outcome(reader, Answer(endpoint="any", status=status, headers={}, body=body))
        assert isinstance(outcome, BungieError) or status == 200
        assert outcome is not None
        assert str(outcome)


@settings(max_examples=100, deadline=None)
@given(body=st.binary(max_size=200), status=st.sampled_from([200, 204, 302, 418, 500]))
def test_any_bytes_give_errors_of_the_tree(body: bytes, status: int) -> None:
    for reader in READERS:
        with pytest.raises(BungieError):
            reader.read(Answer(endpoint="any", status=status, headers={"Retry-After": "x"}, body=body))


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 100_000,
        b'{"a":' * 5_000,
        b'{"ErrorCode":1,"Response":' + b"[" * 3000 + b"]" * 3000 + b"}",
        b'{"ErrorCode":' + b"9" * 5000 + b"}",
        b'{"ErrorCode":1e400}',
        b'{"ErrorCode":1,"Response":"\xff\xfe"}',
        b"\xef\xbb\xbf{}",
    ],
)
def test_bodies_made_to_break_a_parser_give_errors_of_the_tree(body: bytes) -> None:
    for reader in READERS:
        with pytest.raises(BungieError):
            reader.read(Answer(endpoint="any", status=200, headers={}, body=body))
