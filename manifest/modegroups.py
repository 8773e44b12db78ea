"""The mode groups that a new database begins with; an operator edits them in the admin."""

from typing import Any, Final

from django.apps.registry import Apps

PRIVATE: Final = [32]
CRUCIBLE: Final = [5]

#: slug, name, description, modes, modes that exclude
SEED: Final[tuple[tuple[str, str, str, list[int], list[int]], ...]] = (
    ("raids", "Raids", "All raids.", [4], []),
    ("dungeons", "Dungeons", "All dungeons.", [82], []),
    ("endgame-pve", "Endgame PvE", "Raids, dungeons and scored nightfalls.", [4, 82, 46, 47], []),
    ("pve", "PvE", "Everything against the enemies of humanity, Gambit aside.", [7], []),
    ("pvp", "PvP", "All of the Crucible, private matches aside.", CRUCIBLE, PRIVATE),
    ("trials", "Trials", "Trials of Osiris, and of the Nine before them.", [84, 39, 41, 42], PRIVATE),
    ("competitive", "Competitive", "Competitive playlists of the Crucible.", [69, 72, 74, 37], PRIVATE),
    ("quickplay", "Quickplay", "Quickplay playlists of the Crucible.", [70, 71, 73], PRIVATE),
    ("iron-banner", "Iron Banner", "All forms of the Iron Banner.", [19, 43, 44, 45, 68, 90, 91], PRIVATE),
    ("rumble", "Rumble", "Everybody against everybody.", [48], PRIVATE),
    ("private-matches", "Private matches", "Matches that players set up.", PRIVATE, []),
    ("gambit", "Gambit", "Gambit and Gambit Prime.", [63, 75, 64], []),
    ("strikes", "Strikes", "Strikes and nightfalls.", [18, 3, 16, 17], []),
    ("nightfalls", "Nightfalls", "Nightfalls of all times.", [16, 17, 46, 47], []),
    ("offensives", "Offensives", "Matchmade seasonal PvE.", [76, 77, 78, 79, 83, 85, 86], []),
    ("lost-sectors", "Lost sectors", "Lost sectors from the director.", [87], []),
    ("story", "Story", "Campaigns and quests.", [2, 58], []),
    ("patrol", "Patrol", "Free roaming.", [6], []),
)


def seed(apps: Apps, _: Any) -> None:
    """For the migration: what an operator has made or changed stays as it is."""
    group = apps.get_model("manifest", "ModeGroup")
    for order, (slug, name, description, modes, without) in enumerate(SEED, start=1):
        group.objects.get_or_create(
            slug=slug,
            defaults={
                "name": name,
                "description": description,
                "modes": modes,
                "without_modes": without,
                "order": 10 * order,
            },
        )
