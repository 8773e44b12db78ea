"""Bungie names as people type them; numbers that no table names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rasputin.bungie import BungieName, enums, parse_bungie_name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Guardian#0042", BungieName("Guardian", 42)),
        ("Guardian-42", BungieName("Guardian", 42)),
        ("  Guardian#1234 ", BungieName("Guardian", 1234)),
        ("A-1#2", BungieName("A-1", 2)),
        ("a#b#9999", BungieName("a#b", 9999)),
        ("é 🜨-0001", BungieName("é 🜨", 1)),
        ("x#12345", BungieName("x", 12345)),
    ],
)
def test_names_are_read_as_people_type_them(text: str, name: BungieName) -> None:
    assert parse_bungie_name(text) == name


@pytest.mark.parametrize(
    "text", ["", "Guardian", "#1234", " #1234", "Guardian#", "Guardian#12a4", "4611686018"]
)
def test_what_is_no_name_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="Name#1234"):
        parse_bungie_name(text)


@given(
    name=st.text(min_size=1).filter(lambda text: text == text.strip() and text != ""),
    code=st.integers(0, 9999),
)
def test_a_written_name_reads_as_itself(name: str, code: int) -> None:
    bungie_name = BungieName(name, code)
    assert parse_bungie_name(str(bungie_name)) == bungie_name
    assert len(str(bungie_name)) == len(name) + 5
    if "#" not in name:
        assert parse_bungie_name(bungie_name.in_url) == bungie_name


def test_an_unknown_mode_or_class_is_kept() -> None:
    assert (enums.mode_name(4), enums.mode_name(4711)) == ("Raid", "4711")
    assert (enums.class_name(enums.HUNTER), enums.class_name(0)) == ("Hunter", None)
