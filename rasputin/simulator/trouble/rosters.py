"""Rosters that leave members out, name them twice or blank, or come in smaller pages."""

from __future__ import annotations

from typing import Any

from rasputin.simulator.trouble.case import Case, Effect, Json


def partial(case: Case) -> Any:
    """Fewer results than it says there are."""
    return _with_results(
        case, [member for member in case.response["results"] if not _is_struck(case, member)]
    )


def doubled(case: Case) -> Any:
    results = case.response["results"]
    return _with_results(case, [*results, *(member for member in results if _is_struck(case, member))])


def nameless(case: Case) -> Any:
    for member in case.response["results"]:
        if _is_struck(case, member):
            member["destinyUserInfo"] |= {"displayName": "", "LastSeenDisplayName": ""}
    return case.response


def unending(case: Case) -> Any:
    """Says the contrary of whether there is more."""
    return {**case.response, "hasMore": not case.response["hasMore"]}


def in_pages(case: Case) -> Any:
    """In pages of so many rows, in place of the usual one."""
    page, length = int(case.request.query.get("currentpage") or 1), case.rule.rows
    first_page = case.request._replace(query={**case.request.query, "currentpage": "1"})
    whole = case.again(first_page)
    results = whole["results"][(page - 1) * length : page * length]
    return {
        **whole,
        "results": results,
        "hasMore": page * length < len(whole["results"]),
        "query": {**whole["query"], "itemsPerPage": length, "currentPage": page},
    }


def _with_results(case: Case, results: list[Json]) -> Json:
    return {**case.response, "results": results}


def _is_struck(case: Case, member: Json) -> bool:
    return case.befalls(member["destinyUserInfo"]["membershipId"])


EFFECTS: dict[str, Effect] = {
    "partial_roster": partial,
    "double_member": doubled,
    "blank_name": nameless,
    "wrong_has_more": unending,
    "small_pages": in_pages,
}
