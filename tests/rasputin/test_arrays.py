"""Packed arrays: PostgreSQL reads from them what the driver would have told it value by value."""

import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from django.db import DataError, connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st
from psycopg.adapt import PyFormat
from psycopg.types.array import ListBinaryDumper

from rasputin.arrays import EPOCH, KINDS, pack
from rasputin.upsert import upsert
from tracking.models import Player

pytestmark = pytest.mark.django_db


def _moment(microseconds: int, zone: timezone) -> datetime:
    """From 1683 to 2316."""
    return (EPOCH + timedelta(microseconds=microseconds)).astimezone(zone)


TEXTS = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]))
ZONES = st.sampled_from([UTC, timezone(timedelta(hours=-7))])
NUMBERS = st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False)
PLAIN = st.none() | st.booleans() | NUMBERS | TEXTS
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "smallint": st.integers(-(2**15), 2**15 - 1),
    "integer": st.integers(-(2**31), 2**31 - 1),
    "bigint": st.integers(-(2**63), 2**63 - 1),
    "boolean": st.booleans(),
    "varchar": TEXTS,
    "text": TEXTS,
    "timestamp with time zone": st.builds(_moment, st.integers(-(10**16), 10**16), ZONES),
    "bytea": st.binary(),
    "jsonb": st.lists(PLAIN) | st.dictionaries(TEXTS, PLAIN | st.lists(NUMBERS)),
}


def test_every_kind_is_tried() -> None:
    assert VALUES.keys() == KINDS.keys()


@pytest.mark.parametrize("column_type", VALUES)
@settings(max_examples=30, deadline=None)
@given(data=st.data())
def test_what_is_packed_is_what_postgresql_reads(column_type: str, data: st.DataObject) -> None:
    values = data.draw(st.lists(st.none() | VALUES[column_type], min_size=1, max_size=6))
    packed: Any = pack(column_type, values)
    assert packed is not None
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM unnest((%s)::{column_type}[])", [packed])  # noqa: S608 - a type's name
        read = [row[0] for row in cursor.fetchall()]
        if column_type == "jsonb":
            cursor.execute(
                "SELECT count(*) FROM unnest((%s)::text[], (%s)::jsonb[]) AS pair (told, packed)"
                " WHERE told::jsonb IS NOT DISTINCT FROM packed",
                [[_told(value) for value in values], packed],
            )
            assert cursor.fetchone() == (len(values),)
        else:
            assert [bytes(value) if isinstance(value, memoryview) else value for value in read] == values


def _told(value: Any) -> str | None:
    return None if value is None else json.dumps(value)


@pytest.mark.parametrize(
    ("column_type", "value"),
    [("integer", 2**31), ("bigint", "7"), ("text", 7), ("timestamp with time zone", "now"), ("uuid", "7")],
)
def test_what_does_not_fit_is_left_to_the_driver(column_type: str, value: Any) -> None:
    assert pack(column_type, [value]) is None


@pytest.mark.parametrize(
    "wrong", [{"bungie_code": 2**40}, {"display_name": "x" * 201}, {"display_name": "a\x00b"}]
)
def test_what_no_column_can_hold_is_refused_by_the_database(wrong: dict[str, Any]) -> None:
    with pytest.raises(DataError):
        upsert(Player, [Player(membership_id=1, **wrong)], key=["membership_id"], update=[])


def test_lists_that_are_not_packed_travel_in_binary_too() -> None:
    connection.ensure_connection()
    dumper = connection.connection.adapters.get_dumper(list, PyFormat.AUTO)
    assert dumper is ListBinaryDumper


def test_a_log_of_queries_changes_nothing() -> None:
    with CaptureQueriesContext(connection) as asked:
        upsert(Player, [Player(membership_id=1)], key=["membership_id"], update=[])
        assert list(Player.objects.filter(pk__among={1, 2}).values_list("pk", flat=True)) == [1]
        assert not Player.objects.filter(pk__among=()).exists()
    assert "packed bytes" in asked[0]["sql"]
