"""What the API tells of the manifest, seasons and modes."""

from datetime import datetime

from ninja import Field, Schema

from rasputin.schemas import ImageUrl


class Season(Schema):
    number: int
    hash: int | None = Field(description="null where the manifest does not know the season")
    name: str
    icon_url: ImageUrl = Field(validation_alias="icon_path")
    starts_at: datetime
    ends_at: datetime | None = Field(description="null while no end is known")
    is_current: bool


class Seasons(Schema):
    """All since launch, the first first."""

    manifest_version: str | None = Field(description="null until a manifest has been loaded")
    seasons: list[Season]


class Mode(Schema):
    mode: int
    name: str
    icon_url: ImageUrl = Field(validation_alias="icon_path")


class ModeGroup(Schema):
    """An activity belongs to it when any of its modes is in `modes` and none in `without_modes`."""

    slug: str
    name: str
    description: str
    modes: list[int]
    without_modes: list[int]
    on_boards: bool
    on_reports: bool


class Modes(Schema):
    manifest_version: str | None = Field(description="null until a manifest has been loaded")
    groups: list[ModeGroup]
    modes: list[Mode]
