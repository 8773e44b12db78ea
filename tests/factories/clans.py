"""Clans, networks and memberships for tests."""

# factory-boy types its factories, not its declarations:
# mypy: disable-error-code="no-untyped-call"

from factory.declarations import Sequence, SubFactory
from factory.django import DjangoModelFactory

from clans import models
from tests.factories.tracking import HOUR, START, PlayerFactory


class NetworkFactory(DjangoModelFactory[models.Network]):
    class Meta:
        model = models.Network

    name = Sequence(lambda number: f"Network {number}")
    slug = Sequence(lambda number: f"network-{number}")


class ClanFactory(DjangoModelFactory[models.Clan]):
    class Meta:
        model = models.Clan

    group_id = Sequence(lambda number: 4400000 + number)
    name = Sequence(lambda number: f"Clan {number:03}")
    callsign = "CLAN"
    motto = "Eyes up"
    about = "We play"
    member_count = 60
    level = 6
    avatar_path = "/img/profile/avatars/group/icon.png"
    added_at = START
    detailed_at = START + HOUR
    roster_at = START + HOUR


class MembershipFactory(DjangoModelFactory[models.Membership]):
    class Meta:
        model = models.Membership

    clan = SubFactory(ClanFactory)
    player = SubFactory(PlayerFactory)
    role = models.Role.MEMBER
    joined_at = START
    seen_at = START + HOUR
