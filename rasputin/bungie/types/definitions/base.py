"""What all definitions of the manifest have in common."""

from typing import Final

from rasputin.bungie.types.common import Hash, Int32, Shape

#: The picture that stands for none.
MISSING_ICON: Final = "/img/misc/missing_icon_d2.png"


class DisplayProperties(Shape, frozen=True, kw_only=True):
    """Texts and icon of a thing, in the language of its table; empty for what has none or is redacted.

    Paths of pictures start with a slash and belong to https://www.bungie.net.
    """

    name: str = ""
    description: str = ""
    icon: str | None = None
    icon_hash: Hash | None = None
    high_res_icon: str | None = None
    has_icon: bool = False


class Definition(Shape, frozen=True, kw_only=True):
    """An entry of a table. A redacted one has little more than its hash, and texts that say nothing.

    `index` is its place in the table, and changes with releases.
    """

    hash: Hash
    index: Int32 = 0
    redacted: bool = False
    display_properties: DisplayProperties = DisplayProperties()

    @property
    def name(self) -> str:
        """The name, empty when there is none."""
        return self.display_properties.name

    @property
    def icon(self) -> str | None:
        """The path of the icon, None when there is none or only the picture of a missing one."""
        icon = self.display_properties.icon
        return None if icon == MISSING_ICON else icon or None


def unsigned(identity: int) -> int:
    """The hash behind an id of the sqlite world, which writes the same 32 bits as a signed number."""
    return identity % 2**32
