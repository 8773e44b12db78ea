"""The state of Bungie and the game as a whole."""

from rasputin.bungie.client.asking import Asking
from rasputin.bungie.readers import ALERTS, MILESTONES, SETTINGS
from rasputin.bungie.types import CoreSettings
from rasputin.bungie.types.game import GlobalAlert
from rasputin.bungie.types.milestone import PublicMilestone


class Game(Asking):
    def core_settings(self) -> CoreSettings:
        """GetCommonSettings: which systems are enabled, the current season, the roots of the manifest."""
        return self._get(SETTINGS, "settings", "/Settings/").value

    def global_alerts(self) -> tuple[GlobalAlert, ...]:
        """GetGlobalAlerts: what Bungie announces on its site, maintenance above all; () for nothing."""
        return self._get(ALERTS, "alerts", "/GlobalAlerts/").value

    def public_milestones(self) -> dict[int, PublicMilestone]:
        """Destiny2.GetPublicMilestones: what is on this week for everybody, by hash.

        Weekly ones end at the reset, Tuesday 17:00 UTC. ServerTrouble around resets and maintenance.
        """
        return self._get(MILESTONES, "milestones", "/Destiny2/Milestones/").value
