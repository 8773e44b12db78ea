"""What GetPostGameCarnageReport answers: one entry a player and character."""

from typing import Annotated

from msgspec import Meta

from rasputin.bungie.names import CharacterId, InstanceId, MembershipId
from rasputin.bungie.types.activity import ActivityDetails
from rasputin.bungie.types.common import (
    Hash,
    HasValues,
    Int32,
    Shape,
    StatValue,
    Time,
    UserInfoCard,
    Values,
    as_int,
    number,
)


class Weapon(HasValues, frozen=True, kw_only=True):
    """Kills with one weapon; the values also hold uniqueWeaponKillsPrecisionKills, a share."""

    reference_id: Hash

    @property
    def kills(self) -> int | None:
        return self.as_int("uniqueWeaponKills")

    @property
    def precision_kills(self) -> int | None:
        return self.as_int("uniqueWeaponPrecisionKills")


class ExtendedData(HasValues, frozen=True, kw_only=True):
    weapons: tuple[Weapon, ...] = ()
    scoreboard_values: Values = {}


class Player(Shape, frozen=True, kw_only=True):
    """Who played, on what. A stripped player has type 0, no names, and zeros for hashes."""

    destiny_user_info: UserInfoCard = UserInfoCard()
    character_class: str | None = None
    class_hash: Hash = 0
    race_hash: Hash = 0
    gender_hash: Hash = 0
    character_level: Int32 = 0
    light_level: Int32 = 0
    emblem_hash: Hash = 0
    bungie_net_user_info: UserInfoCard | None = None
    clan_name: str | None = None
    clan_tag: str | None = None

    @property
    def is_stripped(self) -> bool:
        """True when Bungie hides who this is: at best the membership id is left."""
        return self.destiny_user_info.membership_type == 0


class Entry(HasValues, frozen=True, kw_only=True):
    """One character of one player; somebody who swapped characters has an entry each."""

    character_id: Annotated[CharacterId, Meta(ge=0, le=2**63 - 1)]
    player: Player = Player()
    standing: Int32 | None = None
    score: StatValue | None = None
    extended: ExtendedData | None = None

    @property
    def membership_id(self) -> MembershipId:
        return self.player.destiny_user_info.membership_id

    @property
    def weapons(self) -> tuple[Weapon, ...]:
        return () if self.extended is None else self.extended.weapons

    def extra(self, name: str) -> float | None:
        """A statistic of `extended`, such as precisionKills; None when missing."""
        return None if self.extended is None else number(self.extended.values, name)

    @property
    def extras(self) -> dict[str, float]:
        """Every number of `extended` that is no medal."""
        return _numbers(self.extended, medals=False)

    @property
    def medals(self) -> dict[str, float]:
        """Medals earned, by Bungie's id; the sum `allMedalsEarned` counts as an extra."""
        return _numbers(self.extended, medals=True)


class Team(Shape, frozen=True, kw_only=True):
    """A side. `standing` is 0 for victory, 1 for defeat; the name is often the id as text."""

    team_id: Int32
    standing: StatValue | None = None
    score: StatValue | None = None
    team_name: str | None = None

    @property
    def place(self) -> int | None:
        return None if self.standing is None else as_int(self.standing.value)

    @property
    def points(self) -> int | None:
        return None if self.score is None else as_int(self.score.value)


class PostGameReport(Shape, frozen=True, kw_only=True):
    """DestinyPostGameCarnageReportData. Early replies may lack entries, flags or `extended`.

    `activity_was_started_from_beginning` is wrong before 2022-02-22 and unsure until 2022-05-24;
    difficulty tier and skulls exist since 2025-07-15.
    """

    period: Time
    activity_details: ActivityDetails
    starting_phase_index: Int32 | None = None
    activity_was_started_from_beginning: bool | None = None
    activity_difficulty_tier: Int32 | None = None
    selected_skull_hashes: tuple[Hash, ...] = ()
    entries: tuple[Entry, ...] = ()
    teams: tuple[Team, ...] = ()

    @property
    def instance_id(self) -> InstanceId:
        return self.activity_details.instance_id


def _numbers(extended: ExtendedData | None, *, medals: bool) -> dict[str, float]:
    if extended is None:
        return {}
    chosen = {name: number(extended.values, name) for name in extended.values if _is_medal(name) is medals}
    return {name: value for name, value in chosen.items() if value is not None}


def _is_medal(name: str) -> bool:
    return name.startswith("medal")
