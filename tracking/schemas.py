"""What the API tells of members, activities and reports."""

from datetime import datetime
from typing import Annotated, Any, Literal

from ninja import Field, Schema
from pydantic import BeforeValidator, computed_field, model_validator

from rasputin.bungie.enums import MODE_NAMES, class_name, mode_name
from rasputin.schemas import Id, ImageUrl, Moment, Paging, Said, TrueOrFalse, whole_number

PLATFORMS = {
    1: "Xbox",
    2: "PlayStation",
    3: "Steam",
    4: "Battle.net",
    5: "Stadia",
    6: "Epic Games",
    10: "Demon",
    20: "Goliath",
}
MODE_BY_NAME = {name.casefold(): mode for mode, name in MODE_NAMES.items()}


def mode_number(value: Any) -> Any:
    """A mode by number, or by Bungie's name of it."""
    named = MODE_BY_NAME.get(value.casefold()) if isinstance(value, str) else None
    return whole_number(value) if named is None else named


class ActivityQuery(Paging):
    mode: Annotated[int, BeforeValidator(mode_number)] | None = Field(
        None, ge=0, le=32_767, description="Bungie's number or name (4 or Raid); 0 is everything"
    )
    since: Moment | None = Field(None, description="start at or after: 2026-11-22 or 2026-11-22T13:00:00Z")
    until: Moment | None = Field(None, description="start before")
    completed: TrueOrFalse | None = Field(None, description="by this character, not by anybody")

    @model_validator(mode="after")
    def _in_order(self) -> "ActivityQuery":
        if self.since and self.until and self.since >= self.until:
            raise ValueError("since must lie before until.")
        return self


class Classed(Schema):
    """Whatever has a Destiny class."""

    class_hash: int

    @computed_field  # type: ignore[prop-decorator]  # pydantic's way; mypy takes no decorated property
    @property
    def class_name(self) -> str | None:
        return class_name(self.class_hash)


class Named(Schema):
    """Whoever has an account on a platform; `name` is `Name#1234` where Bungie told it."""

    membership_id: Id
    name: str
    display_name: str
    membership_type: int

    @computed_field  # type: ignore[prop-decorator]  # as above
    @property
    def platform(self) -> str | None:
        return PLATFORMS.get(self.membership_type)


class Freshness(Schema):
    """One thing that is crawled again and again; `due_at` null means that nothing more will be tried."""

    kind: str = Field(description="profile, history, group or roster")
    subject: Id = Field(description="membership, character or group id, by kind")
    succeeded_at: datetime | None
    due_at: datetime | None
    error_kind: Said
    error_message: Said


class Completeness(Schema):
    """How much of a member's history we hold; null `walked_at`: not walked to the end yet."""

    entries: int
    reports_missing: int
    first_at: datetime | None
    last_at: datetime | None
    walked_at: datetime | None


class Character(Classed):
    character_id: Id
    light: int
    minutes_played: int
    minutes_this_session: int
    last_played_at: datetime | None
    emblem_hash: int
    emblem_url: ImageUrl = Field(validation_alias="emblem_path")
    emblem_background_url: ImageUrl = Field(validation_alias="emblem_background_path")
    title_record_hash: int | None
    vanished_at: datetime | None = Field(description="when Bungie ceased to list it: deleted")


class Member(Named):
    """A tracked member: who, with what, and how well we know."""

    bungie_net_id: Id | None
    icon_url: ImageUrl = Field(validation_alias="icon_path")
    tracked: bool
    private: bool
    guardian_rank: int | None
    highest_guardian_rank: int | None
    last_played_at: datetime | None
    added_at: datetime
    profile_at: datetime | None
    characters: list[Character]
    completeness: Completeness
    freshness: list[Freshness]


class Statistics(Schema):
    """What Bungie says of one character in one activity; -1 is Bungie's own "unknown"."""

    completed: bool
    completion_reason: int
    kills: int
    deaths: int
    assists: int
    opponents_defeated: int
    score: int
    team_score: int
    standing: int | None = Field(description="0 is a victory or the first place")
    team: int | None
    duration_seconds: int
    start_seconds: int
    time_played_seconds: int
    player_count: int
    fireteam_id: Id

    @computed_field(description="kills a death; the kills where there was none; null where unknown")  # type: ignore[prop-decorator]  # as above
    @property
    def kd(self) -> float | None:
        if self.kills < 0 or self.deaths < 0:
            return None
        return round(self.kills / max(1, self.deaths), 2)


class Activity(Schema):
    instance_id: Id
    period: datetime = Field(description="start of the activity")
    activity_hash: int
    director_hash: int
    mode: int
    modes: list[int]
    is_private: bool

    @computed_field  # type: ignore[prop-decorator]  # as above
    @property
    def mode_name(self) -> str:
        return mode_name(self.mode)


class ActivityLine(Statistics, Activity):
    """One line of a member's history, with the values that Bungie's own list carries."""

    character_id: Id
    class_hash: int | None
    report: Literal["stored", "pending", "failed", "unknown"] = Field(
        description="stored: /api/activities/{instance_id} answers"
    )

    @computed_field  # type: ignore[prop-decorator]  # as above
    @property
    def class_name(self) -> str | None:
        return class_name(self.class_hash or 0)


class Team(Schema):
    team_id: int
    name: str
    standing: int | None
    score: int


class Weapon(Schema):
    item_hash: int
    kills: int
    precision_kills: int


def most_used_first(weapons: dict[str, list[int]]) -> list[dict[str, int]]:
    ranked = sorted(weapons.items(), key=lambda weapon: (-weapon[1][0], int(weapon[0])))
    return [{"item_hash": int(item), "kills": uses[0], "precision_kills": uses[1]} for item, uses in ranked]


class Entry(Statistics, Classed, Named):
    """One character in a report."""

    character_id: Id
    emblem_hash: int
    light_level: int
    clan_name: Said
    precision_kills: int
    grenade_kills: int
    melee_kills: int
    super_kills: int
    ability_kills: int
    weapons: Annotated[list[Weapon], BeforeValidator(most_used_first)]
    extended: dict[str, int | float] = Field(description="medals and counters of the mode, by Bungie's names")


class Report(Activity):
    """A whole post-game report; entries by team, the best first."""

    starting_phase_index: int | None
    started_from_beginning: bool | None
    difficulty_tier: int | None
    skulls: list[int]
    fetched_at: datetime
    teams: list[Team]
    entries: list[Entry]
