"""System checks: settings that would make the crawl impolite, useless or wrong are refused at start."""

import re
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from rasputin.clock import BadClock, Clock

TAG = "rasputin"
HEADER = r"[\x20-\x7e]*"  # what the client lets pass in a header; spaces around it are looked for apart
POSTGRES = "django.db.backends.postgresql"
ADDRESSES = {
    "REDIS_URL": (r"(redis|rediss|unix)://\S+", "redis://:PASSWORD@HOST:6379/0"),
    "CELERY_BROKER_URL": (r"[a-z][a-z0-9+]*://\S+", "redis://:PASSWORD@HOST:6379/1"),
    "BUNGIE_BASE_URL": (r"https?://[^\s?#]+", "https://www.bungie.net"),
    "BUNGIE_STATS_URL": (r"https?://[^\s?#]+", "https://stats.bungie.net"),
}


@register(TAG)
def bungie_is_met_politely(**_: Any) -> list[CheckMessage]:
    errors: list[CheckMessage] = []
    if settings.BUNGIE_IS_REAL and settings.BUNGIE_API_KEY and not settings.BUNGIE_CONTACT:
        errors.append(
            Error(
                "BUNGIE_CONTACT is empty.",
                hint="Set a mail address or page where Bungie can reach you: it goes into the User-Agent.",
                id="rasputin.E001",
            )
        )
    if settings.BUNGIE_IS_REAL and settings.RASPUTIN_CLOCK:
        errors.append(
            Error(
                "RASPUTIN_CLOCK must not be set with the real Bungie.", hint="Unset it.", id="rasputin.E002"
            )
        )
    return [*errors, *_rates()]


def _rates() -> list[CheckMessage]:
    hints = {
        "RASPUTIN_RATE": "The default is 20.",
        "RASPUTIN_WWW_RATE": "Without it, RASPUTIN_RATE is meant.",
        "RASPUTIN_STATS_RATE": "Without it, RASPUTIN_RATE is meant.",
    }
    rates = {name: getattr(settings, name) for name in hints}
    return [
        Error(f"{name} must lie above 0 and not above 25.", hint=hints[name], id="rasputin.E003")
        for name, rate in rates.items()
        if rate is not None and not 0 < rate <= 25
    ]


@register(TAG)
def clock_can_be_read(**_: Any) -> list[CheckMessage]:
    try:
        Clock(settings.RASPUTIN_CLOCK).now()
    except (BadClock, OSError) as error:
        return [Error(f"RASPUTIN_CLOCK: {error}", id="rasputin.E004")]
    return []


@register(TAG)
def headers_can_carry_key_and_contact(**_: Any) -> list[CheckMessage]:
    """The complaint does not repeat the value, as it may be a secret."""
    key, contact = settings.BUNGIE_API_KEY, settings.BUNGIE_CONTACT
    fine = {
        "BUNGIE_API_KEY": re.fullmatch(HEADER, key) and key == key.strip(),
        "BUNGIE_CONTACT": re.fullmatch(HEADER, contact),
    }
    return [
        Error(
            f"{name} holds a character that no HTTP header can carry, or a space around it.",
            hint="Letters, digits and signs of ASCII can be sent.",
            id="rasputin.E005",
        )
        for name, is_fine in fine.items()
        if not is_fine
    ]


@register(TAG)
def addresses_can_be_read(**_: Any) -> list[CheckMessage]:
    """Passwords stand in some: the complaint shows what one looks like, not what was set."""
    errors: list[CheckMessage] = [
        Error(f"{name} cannot be read: it looks like {like}.", id="rasputin.E006")
        for name, (pattern, like) in ADDRESSES.items()
        if not re.fullmatch(pattern, getattr(settings, name))
    ]
    if settings.DATABASES["default"]["ENGINE"] != POSTGRES:
        like = "postgresql://USER:PASSWORD@HOST/DATABASE"  # pragma: allowlist secret
        errors.append(Error(f"DATABASE_URL is not PostgreSQL's: it looks like {like}.", id="rasputin.E006"))
    return errors


@register(TAG)
def work_gets_threads_and_time(**_: Any) -> list[CheckMessage]:
    errors: list[CheckMessage] = []
    if not 1 <= settings.RASPUTIN_CRAWL_THREADS <= 64:
        errors.append(Error("RASPUTIN_CRAWL_THREADS must lie from 1 to 64.", id="rasputin.E007"))
    if not 2 <= settings.RASPUTIN_TASK_SECONDS <= 3600:
        errors.append(Error("RASPUTIN_TASK_SECONDS must lie from 2 to 3600.", id="rasputin.E008"))
    return errors


@register(TAG)
def a_share_of_the_disk_is_between_none_and_all(**_: Any) -> list[CheckMessage]:
    if not 0 <= settings.RASPUTIN_DISK_FLOOR <= 1:
        return [Error("RASPUTIN_DISK_FLOOR must lie from 0 to 1.", hint="0.05 is 5 %.", id="rasputin.E010")]
    return []


@register(TAG)
def what_is_archived_is_kept_for_a_day_at_least(**_: Any) -> list[CheckMessage]:
    days = settings.RASPUTIN_KEEP_RAW_DAYS
    if days is not None and days < 1:
        hint = "Unset it to keep replies for good."
        return [Error("RASPUTIN_KEEP_RAW_DAYS must be 1 or more.", hint=hint, id="rasputin.E011")]
    return []


@register(TAG)
def simulated_data_are_never_taken_for_bungies(**_: Any) -> list[CheckMessage]:
    stamp = settings.RASPUTIN_STAMP
    if stamp and (settings.BUNGIE_IS_REAL or "bungie.net" in stamp):
        return [Error("RASPUTIN_STAMP must not be set for the real Bungie.", id="rasputin.E009")]
    return []
