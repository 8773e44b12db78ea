"""Tables come in through staging and one swap: what changed is written, what is gone stays readable."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from manifest.models import Activity, Content, Definition, Item, TableFile, Version
from manifest.queries import definition, named
from manifest.services.stage import Shrunk, stage
from manifest.services.swap import drop_unused_content, swap
from manifest.services.tablefile import BrokenTable

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 22, 13, tzinfo=UTC)


def thing(hash_: int, name: str, **more: Any) -> dict[str, Any]:
    return {"displayProperties": {"name": name, "description": ""}, "hash": hash_, **more}


def load(
    folder: Path,
    number: int,
    *things: dict[str, Any],
    shrink_allowed: bool = False,
    table: str = "Activity",
) -> Version:
    version = Version.objects.create(
        version=f"v{number}", paths_digest="d", state=Version.State.LOADING, found_at=NOW, due_at=NOW
    )
    file = TableFile.objects.create(version=version, table=table, language="en", path=f"/{number}")
    path = folder / f"{number}.json"
    path.write_text(json.dumps({str(thing["hash"]): thing for thing in things}))
    stage(file, path, shrink_allowed=shrink_allowed)
    swap(version, now=NOW)
    return version


def test_a_second_manifest_writes_only_what_changed(tmp_path: Path) -> None:
    first = load(tmp_path, 1, thing(1, "Vault"), thing(2, "Prison"), thing(4294967295, "Tower"))
    second = load(tmp_path, 2, thing(1, "Vault"), thing(2, "Prison of Elders"), thing(3, "Pit"))
    kept = Definition.objects.values_list("key", "name", "changed_in", "removed_in")
    assert set(kept) == {
        ("1", "Vault", first.pk, None),
        ("2", "Prison of Elders", second.pk, None),
        ("3", "Pit", second.pk, None),
        ("4294967295", "Tower", first.pk, second.pk),
    }
    assert named("Activity", [1, 2, 4294967295, 9]).keys() == {1, 2, 4294967295}
    assert Activity.objects.get(pk=4294967295).removed
    found = definition("DestinyActivityDefinition", "4294967295")
    assert found is not None
    assert (found.version, found.name, found.removed, found.data["hash"]) == ("v2", "Tower", True, 4294967295)


def test_json_that_nothing_points_to_is_dropped(tmp_path: Path) -> None:
    load(tmp_path, 1, thing(1, "Vault"))
    load(tmp_path, 2, thing(1, "Vault of Glass"))
    assert Content.objects.count() == 2
    assert drop_unused_content() == 1
    assert definition("Activity", "1").name == "Vault of Glass"  # type: ignore[union-attr]


def test_what_is_no_thing_of_its_sort_any_more_counts_as_removed(tmp_path: Path) -> None:
    load(tmp_path, 1, thing(1, "Ace", itemType=3), thing(2, "Hawkmoon", itemType=3), table="InventoryItem")
    load(tmp_path, 2, thing(1, "Ace", itemType=20), thing(2, "Hawk", itemType=3), table="InventoryItem")
    assert set(Item.objects.values_list("name", "removed")) == {("Ace", True), ("Hawk", False)}
    undecodable = {"hash": 2, "displayProperties": 7}
    load(tmp_path, 3, thing(1, "Ace", itemType=3), undecodable, table="InventoryItem")
    assert set(Item.objects.values_list("name", "removed")) == {("Ace", False), ("Hawk", True)}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<!DOCTYPE html>",
        b'{"1": {"hash": 1}, "2": {',
        b"[1, 2]",
        b'{"1": 2',
        b'{"1": {"hash": 1, "displayProperties": {"name": "Vaul\xf4"}}}',
        b'{"\xf4": {"hash": 1}}',
        b'{"1": {"hash": 1, "tier": 1e999999}}',
        b'{"1": {"hash": 1, "name": "\\u0000", "tier": 1e999999}}',
        b'{"1": {"hash": 1, "tier": ' + b"[" * 5000 + b"]" * 5000 + b"}}",
        b'[{"id": 1, "json": "{\\"hash\\": 1, \\"tier\\": 1e999999}"}]',
        b'{"' + b"9" * 101 + b'": {"hash": 1}}',
    ],
)
def test_what_is_no_table_is_refused(tmp_path: Path, content: bytes) -> None:
    version = Version.objects.create(version="v", paths_digest="d", found_at=NOW, due_at=NOW)
    file = TableFile.objects.create(version=version, table="Activity", language="en", path="/1")
    path = tmp_path / "1.json"
    path.write_bytes(content)
    with pytest.raises(BrokenTable):
        stage(file, path, shrink_allowed=False)
    assert not version.staged.exists()


def test_texts_that_no_column_holds_keep_no_manifest_out(tmp_path: Path) -> None:
    long = "/img/" + "x" * 300
    load(tmp_path, 1, thing(1, "Vault " * 2000, pgcrImage=long), thing(2, "Pit", pgcrImage="/img/pit.jpg"))
    assert Activity.objects.filter(pk=1, name="Vault " * 2000, image_path="").exists()
    assert Activity.objects.get(pk=2).image_path == "/img/pit.jpg"
    assert len(definition("Activity", "1").name) == 500  # type: ignore[union-attr]


def test_a_table_that_lost_most_of_its_definitions_is_not_believed_at_once(tmp_path: Path) -> None:
    load(tmp_path, 1, *(thing(number, "x") for number in range(1, 101)))
    with pytest.raises(Shrunk):
        load(tmp_path, 2, thing(1, "x"))
    Version.objects.filter(version="v2").delete()
    load(tmp_path, 3, thing(1, "x"), shrink_allowed=True)
    assert Definition.objects.present().count() == 1


def test_a_table_that_is_gone_is_marked_and_stays_readable(tmp_path: Path) -> None:
    load(tmp_path, 1, thing(1, "Vault"))
    version = Version.objects.create(
        version="v2", paths_digest="d", state=Version.State.LOADING, found_at=NOW, due_at=NOW
    )
    TableFile.objects.create(version=version, table="Class", language="en", path="/2")
    swap(version, now=NOW)
    found = definition("Activity", "1")
    assert found is not None
    assert (found.version, found.name, found.removed) == ("v2", "Vault", True)
    assert Activity.objects.get(pk=1).removed
    load(tmp_path, 3, thing(1, "Vault"))
    assert not Activity.objects.get(pk=1).removed
    assert not Definition.objects.get(table="Activity", key="1").removed_in
