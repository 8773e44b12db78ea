"""Definitions of seasons and their passes."""

from rasputin.bungie.types.common import Hash, Int32, Shape, Time
from rasputin.bungie.types.definitions.base import Definition


class SeasonAct(Shape, frozen=True, kw_only=True):
    display_name: str = ""
    start_time: Time | None = None
    rank_count: Int32 = 0


class SeasonPassReference(Shape, frozen=True, kw_only=True):
    season_pass_hash: Hash = 0
    season_pass_start_date: Time | None = None
    season_pass_end_date: Time | None = None


class SeasonDefinition(Definition, frozen=True, kw_only=True):
    """A season. The first ones have neither dates nor names; the running one may have no end.

    Its passes are `season_pass_list` since 2025-07, a single `season_pass_hash` before.
    """

    season_number: Int32 = 0
    start_date: Time | None = None
    end_date: Time | None = None
    background_image_path: str | None = None
    season_pass_hash: Hash | None = None
    season_pass_list: tuple[SeasonPassReference, ...] = ()
    season_pass_progression_hash: Hash | None = None
    artifact_item_hash: Hash | None = None
    seal_presentation_node_hash: Hash | None = None
    seasonal_challenges_presentation_node_hash: Hash | None = None
    acts: tuple[SeasonAct, ...] = ()

    @property
    def season_pass_hashes(self) -> tuple[Hash, ...]:
        """The passes of the season in either form, in Bungie's order."""
        listed = tuple(entry.season_pass_hash for entry in self.season_pass_list)
        return listed or ((self.season_pass_hash,) if self.season_pass_hash else ())


class SeasonPassDefinition(Definition, frozen=True, kw_only=True):
    """A pass: ranks up to 100 on the reward progression, above on the prestige progression."""

    reward_progression_hash: Hash = 0
    prestige_progression_hash: Hash = 0
