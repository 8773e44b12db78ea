"""System checks: settings that would make the crawl impolite, useless or wrong are refused at start."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from rasputin.clock import BadClock, Clock

TAG = "rasputin"


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
    if not 0 < settings.RASPUTIN_RATE <= 25:
        errors.append(
            Error(
                "RASPUTIN_RATE must lie above 0 and not above 25.",
                hint="The default is 20.",
                id="rasputin.E003",
            )
        )
    return errors


@register(TAG)
def clock_can_be_read(**_: Any) -> list[CheckMessage]:
    try:
        Clock(settings.RASPUTIN_CLOCK).now()
    except (BadClock, OSError) as error:
        return [Error(f"RASPUTIN_CLOCK: {error}", id="rasputin.E004")]
    return []
