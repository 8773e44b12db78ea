"""What the client sends, and what it makes of everything that can happen to a request on the wire."""

import gzip
import json
import logging
import pickle
import socket
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from rasputin import bungie
from rasputin.bungie import BungieError, Client, Host
from tests.bungie.bungie_server import API_KEY, Answering, Server, envelope, make_client

REPORT = {"period": "2024-01-04T00:54:26Z", "activityDetails": {"instanceId": "42", "mode": 4}}


class RecordingGate:
    def __init__(self) -> None:
        self.log: list[tuple[Any, ...]] = []

    def enter(self, *, host: Host, endpoint: str) -> None:
        self.log.append(("enter", host, endpoint))

    def leave(self, *, host: Host, endpoint: str, error: BungieError | None) -> None:
        self.log.append(("leave", host, endpoint, None if error is None else error.kind))


def test_each_method_asks_bungies_path(server: Server, client: Client) -> None:
    server.answers(envelope(code=21))
    asked: list[Callable[[], object]] = [
        lambda: client.group(7),
        lambda: client.group_members_page(7, 2),
        lambda: client.profile(3, 46),
        lambda: client.activity_history(3, 46, 23, page=1, count=9, mode=5),
        lambda: client.post_game_report(42),
        lambda: client.core_settings(),
        lambda: client.search_by_bungie_name("Guardian é", 42),
        lambda: client.linked_profiles(254, 11),
    ]
    for ask in asked:
        with pytest.raises(bungie.NotFound):
            ask()
    assert [(seen.method, seen.path) for seen in server.seen] == [
        ("GET", "/Platform/GroupV2/7/"),
        ("GET", "/Platform/GroupV2/7/Members/?currentpage=2&memberType=0&nameSearch="),
        ("GET", "/Platform/Destiny2/3/Profile/46/?components=100,200"),
        ("GET", "/Platform/Destiny2/3/Account/46/Character/23/Stats/Activities/?count=9&mode=5&page=1"),
        ("GET", "/stats/Platform/Destiny2/Stats/PostGameCarnageReport/42/"),
        ("GET", "/Platform/Settings/"),
        ("POST", "/Platform/Destiny2/SearchDestinyPlayerByBungieName/-1/"),
        ("GET", "/Platform/Destiny2/254/Profile/11/LinkedProfiles/?getAllMemberships=true"),
    ]
    assert json.loads(server.seen[6].body) == {"displayName": "Guardian é", "displayNameCode": 42}
    assert server.seen[6].headers["Content-Type"] == "application/json"


def test_every_request_carries_key_agent_and_gzip(server: Server, client: Client) -> None:
    server.answers(envelope({"systems": {}}), headers={"Set-Cookie": "bungled=1; Path=/"})
    client.core_settings()
    client.core_settings()
    for seen in server.seen:
        assert seen.headers["X-API-Key"] == API_KEY
        assert seen.headers["User-Agent"] == "RasputinTests/1.0 (+tests@example.org)"
        assert seen.headers["Accept-Encoding"] == "gzip"
        assert "Cookie" not in seen.headers


def test_a_reply_comes_with_its_bytes_decompressed(server: Server, client: Client) -> None:
    body = envelope(REPORT)
    for chunked in (False, True):
        server.answers(gzip.compress(body), headers={"Content-Encoding": "gzip"}, chunked=chunked)
        reply = client.post_game_report(42)
        assert (reply.value.instance_id, reply.body) == (42, body)


PAGE = b"<html><head><title>502 Bad Gateway</title></head></html>"


@pytest.mark.parametrize(
    ("answering", "expected"),
    [
        (Answering(b"", status=301, headers={"Location": "https://elsewhere/"}), bungie.Misdirected),
        (Answering(PAGE, status=400), bungie.BadRequest),
        (Answering(PAGE, status=401), bungie.KeyRefused),
        (Answering(PAGE, status=403), bungie.Throttled),
        (Answering(PAGE, status=404), bungie.NotFound),
        (Answering(PAGE, status=429, headers={"Retry-After": "7"}), bungie.Throttled),
        (Answering(PAGE, status=502), bungie.Unavailable),
        (Answering(PAGE, status=524), bungie.Unavailable),
        (Answering(PAGE, status=200), bungie.Unavailable),
        (Answering(b"<title>Just a moment...</title>", status=503), bungie.Throttled),
        (Answering(b"", status=500), bungie.Unavailable),
        (Answering(b"", status=200), bungie.Unavailable),
        (Answering(b"error code: 1015", status=200), bungie.Unavailable),
        (Answering(envelope({"systems": {}})[:40], status=200), bungie.Unavailable),
        (Answering(envelope({"systems": {}})[:40], status=500), bungie.Unavailable),
        (Answering(envelope({"systems": {}}), announced=9999), bungie.Unavailable),
        (Answering(b"no gzip", headers={"Content-Encoding": "gzip"}), bungie.Unavailable),
        (
            Answering(gzip.compress(envelope({}))[:-14], headers={"Content-Encoding": "gzip"}),
            bungie.Unavailable,
        ),
        (Answering(hang_up=True), bungie.Unavailable),
        (Answering(before=1.2), bungie.TimedOut),
        (Answering(b" " * 40, drip=0.05), bungie.TimedOut),
        (Answering(envelope({"systems": {}}), status=500), bungie.Unavailable),
        (Answering(envelope(code=5), status=503), bungie.Maintenance),
        (Answering(envelope(code=1665), status=500), bungie.Private),
        (Answering(envelope(code=1665), status=200), bungie.Private),
        (Answering(b'{"error":"server_error"}', status=400), bungie.BadRequest),
        (Answering(b'{"error":"server_error"}', status=200), bungie.Undecodable),
        (Answering(b"[1]", status=200), bungie.Undecodable),
    ],
    ids=lambda value: value.__name__ if isinstance(value, type) else f"{value.status}",
)
def test_what_happens_on_the_wire_is_an_error_of_the_tree(
    server: Server, client: Client, answering: Answering, expected: type[BungieError]
) -> None:
    server.answering = answering
    with pytest.raises(expected) as caught:
        client.core_settings()
    assert type(caught.value) is expected
    assert caught.value.endpoint == "settings"
    assert str(caught.value).startswith("[settings")


def test_a_page_that_says_when_to_come_back_gives_the_wait(server: Server, client: Client) -> None:
    server.answers(PAGE, status=429, headers={"Retry-After": "7"})
    with pytest.raises(bungie.Throttled) as caught:
        client.core_settings()
    assert caught.value.wait == 7.0


def test_a_redirect_is_named_and_not_followed(server: Server, client: Client) -> None:
    server.answers(status=301, headers={"Location": f"{server.url}/there/"})
    with pytest.raises(bungie.Misdirected) as caught:
        client.post_game_report(42)
    assert caught.value.location == f"{server.url}/there/"
    assert len(server.seen) == 1


def test_a_closed_port_is_unavailable() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}"
    with pytest.raises(bungie.Unavailable):
        make_client(url).group(1)


def test_a_bomb_of_zeros_is_refused(server: Server, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rasputin.bungie.transport.LARGEST_BODY", 1_000_000)
    server.answers(gzip.compress(b" " * 3_000_000), headers={"Content-Encoding": "gzip"})
    with pytest.raises(bungie.Unavailable, match="too large"):
        client.core_settings()


def test_the_gate_hears_of_every_request_and_its_end(server: Server) -> None:
    gate = RecordingGate()
    gated = make_client(server.url, gate=gate)
    server.queue = [Answering(envelope(REPORT)), Answering(envelope(code=51), status=429), Answering(b"{}")]
    gated.post_game_report(42)
    for _ in range(2):
        with pytest.raises(BungieError):
            gated.group(7)
    assert gate.log == [
        ("enter", "stats", "report"),
        ("leave", "stats", "report", None),
        ("enter", "www", "group"),
        ("leave", "www", "group", "throttled"),
        ("enter", "www", "group"),
        ("leave", "www", "group", "undecodable"),
    ]


def test_a_gate_that_refuses_keeps_the_request_off_the_wire(server: Server) -> None:
    class Shut(RecordingGate):
        def enter(self, *, host: Host, endpoint: str) -> None:
            raise RuntimeError("the budget is spent")

    gate = Shut()
    with pytest.raises(RuntimeError, match="spent"):
        make_client(server.url, gate=gate).group(7)
    assert (server.seen, gate.log) == ([], [])


def test_a_request_stopped_from_outside_is_not_reported_as_a_success(server: Server) -> None:
    class Stop(BaseException): ...

    class Stopping(RecordingGate):
        pass

    gate = Stopping()
    stopped = make_client(server.url, gate=gate)

    def interrupt(*_: object) -> None:
        raise Stop

    stopped._transport._receive = interrupt  # type: ignore[method-assign,assignment]
    with pytest.raises(Stop):
        stopped.group(7)
    assert gate.log[-1] == ("leave", "www", "group", "timeout")


def test_a_roster_is_read_to_its_last_page(server: Server, client: Client) -> None:
    server.queue = [_page([1, 2], has_more=True, total=3), _page([3], total=3)]
    roster = client.group_members(7)
    assert [member.destiny_user_info.membership_id for member in roster.members] == [1, 2, 3]
    assert (roster.complete, roster.announced) == (True, 3)
    assert [seen.path.split("currentpage=")[1][0] for seen in server.seen] == ["1", "2"]


@pytest.mark.parametrize(
    "pages",
    [
        [([1, 2], True, 3), ([], True, 3)],  # more was promised and did not come
        [([1, 2], False, 3)],  # fewer than announced
        [([1, 2], True, 3), ([2], False, 3)],  # the list shifted between the pages
        [([], False, 0)],  # a clan has a founder
    ],
)
def test_a_partial_roster_says_so(
    server: Server, client: Client, pages: list[tuple[list[int], bool, int]]
) -> None:
    server.queue = [_page(ids, has_more=more, total=total) for ids, more, total in pages]
    assert client.group_members(7).complete is False


def test_a_row_of_a_history_that_cannot_be_read_keeps_no_other_back(server: Server, client: Client) -> None:
    rows: list[Any] = [
        _row(1),
        {**_row(2), "period": "2026-01-01T00:00:00"},
        {**_row(3), "values": []},
        None,
        _row(5),
    ]
    rows[2]["activityDetails"]["instanceId"] = "x"
    server.answers(envelope({"activities": rows}))
    page = client.activity_history(3, 46, 23, page=0)
    assert [row.instance_id for row in page.activities] == [1, 5]
    assert [(row.place, row.instance_id, row.period) for row in page.unread] == [
        (1, 2, None),
        (2, None, datetime(2026, 1, 1, tzinfo=UTC)),
        (3, None, None),
    ]
    assert page.listed == 5
    assert str(page.unread[0]).endswith("with a timezone component - at `$.period`")


@pytest.mark.parametrize("broken", [{"activities": {}}, {"activities": "none"}])
def test_a_history_that_is_no_list_is_an_error(server: Server, client: Client, broken: Any) -> None:
    server.answers(envelope(broken))
    with pytest.raises(bungie.Undecodable):
        client.activity_history(3, 46, 23, page=0)


def test_somebody_on_a_roster_who_cannot_be_read_keeps_nobody_back(server: Server, client: Client) -> None:
    """An absence means something all the same, as long as everybody's id can be read."""
    card = {"destinyUserInfo": {"membershipId": "2"}, "joinDate": "never"}
    results = [{"destinyUserInfo": {"membershipId": "1"}}, card]
    server.answers(envelope({"results": results, "totalResults": 2, "useTotalResults": True}))
    roster = client.group_members(7)
    assert [member.destiny_user_info.membership_id for member in roster.members] == [1]
    assert [(odd.place, odd.membership_id) for odd in roster.unread] == [(1, 2)]
    assert roster.complete
    card["destinyUserInfo"] = {}
    server.answers(envelope({"results": [*results, None]}))
    assert not client.group_members(7).complete


def test_a_roster_without_results_is_an_error_and_no_empty_clan(server: Server, client: Client) -> None:
    server.answers(envelope({}))
    with pytest.raises(bungie.NoResponse):
        client.group_members(7)


def test_a_roster_that_never_ends_is_cut(server: Server, client: Client) -> None:
    server.answering = _page([1], has_more=True, total=1)
    assert client.group_members(7).complete is False
    assert len(server.seen) == 20


def _page(ids: list[int], *, total: int, has_more: bool = False) -> Answering:
    members = [{"memberType": 2, "destinyUserInfo": {"membershipId": str(each)}} for each in ids]
    body = {"results": members, "totalResults": total, "hasMore": has_more, "useTotalResults": True}
    return Answering(envelope(body))


def test_one_client_serves_many_threads(server: Server, client: Client) -> None:
    server.answers(envelope(REPORT))
    got: list[int] = []
    threads = [
        threading.Thread(
            target=lambda: got.extend(client.post_game_report(42).value.instance_id for _ in range(5))
        )
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert got == [42] * 40


def test_the_key_is_in_no_repr_log_or_error(
    server: Server, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    echo = envelope(code=2101, Message=f"The key {API_KEY} is invalid.")
    server.queue = [Answering(echo, status=401), Answering(hang_up=True), Answering(before=1.2)]
    for _ in range(3):
        with pytest.raises(BungieError) as caught:
            client.group(7)
        texts = (str(caught.value), repr(caught.value), repr(vars(caught.value)))
        assert not any(API_KEY in text for text in texts)
        assert caught.value.__cause__ is None
        assert caught.value.__context__ is None
    assert API_KEY not in caplog.text
    assert API_KEY not in repr(client) + str(vars(client))


@pytest.mark.parametrize("key", ["", " spaced", "new\nline", "kéy"])
def test_a_key_that_http_cannot_carry_is_refused_without_repeating_it(key: str) -> None:
    with pytest.raises(ValueError, match="api_key") as caught:
        Client(api_key=key, user_agent="x")
    assert not key.strip() or key not in str(caught.value)


def test_a_blank_agent_or_a_base_that_is_no_url_is_refused() -> None:
    with pytest.raises(ValueError, match="user_agent"):
        Client(api_key="k", user_agent=" ")
    with pytest.raises(ValueError, match="base URL"):
        Client(api_key="k", user_agent="a", base_url="www.bungie.net")


def test_errors_survive_pickling() -> None:
    error = bungie.Private("hidden", code=1665, http_status=500, endpoint="history", wait=3.0)
    again = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes
    assert (type(again), str(again), vars(again)) == (bungie.Private, str(error), vars(error))


def _row(instance_id: int) -> dict[str, Any]:
    return {"period": "2026-01-01T00:00:00Z", "activityDetails": {"instanceId": str(instance_id)}}
