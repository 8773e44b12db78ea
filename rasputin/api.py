"""The NinjaAPI: all routers under /api/, and every problem as one sentence."""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.views import defaults
from ninja import NinjaAPI, Router, Status
from ninja.errors import ValidationError
from ninja.openapi.docs import ABS_TPL_PATH, Swagger
from ninja.renderers import JSONRenderer
from redis import RedisError

from clans import api as clans
from manifest import api as manifest
from manifest.queries import UnknownMode, reading
from rasputin import connect
from rasputin.health import Health, health
from rasputin.schemas import Problem
from rasputin.status import Status as Standing
from rasputin.status import status
from tracking import api as tracking

log = logging.getLogger(__name__)

DESCRIPTION = """Destiny 2 members, clans, activities and post-game reports, out of this tracker's database.

64-bit ids are strings, hashes are numbers, times are ISO 8601 in UTC. Lists are paged (`page`, `page_size`).
Names and pictures are the game's manifest's, which `X-Manifest-Version` names; `null` where it has none.
Whatever goes wrong is answered with `{"detail": "a sentence"}`."""


class ReadableJson(JSONRenderer):
    """Names as people write them, not as \\u escapes."""

    json_dumps_params: dict[str, Any] = {"ensure_ascii": False}


class Docs(Swagger):
    """With files of our own address, though ninja is no installed app: every worker would load it."""

    template_cdn = str(ABS_TPL_PATH / "swagger.html")


api = NinjaAPI(
    title="Rasputin",
    version=connect.VERSION,
    description=DESCRIPTION,
    urls_namespace="api",
    renderer=ReadableJson(),
    docs=Docs(settings={"defaultModelsExpandDepth": 0}),
)


def of_one_moment(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A whole answer, page and total and names, is of one moment and one manifest, which it names."""

    @wraps(view)
    def answer(request: HttpRequest, **place: Any) -> HttpResponse:
        if request.method != "GET":
            return view(request, **place)
        try:
            with reading() as version:
                response = view(request, **place)
        except (OperationalError, InterfaceError) as error:
            return without_database(request, error)
        if version is not None:
            manifest.name_manifest(response, version.version)
        return response

    return answer


stored = Router()
stored.add_decorator(of_one_moment, mode="view")
stored.add_router("/members", clans.members)
stored.add_router("/members", tracking.members)
stored.add_router("/activities", tracking.activities)
stored.add_router("/clans", clans.clans)
stored.add_router("", manifest.game)
api.add_router("", stored)
api.add_router("/manifest", manifest.definitions)  # single statements, each with a version of its own


@api.get(
    "/health", response={200: Health, 503: Health}, tags=["installation"], summary="Whether everything works"
)
def read_health(request: HttpRequest) -> Status[Health]:
    """503 where the database, Redis or the stamp of the data is not as it must be."""
    found = health()
    return Status(200 if found.status == "ok" else 503, found)


@api.get(
    "/status",
    response={200: Standing, 503: Problem},
    tags=["installation"],
    summary="What is asked of Bungie, and what waits",
)
def read_status(request: HttpRequest) -> Standing:
    """The request budget (granted, refused, paused, stopped and why), and how much work waits."""
    return status()


@api.exception_handler(RedisError)
def without_redis(request: HttpRequest, error: Exception) -> HttpResponse:
    return _problem(request, 503, "Redis does not answer, so no request goes out: /api/health says more.")


@api.exception_handler(ValidationError)
def refuse_parameters(request: HttpRequest, error: ValidationError) -> HttpResponse:
    sentences = [_sentence(problem) for problem in error.errors]
    return _problem(request, 422, " ".join(dict.fromkeys(sentences)))


@api.exception_handler(UnknownMode)
def refuse_mode(request: HttpRequest, error: UnknownMode) -> HttpResponse:
    return _problem(request, 422, str(error))


@api.exception_handler(OperationalError)
@api.exception_handler(InterfaceError)
def without_database(request: HttpRequest, error: Exception) -> HttpResponse:
    log.error("the database did not answer %s", request.path, exc_info=error)
    return _problem(
        request, 503, "The database does not answer: /api/health says more. Try again in a minute."
    )


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler404: JSON below /api/."""
    if not request.path.startswith("/api/"):
        return defaults.page_not_found(request, exception)
    return _problem(request, 404, f"There is nothing at {request.path}: /api/docs lists what there is.")


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's handler500: JSON below /api/."""
    if not request.path.startswith("/api/"):
        return defaults.server_error(request)
    return _problem(request, 500, "Something broke here, not on your side: it was logged.")


def _problem(request: HttpRequest, status: int, detail: str) -> HttpResponse:
    return api.create_response(request, {"detail": detail}, status=status)


def _sentence(problem: dict[str, Any]) -> str:
    """`page_size: Input should be less than or equal to 100.`"""
    message = problem["msg"].removeprefix("Value error, ").rstrip(".")
    name = problem["loc"][-1]
    return f"{message[0].upper()}{message[1:]}." if name == "asked" else f"{name}: {message}."
