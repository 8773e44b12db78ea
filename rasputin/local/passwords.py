"""The passwords of one home: generated at first start, kept in a file that only its owner reads."""

import json
import os
import secrets
from typing import NamedTuple

from rasputin.local.home import Home
from rasputin.local.trouble import Trouble


class Passwords(NamedTuple):
    postgres: str
    redis: str
    flower: str
    secret_key: str


def passwords(home: Home) -> Passwords:
    """Call it under the start-up lock: the first call writes the file."""
    if not home.passwords.exists():
        _write(home, _generate())
    try:
        return Passwords(**json.loads(home.passwords.read_text()))
    except (ValueError, TypeError) as error:
        raise Trouble(f"{home.passwords} is damaged: bring it back from a backup of the home.") from error


def _generate() -> Passwords:
    return Passwords(*(secrets.token_urlsafe(32) for _ in Passwords._fields))


def _write(home: Home, fresh: Passwords) -> None:
    if home.postgres.exists():
        raise Trouble(
            f"{home.passwords} is missing: bring it back, the database of this home opens with it only."
        )
    unfinished = home.passwords.with_suffix(".new")
    unfinished.unlink(missing_ok=True)
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        json.dump(fresh._asdict(), file, indent=1)
    unfinished.rename(home.passwords)
