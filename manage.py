"""Django's own commands; those that need the database start it for their own time."""

import os
import sys
from contextlib import AbstractContextManager, nullcontext

from django.core.management import execute_from_command_line

from rasputin.cli.opened import find
from rasputin.cli.trouble import sentence
from rasputin.local import running

OFFLINE = {"check", "diffsettings", "help", "makemigrations", "startapp", "version", "--help", "--version"}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rasputin.settings")
    try:
        with _surroundings(sys.argv[1:]) as environment:
            os.environ.update(environment)
            execute_from_command_line(sys.argv)
    except Exception as error:
        said = sentence(error)
        if said is None:
            raise
        sys.exit(f"rasputin: {said}")


def _surroundings(arguments: list[str]) -> AbstractContextManager[dict[str, str]]:
    if os.environ.get("DATABASE_URL") or not arguments or arguments[0] in OFFLINE:
        return nullcontext({})
    return running(find())


if __name__ == "__main__":
    main()
