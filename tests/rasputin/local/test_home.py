"""Where the data lie, and what keeps them from lying there."""

import os
import stat
from pathlib import Path

import platformdirs
import pytest

from rasputin.local import Home, Trouble, locate, running
from rasputin.local import home as homes

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root's servers run as somebody else")


def test_with_a_key_the_home_itself_is_used_and_without_one_the_demo_in_it(folder: Path) -> None:
    real = locate({"RASPUTIN_HOME": str(folder), "BUNGIE_API_KEY": "key"})
    demo = locate({"RASPUTIN_HOME": str(folder)})
    assert (real.home, real.embedded) == (Home(folder), ("postgres", "redis"))
    assert (demo.home, demo.embedded) == (Home(folder / "demo"), ("postgres", "redis", "simulator"))


def test_what_the_environment_says_to_be_elsewhere_is_not_embedded(folder: Path) -> None:
    elsewhere = {"RASPUTIN_HOME": str(folder), "BUNGIE_API_KEY": "key", "DATABASE_URL": "a", "REDIS_URL": "b"}
    assert locate(elsewhere).embedded == ()


def test_another_bungie_without_a_key_is_refused(folder: Path) -> None:
    with pytest.raises(Trouble, match="BUNGIE_BASE_URL is set but BUNGIE_API_KEY is not"):
        locate({"RASPUTIN_HOME": str(folder), "BUNGIE_BASE_URL": "http://127.0.0.1:1"})


@as_root
def test_a_home_that_the_servers_cannot_enter_is_refused_in_one_sentence(folder: Path) -> None:
    closed = folder / "closed"
    closed.mkdir(mode=0o700)
    (closed / "something").touch()
    with pytest.raises(Trouble, match="cannot be entered by the user nobody"):
        locate({"RASPUTIN_HOME": str(closed / "home")})
    assert stat.S_IMODE(closed.stat().st_mode) == 0o700


@as_root
def test_roots_own_data_directory_gives_way_to_one_that_the_servers_can_enter(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = folder / "root"
    closed.mkdir(mode=0o700)
    monkeypatch.setattr(platformdirs, "user_data_dir", lambda *_, **__: str(closed / "share" / "rasputin"))
    place = locate({})
    assert place.base.parent == Path("/var/lib/rasputin")
    assert place.notice.startswith(f"Home is {place.base}, as ")
    assert not place.base.exists()


def test_a_directory_with_other_things_in_it_keeps_its_mode(folder: Path) -> None:
    (folder / "something").touch()
    folder.chmod(0o755)
    homes.make(Home(folder))
    assert stat.S_IMODE(folder.stat().st_mode) == 0o755


def test_a_new_home_is_its_owners_alone(folder: Path) -> None:
    home = Home(folder / "home")
    homes.make(home)
    assert stat.S_IMODE(home.path.stat().st_mode) == (0o711 if os.geteuid() == 0 else 0o700)
    assert {stat.S_IMODE(path.stat().st_mode) for path in (home.run, home.log, home.sockets, home.redis)} == {
        0o700
    }


def test_a_home_that_cannot_be_made_is_one_sentence(folder: Path) -> None:
    (folder / "file").touch()
    with (
        pytest.raises(Trouble, match="cannot be written: Not a directory"),
        running(folder / "file" / "home"),
    ):
        pass


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_missing_right_is_one_sentence(folder: Path) -> None:
    folder.chmod(0o500)
    with pytest.raises(Trouble, match="cannot be written: Permission denied"), running(folder / "home"):
        pass


def test_too_little_space_is_one_sentence(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(homes, "LEAST_FREE_BYTES", 2**60)
    with pytest.raises(Trouble, match=r"Only \d+ MB are free"), running(folder / "home"):
        pass


def test_a_folder_that_somebody_else_put_in_the_way_is_refused(folder: Path) -> None:
    home = Home(folder / "home")
    homes.make(home)
    home.sockets.rmdir()
    home.sockets.symlink_to(folder)
    with pytest.raises(Trouble, match="belongs to another user"):
        homes.make(home)
