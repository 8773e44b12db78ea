"""Players, tracked members, their characters, histories and post-game reports."""

from datetime import UTC, datetime

from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper

from rasputin import fields
from rasputin.due import Due, DueQuerySet

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)  # "never heard", so that dates compare without nulls


class TypeSource(models.IntegerChoices):
    """Who said which platform an account is on; the larger is believed more."""

    NOBODY = 0
    REPORT = 10
    ROSTER = 20
    HINT = 30, "hint of Bungie's error 18"
    LINKED = 40, "linked profiles"
    PROFILE = 50


class Player(models.Model):
    """Everybody ever seen. Names and platform carry how much to believe them: older news never overwrites."""

    membership_id = fields.BigIntegerField(primary_key=True)
    membership_type = fields.SmallIntegerField(default=0)
    type_source = fields.SmallIntegerField(choices=TypeSource, default=TypeSource.NOBODY)
    type_at = fields.DateTimeField(default=LONG_AGO)
    display_name = fields.CharField(max_length=200, default="", blank=True)
    bungie_name = fields.CharField(max_length=200, default="", blank=True)
    bungie_code = fields.IntegerField(null=True, blank=True)
    icon_path = fields.CharField(max_length=300, default="", blank=True)
    names_at = fields.DateTimeField(default=LONG_AGO)

    class Meta:
        indexes = [
            models.Index(fields=["bungie_name", "bungie_code"], name="player_by_bungie_name"),
            models.Index(Upper("bungie_name"), "bungie_code", name="player_by_any_case"),
            models.Index(
                fields=["membership_id"],
                condition=Q(membership_type=0) | Q(bungie_name="", display_name=""),
                name="player_corrupt",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """`Name#0042`, or the platform's name, or the id: never empty."""
        if self.bungie_name and self.bungie_code is not None:
            return f"{self.bungie_name}#{self.bungie_code:04}"
        return self.display_name or str(self.membership_id)


class MemberQuerySet(models.QuerySet["Member"]):
    def tracked(self) -> "MemberQuerySet":
        return self.filter(tracked=True)


class Member(models.Model):
    """A player whom we track."""

    player = models.OneToOneField(
        Player, on_delete=models.PROTECT, primary_key=True, db_column="membership_id", related_name="member"
    )
    tracked = models.BooleanField(default=True)
    added_at = models.DateTimeField()
    bungie_net_id = models.BigIntegerField(null=True, blank=True)
    primary_id = models.BigIntegerField(
        null=True, blank=True, help_text="the membership that cross save made primary"
    )
    last_played_at = models.DateTimeField(null=True, blank=True)
    guardian_rank = models.SmallIntegerField(null=True, blank=True)
    highest_guardian_rank = models.SmallIntegerField(null=True, blank=True)
    private = models.BooleanField(default=False, help_text="Bungie withholds this player's history")
    profile_at = models.DateTimeField(null=True, blank=True)
    hinted_at = models.DateTimeField(
        null=True, blank=True, help_text="when a roster last told of it, to the hour"
    )

    objects = MemberQuerySet.as_manager()

    def __str__(self) -> str:
        return self.player.name

    @property
    def membership_id(self) -> int:
        return self.player_id


class IdentityCheck(models.Model):
    """That Bungie was asked who a player is: not again before `due_at`."""

    membership_id = models.BigIntegerField(primary_key=True)
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    failures = models.SmallIntegerField(default=0, help_text="answers in a row that did not help")
    error_kind = models.CharField(max_length=40, default="", blank=True)

    class Meta:
        indexes = [models.Index(fields=["due_at"], name="identity_check_due")]

    def __str__(self) -> str:
        return str(self.membership_id)


class PlayerName(models.Model):
    """The names that a member has carried, and when we saw each first and last."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="names")
    name = models.CharField(max_length=220)
    first_seen_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "name"], name="one_row_a_name")]

    def __str__(self) -> str:
        return self.name


class Character(models.Model):
    """A character of a member; `watermark` says up to where its history has been walked without a gap."""

    character_id = models.BigIntegerField(primary_key=True)
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="characters")
    class_hash = models.BigIntegerField()
    race_hash = models.BigIntegerField(default=0)
    gender_hash = models.BigIntegerField(default=0)
    light = models.IntegerField(default=0)
    minutes_played = models.BigIntegerField(default=0)
    minutes_this_session = models.BigIntegerField(default=0)
    emblem_hash = models.BigIntegerField(default=0)
    emblem_path = models.CharField(max_length=300, default="", blank=True)
    emblem_background_path = models.CharField(max_length=300, default="", blank=True)
    title_record_hash = models.BigIntegerField(null=True, blank=True)
    last_played_at = models.DateTimeField(null=True, blank=True)
    vanished_at = models.DateTimeField(null=True, blank=True, help_text="when the profile ceased to list it")
    watermark = models.DateTimeField(null=True, blank=True)
    walked_at = models.DateTimeField(null=True, blank=True, help_text="when the last unbroken walk began")
    walk_page = models.IntegerField(default=0, help_text="where an interrupted walk goes on")
    walk_began_at = models.DateTimeField(null=True, blank=True)
    walk_newest = models.DateTimeField(null=True, blank=True)
    seen_at = models.DateTimeField(
        null=True, blank=True, help_text="last sign of play, be it of profile, history or report"
    )
    audited_at = models.DateTimeField(
        null=True, blank=True, help_text="when the last walk to the end by every mode began"
    )
    audit_mode = models.IntegerField(null=True, blank=True, help_text="where an interrupted one goes on")
    audit_page = models.IntegerField(default=0)
    audit_began_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return str(self.character_id)


class MemberRecords(models.Model):
    """How far a member is with every triumph, as of when Bungie last said something new."""

    member = models.OneToOneField(Member, on_delete=models.CASCADE, primary_key=True, related_name="records")
    active_score = models.IntegerField(null=True, blank=True)
    legacy_score = models.IntegerField(null=True, blank=True)
    lifetime_score = models.IntegerField(null=True, blank=True)
    standings = models.BinaryField(help_text="of each record, as tracking/standings.py packs them")
    content_hash = models.CharField(max_length=32, help_text="of what the reply said")
    minted_at = models.DateTimeField(null=True, blank=True, help_text="Bungie's date of the reply")
    read_at = models.DateTimeField(help_text="when this content was first read")
    titles_digest = models.CharField(
        max_length=32, default="", blank=True, help_text="of the manifest's titles that were looked for"
    )

    class Meta:
        verbose_name_plural = "member records"

    def __str__(self) -> str:
        return str(self.member_id)


class Title(models.Model):
    """A title that a member has earned: derived from standings, events and manifest, and never taken away."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="titles")
    record_hash = models.BigIntegerField()
    earned_at = models.DateTimeField(
        null=True, blank=True, help_text="when we first saw it; empty for what was there before we looked"
    )
    claimed = models.BooleanField(default=False)
    gild_count = models.IntegerField(default=0)
    gilded_this_season = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "record_hash"], name="one_row_a_title"),
        ]
        indexes = [models.Index(fields=["record_hash"], name="title_by_record")]

    def __str__(self) -> str:
        return str(self.record_hash)


class TriumphEvent(models.Model):
    """That a record moved on between two looks; `observed_at` is the second of them."""

    class Kind(models.TextChoices):
        COMPLETED = "completed"
        CLAIMED = "claimed"
        GILDED = "gilded", "completed once more, as a title is gilded"

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="triumph_events")
    record_hash = models.BigIntegerField()
    kind = models.CharField(max_length=10, choices=Kind)
    observed_at = models.DateTimeField()
    times = models.IntegerField(null=True, blank=True, help_text="how often by then, where that is counted")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["member", "observed_at", "record_hash", "kind"], name="one_row_a_triumph_event"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.record_hash} {self.kind}"


class SectionQuerySet(DueQuerySet):
    def of(self, *kinds: str) -> "SectionQuerySet":
        return self.filter(kind__in=kinds)


class Section(Due):
    """One thing that is crawled again and again: how fresh it is, and when its turn comes."""

    class Kind(models.TextChoices):
        PROFILE = "profile", "profile of a member"
        RECORDS = "records", "triumphs and titles of a member"
        HISTORY = "history", "activity history of a character"
        DEEP = "deep", "whole history of a character, by every mode"
        UNREAD = "unread", "rows of a character's history that cannot be read"
        ACCOUNT = "account", "deleted characters of a member"
        GROUP = "group", "details of a clan"
        ROSTER = "roster", "members of a clan"

    kind = models.CharField(max_length=20, choices=Kind)
    subject = models.BigIntegerField(help_text="membership, character or group id, by kind")
    name = models.CharField(max_length=40, default="", blank=True)
    run_at = models.DateTimeField(null=True, blank=True)
    succeeded_at = models.DateTimeField(null=True, blank=True)
    content_hash = models.CharField(max_length=64, default="", blank=True)

    objects = SectionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "subject", "name"], name="one_section_a_subject")
        ]
        indexes = [
            models.Index(
                fields=["priority", "due_at", "id"], condition=Q(due_at__isnull=False), name="section_due"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"


#: Whose id the subject of a section is.
OF_MEMBERS = (Section.Kind.PROFILE, Section.Kind.RECORDS, Section.Kind.ACCOUNT)
OF_CHARACTERS = (Section.Kind.HISTORY, Section.Kind.DEEP, Section.Kind.UNREAD)


class PendingReportQuerySet(DueQuerySet):
    """Reports that are wanted."""


class PendingReport(Due):
    """A post-game report that is wanted; gone in the transaction that stores it, kept as a dead letter.

    One that is stored, but looked incomplete, is wanted again: `incomplete` is how many replies did.
    """

    instance_id = models.BigIntegerField(primary_key=True)
    period = models.DateTimeField()
    found_at = models.DateTimeField()
    incomplete = models.SmallIntegerField(
        default=0, help_text="replies that looked incomplete; the fullest is stored"
    )

    objects = PendingReportQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["priority", "due_at", "instance_id"],
                condition=Q(due_at__isnull=False),
                name="pending_report_due",
            )
        ]

    def __str__(self) -> str:
        return str(self.instance_id)


class Source(models.IntegerChoices):
    """Where a history entry or performance comes from."""

    WALK = 1, "activity history"
    REPORT = 2, "post-game report"
    EARLIER = 3, "an earlier reply to the same report"


class Activity(models.Model):
    """What history entries and instances tell alike of an activity."""

    period = fields.DateTimeField(help_text="start of the activity")
    activity_hash = fields.BigIntegerField()
    director_hash = fields.BigIntegerField()
    mode = fields.IntegerField()
    modes = models.JSONField(default=list)
    is_private = fields.BooleanField(default=False)
    membership_type = fields.SmallIntegerField(default=0)

    class Meta:
        abstract = True


class Statistics(models.Model):
    """What Bungie says of one character in one activity, in history and report alike.

    Counts can be -1 (unknown) and seconds saturate at 32,767, as Bungie sends them.
    """

    kills = fields.IntegerField(default=0)
    deaths = fields.IntegerField(default=0)
    assists = fields.IntegerField(default=0)
    opponents_defeated = fields.IntegerField(default=0)
    score = fields.BigIntegerField(default=0)
    team_score = fields.BigIntegerField(default=0)
    completed = fields.BooleanField(default=False)
    completion_reason = fields.IntegerField(default=0)
    standing = fields.IntegerField(null=True)
    team = fields.IntegerField(null=True)
    duration_seconds = fields.IntegerField(default=0)
    start_seconds = fields.IntegerField(default=0)
    time_played_seconds = fields.IntegerField(default=0)
    player_count = fields.IntegerField(default=0)
    fireteam_id = fields.BigIntegerField(default=0)

    class Meta:
        abstract = True


class HistoryEntry(Activity, Statistics):
    """That a tracked character was seen in an instance, with the values that Bungie's list carries."""

    pk = models.CompositePrimaryKey("character_id", "instance_id")
    character_id = fields.BigIntegerField()
    instance_id = fields.BigIntegerField()
    membership_id = fields.BigIntegerField()
    source = fields.SmallIntegerField(choices=Source)

    class Meta:
        indexes = [
            models.Index(fields=["membership_id", "period", "instance_id"], name="history_of_member"),
            models.Index(fields=["instance_id"], name="history_of_instance"),
        ]

    def __str__(self) -> str:
        return f"{self.character_id} in {self.instance_id}"


class Instance(Activity):
    """One played activity, as its post-game report tells."""

    instance_id = fields.BigIntegerField(primary_key=True)
    starting_phase_index = fields.IntegerField(null=True)
    started_from_beginning = fields.BooleanField(null=True)
    difficulty_tier = fields.IntegerField(null=True)
    skulls = models.JSONField(default=list)
    fetched_at = fields.DateTimeField()
    parser_version = fields.SmallIntegerField()

    class Meta:
        indexes = [models.Index(fields=["period"], name="instance_period")]

    def __str__(self) -> str:
        return str(self.instance_id)


class Team(models.Model):
    """A team of an instance."""

    pk = models.CompositePrimaryKey("instance_id", "team_id")
    instance_id = fields.BigIntegerField()
    team_id = fields.IntegerField()
    name = fields.CharField(max_length=60, default="", blank=True)
    standing = fields.IntegerField(null=True)
    score = fields.BigIntegerField(default=0)

    def __str__(self) -> str:
        return self.name or str(self.team_id)


class Performance(Statistics):
    """One character in one instance, wide: everything that the report says of it."""

    pk = models.CompositePrimaryKey("instance_id", "character_id")
    instance_id = fields.BigIntegerField()
    character_id = fields.BigIntegerField()
    membership_id = fields.BigIntegerField()
    source = fields.SmallIntegerField(choices=Source, default=Source.REPORT)
    period = fields.DateTimeField()
    activity_hash = fields.BigIntegerField()
    mode = fields.IntegerField()
    modes = models.JSONField(default=list)
    class_hash = fields.BigIntegerField(default=0)
    race_hash = fields.BigIntegerField(default=0)
    gender_hash = fields.BigIntegerField(default=0)
    emblem_hash = fields.BigIntegerField(default=0)
    character_level = fields.IntegerField(default=0)
    light_level = fields.IntegerField(default=0)
    clan_name = fields.CharField(max_length=100, default="", blank=True)
    precision_kills = fields.IntegerField(default=0)
    grenade_kills = fields.IntegerField(default=0)
    melee_kills = fields.IntegerField(default=0)
    super_kills = fields.IntegerField(default=0)
    ability_kills = fields.IntegerField(default=0)
    weapons = models.JSONField(default=dict, help_text="item hash -> [kills, precision kills]")
    extended = models.JSONField(default=dict, help_text="medals and mode counters: stat id -> value")

    class Meta:
        indexes = [
            models.Index(fields=["membership_id", "period", "instance_id"], name="performance_of_member"),
            models.Index(
                fields=["character_id"], condition=Q(class_hash=0), name="performance_without_class"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.character_id} in {self.instance_id}"


class ArchiveDictionary(models.Model):
    """A zstd dictionary that archived replies were compressed with: needed for good to read them."""

    id = models.BigIntegerField(primary_key=True, help_text="CRC-32 of the content")
    content = models.BinaryField()
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name_plural = "archive dictionaries"

    def __str__(self) -> str:
        return str(self.id)


class RawReport(models.Model):
    """The reply that an instance was parsed from, compressed."""

    instance_id = models.BigIntegerField(primary_key=True)
    body = models.BinaryField()
    dictionary_id = models.BigIntegerField()
    fetched_at = models.DateTimeField()
    parser_version = models.SmallIntegerField()

    def __str__(self) -> str:
        return str(self.instance_id)


class Suppressed(models.Model):
    """A player who is not to be tracked: neither named nor shown, whatever Bungie says. No name is kept."""

    membership_id = models.BigIntegerField(unique=True)
    bungie_net_id = models.BigIntegerField(
        null=True, blank=True, db_index=True, help_text="the person's account on Bungie.net, if it was known"
    )
    suppressed_at = models.DateTimeField()
    reason = models.CharField(max_length=200, default="", blank=True)

    class Meta:
        verbose_name_plural = "suppressed players"

    def __str__(self) -> str:
        return f"suppressed player {self.pk}"  # the id would stay behind in the admin's log
