"""As whom the servers run: the caller, or `nobody` when the caller is root."""

import os
import pwd
import shutil
import subprocess
from pathlib import Path
from typing import Any, NamedTuple

from rasputin.local.trouble import Trouble


class Owner(NamedTuple):
    uid: int
    gid: int
    name: str | None  # the user to change to; None where the caller's own is right


def server_owner() -> Owner:
    """PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return Owner(uid=os.geteuid(), gid=os.getegid(), name=None)
    try:
        nobody = pwd.getpwnam("nobody")
    except KeyError as error:
        raise Trouble("As root the servers run as the user nobody, and this system has none.") from error
    return Owner(uid=nobody.pw_uid, gid=nobody.pw_gid, name="nobody")


def run_as(owner: Owner) -> dict[str, Any]:
    """Arguments for subprocess.run that change to the owner of the servers."""
    if owner.name is None:
        return {}
    return {"user": owner.uid, "group": owner.gid, "extra_groups": []}


def reachable(path: Path) -> bool:
    """Whether the servers may go through this directory or run this file."""
    owner = server_owner()
    if owner.name is None:
        return os.access(path, os.X_OK)
    test = shutil.which("test") or "/usr/bin/test"
    return subprocess.run([test, "-x", path], check=False, cwd="/", **run_as(owner)).returncode == 0


def hand_over(path: Path, owner: Owner) -> None:
    """Give a file or directory of the home to the servers."""
    if owner.name is not None:
        os.chown(path, owner.uid, owner.gid)
