"""GET endpoints about the game itself: definitions, seasons, modes. Whoever asks may keep the answers."""

from hashlib import blake2b
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import Path, Query, Router, Schema, Status

from manifest import schemas
from manifest.models import ModeGroup
from manifest.queries import current_version, definition, is_kept
from manifest.queries.modes import modes
from manifest.queries.seasons import SeasonSpan, season_at, seasons
from manifest.tables import long
from rasputin import clock
from rasputin.schemas import Problem, StrictQuery

definitions = Router(tags=["game"])
game = Router(tags=["game"])

KEPT = "public, max-age=300"


class DefinitionQuery(StrictQuery):
    lang: str | None = None


class Key(Schema):
    table: str
    key: str


@definitions.get(
    "/{table}/{key}",
    response={200: dict[str, Any], 404: Problem, 422: Problem},
    summary="A definition of the manifest, as Bungie wrote it",
)
def read_definition(
    request: HttpRequest, response: HttpResponse, place: Path[Key], asked: Query[DefinitionQuery]
) -> HttpResponse | Status[dict[str, str]]:
    """`table` is `InventoryItem` or `DestinyInventoryItemDefinition`, `key` the unsigned hash, or the name
    of a statistic. `X-Manifest-Version` names the manifest; `X-Manifest-Removed: true` says that the current
    one no longer has it. `lang` is a kept language.
    """
    found = definition(place.table, place.key, asked.lang)
    if found is None:
        version = _version()
        if version is not None:
            name_manifest(response, version)
        return Status(404, {"detail": _not_there(place, asked.lang)})
    answer = HttpResponse(found.json, content_type="application/json; charset=utf-8")
    answer["Cache-Control"] = KEPT
    name_manifest(answer, found.version, removed=str(found.removed).lower())
    return answer


def name_manifest(response: HttpResponse, version: str, *, removed: str | None = None) -> None:
    """In headers of which a 304 tells nothing: so a whole answer is another one when they are others."""
    response["X-Manifest-Version"] = version
    if removed is not None:
        response["X-Manifest-Removed"] = removed
    if response.status_code == 200 and not response.streaming:
        told = blake2b(response.content, digest_size=16, salt=b"manifest")
        told.update(f"\n{version}\n{removed}".encode())
        response["ETag"] = f'"{told.hexdigest()}"'


@game.get("/seasons", response=schemas.Seasons, summary="All seasons since launch, with their dates")
def read_seasons(request: HttpRequest, response: HttpResponse) -> dict[str, Any]:
    """The manifest's own dates, where it has them."""
    current = season_at(clock.now())
    response["Cache-Control"] = KEPT
    return {
        "manifest_version": _version(),
        "seasons": [_season(span, current) for span in seasons()],
    }


@game.get("/modes", response=schemas.Modes, summary="Activity modes and groups of them")
def read_modes(request: HttpRequest, response: HttpResponse) -> dict[str, Any]:
    """Groups are this installation's own: an operator edits them in the admin."""
    response["Cache-Control"] = KEPT
    return {
        "manifest_version": _version(),
        "groups": list(ModeGroup.objects.all()),
        "modes": [mode._asdict() for mode in modes()],
    }


def _season(span: SeasonSpan, current: SeasonSpan | None) -> dict[str, Any]:
    return {**span._asdict(), "hash": span.hash or None, "is_current": span == current}


def _version() -> str | None:
    version = current_version()
    return None if version is None else version.version


def _not_there(place: Key, language: str | None) -> str:
    """404 with what to do about it."""
    if current_version() is None:
        return "No manifest has been loaded yet: `rasputin manifest status` says how far it is."
    language = language or settings.MANIFEST_LANGUAGES[0]
    if not is_kept(place.table, language):
        return (
            f"No table {long(place.table)} is kept in {language!r}: RASPUTIN_MANIFEST_TABLES and "
            "RASPUTIN_MANIFEST_LANGUAGES say what is."
        )
    return f"{long(place.table)} never had a definition {place.key!r}: give the unsigned hash."
