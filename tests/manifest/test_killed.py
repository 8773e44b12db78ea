"""A download that is killed with -9 in the middle goes on where it was."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from pytest_django.fixtures import Settings

from manifest.models import Content, Definition, TableFile, Version
from manifest.services import sync
from rasputin import connect
from rasputin.steps import run_one
from tests.rasputin.simulator.server import START
from tests.simulated import NOW, World

SYNC = """
import time, django
django.setup()
from manifest.tasks import run_slice
while run_slice(priority=0, deadline=time.monotonic() + 30).more: pass
"""
MARK = b"\x7f"  # stands in no definition


@pytest.mark.django_db(transaction=True)
def test_a_killed_download_resumes(crawling: World, tmp_path: Path, settings: Settings) -> None:
    settings.MANIFEST_TABLES = ["Class", "Record"]
    crawling.fails(endpoints=["content"], path="DestinyRecordDefinition", drip=200_000, name="slow")
    process = subprocess.Popen([sys.executable, "-c", SYNC], env=_environment(crawling, tmp_path))
    try:
        part = _wait_for_a_part(tmp_path, process)
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait(10)
    assert Version.objects.unfinished().get().files.unfinished().get().table == "Record"
    _mark(part)
    crawling.recovers()
    fetched = crawling.asked()["content"]
    _look(tmp_path)
    assert crawling.asked()["content"] == fetched + 1
    assert not TableFile.objects.unfinished().exists()
    truth = crawling.control("truth/manifest?table=DestinyRecordDefinition")["tables"]
    count = Definition.objects.present().filter(table="Record").count()
    assert count == truth["DestinyRecordDefinition"]["definitions"]
    marked = Content.objects.filter(data__displayProperties__description__startswith=MARK.decode())
    assert marked.count() == 1  # what had come before the kill is what was used


def _environment(world: World, folder: Path) -> dict[str, str]:
    told: dict[str, Any] = connection.settings_dict
    address = (
        f"postgresql://{told['USER']}:{told['PASSWORD']}@{told['HOST'].replace('/', '%2F')}/{told['NAME']}"
    )
    return {
        **os.environ,
        "DATABASE_URL": address,
        "DJANGO_SETTINGS_MODULE": "rasputin.settings",
        "BUNGIE_API_KEY": "any",  # pragma: allowlist secret
        "BUNGIE_BASE_URL": world.url,
        "RASPUTIN_CLOCK": f"{START}@0",
        "RASPUTIN_RATE": "4000",
        "RASPUTIN_MANIFEST_FOLDER": str(folder),
        "RASPUTIN_MANIFEST_TABLES": "Class,Record",
    }


def _wait_for_a_part(folder: Path, process: subprocess.Popen[bytes]) -> Path:
    """The table's file, once a good piece of it has come."""
    for _ in range(600):
        for part in folder.glob("*Record*.part"):
            if part.stat().st_size > 100_000:
                return part
        assert process.poll() is None, "it ended"
        time.sleep(0.05)
    raise AssertionError("no part of the table came within 30 seconds")


def _mark(part: Path) -> None:
    """Changes a letter of a text that has come."""
    content = bytearray(part.read_bytes())
    place = content.index(b'"description":"') + len(b'"description":"')
    content[place : place + 1] = MARK
    part.write_bytes(content)


def _look(folder: Path) -> None:
    while run_one(sync(connect.bungie(), now=NOW, folder=folder, has_time=lambda: True)).more:
        pass
