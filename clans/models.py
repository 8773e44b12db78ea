"""Clans, networks of clans, and who was in which clan from when to when."""

from django.db import models
from django.db.models import Q

from tracking.models import Player


class Network(models.Model):
    """A community of clans."""

    name = models.CharField(max_length=100, unique=True)
    slug = models.SlugField(unique=True)

    def __str__(self) -> str:
        return self.name


class ClanQuerySet(models.QuerySet["Clan"]):
    def tracked(self) -> "ClanQuerySet":
        return self.filter(tracked=True)


class Clan(models.Model):
    """A clan of Bungie's: a group of type 1."""

    group_id = models.BigIntegerField(primary_key=True)
    tracked = models.BooleanField(default=True)
    network = models.ForeignKey(
        Network, on_delete=models.SET_NULL, null=True, blank=True, related_name="clans"
    )
    name = models.CharField(max_length=200, default="", blank=True)
    callsign = models.CharField(max_length=40, default="", blank=True)
    motto = models.CharField(max_length=500, default="", blank=True)
    about = models.TextField(default="", blank=True)
    member_count = models.IntegerField(
        null=True, blank=True, help_text="as Bungie counts; can lag behind the roster"
    )
    level = models.SmallIntegerField(null=True, blank=True)
    founded_at = models.DateTimeField(null=True, blank=True)
    avatar_path = models.CharField(max_length=300, default="", blank=True)
    banner_path = models.CharField(max_length=300, default="", blank=True)
    added_at = models.DateTimeField()
    detailed_at = models.DateTimeField(null=True, blank=True)
    roster_at = models.DateTimeField(null=True, blank=True)

    objects = ClanQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name or str(self.group_id)


class Role(models.IntegerChoices):
    """Bungie's memberType."""

    NONE = 0
    BEGINNER = 1
    MEMBER = 2
    ADMIN = 3
    ACTING_FOUNDER = 4
    FOUNDER = 5


class MembershipQuerySet(models.QuerySet["Membership"]):
    def current(self) -> "MembershipQuerySet":
        return self.filter(left_at=None)


class Membership(models.Model):
    """That a player was in a clan with a role, from when to when we observed it."""

    clan = models.ForeignKey(Clan, on_delete=models.CASCADE, related_name="memberships")
    player = models.ForeignKey(Player, on_delete=models.PROTECT, related_name="memberships")
    role = models.SmallIntegerField(choices=Role)
    joined_at = models.DateTimeField(
        null=True, blank=True, help_text="Bungie's joinDate: the date of the request"
    )
    seen_at = models.DateTimeField(help_text="when we first saw this player with this role")
    left_at = models.DateTimeField(null=True, blank=True, help_text="when we first missed it")
    is_online = models.BooleanField(default=False, help_text="a hint: late and sometimes wrong")
    online_changed_at = models.DateTimeField(null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["clan", "player"], condition=Q(left_at=None), name="one_role_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(left_at=None) | Q(left_at__gte=models.F("seen_at")), name="in_order"
            ),
        ]
        indexes = [models.Index(fields=["clan", "left_at"], name="roster_of_clan")]

    def __str__(self) -> str:
        return f"{self.player_id} in {self.clan_id}"
