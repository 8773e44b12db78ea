"""Rows read in binary are the rows that Django reads."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import DataError
from django.db.models import IntegerField, Value
from django.db.models.functions import Cast
from hypothesis import given, settings
from hypothesis import strategies as st

from rasputin.postgres import read_binary
from rasputin.upsert import upsert
from tracking.models import Performance

pytestmark = pytest.mark.django_db

NAMES = [field.attname for field in Performance._meta.concrete_fields]
TEXTS = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]))
NUMBERS = st.integers(-(2**70), 2**70) | st.floats(allow_nan=False, allow_infinity=False)
OBJECTS = st.dictionaries(TEXTS, st.none() | st.booleans() | TEXTS | NUMBERS | st.lists(NUMBERS))


@settings(max_examples=30, deadline=None)
@given(
    weapons=OBJECTS,
    extended=OBJECTS,
    name=TEXTS.map(lambda text: text[:100]),
    standing=st.none() | st.integers(-(2**31), 2**31 - 1),
    period=st.integers(0, 2**32).map(lambda seconds: datetime.fromtimestamp(seconds, UTC)),
)
def test_rows_are_those_that_django_reads(**values: Any) -> None:
    values["clan_name"] = values.pop("name")
    row = Performance(
        instance_id=1, character_id=2, membership_id=3, activity_hash=2**32 - 1, mode=4, **values
    )
    upsert(Performance, [row], key=["instance_id", "character_id"], update=[*values])
    rows = Performance.objects.filter(instance_id__among=[1]).values_list(*NAMES)
    assert read_binary(rows) == list(rows) != []


def test_nobody_is_asked_for_nothing() -> None:
    assert read_binary(Performance.objects.filter(instance_id__among=[]).values_list(*NAMES)) == []


def test_trouble_has_the_names_that_django_gives_it() -> None:
    wrong = Performance.objects.annotate(n=Cast(Value("one"), IntegerField())).values_list("n")
    with pytest.raises(DataError):
        read_binary(wrong)
