"""What GetDestinyManifest answers: the version, and the paths of everything there is to download."""

from msgspec import field

from rasputin.bungie.types.common import Int32, Shape


class GearAssetDatabase(Shape, frozen=True, kw_only=True):
    version: Int32 = 0
    path: str = ""


class IconPyramidEntry(Shape, frozen=True, kw_only=True):
    name: str = ""
    factor: float = 1.0


class ManifestIndex(Shape, frozen=True, kw_only=True):
    """DestinyManifest. Paths start with a slash and belong to https://www.bungie.net, outside of /Platform.

    Content can change without a new `version`, so compare the paths too. For minutes after a release the
    version goes back and forth. The JSON paths do not exist before 2018.
    """

    version: str
    mobile_asset_content_path: str | None = None
    mobile_gear_asset_data_bases: tuple[GearAssetDatabase, ...] = ()
    mobile_world_content_paths: dict[str, str] = {}
    json_world_content_paths: dict[str, str] = {}
    json_world_component_content_paths: dict[str, dict[str, str]] = {}
    mobile_clan_banner_database_path: str | None = None
    mobile_gear_cdn: dict[str, str] = field(name="mobileGearCDN", default_factory=dict)
    icon_image_pyramid_info: tuple[IconPyramidEntry, ...] = ()

    @property
    def locales(self) -> tuple[str, ...]:
        """The languages of which there are tables as JSON, in Bungie's order."""
        return tuple(self.json_world_component_content_paths)

    def tables(self, locale: str = "en") -> dict[str, str]:
        """Table -> path of its JSON in that language; empty for a language that is not there."""
        return dict(self.json_world_component_content_paths.get(locale, {}))
