"""What the settings and the alerts answer: which systems are on, where the trees start, what is announced."""

from msgspec import field

from rasputin.bungie.types.common import Hash, Int32, Shape, Time


class System(Shape, frozen=True, kw_only=True):
    """One of Bungie's systems; `parameters` are texts, whatever they hold."""

    enabled: bool = True
    parameters: dict[str, str] = {}


class Destiny2CoreSettings(Shape, frozen=True, kw_only=True):
    """Where the trees of the manifest start, and which season it is; None for what this era did not have."""

    collection_root_node: Hash | None = None
    badges_root_node: Hash | None = None
    records_root_node: Hash | None = None
    medals_root_node: Hash | None = None
    metrics_root_node: Hash | None = None
    active_triumphs_root_node_hash: Hash | None = None
    active_seals_root_node_hash: Hash | None = None
    legacy_triumphs_root_node_hash: Hash | None = None
    legacy_seals_root_node_hash: Hash | None = None
    medals_root_node_hash: Hash | None = None
    exotic_catalysts_root_node_hash: Hash | None = None
    lore_root_node_hash: Hash | None = None
    crafting_root_node_hash: Hash | None = None
    guardian_rank_constants_hash: Hash | None = None
    guardian_ranks_root_node_hash: Hash | None = None
    current_rank_progression_hashes: tuple[Hash, ...] = ()
    undiscovered_collectible_image: str | None = None
    ammo_type_heavy_icon: str | None = None
    ammo_type_special_icon: str | None = None
    ammo_type_primary_icon: str | None = None
    seasonal_challenges_presentation_node_hash: Hash | None = None
    seasonal_hub_event_card_hash: Hash | None = None
    current_seasonal_artifact_hash: Hash | None = None
    current_season_hash: Hash | None = None
    current_season_pass_hash: Hash | None = None
    future_season_hashes: tuple[Hash, ...] = ()
    past_season_hashes: tuple[Hash, ...] = ()


class CoreSettings(Shape, frozen=True, kw_only=True):
    """CoreSettingsConfiguration: which systems are switched on, and the game's constants."""

    environment: str | None = None
    systems: dict[str, System] = {}
    destiny2: Destiny2CoreSettings | None = field(name="destiny2CoreSettings", default=None)

    def is_enabled(self, system: str) -> bool | None:
        """Whether Bungie has this system switched on, None when it does not list it."""
        found = self.systems.get(system)
        return None if found is None else found.enabled


class StreamInfo(Shape, frozen=True, kw_only=True, rename="pascal"):
    channel_name: str | None = None


class GlobalAlert(Shape, frozen=True, kw_only=True, rename="pascal"):
    """An announcement of Bungie's, as of maintenance; `alert_html` is HTML, with links at times.

    The level is 0 unknown, 1 blue, 2 yellow, 3 red; the type is 1 for a stream, else 0.
    """

    alert_key: str = ""
    alert_html: str = ""
    alert_timestamp: Time | None = None
    alert_link: str | None = None
    alert_level: Int32 = 0
    alert_type: Int32 = 0
    stream_info: StreamInfo | None = None
