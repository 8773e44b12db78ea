"""Who somebody is: searches, linked accounts, profiles and characters."""

from collections.abc import Iterable
from typing import Final

from rasputin.bungie.client.asking import Asking, joined
from rasputin.bungie.enums import Component, MembershipType
from rasputin.bungie.readers import CARDS, CHARACTER, LINKED, MEMBERSHIPS, PREFIX_SEARCH, PROFILE
from rasputin.bungie.types import (
    CharacterProfile,
    LinkedProfiles,
    Memberships,
    Profile,
    SearchPage,
    UserInfoCard,
)

BASICS: Final = (Component.PROFILES, Component.CHARACTERS)


class Players(Asking):
    def search_by_bungie_name(self, name: str, code: int) -> tuple[UserInfoCard, ...]:
        """Destiny2.SearchDestinyPlayerByBungieName: the memberships under that name, () for none.

        Two without cross save are possible, and so is one that never played. BadRequest for what cannot be a
        name or code.
        """
        body = {"displayName": name, "displayNameCode": code}
        return self._send(CARDS, "search", "/Destiny2/SearchDestinyPlayerByBungieName/-1/", body=body).value

    def search_by_prefix(self, prefix: str, page: int = 0) -> SearchPage:
        """User.SearchByGlobalNamePost: players whose global name begins so, pages from 0.

        It says whether another follows. For nobody expect an empty page or NotFound; neither was recorded.
        """
        body = {"displayNamePrefix": prefix}
        return self._send(
            PREFIX_SEARCH, "prefix_search", f"/User/Search/GlobalName/{page:d}/", body=body
        ).value

    def memberships_by_id(self, membership_id: int, membership_type: int = MembershipType.ALL) -> Memberships:
        """User.GetMembershipDataById: the Destiny accounts that belong together with this one, played or not.

        Takes the id of any membership; that of Bungie's site has type 254. NotFound for an unknown one.
        """
        path = f"/User/GetMembershipsById/{membership_id:d}/{membership_type:d}/"
        return self._get(MEMBERSHIPS, "memberships", path).value

    def linked_profiles(self, membership_type: int, membership_id: int) -> LinkedProfiles:
        """Destiny2.GetLinkedProfiles, all memberships of a Destiny id (or Bungie.net id, type 254).

        NotFound or AccountNotFound for an unknown id, WrongMembershipType with the right type. What is not
        listed may be there all the same: who hides linking lists nothing, and in maintenance all are among
        `profiles_with_errors`.
        """
        path = (
            f"/Destiny2/{membership_type:d}/Profile/{membership_id:d}/LinkedProfiles/?getAllMemberships=true"
        )
        return self._get(LINKED, "linked_profiles", path).value

    def profile(
        self, membership_type: int, membership_id: int, components: Iterable[int] = BASICS
    ) -> Profile:
        """Destiny2.GetProfile, by default with components 100 and 200: dates played, characters.

        `components` are numbers of `enums.Component`; a hidden one comes without data, and that is no error.
        AccountNotFound for an account that never played; WrongMembershipType with the right type.
        """
        path = f"/Destiny2/{membership_type:d}/Profile/{membership_id:d}/?components={joined(components)}"
        return self._get(PROFILE, "profile", path).value

    def character(
        self,
        membership_type: int,
        membership_id: int,
        character_id: int,
        components: Iterable[int] = (Component.CHARACTERS,),
    ) -> CharacterProfile:
        """Destiny2.GetCharacter: the components of one character, by default 200 alone.

        Errors are those of `profile`, and NotFound for an unknown character.
        """
        path = (
            f"/Destiny2/{membership_type:d}/Profile/{membership_id:d}/Character/{character_id:d}"
            f"/?components={joined(components)}"
        )
        return self._get(CHARACTER, "character", path).value
