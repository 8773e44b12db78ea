"""Faults of the trackers that came before, as their own lists count them, and that none of them is here.

Most have tests where their subject is: `COVERED` says which. The others are below, named by their number.
"""

from contextlib import nullcontext
from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest
from django.db import connection
from typer.testing import CliRunner

from rasputin import due
from rasputin.bungie.enums import TITAN
from rasputin.cli import members as members_command
from rasputin.queues import Priority
from rasputin.steps import run_one
from tests.factories.tracking import CharacterFactory, MemberFactory, PendingReportFactory
from tests.simulated import NOW, World, run
from tests.strategies import START, activity, card, entry, history_reply, profile, profile_reply, report
from tests.tracking.conftest import Enrol
from tests.tracking.test_bad_input import SILENT, answered, arrive
from tracking.models import (
    Character,
    HistoryEntry,
    Instance,
    Member,
    PendingReport,
    Performance,
    Player,
    Section,
    Team,
)
from tracking.services import sync_history, sync_member
from tracking.services.reports import want_reports
from tracking.tasks import crawl_instances, crawl_members, crawl_reports

pytestmark = pytest.mark.django_db

WHO, CHARACTER = 4611686018400000001, 2305843009300000001
HOUR = timedelta(hours=1)

# Fault, in our words -> tests that show that it is not here: module of tests, then their names.
COVERED: dict[str, tuple[str, ...]] = {
    # the C# pipeline, 8.2
    "rasputin 8.2.1: a failing row stays at the head of its queue": (
        "rasputin.test_crawltask.test_passing_trouble_is_waited_for_longer_each_time",
        "rasputin.test_crawltask.test_one_bad_row_keeps_nobody_else_from_being_served",
    ),
    "rasputin 8.2.2: networks that nothing can make": (
        "clans.test_roster.test_clans_of_networks_are_hurried_and_others_are_not",
        "clans.test_roster.test_networks_are_refreshed_on_demand",
    ),
    "rasputin 8.2.3: nothing finds members by itself": (
        "clans.test_roster.test_everybody_on_a_roster_becomes_a_member_with_a_profile_due",
    ),
    "rasputin 8.2.4: a promotion makes a second row, and who left is deleted": (
        "clans.test_roster.test_a_change_of_role_ends_one_interval_and_begins_another",
        "clans.test_roster.test_who_leaves_has_an_interval_that_ends",
        "clans.test_roster.test_who_returns_has_two_intervals",
        "clans.test_roster.test_an_incomplete_roster_never_makes_anybody_leave",
    ),
    "rasputin 8.2.5: what a report says of each player is dropped": (
        "tracking.test_rows.test_every_column_of_a_performance_is_what_the_report_says",
    ),
    "rasputin 8.2.6: columns of the manifest that hold another one's value": (
        "manifest.test_load.test_a_second_manifest_writes_only_what_changed",
        "manifest.test_sync.test_two_languages_are_kept_beside_each_other",
    ),
    "rasputin 8.2.7: a crash, or any error, loses the message and the work": (
        "tracking.test_due.test_a_row_claimed_three_times_without_an_end_is_claimed_alone_then_buried",
        "tracking.test_due.test_a_row_ends_only_for_who_holds_the_lease",
        "rasputin.test_crawltask.test_a_broker_that_is_away_costs_nothing",
    ),
    "rasputin 8.2.8: a lost part of a history is never asked for again": (
        "tracking.test_histories.test_an_interrupted_walk_goes_on_at_its_page",
        "tracking.test_histories.test_the_watermark_of_an_interrupted_walk_stays_where_it_was",
    ),
    "rasputin 8.2.9: each report is queued twice and more": (
        "tracking.test_reports.test_wanting_twice_is_wanting_once",
        "tracking.test_histories.test_what_is_stored_is_not_wanted_again",
    ),
    "rasputin 8.2.10: a limiter for each process, and failures that are not read": (
        "rasputin.test_budget.test_no_window_is_above_the_rate_whatever_workers_threads_and_hosts_share_it",
        "rasputin.test_budget_trouble.test_a_throttle_pauses_everybody_for_as_long_as_bungie_says",
        "tracking.test_tasks.test_a_private_history_is_recorded_not_retried",
        "bungie.test_bungie_http.test_a_redirect_is_named_and_not_followed",
    ),
    "rasputin 8.2.11: a manifest that is loaded once and never compared": (
        "manifest.test_sync.test_content_that_changes_without_a_new_version_is_seen",
        "manifest.test_sync.test_a_new_version_changes_adds_and_removes",
    ),
    "rasputin 8.2.12: all triumphs are written anew with every crawl": (
        "tracking.test_records.test_an_unchanged_reply_writes_nothing_of_triumphs",
    ),
    # dclisync, 5.1
    "dclisync 5.1: an activity that is stored already is tried for ever": (
        "tracking.test_tasks.test_what_somebody_stored_meanwhile_is_not_asked_for",
    ),
    "dclisync 5.1: a duplicate in the queue fails the batch": (
        "tracking.test_reports.test_wanting_twice_is_wanting_once",
    ),
    "dclisync 5.1: a wrong platform is stored": (
        "tracking.test_members.test_a_wrong_type_is_healed_by_bungies_hint",
        "tracking.test_members.test_a_hint_about_somebody_else_is_not_believed",
    ),
    "dclisync 5.1: names that are missing, and accounts of old without a full one": (
        "tracking.test_rows.test_a_full_name_is_believed_before_a_partial_one_and_a_newer_before_an_older",
        "tracking.test_rows.test_a_stripped_player_keeps_the_id_and_says_nothing_about_type_or_name",
    ),
    "dclisync 5.1: names with special characters are not found": (
        "bungie.test_bungie_players.test_each_method_asks_bungies_path",
    ),
    "dclisync 5.1: one time-out ends the whole sync": (
        "tracking.test_tasks.test_a_request_without_an_answer_times_out_and_holds_its_row",
        "tracking.test_tasks.test_one_lost_report_does_not_keep_the_others",
    ),
    "dclisync 5.1: corrupt names and platforms overwrite good ones": (
        "tracking.test_reports.test_an_old_report_never_overwrites_a_newer_name_or_type",
        "tracking.test_reports.test_no_report_overwrites_what_a_profile_said",
        "tracking.test_repair.test_what_was_repaired_is_not_undone_by_an_older_report",
    ),
    "dclisync 5.1: cross save leads to the wrong membership": (
        "tracking.test_odd_people.test_an_overridden_id_leads_to_the_membership_that_is_played",
        "tracking.test_odd_people.test_of_two_accounts_without_cross_save_the_played_one_is_meant",
    ),
    "dclisync 5.1: a missing class overwrites a good one": (
        "tracking.test_repair.test_a_class_that_is_known_is_kept_when_a_report_withholds_it",
    ),
    "dclisync 5.1: modes that are missing, new or unknown": (
        "tracking.test_bad_input.test_every_report_is_stored_or_a_named_failure",
        "tracking.test_bad_input.test_one_odd_row_never_keeps_another_of_a_history_from_being_stored",
        "manifest.test_modes.test_private_matches_are_bungies_mode_of_that_name",
    ),
    "dclisync 5.1: new values of enums break the parsing": (
        "tracking.test_bad_input.test_every_report_is_stored_or_a_named_failure",
        "tracking.test_bad_input.test_every_profile_is_stored",
    ),
    "dclisync 5.1: somebody without a profile is a crash": (
        "tracking.test_odd_people.test_who_never_played_is_asked_again_in_a_week",
    ),
    "dclisync 5.1: a reset that moves with summer time": (
        "manifest.test_gametime.test_the_tuesday_reset_begins_day_and_week",
    ),
    "dclisync 5.1: fifty requests at once are throttled": (
        "rasputin.test_budget_law.test_however_long_replies_take_no_window_holds_more_than_bungie_lets_through",
    ),
    # dclisync, 5.2
    "dclisync 5.2.1: matches that appear late are lost": (
        "tracking.test_histories.test_a_walk_stops_three_days_behind_the_watermark",
        "tracking.test_histories.test_a_known_activity_stops_no_walk",
        "tracking.test_deep.test_a_deep_walk_comes_after_all_else_and_then_monthly",
    ),
    "dclisync 5.2.2: matches that only their own mode lists are never found": (
        "tracking.test_deep.test_a_deep_walk_finds_what_only_its_own_mode_lists",
        "tracking.test_deep.test_rows_that_any_one_mode_keeps_to_itself_are_found",
    ),
    "dclisync 5.2.3: a report is stored once, however incomplete": (
        "tracking.test_again.test_an_incomplete_report_is_read_again_until_it_is_whole",
        "tracking.test_again.test_a_reply_that_says_less_replaces_nothing",
        "tracking.test_again.test_a_first_reply_of_another_activity_is_not_stored",
        "tracking.test_again.test_a_walk_that_lists_somebody_whom_a_young_report_lacks_has_it_read_again",
        "tracking.test_again.test_who_is_missing_in_an_old_report_keeps_the_values_of_the_history",
    ),
    "dclisync 5.2.4: one unknown value blocks a whole player": (
        "tracking.test_bad_input.test_one_odd_row_never_keeps_another_of_a_history_from_being_stored",
        "tracking.test_bad_input.test_every_profile_is_stored",
    ),
    "dclisync 5.2.5: a character or weapon that is there twice blocks the report": (
        "tracking.test_bad_input.test_one_character_or_weapon_that_is_there_twice_is_stored_once",
        "tracking.test_reports.test_a_batch_that_the_database_refuses_is_stored_report_by_report",
    ),
    "dclisync 5.2.6: failed reports are tried for ever, unnamed": (
        "tracking.test_tasks.test_a_report_that_is_not_there_is_tried_again_less_and_less_often",
        "tracking.test_tasks.test_a_report_that_is_not_there_after_a_week_is_a_named_dead_letter",
        "tracking.test_again.test_a_report_that_never_comes_is_given_up_and_filled_in_until_it_does",
    ),
    "dclisync 5.2.7: no limit, and no ear for ThrottleSeconds": (
        "rasputin.test_budget.test_grants_are_spread_evenly_below_the_rate",
        "rasputin.test_budget_trouble.test_everybody_pauses_as_long_as_throttle_seconds_say_beside_whatever_code",
        "tracking.test_tasks.test_after_a_throttle_nothing_goes_out_until_the_pause_is_over",
        "tracking.test_tasks.test_trouble_of_all_gives_rows_back_unblamed_and_ends_the_slice",
    ),
    "dclisync 5.2.8: a page that fails discards those before it": (
        "tracking.test_histories.test_an_interrupted_walk_goes_on_at_its_page",
    ),
    "dclisync 5.2.12: what is stored corrupt stays so": (
        "tracking.test_repair.test_a_corrupt_player_is_repaired_by_id_and_left_alone_for_long",
        "tracking.test_repair.test_a_class_that_one_report_withheld_is_that_of_the_newest_other",
    ),
    "dclisync 5.2.13: any report overwrites the platform of a tracked player": (
        "tracking.test_reports.test_no_report_overwrites_what_a_profile_said",
        "tracking.test_members.test_a_roster_never_overwrites_the_type_that_a_profile_told",
    ),
}
# No part of the crawl: rasputin 8.2.13 (its tests); of dclisync 5.1 the sums of weapons, ties and flags;
# 5.2.10, 11 and 14 to 20 (its database, its command, what it sums up).


@pytest.mark.parametrize("fault", COVERED)
def test_each_fault_has_tests(fault: str) -> None:
    for test in COVERED[fault]:
        module, _, name = test.rpartition(".")
        assert callable(getattr(import_module(f"tests.{module}"), name, None)), test


@pytest.fixture
def member() -> Member:
    made: Member = MemberFactory.create(player__membership_id=WHO)
    CharacterFactory.create(character_id=CHARACTER, member=made, last_played_at=START, walked_at=None)
    return made


def test_rasputin_8_2_1_the_same_hundred_are_not_chosen_for_ever() -> None:
    for number in range(1, 4):
        PendingReportFactory.create(instance_id=number, due_at=NOW, priority=Priority.BACKFILL)

    def turn() -> int:
        (row,) = due.claim(PendingReport.objects.all(), limit=1, now=NOW, lease_seconds=60).rows
        due.postpone(row, due_at=NOW + HOUR, kind="not_found", message="")
        return int(row.pk)

    assert [turn() for _ in range(3)] == [1, 2, 3]


def test_rasputin_8_2_5_how_it_ended_is_not_whether_it_was_completed(member: Member) -> None:
    """And who does not know whether it was begun afresh does not say yes."""
    said = report(7, [entry(WHO, CHARACTER, completed=0, completionReason=2), entry(2, 20)])
    del said["activityWasStartedFromBeginning"]
    arrive([said])
    row = Performance.objects.get(character_id=CHARACTER)
    assert (row.completed, row.completion_reason, row.emblem_hash) == (False, 2, 1901885391)
    assert Instance.objects.get().started_from_beginning is None


def test_rasputin_8_2_9_a_member_who_fails_keeps_nobody_else(crawling: World, enrolled: Enrol) -> None:
    first, second = sorted(int(told["membership_id"]) for told in crawling.members())[:2]
    enrolled(first, second)
    crawling.fails(path=f"/Profile/{first}/", code=1618)
    run(crawl_members)
    profiles = Section.objects.of(Section.Kind.PROFILE).values_list("subject", "error_kind")
    assert set(profiles) == {(first, "server_trouble"), (second, "")}
    assert HistoryEntry.objects.filter(membership_id=second).exists()


def test_rasputin_8_2_12_what_a_member_did_is_found_by_index() -> None:
    for model in (HistoryEntry, Performance):
        with connection.cursor() as cursor:
            told = connection.introspection.get_constraints(cursor, model._meta.db_table)
        assert ["membership_id", "period", "instance_id"] in [one["columns"] for one in told.values()]


def test_dclisync_5_1_the_newest_is_so_by_its_date_not_by_its_id(member: Member) -> None:
    page = history_reply([activity(3, START + HOUR), activity(9, START)])
    answered(sync_history(SILENT, CHARACTER, now=NOW), page)
    assert Character.objects.get().watermark == START + HOUR


def test_dclisync_5_1_two_tracked_players_in_one_match_need_it_once(member: Member) -> None:
    other = MemberFactory.create(player__membership_id=WHO + 1)
    CharacterFactory.create(character_id=CHARACTER + 1, member=other, walked_at=None)
    for character in (CHARACTER, CHARACTER + 1):
        answered(sync_history(SILENT, character, now=NOW), history_reply([activity(7)]))
    assert PendingReport.objects.count() == 1
    arrive([report(7, [entry(WHO, CHARACTER), entry(WHO + 1, CHARACTER + 1)])])
    assert set(Performance.objects.values_list("membership_id", flat=True)) == {WHO, WHO + 1}
    assert HistoryEntry.objects.filter(instance_id=7).count() == 2
    assert want_reports({7: START}, now=NOW) == 0


def test_dclisync_5_1_extended_data_and_teams_may_be_missing(member: Member) -> None:
    bare = entry(2, 20)
    del bare["extended"]
    said = report(7, [entry(WHO, CHARACTER), bare])
    del said["teams"]
    arrive([said])
    row = Performance.objects.get(character_id=20)
    assert (row.kills, row.weapons, row.extended, row.precision_kills) == (12, {}, {}, 0)
    assert not Team.objects.exists()


def test_dclisync_5_1_standing_may_be_missing_in_a_history(member: Member) -> None:
    answered(sync_history(SILENT, CHARACTER, now=NOW), history_reply([activity(7, standing=None)]))
    assert HistoryEntry.objects.get().standing is None


def test_dclisync_5_1_weapons_and_medals_need_no_manifest(member: Member) -> None:
    shown = entry(WHO, CHARACTER)
    shown["extended"]["weapons"][0]["referenceId"] = 4_000_000_000
    shown["extended"]["values"]["medalOfTomorrow"] = {"basic": {"value": 2}}
    arrive([report(7, [shown, entry(2, 20)])])
    row = Performance.objects.get(character_id=CHARACTER)
    assert row.weapons == {"4000000000": [3, 0]}
    assert row.extended == {"medalTriple": 1, "medalOfTomorrow": 2}


def test_dclisync_5_1_statistics_of_characters_may_be_negative(member: Member) -> None:
    said = profile(card(WHO), {CHARACTER: START})
    said["characters"]["data"][str(CHARACTER)] |= {"stats": {"2996146975": -8}, "minutesPlayedTotal": "-1"}
    answered(sync_member(SILENT, WHO, now=NOW), profile_reply(said))
    assert Character.objects.get().minutes_played == -1


def test_dclisync_5_1_a_profile_without_a_class_overwrites_no_good_one(member: Member) -> None:
    for class_hash in (TITAN, 0):
        said = profile(card(WHO), {CHARACTER: START}, class_hash=class_hash)
        answered(sync_member(SILENT, WHO, now=NOW), profile_reply(said))
    assert Character.objects.get().class_hash == TITAN


def test_dclisync_5_1_melee_and_ability_kills_are_each_their_own(member: Member) -> None:
    arrive([report(7, [entry(WHO, CHARACTER), entry(2, 20)])])
    row = Performance.objects.get(character_id=CHARACTER)
    assert (row.melee_kills, row.ability_kills, row.grenade_kills) == (2, 7, 0)


def test_dclisync_5_1_one_unknown_name_keeps_none_of_the_others(
    crawling: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(members_command, "opened", nullcontext)  # the services of the tests run already
    told = crawling.member(crawling.busiest()[0])
    name = f"{told['name']}#{told['code']:04}"
    ended = CliRunner().invoke(members_command.app, ["add", "Nobody#1234", name])
    assert ended.exit_code == 1
    assert "Bungie knows nobody named Nobody#1234." in ended.output
    assert f"{name} ({told['membership_id']}) is tracked." in ended.output
    assert Member.objects.tracked().count() == 1


def test_dclisync_5_2_6_a_report_whose_worker_dies_each_time_ends_alone_and_named(crawling: World) -> None:
    """The others of its claim are stored all the same."""
    poison, *others = [int(row["instance_id"]) for row in crawling.activities(crawling.busiest()[1])[:4]]
    want_reports(dict.fromkeys([poison, *others], NOW), now=NOW)
    while claimed := due.claim(PendingReport.objects.all(), limit=100, now=NOW, lease_seconds=60).rows:
        if poison in [row.pk for row in claimed]:
            PendingReport.objects.update(lease_until=None)  # the worker is killed, and its leases end
        else:
            crawl_instances.before_start()
            crawl_reports(crawl_instances, claimed)
    assert set(Instance.objects.values_list("pk", flat=True)) == set(others)
    (dead,) = PendingReport.objects.all()
    assert (dead.pk, dead.due_at, dead.error_kind) == (poison, None, "poison")


def test_dclisync_5_2_8_a_history_that_fails_keeps_no_other_character(
    crawling: World, enrolled: Enrol
) -> None:
    who, busiest, _ = crawling.busiest()
    enrolled(who)
    run_one(sync_member(crawling.client(), who, now=NOW))
    crawling.fails(path=f"/Character/{busiest}/", status=503)
    run(crawl_members)
    others = Character.objects.exclude(pk=busiest)
    assert others.exists()
    assert not others.filter(walked_at=None).exists()
    assert Section.objects.get(subject=busiest, kind=Section.Kind.HISTORY).error_kind == "unavailable"


def test_dclisync_5_2_9_a_profile_that_fails_for_ever_leaves_histories_alone(
    crawling: World, enrolled: Enrol
) -> None:
    who = enrolled()
    run_one(sync_member(crawling.client(), who, now=NOW))
    crawling.fails(path="/Profile/", code=1618)
    run(crawl_members)
    assert not Character.objects.filter(walked_at=None).exists()
    assert HistoryEntry.objects.count() == sum(
        told["activities"] for told in crawling.member(who)["characters"]
    )


def test_dclisync_5_2_13_a_report_never_moves_a_tracked_player_to_another_platform(member: Member) -> None:
    answered(sync_member(SILENT, WHO, now=NOW), profile_reply(profile(card(WHO, kind=2), {CHARACTER: START})))
    shown: list[Any] = [entry(WHO, CHARACTER, shown=card(WHO, kind=3)), entry(2, 20)]
    arrive([report(7, shown, NOW + HOUR)], now=NOW + 2 * HOUR)
    assert Player.objects.get(pk=WHO).membership_type == 2
