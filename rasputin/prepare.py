"""Makes a database ready to crawl: tables, whose data it holds, beat's entries, the demo, the first admin."""

import hashlib
import secrets
from pathlib import Path
from urllib.parse import urlsplit

from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.checks import run_checks
from django.core.management import call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from rasputin import clock
from rasputin.actions import ensure_beat_entries
from rasputin.checks import TAG
from rasputin.due import free_all
from rasputin.local import demo
from rasputin.models import Stamp, source
from tracking.models import PendingReport, Section


class Refused(Exception):
    """This database or these settings must not be used; the message says why and what to do."""


def prepare() -> None:
    """Safe to run at every start and by several at once."""
    check_settings()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(hashtext('rasputin'), hashtext('prepare'))")
        try:
            if not _has_all_tables():
                call_command("migrate", verbosity=0, interactive=False)
            stamp()
            ensure_beat_entries()
        finally:
            cursor.execute("SELECT pg_advisory_unlock(hashtext('rasputin'), hashtext('prepare'))")


def _has_all_tables() -> bool:
    """Whether every migration that lies in an app is applied: `migrate` itself takes a second to see it."""
    applied = {(app, name) for app, name in MigrationRecorder(connection).applied_migrations()}
    files = (
        (app.label, file.stem)
        for app in apps.get_app_configs()
        for file in (Path(app.path) / "migrations").glob("[!_]*.py")
    )
    return applied.issuperset(files)


def end_leases() -> int:
    """For a start that knows that no worker runs on this database: nobody waits for the dead."""
    return free_all(Section.objects.all()) + free_all(PendingReport.objects.all())


def check_settings() -> None:
    for message in run_checks(tags=[TAG]):
        if message.is_serious():
            raise Refused(f"{message.msg} {message.hint or ''}".strip())


def stamp() -> Stamp:
    """Marks an empty database with the Bungie that fills it; refuses one that another Bungie fills."""
    ours = source()
    mark, _ = Stamp.objects.get_or_create(id=1, defaults={"base_url": ours})
    if ours == demo.STAMP and _is_loopback(mark.base_url):
        mark.base_url = ours  # the demo's stamp was its simulator's address once, port and all
        mark.save(update_fields=["base_url"])
    if mark.base_url != ours:
        raise Refused(
            f"This database holds data of {mark.base_url} and must not be filled from {ours}: "
            "use another database or RASPUTIN_HOME."
        )
    return mark


def _is_loopback(address: str) -> bool:
    return urlsplit(address).hostname in ("127.0.0.1", "localhost", "::1")


def seed_demo(simulator_url: str) -> None:
    """Tracks the simulator's clans, once."""
    from clans.models import Clan
    from clans.services import add_clan

    if Clan.objects.exists():
        return
    import requests  # here, as every command loads this module and only the demo's first start asks

    world = requests.get(f"{simulator_url}/_simulator/world", timeout=30).json()
    for clan in world["clans"]:
        add_clan(int(clan["group_id"]), now=clock.now())


def first_admin_link(base_url: str) -> str | None:
    """A link that makes the first admin and works once; None where there is an admin already."""
    if get_user_model().objects.filter(is_superuser=True).exists():
        return None
    token = secrets.token_urlsafe(24)
    Stamp.objects.update(setup_token_hash=hash_of(token))
    return f"{base_url}/setup/{token}"


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
