"""What the API tells of members, activities and reports."""

from datetime import datetime
from typing import Literal

from ninja import Field, Schema
from pydantic import computed_field, model_validator

from manifest.asked import NamedMoment
from rasputin.schemas import Id, ImageUrl, Paging, Said, StrictQuery, TrueOrFalse

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


class ActivityQuery(Paging):
    mode: str | None = Field(
        None,
        description="Bungie's number or name (4 or Raid) or a group of /api/modes (endgame-pve); 0 is all",
    )
    since: NamedMoment | None = Field(
        None, description="start at or after: 2026-11-22, 2026-11-22T13:00:00Z, weekly, season_21"
    )
    until: NamedMoment | None = Field(None, description="start before")
    completed: TrueOrFalse | None = Field(None, description="by this character, not by anybody")

    @model_validator(mode="after")
    def _in_order(self) -> "ActivityQuery":
        if self.since and self.until and self.since >= self.until:
            raise ValueError("since must lie before until.")
        return self


class StatsQuery(StrictQuery):
    mode: str | None = Field(
        None,
        description="Bungie's number or name (4 or Raid) or a group of /api/modes (endgame-pve); 0 is all",
    )
    period: Literal["all", "season", "month", "week", "day"] = Field(
        "all", description="what runs now, since it began: the season; the game's month, week or day"
    )
    since: NamedMoment | None = Field(
        None, description="start at or after: 2026-11-22, 2026-11-22T13:00:00Z, weekly, season_21"
    )
    until: NamedMoment | None = Field(None, description="start before")
    by: Literal["mode", "weapon"] | None = Field(None, description="the same, broken down")

    @model_validator(mode="after")
    def _one_stretch(self) -> "StatsQuery":
        if self.period != "all" and (self.since or self.until):
            raise ValueError("give either period, or since and until.")
        if self.since and self.until and self.since >= self.until:
            raise ValueError("since must lie before until.")
        return self


class Classed(Schema):
    """Whatever has a Destiny class; null for a player of whom Bungie tells none."""

    class_hash: int | None
    class_name: Said
    class_icon_url: ImageUrl = Field(validation_alias="class_icon_path")


class WithEmblem(Schema):
    emblem_hash: int
    emblem_name: Said
    emblem_icon_url: ImageUrl = Field(validation_alias="emblem_icon_path")


class Named(Schema):
    """Whoever has an account on a platform; `name` is `Name#1234` where Bungie told it."""

    membership_id: Id
    name: str
    display_name: str
    membership_type: int

    @computed_field  # type: ignore[prop-decorator]  # pydantic's way; mypy takes no decorated property
    @property
    def platform(self) -> str | None:
        return PLATFORMS.get(self.membership_type)


class Freshness(Schema):
    """One thing that is crawled again and again; `due_at` null means that nothing more will be tried."""

    kind: str = Field(description="profile, history, records, group or roster")
    subject: Id = Field(description="membership, character or group id, by kind")
    succeeded_at: datetime | None
    due_at: datetime | None
    error_kind: Said
    error_message: Said


class Missing(Schema):
    """History entries whose values are those of Bungie's list alone, by why there is no report of them."""

    kind: str = Field(
        description="on_its_way, not_in_report (it does not show this player), or the kind of trouble"
    )
    entries: int
    given_up: bool = Field(description="nothing more will be tried by itself")


class Completeness(Schema):
    """How much of a member's history we hold; null dates: not walked to the end yet."""

    complete: bool = Field(description="all walks arrived; each entry has its report, or a reason for none")
    complete_from: datetime | None = Field(description="everything is known that Bungie lists from here")
    complete_to: datetime | None = Field(description="to here")
    entries: int
    reports_missing: int
    missing: list[Missing] = Field(description="the most first")
    first_at: datetime | None
    last_at: datetime | None
    walked_at: datetime | None
    audited_at: datetime | None = Field(description="since when walks by every mode have found nothing more")


class TriumphScore(Schema):
    """Triumphs in short: the scores are Bungie's own, and no sums of ours."""

    active_score: int | None
    legacy_score: int | None
    lifetime_score: int | None
    titles: int = Field(description="how many were earned")
    read_at: datetime = Field(description="when we last saw something new")


class Character(Classed, WithEmblem):
    character_id: Id
    light: int
    minutes_played: int
    minutes_this_session: int
    last_played_at: datetime | None
    emblem_url: ImageUrl = Field(validation_alias="emblem_path", description="as the profile tells it")
    emblem_background_url: ImageUrl = Field(validation_alias="emblem_background_path")
    title: str | None = Field(description="as it is worn; null where none is worn or known")
    title_record_hash: int | None
    title_record_name: Said
    title_record_icon_url: ImageUrl = Field(validation_alias="title_record_icon_path")
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
    triumphs: TriumphScore | None = Field(description="null where they are hidden, or not read yet")
    completeness: Completeness
    freshness: list[Freshness]


class OfRecord(Schema):
    """What names a record; null where the manifest does not know it, or leaves it without a name."""

    record_hash: int
    record_name: Said
    record_icon_url: ImageUrl = Field(validation_alias="record_icon_path")
    title: str | None = Field(description="as this member wears it; null for a triumph without a title")


class Title(OfRecord):
    """A title that was earned."""

    worn: bool = Field(description="by a character of now")
    claimed: bool
    gild_count: int
    gilded_this_season: bool
    earned_at: datetime | None = Field(
        description="when we first saw it; null for what was there before we looked"
    )


class Triumph(OfRecord):
    """Something that was done between two looks."""

    kind: Literal["completed", "claimed", "gilded"]
    observed_at: datetime = Field(description="when we saw it; it was done between then and the look before")
    times: int | None = Field(description="how often by then, where that is counted")


class TriumphQuery(Paging):
    since: NamedMoment | None = Field(
        None, description="seen at or after: 2026-11-22, 2026-11-22T13:00:00Z, weekly, season_21"
    )
    kind: Literal["completed", "claimed", "gilded"] | None = None


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


class Totals(Schema):
    """Sums over history entries; a ratio is null where there is nothing to divide by."""

    activities: int
    completions: int
    completion_share: float | None = Field(description="completions / activities")
    counted: int = Field(description="activities in which Bungie knows kills, deaths and assists")
    kills: int
    deaths: int
    assists: int
    opponents_defeated: int
    kd: float | None = Field(description="kills / deaths")
    kda: float | None = Field(description="(kills + assists / 2) / deaths")
    efficiency: float | None = Field(description="(kills + assists) / deaths")
    kills_per_activity: float | None = Field(description="of the counted ones")
    deaths_per_activity: float | None
    assists_per_activity: float | None
    score: int
    time_played_seconds: int
    time_capped: int = Field(description="activities that count 32,767 seconds, where Bungie's value ends")
    seconds_per_activity: float | None
    first_played_at: datetime | None = Field(description="start of the first")
    last_played_at: datetime | None = Field(description="start of the last")
    wins: int = Field(description="of matches (Crucible, private, Gambit) that say how they ended")
    losses: int
    ties: int
    win_share: float | None = Field(description="wins / (wins + losses + ties)")


class ModeTotals(Schema):
    """The totals of activities whose own mode this is."""

    mode: int
    mode_name: str
    mode_icon_url: ImageUrl = Field(validation_alias="mode_icon_path")
    totals: Totals


class ReportTotals(Schema):
    """What only reports tell, summed over the stored ones."""

    reports: int
    kills: int = Field(description="in these reports")
    precision_kills: int
    precision_share: float | None = Field(description="precision kills / kills")
    grenade_kills: int
    melee_kills: int
    super_kills: int
    ability_kills: int


class WeaponTotals(Schema):
    item_hash: int
    item_name: Said
    item_icon_url: ImageUrl = Field(validation_alias="item_icon_path")
    item_type_name: Said = Field(description="Hand Cannon")
    reports: int = Field(description="in which it killed")
    kills: int
    precision_kills: int
    precision_share: float | None


class Stats(Schema):
    """What a member's activities add up to."""

    membership_id: Id
    name: str
    mode: str | None = Field(description="as asked")
    since: datetime | None = Field(description="null: since the game began")
    until: datetime | None
    totals: Totals
    reports: ReportTotals
    reports_missing: int = Field(description="of these activities no report is stored: not in `reports`")
    by_mode: list[ModeTotals] | None = Field(description="with by=mode, the most played first")
    by_weapon: list[WeaponTotals] | None = Field(description="with by=weapon, the hundred most used")


class Season(Schema):
    number: int
    name: str


class Activity(Schema):
    """Names and pictures are those of the manifest, null where it has none."""

    instance_id: Id
    period: datetime = Field(description="start of the activity")
    season: Season | None = Field(description="in which it started")
    activity_hash: int
    activity_name: Said
    activity_icon_url: ImageUrl = Field(validation_alias="activity_icon_path")
    activity_image_url: ImageUrl = Field(validation_alias="activity_image_path", description="wide picture")
    director_hash: int = Field(description="the playlist, where one was chosen")
    director_name: Said
    director_icon_url: ImageUrl = Field(validation_alias="director_icon_path")
    director_image_url: ImageUrl = Field(validation_alias="director_image_path", description="wide picture")
    mode: int
    mode_name: str
    mode_icon_url: ImageUrl = Field(validation_alias="mode_icon_path")
    modes: list[int]
    mode_names: list[str] = Field(description="of `modes`, in their order")
    is_private: bool


class ActivityLine(Statistics, Classed, Activity):
    """One line of a member's history, with the values that Bungie's own list carries."""

    character_id: Id
    report: Literal["stored", "pending", "failed", "unknown"] = Field(
        description="stored: /api/activities/{instance_id} answers"
    )


class Team(Schema):
    team_id: int
    name: str
    standing: int | None
    score: int


class Weapon(Schema):
    item_hash: int
    item_name: Said
    item_icon_url: ImageUrl = Field(validation_alias="item_icon_path")
    item_type_name: Said = Field(description="Hand Cannon")
    kills: int
    precision_kills: int


class Counter(Schema):
    """A medal, or a counter of the mode."""

    stat_id: str = Field(description="Bungie's name of it")
    stat_name: Said
    stat_icon_url: ImageUrl = Field(validation_alias="stat_icon_path")
    is_medal: bool | None = Field(validation_alias="stat_is_medal")
    value: int | float


class Skull(Schema):
    """A modifier that the players chose."""

    skull_hash: int
    skull_name: Said
    skull_icon_url: ImageUrl = Field(validation_alias="skull_icon_path")


class Entry(Statistics, Classed, WithEmblem, Named):
    """One character in a report."""

    character_id: Id
    light_level: int
    clan_name: Said
    precision_kills: int
    grenade_kills: int
    melee_kills: int
    super_kills: int
    ability_kills: int
    weapons: list[Weapon] = Field(description="the most used first")
    extended: list[Counter] = Field(description="medals and counters of the mode")


class Report(Activity):
    """A whole post-game report; entries by team, the best first."""

    starting_phase_index: int | None
    started_from_beginning: bool | None
    difficulty_tier: int | None
    skulls: list[Skull]
    fetched_at: datetime
    teams: list[Team]
    entries: list[Entry]
