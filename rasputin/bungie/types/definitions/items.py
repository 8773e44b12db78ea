"""Definitions of items, as far as weapons and emblems go, and of statistics."""

from typing import Final

from rasputin.bungie.types.common import Hash, Int32, Shape
from rasputin.bungie.types.definitions.base import Definition

WEAPON: Final = 3
EMBLEM: Final = 14


class ItemInventory(Shape, frozen=True, kw_only=True):
    """Where an item lies and how rare it is: tier type 2 is basic, 6 exotic."""

    bucket_type_hash: Hash = 0
    tier_type_hash: Hash = 0
    tier_type: Int32 = 0
    tier_type_name: str | None = None
    max_stack_size: Int32 = 0
    is_instance_item: bool = False


class InventoryItemDefinition(Definition, frozen=True, kw_only=True):
    """An item. For an emblem, `secondary_icon` is the wide banner, `secondary_overlay` its mark alone."""

    item_type: Int32 = 0
    item_sub_type: Int32 = 0
    item_type_display_name: str | None = None
    item_type_and_tier_display_name: str | None = None
    class_type: Int32 = 3
    flavor_text: str | None = None
    inventory: ItemInventory | None = None
    equippable: bool = False
    default_damage_type: Int32 = 0
    default_damage_type_hash: Hash | None = None
    damage_type_hashes: tuple[Hash, ...] = ()
    breaker_type: Int32 = 0
    is_adept: bool = False
    screenshot: str | None = None
    icon_watermark: str | None = None
    icon_watermark_shelved: str | None = None
    secondary_icon: str | None = None
    secondary_overlay: str | None = None
    secondary_special: str | None = None
    emblem_objective_hash: Hash | None = None
    collectible_hash: Hash | None = None
    season_hash: Hash | None = None
    item_category_hashes: tuple[Hash, ...] = ()
    trait_hashes: tuple[Hash, ...] = ()

    @property
    def is_weapon(self) -> bool:
        return self.item_type == WEAPON

    @property
    def is_emblem(self) -> bool:
        return self.item_type == EMBLEM


class HistoricalStatsDefinition(Shape, frozen=True, kw_only=True):
    """A statistic or medal, keyed by `stat_id` and not by a hash.

    Group 1 general, 2 weapons, 3 medals; unit type 1 a count, 2 per game, 3 seconds.
    """

    stat_id: str = ""
    group: Int32 = 0
    category: Int32 = 0
    period_types: tuple[Int32, ...] = ()
    modes: tuple[Int32, ...] = ()
    stat_name: str = ""
    stat_name_abbr: str | None = None
    stat_description: str = ""
    unit_type: Int32 = 0
    unit_label: str = ""
    icon_image: str | None = None
    merge_method: Int32 | None = None
    weight: Int32 = 0
    medal_tier_hash: Hash | None = None

    @property
    def name(self) -> str:
        """The name, empty when there is none."""
        return self.stat_name

    @property
    def icon(self) -> str | None:
        """The path of the icon, None when there is none."""
        return self.icon_image or None
