"""Only processes of exactly this home are ended."""

from pathlib import Path

import pytest

from rasputin.local import Home
from rasputin.local.leftovers import of_home

HOME = Home(Path("/srv/rasputin"))


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("/opt/bin/postgres -D /srv/rasputin/postgres", "postgres"),
        ("/opt/redis-server /srv/rasputin/redis/redis.conf", "redis"),
        ("python3 -m supervisor.supervisord -c /srv/rasputin/run/supervisord.conf", "supervisor"),
        ("/v/bin/python -X rasputin_home=/srv/rasputin -m celery -A rasputin worker", "python"),
        ("python -I /p/launch.py /srv/rasputin/run/environment.json /srv/rasputin web -m gunicorn", "python"),
    ],
)
def test_programs_of_this_home_are_known_by_their_command_lines(line: str, kind: str) -> None:
    assert of_home(line.split(), HOME) == kind


@pytest.mark.parametrize(
    "line",
    [
        "/opt/bin/postgres -D /srv/rasputin/demo/postgres",
        "/opt/bin/postgres -D /srv/rasputin2/postgres",
        "/v/bin/python -X rasputin_home=/srv/rasputin/demo -m celery -A rasputin worker",
        "vim /srv/rasputin/redis/redis.conf",
        "tail -f /srv/rasputin/log/postgres.log",
        "pg_dump -D /srv/rasputin/postgres",
        "python -m celery -A rasputin worker",
        "",
    ],
)
def test_nobody_elses_program_is_taken_for_one_of_this_home(line: str) -> None:
    assert of_home(line.split(), HOME) is None
