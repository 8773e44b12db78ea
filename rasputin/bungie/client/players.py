"""Who somebody is: searches, linked accounts, profiles and characters."""

from rasputin.bungie.client.asking import Asking
from rasputin.bungie.readers import CARDS, LINKED, PROFILE
from rasputin.bungie.types import LinkedProfiles, Profile, UserInfoCard


class Players(Asking):
    def search_by_bungie_name(self, name: str, code: int) -> tuple[UserInfoCard, ...]:
        """Destiny2.SearchDestinyPlayerByBungieName: the memberships under that name, () for none.

        Two without cross save are possible, and so is one that never played.
        """
        body = {"displayName": name, "displayNameCode": code}
        return self._send(CARDS, "search", "/Destiny2/SearchDestinyPlayerByBungieName/-1/", body=body).value

    def linked_profiles(self, membership_type: int, membership_id: int) -> LinkedProfiles:
        """Destiny2.GetLinkedProfiles, all memberships of a Destiny id (or Bungie.net id, type 254)."""
        path = (
            f"/Destiny2/{membership_type:d}/Profile/{membership_id:d}/LinkedProfiles/?getAllMemberships=true"
        )
        return self._get(LINKED, "linked_profiles", path).value

    def profile(self, membership_type: int, membership_id: int) -> Profile:
        """Destiny2.GetProfile, components 100 and 200: dates played, characters.

        AccountNotFound for an account that never played; WrongMembershipType with the right type.
        """
        path = f"/Destiny2/{membership_type:d}/Profile/{membership_id:d}/?components=100,200"
        return self._get(PROFILE, "profile", path).value
