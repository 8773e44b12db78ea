"""The shapes that the apps' APIs share: ids as strings, strict parameters, pages, problems."""

import re
from datetime import UTC, datetime
from typing import Annotated, Any, Generic, TypeVar

from django.conf import settings
from django.db.models import QuerySet
from django.http import QueryDict
from ninja import Field, Schema
from pydantic import AfterValidator, BeforeValidator, ValidationInfo, model_validator

LARGEST_ID = 2**63 - 1
LARGEST_PAGE = 1_000_000
IMAGES = settings.REAL_BUNGIE  # Bungie's pictures, also where a simulator names their paths

Item = TypeVar("Item", bound=Schema)

#: A 64-bit id leaves as a string: JavaScript would round the number.
Id = Annotated[str, BeforeValidator(str)]


def image_url(path: str | None) -> str | None:
    """The absolute address of one of Bungie's pictures; None where Bungie named none."""
    return f"{IMAGES}{path}" if path else None


ImageUrl = Annotated[str | None, BeforeValidator(image_url)]

#: A text of which nothing is null.
Said = Annotated[str | None, BeforeValidator(lambda text: text or None)]


def whole_number(value: Any) -> Any:
    """Digits only: `1_000`, `5.0` and the like, which Python would take, are slips in an address."""
    if isinstance(value, str) and not re.fullmatch(r"-?[0-9]{1,19}", value):
        raise ValueError(f"{value!r} is no whole number.")
    return value


def true_or_false(value: Any) -> Any:
    if isinstance(value, str) and value not in ("true", "false"):
        raise ValueError(f"{value!r} is neither true nor false.")
    return value


def moment(value: Any) -> Any:
    """A date (its midnight, UTC) or a time with its zone; anything else would be guessed."""
    if not isinstance(value, str):
        return value
    try:
        parsed = datetime.fromisoformat(value)
    except ValueError as error:
        raise ValueError(
            f"{value!r} is no date or time: write 2026-11-22 or 2026-11-22T13:00:00Z (a + is written %2B)."
        ) from error
    if re.fullmatch(r"[0-9-]{10}", value):
        return parsed.replace(tzinfo=UTC)
    if parsed.tzinfo is None:
        raise ValueError(f"{value!r} lacks a time zone: end it with Z for UTC.")
    return parsed


WholeNumber = Annotated[int, BeforeValidator(whole_number)]
TrueOrFalse = Annotated[bool, BeforeValidator(true_or_false)]
Moment = Annotated[datetime, BeforeValidator(moment)]


def _possible_id(value: int) -> int:
    if not 0 < value <= LARGEST_ID:
        raise ValueError("ids lie between 1 and 9223372036854775807.")
    return value


IdInPath = Annotated[int, BeforeValidator(whole_number), AfterValidator(_possible_id)]


class Problem(Schema):
    """Every answer that is not 200 says in a sentence what is wrong, and what to do."""

    detail: str


class StrictQuery(Schema):
    """Query parameters of which a misspelled or repeated one is refused, not silently ignored."""

    @model_validator(mode="before")
    @classmethod
    def _only_known_once(cls, values: Any, info: ValidationInfo) -> Any:
        given = info.context["request"].GET if info.context else QueryDict()
        unknown = sorted(given.keys() - cls.model_fields.keys())
        if unknown:
            known = ", ".join(cls.model_fields)
            raise ValueError(f"there is no parameter {', '.join(unknown)} here; there are: {known}.")
        repeated = sorted(name for name in given if len(given.getlist(name)) > 1)
        if repeated:
            raise ValueError(f"{', '.join(repeated)} is given more than once.")
        return values


class Paging(StrictQuery):
    page: WholeNumber = Field(1, ge=1, le=LARGEST_PAGE)
    page_size: WholeNumber = Field(20, ge=1, le=100)


class LongPaging(StrictQuery):
    """For lists that mostly fit on one page."""

    page: WholeNumber = Field(1, ge=1, le=LARGEST_PAGE)
    page_size: WholeNumber = Field(100, ge=1, le=100)


class Page(Schema, Generic[Item]):
    """A part of a list: `total` counts the whole list; a page after the last one is empty."""

    items: list[Item]
    page: int
    page_size: int
    total: int
    pages: int
    has_next: bool


def page_of(rows: "QuerySet[Any]", paging: Paging | LongPaging) -> dict[str, Any]:
    """One page of a totally ordered QuerySet, as Page wants it; two queries, one where the page is empty."""
    total = rows.count()
    first = (paging.page - 1) * paging.page_size
    pages = -(-total // paging.page_size)
    return {
        "items": list(rows[first : first + paging.page_size]) if first < total else [],
        "page": paging.page,
        "page_size": paging.page_size,
        "total": total,
        "pages": pages,
        "has_next": paging.page < pages,
    }
