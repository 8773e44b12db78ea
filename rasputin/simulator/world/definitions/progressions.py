"""What players collect points for: ranks, reputations, the season's artifact, checklists, factions."""

from __future__ import annotations

from collections.abc import Iterator

from rasputin.simulator.world.definitions.shapes import Json, definition, icon
from rasputin.simulator.world.records.stems import stable_hash

ACCOUNT, CHARACTER, CLAN = 0, 1, 2
STEPS = 16
# hash: name, whose it is
PROGRESSIONS = {
    2083746873: ("Crucible Rank", ACCOUNT),
    3696598664: ("Competitive Division", ACCOUNT),
    3008065600: ("Gambit Rank", ACCOUNT),
    457612306: ("Vanguard Rank", ACCOUNT),
    2755675426: ("Trials Rank", ACCOUNT),
    527867935: ("Strange Favor", ACCOUNT),
    1471185389: ("Gunsmith Rank", ACCOUNT),
    599071390: ("Iron Banner Rank", ACCOUNT),
    2000925172: ("Season Rank", ACCOUNT),
    1716568313: ("", CHARACTER),
    3915124631: ("XP", ACCOUNT),
    243419342: ("XP", ACCOUNT),
    584850370: ("Clan Level", CLAN),
}
FACTIONS = {24856709: "Leviathan", 185244751: "Resonance Rank", 828982195: "Vanguard Research"}
CHECKLISTS = {
    365218222: ("Feathers", CHARACTER),
    1697465175: ("Region Chests", ACCOUNT),
    110198094: ("Beacons", ACCOUNT),
    2360931290: ("Journal", CHARACTER),
}
ARTIFACT = 2894222926


def progression_definitions() -> Iterator[Json]:
    for index, (number, (name, scope)) in enumerate(PROGRESSIONS.items()):
        yield definition(
            number,
            index,
            name,
            "",
            icon("progression", number),
            scope=scope,
            repeatLastStep=name == "Season Rank",
            steps=[_step(name, step) for step in range(STEPS)],
            visible=bool(name),
            rewardItems=[],
        )


def faction_definitions() -> Iterator[Json]:
    for index, (number, name) in enumerate(FACTIONS.items()):
        yield definition(number, index, name, "", icon("faction", number), progressionHash=number)


def checklist_definitions() -> Iterator[Json]:
    for index, (number, (name, scope)) in enumerate(CHECKLISTS.items()):
        yield definition(number, index, name, "", scope=scope, viewActionString=f"View {name}", entries=[])


def artifact_definitions() -> Iterator[Json]:
    yield definition(ARTIFACT, 0, "Artifact of the Season", "", icon("artifact"), tiers=[])


def _step(name: str, step: int) -> Json:
    return {
        "stepName": f"{name} {step + 1}".strip(),
        "displayEffectType": 0,
        "progressTotal": 50 * (step + 1),
        "icon": icon("step", stable_hash(name, step)),
    }
