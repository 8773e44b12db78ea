"""Triumphs, their objectives and the lore that some of them unlock, as the manifest tells them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rasputin.simulator.world.catalogue import GENDERS
from rasputin.simulator.world.definitions.shapes import Json, definition, icon
from rasputin.simulator.world.records.catalogue import catalogue
from rasputin.simulator.world.records.shapes import Manner, Objective, Record, Title


def record_definitions() -> Iterator[Json]:
    return map(_record, catalogue().records.values())


def objective_definitions() -> Iterator[Json]:
    told: set[int] = set()
    for objective in _objectives():
        if objective.hash not in told:
            yield _objective(objective, len(told))
            told.add(objective.hash)


def lore_definitions() -> Iterator[Json]:
    tellers = [record for record in catalogue().records.values() if record.lore is not None]
    for index, record in enumerate(tellers):
        assert record.lore is not None  # noqa: S101 - the list holds no other
        yield definition(record.lore, index, record.name, f"The tale of {record.name}. " * 12, subtitle="")


def _objectives() -> Iterator[Objective]:
    for record in catalogue().records.values():
        yield from record.objectives
        yield from record.intervals
    for metric in catalogue().metrics.values():
        yield metric.objective


def _record(record: Record) -> Json:
    return definition(
        record.hash,
        record.index,
        record.name,
        record.description,
        icon("record", record.hash) if record.title or record.index % 3 else None,
        scope=record.scope,
        objectiveHashes=_hashes(record.objectives),
        recordValueStyle=1 if record.objectives else 0,
        forTitleGilding=record.gilding,
        titleInfo=_title(record.title),
        completionInfo={
            "partialCompletionObjectiveCountThreshold": 0,
            "ScoreValue": record.points,
            "shouldFireToast": not record.title,
            "toastStyle": 6 if record.title else 0,
        },
        stateInfo=_secret(record),
        expirationInfo={"hasExpiration": False},
        intervalInfo=_intervals(record),
        rewardItems=[],
        recordTypeName="Title" if record.title else "Lore" if record.lore else "Triumph",
        presentationNodeType=3,
        traitIds=[],
        traitHashes=[],
        parentNodeHashes=list(record.parents),
        **({"loreHash": record.lore} if record.lore else {}),
    )


def _title(title: Title | None) -> Json:
    if title is None:
        return {"hasTitle": False}
    (male, _), (female, _) = GENDERS
    told: Json = {
        "hasTitle": True,
        "titlesByGender": {"Male": title.male, "Female": title.female},
        "titlesByGenderHash": {str(female): title.female, str(male): title.male},
    }
    return {**told, "gildingTrackingRecordHash": title.tracker} if title.tracker else told


def _secret(record: Record) -> Json:
    hidden = record.manner is Manner.OBSCURED
    text = {"obscuredName": "Secret Triumph", "obscuredDescription": "Find out."} if hidden else {}
    return {"featuredPriority": 2147483647, **text}


def _intervals(record: Record) -> Json:
    return {
        "intervalObjectives": [
            {"intervalObjectiveHash": interval.hash, "intervalScoreValue": interval.points}
            for interval in record.intervals
        ],
        "intervalRewards": [],
        "originalObjectiveArrayInsertionIndex": 0,
    }


def _objective(objective: Objective, index: int) -> Json:
    return definition(
        objective.hash,
        index,
        "",
        "",
        unlockValueHash=0,
        completionValue=objective.completion_value,
        scope=1,
        locationHash=0,
        allowNegativeValue=False,
        allowValueChangeWhenCompleted=False,
        isCountingDownward=False,
        valueStyle=0,
        progressDescription=objective.text,
        allowOvercompletion=True,
        showValueOnComplete=False,
        completedValueStyle=0,
        inProgressValueStyle=0,
    )


def _hashes(objectives: Iterable[Objective]) -> list[int]:
    return [objective.hash for objective in objectives]
