"""Profiles from a server that lags, or without components; linked accounts that are missing."""

from __future__ import annotations

from typing import Any

from rasputin.simulator.trouble.case import Case, Effect, Json

USUAL_AGE_MINUTES = 5.0
MINTED = {"responseMintedTimestamp", "secondaryComponentsMintedTimestamp"}
UNEXPECTED = 1618
ONLY_PROFILES = ("dateLastPlayed", "isOverridden", "isCrossSavePrimary", "platformSilver")


def stale(case: Case) -> Any:
    """As it was some minutes ago, and minted then."""
    minutes = USUAL_AGE_MINUTES if case.rule.minutes is None else case.rule.minutes
    return case.again(case.request._replace(now=case.request.now - minutes * 60))


def incomplete(case: Case) -> Any:
    """Without a share of the components."""
    return {
        name: part
        for name, part in case.response.items()
        if name in MINTED or not case.befalls(f"{case.request.path} {name}")
    }


def unlinked(case: Case) -> Any:
    return {**case.response, "profiles": []}


def failing(case: Case) -> Any:
    """All accounts among those that could not be read, as in maintenance."""
    errors = [{"errorCode": UNEXPECTED, "infoCard": _card(profile)} for profile in case.response["profiles"]]
    return {**case.response, "profiles": [], "profilesWithErrors": errors}


def _card(profile: Json) -> Json:
    return {name: value for name, value in profile.items() if name not in ONLY_PROFILES}


PROFILE_EFFECTS: dict[str, Effect] = {"stale_profile": stale, "missing_components": incomplete}
LINKED_EFFECTS: dict[str, Effect] = {"empty_linked": unlinked, "failing_linked": failing}
