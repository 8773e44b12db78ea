"""What `prune` drops, and what it never touches."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from pytest_django.fixtures import Settings

from manifest.models import Content, TableFile, Version
from manifest.services.download import Local
from manifest.tasks import ACTION as LOADING
from rasputin import prune
from rasputin.models import Job
from rasputin.tasks import drop_leftovers
from tests.factories.clans import ClanFactory
from tests.factories.manifest import VersionFactory, define
from tests.factories.tracking import CharacterFactory, HistoryEntryFactory, MemberFactory, SectionFactory
from tests.rasputin.test_crawltask import LOCK, another_session
from tests.simulated import NOW, World, run
from tracking import archive
from tracking.models import Character, HistoryEntry, Member, Player, RawReport, Section

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
Kind = Section.Kind
NOTHING = {
    "sessions that have expired": 0,
    "sections of members that are not tracked": 0,
    "sections of their characters": 0,
    "sections of clans that are not tracked": 0,
    "jobs that ended long ago": 0,
    "texts of manifests": 0,
    "files of manifests": 0,
}


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> Path:
    settings.MANIFEST_FOLDER = tmp_path
    return tmp_path


def crawled(*, tracked: bool) -> list[Section]:
    """The sections of a member with a character, and of a clan."""
    character = CharacterFactory.create(member__tracked=tracked)
    clan = ClanFactory.create(tracked=tracked)
    HistoryEntryFactory.create(character_id=character.pk, membership_id=character.member_id)
    subjects = {
        Kind.PROFILE: character.member_id,
        Kind.RECORDS: character.member_id,
        Kind.ACCOUNT: character.member_id,
        Kind.HISTORY: character.pk,
        Kind.DEEP: character.pk,
        Kind.GROUP: clan.pk,
        Kind.ROSTER: clan.pk,
    }
    return [SectionFactory.create(kind=kind, subject=subject) for kind, subject in subjects.items()]


def archived(instance_id: int, *, days_ago: int) -> None:
    archive.keep_dictionary()
    RawReport.objects.create(
        instance_id=instance_id,
        body=archive.compress(b"{}"),
        dictionary_id=archive.current_id(),
        fetched_at=NOW - days_ago * DAY,
        parser_version=1,
    )


def test_where_nothing_is_left_over_nothing_goes() -> None:
    kept = crawled(tracked=True)
    archived(1, days_ago=4000)
    assert prune.would_go(NOW) == prune.prune(NOW) == NOTHING
    assert Section.objects.count() == len(kept)
    assert RawReport.objects.exists()


def test_sections_without_an_owner_go_and_what_is_known_of_players_stays() -> None:
    kept = crawled(tracked=True)
    crawled(tracked=False)
    SectionFactory.create(kind=Kind.HISTORY, subject=404)
    gone = NOTHING | {
        "sections of members that are not tracked": 3,
        "sections of their characters": 3,
        "sections of clans that are not tracked": 2,
    }
    assert prune.would_go(NOW) == prune.prune(NOW) == gone
    assert set(Section.objects.values_list("pk", flat=True)) == {section.pk for section in kept}
    counted = [model.objects.count() for model in (Player, Member, Character, HistoryEntry)]
    assert counted == [2, 2, 2, 2]
    assert prune.prune(NOW) == NOTHING


def test_sessions_go_when_they_have_expired() -> None:
    for key, days in (("old", -1), ("new", 1)):
        Session.objects.create(session_key=key, session_data="", expire_date=timezone.now() + days * DAY)
    assert prune.prune(NOW)["sessions that have expired"] == 1
    assert Session.objects.get().session_key == "new"


def test_archived_replies_are_kept_for_good_unless_a_setting_says_otherwise(settings: Settings) -> None:
    archived(1, days_ago=31)
    archived(2, days_ago=29)
    assert "archived replies" not in prune.prune(NOW)
    settings.RASPUTIN_KEEP_RAW_DAYS = 30
    assert prune.would_go(NOW)["archived replies"] == 1
    assert prune.prune(NOW)["archived replies"] == 1
    assert RawReport.objects.get().instance_id == 2


def test_jobs_that_ended_long_ago_go_and_open_ones_stay() -> None:
    for finished_at in (None, NOW - 89 * DAY, NOW - 91 * DAY):
        Job.objects.create(kind=Job.Kind.REPROCESS, added_at=NOW - 400 * DAY, finished_at=finished_at)
    assert prune.prune(NOW)["jobs that ended long ago"] == 1
    assert Job.objects.count() == 2


def test_files_go_but_those_of_a_manifest_that_is_being_loaded(folder: Path) -> None:
    files = {state: f"/json/Destiny{state}Definition-1.json" for state in ("loading", "current", "past")}
    for state, path in files.items():
        version = VersionFactory.create(version=state, state=Version.State(state))
        TableFile.objects.create(version=version, table=state, language="en", path=path)
    for path in (*files.values(), "/json/DestinyUnknownDefinition-2.json"):
        Local(folder, path).part.write_text("x")
    (folder / "mine.txt").write_text("x")
    with another_session() as other:
        other.execute(LOCK, [LOADING])
        assert prune.prune(NOW)["files of manifests"] == 0, "somebody is at them"
    assert prune.would_go(NOW)["files of manifests"] == 3
    assert prune.prune(NOW)["files of manifests"] == 3
    left = {Local(folder, files["loading"]).part.name, "mine.txt"}
    assert {file.name for file in folder.iterdir()} == left


def test_texts_go_that_no_definition_points_to() -> None:
    define(VersionFactory.create(), "Class", 1, "Titan")
    Content.objects.create(content_hash="left over", data={})
    assert prune.would_go(NOW)["texts of manifests"] == 1
    assert prune.prune(NOW)["texts of manifests"] == 1
    assert Content.objects.count() == 1


def test_a_run_without_time_leaves_the_rest_for_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prune, "BATCH", 2)
    SectionFactory.create_batch(5, kind=Kind.PROFILE)
    looks = iter([True, True, False, True, False, False, False])
    found = prune.prune(NOW, has_time=lambda: next(looks, False))
    assert found["sections of members that are not tracked"] == 2
    assert Section.objects.count() == 3


def test_the_daily_action_drops_it(crawling: World) -> None:
    MemberFactory.create()
    SectionFactory.create()
    run(drop_leftovers)
    assert not Section.objects.exists()
