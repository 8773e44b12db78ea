"""The state of Bungie and the game as a whole."""

from rasputin.bungie.client.asking import Asking
from rasputin.bungie.readers import SETTINGS
from rasputin.bungie.types import CoreSettings


class Game(Asking):
    def core_settings(self) -> CoreSettings:
        """GetCommonSettings: which systems are enabled, the current season, the roots of the manifest."""
        return self._get(SETTINGS, "settings", "/Settings/").value
