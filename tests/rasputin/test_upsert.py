"""Bulk upserts: once is as twice, and dated columns end with what is believed most."""

from datetime import timedelta
from typing import Any, NamedTuple

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from rasputin.upsert import BATCH, Dated, once_each, upsert, upsert_newer
from tests.simulated import NOW
from tracking.models import LONG_AGO, PendingReport, Player, Section

NAMES = Dated(("names_at",), ("display_name", "bungie_code"))
TYPE = Dated(("type_source", "type_at"), ("membership_type",))

pytestmark = pytest.mark.django_db


class Evidence(NamedTuple):
    """What somebody said of a player; what is said follows from when and by whom it was."""

    player: int
    named: int
    source: int
    typed: int

    def row(self) -> Player:
        return Player(
            membership_id=self.player,
            names_at=LONG_AGO + timedelta(hours=self.named),
            display_name=f"named {self.named}",
            bungie_code=self.named or None,
            type_source=self.source,
            type_at=LONG_AGO + timedelta(hours=self.typed),
            membership_type=10 * self.source + self.typed,
        )


SMALL = st.integers(0, 4)
EVIDENCE = st.builds(Evidence, st.integers(1, 3), SMALL, SMALL, SMALL)


def believed(evidence: list[Evidence]) -> dict[int, dict[str, Any]]:
    """The most believed of each group, found without a database."""
    found: dict[int, dict[str, Any]] = {}
    for player in {one.player for one in evidence}:
        mine = [one for one in evidence if one.player == player]
        named = max(mine, key=lambda one: one.named).row()
        typed = max(mine, key=lambda one: (one.source, one.typed)).row()
        found[player] = {
            **{name: getattr(named, name) for name in (*NAMES.believed_by, *NAMES.columns)},
            **{name: getattr(typed, name) for name in (*TYPE.believed_by, *TYPE.columns)},
        }
    return found


def stored(batches: list[list[Evidence]]) -> dict[int, dict[str, Any]]:
    columns = (*NAMES.believed_by, *NAMES.columns, *TYPE.believed_by, *TYPE.columns)
    with transaction.atomic():
        for batch in batches:
            upsert_newer(Player, [one.row() for one in batch], key=["membership_id"], groups=[NAMES, TYPE])
        found = {row.pop("membership_id"): row for row in Player.objects.values("membership_id", *columns)}
        transaction.set_rollback(True)
    return found


@settings(max_examples=60, deadline=None)
@given(batches=st.lists(st.lists(EVIDENCE, max_size=4), max_size=5))
def test_any_order_and_batching_ends_in_the_most_believed(batches: list[list[Evidence]]) -> None:
    assert stored(batches) == believed([one for batch in batches for one in batch])


@settings(max_examples=20, deadline=None)
@given(batch=st.lists(EVIDENCE, min_size=1, max_size=6))
def test_evidence_heard_twice_is_heard_once(batch: list[Evidence]) -> None:
    assert stored([batch, batch]) == stored([batch])


def player(identity: int, name: str) -> Player:
    return Player(membership_id=identity, display_name=name)


def names() -> dict[int, str]:
    return dict(Player.objects.order_by("pk").values_list("pk", "display_name"))


def test_rows_are_inserted_and_only_the_named_columns_overwritten() -> None:
    upsert(Player, [player(1, "a"), player(2, "b")], key=["membership_id"], update=["display_name"])
    later = Player(membership_id=2, display_name="c", icon_path="/icon.jpg")
    assert upsert(Player, [later, player(3, "d")], key=["membership_id"], update=["display_name"]) == 2
    assert names() == {1: "a", 2: "c", 3: "d"}
    assert Player.objects.get(pk=2).icon_path == ""


def test_with_nothing_to_update_an_existing_row_stays_as_it_is() -> None:
    for name in ("first", "second"):
        upsert(Player, [player(1, name)], key=["membership_id"], update=[])
    assert names() == {1: "first"}


def test_of_a_key_that_comes_twice_the_last_row_wins() -> None:
    upsert(Player, [player(1, "a"), player(1, "b")], key=["membership_id"], update=["display_name"])
    assert names() == {1: "b"}


def test_rows_are_written_in_the_order_of_their_keys() -> None:
    rows = [Section(kind=kind, subject=subject) for kind, subject in (("b", 1), ("a", 2), ("a", 1))]
    assert [(row.kind, row.subject) for row in once_each(rows, ["kind", "subject"])] == [
        ("a", 1),
        ("a", 2),
        ("b", 1),
    ]


def test_nothing_is_written_where_there_is_nothing() -> None:
    assert upsert(Player, [], key=["membership_id"], update=["display_name"]) == 0
    upsert_newer(Player, [], key=["membership_id"], groups=[NAMES])
    assert names() == {}


@pytest.mark.parametrize("dated", [False, True])
def test_more_rows_than_a_statement_holds_are_all_written(dated: bool) -> None:
    rows = [player(number, f"p{number}") for number in range(2 * BATCH + 1)]
    for _ in range(2):
        if dated:
            upsert_newer(Player, rows, key=["membership_id"], groups=[NAMES])
        else:
            upsert(Player, rows, key=["membership_id"], update=["display_name"])
    assert names() == {number: f"p{number}" for number in range(2 * BATCH + 1)}


def test_a_group_that_is_not_newer_leaves_the_other_alone() -> None:
    old = Evidence(1, named=3, source=1, typed=1)
    new = Evidence(1, named=1, source=2, typed=0)
    assert stored([[old], [new]])[1] == {
        "names_at": LONG_AGO + timedelta(hours=3),
        "display_name": "named 3",
        "bungie_code": 3,
        "type_source": 2,
        "type_at": LONG_AGO,
        "membership_type": 20,
    }


def test_texts_of_any_kind_arrive_as_they_were() -> None:
    odd = ["", "a,b", '{"x"}', "back\\slash", "NULL", "Žižka ★ 守護者", "'quoted\" "]
    rows = [Player(membership_id=n, display_name=text, names_at=NOW) for n, text in enumerate(odd)]
    upsert_newer(Player, rows, key=["membership_id"], groups=[NAMES])
    assert list(names().values()) == odd


def test_a_wish_keeps_its_place_when_it_is_wished_again() -> None:
    first = PendingReport(instance_id=1, period=NOW, found_at=NOW, due_at=NOW, priority=0)
    again = PendingReport(instance_id=1, period=NOW, found_at=NOW, due_at=NOW, priority=100)
    for row in (first, again):
        upsert(PendingReport, [row], key=["instance_id"], update=[])
    assert PendingReport.objects.get().priority == 0
