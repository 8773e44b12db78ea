"""What the API tells of clans, rosters, and members with their clans."""

from datetime import datetime

from ninja import Field, Schema
from pydantic import computed_field

from clans.models import Role
from rasputin.schemas import Id, ImageUrl
from tracking import schemas as tracking


class Ranked(Schema):
    """Whoever has a role in a clan, from when on."""

    role: int
    joined_at: datetime | None = Field(description="Bungie's joinDate: when joining was asked for")
    seen_at: datetime = Field(description="when we first saw this player with this role")

    @computed_field  # type: ignore[prop-decorator]  # pydantic's way; mypy takes no decorated property
    @property
    def role_name(self) -> str:
        return Role(self.role).label


class ClanOfMember(Ranked):
    group_id: Id
    name: str
    callsign: str


class Member(tracking.Member):
    """A tracked member with the clans that the member is in now."""

    clans: list[ClanOfMember]


class Network(Schema):
    name: str
    slug: str


class ClanLine(Schema):
    group_id: Id
    name: str
    callsign: str
    motto: str
    network: Network | None
    level: int | None
    member_count: int | None = Field(description="as Bungie counts; can lag behind the roster")
    roster_size: int = Field(description="whom we saw on the last roster")
    avatar_url: ImageUrl = Field(validation_alias="avatar_path")
    roster_at: datetime | None = Field(description="when the roster was last read to its end")


class Clan(ClanLine):
    about: str
    banner_url: ImageUrl = Field(validation_alias="banner_path")
    tracked: bool
    founded_at: datetime | None
    added_at: datetime
    detailed_at: datetime | None
    freshness: list[tracking.Freshness]


class RosterLine(Ranked, tracking.Named):
    tracked: bool
    private: bool
    last_played_at: datetime | None = Field(description="null where the profile was not read yet")
    is_online: bool = Field(description="Bungie's hint: late and sometimes wrong")
    online_changed_at: datetime | None
