"""The defects seen in comparable systems, row by row: each has a test here, or elsewhere by the name given."""

import ast
from pathlib import Path

import pytest

from bot.channels.telegram.update import read_update
from handlers.kit import Incoming
from handlers.kit.deployment import Deployment
from storage import alerts, persons, visits
from tests.bot.intake.test_desk import sent
from tests.conftest import StandingClock
from tests.person import Talker, World

ROOT = Path(__file__).parents[2]
HERE = "tests/lessons/test_defects.py"
DESK, DEFECTS = "tests/bot/intake/test_desk.py", "tests/handlers/notify/test_reminder_defects.py"
TWO = "tests/bot/intake/test_two_processes.py"
# row of the list → where we show that ours does not have it
SHOWN = {
    1: [(DESK, "test_duplicates_at_once_and_after_a_restart_are_one_message_and_one_reply")],
    2: [(DEFECTS, "test_2_a_visit_due_tomorrow_still_gets_its_reminder_at_half_past_seven_here")],
    3: [
        (DESK, "test_what_fails_after_the_answer_was_written_sends_nothing"),
        (DESK, "test_what_was_committed_and_not_sent_before_a_crash_leaves_after_it"),
        ("tests/bot/intake/test_kills.py", "test_what_was_answered_is_handled_exactly_once"),
    ],
    4: [(DEFECTS, "test_4_after_three_days_down_each_reminder_goes_out_once_and_those_too_old_not_at_all")],
    5: [(DEFECTS, "test_5_what_fails_stays_due_and_is_reported_and_the_others_go_out")],
    6: [
        (
            "tests/handlers/linking/test_link.py",
            "test_a_wrong_year_fails_and_a_wrong_code_fails_and_only_both_together_link",
        )
    ],
    7: [(DEFECTS, "test_7_the_digest_goes_out_once_however_often_the_job_runs")],
    8: [(DEFECTS, "test_8_every_message_a_rule_asks_for_reaches_the_outbox_and_from_there_the_phone")],
    9: [(DEFECTS, "test_9_moved_deactivated_and_officerless_each_appear_exactly_where_they_should")],
    10: [(HERE, "test_10_an_answer_that_was_taken_is_never_also_a_command_or_a_search")],
    11: [
        (HERE, "test_11_presses_edits_and_marks_of_markdown_are_never_lost"),
        ("tests/bot/channels/telegram/test_channel.py", "test_text_is_sent_as_it_is"),
    ],
    13: [("tests/rules/test_deadlines.py", "test_nothing_leaves_in_quiet_hours")],
    14: [
        (TWO, "test_the_cap_of_a_chat_holds_across_both_and_across_a_restart"),
        (TWO, "test_wrong_codes_are_counted_across_both"),
    ],
    15: [
        ("tests/handlers/alerts/test_alerts.py", "test_nobody_to_be_reached_is_seen_on_the_call_list"),
        ("tests/handlers/notify/test_reminders.py", "test_a_guardian_no_message_reaches_is_put_on_the_call_list"),
    ],
    16: [
        ("tests/handlers/work/test_find_work.py", "test_nobody_claims_a_consent_that_was_not_given"),
        ("tests/handlers/work/test_own_offers.py", "test_who_takes_the_consent_back_is_no_longer_seen"),
        ("tests/handlers/loans/test_loan_check.py", "test_what_it_is_about_is_told_only_with_consent"),
        ("tests/handlers/relay/test_relay.py", "test_a_consent_taken_back_ends_the_talk"),
    ],
    17: [
        ("tests/handlers/kit/test_bad_input.py", "test_without_the_secret_nothing_gets_in"),
        ("tests/handlers/kit/test_bad_input.py", "test_logs_hold_nothing_of_what_was_written"),
        (DESK, "test_a_slow_store_is_not_waited_for_and_the_message_that_comes_again_is_one"),
        (DESK, "test_nobody_waits_for_somebody_elses_failing_turn"),
    ],
    20: [(HERE, "test_20_the_same_event_five_times_is_one_on_every_channel")],
    21: [(DESK, "test_one_apology_an_hour_whatever_happens")],
    22: [(HERE, "test_22_a_stale_button_shows_the_present_question_after_a_restart_too")],
    23: [(TWO, "test_a_dialogue_begun_in_one_goes_on_in_the_other")],
    24: [
        ("tests/bot/channels/test_channels_conform.py", "test_what_is_too_long_is_cut_and_taken"),
        ("tests/test_house_style.py", "test_logs_carry_ids_only"),
        ("tests/bugs/test_tracebacks_tell_no_names.py", "test_a_logged_exception_shows_no_variables"),
    ],
    25: [
        ("tests/test_deploys.py", "test_every_stored_id_that_was_released_is_there_or_listed_as_retired"),
        ("tests/test_deploys.py", "test_a_form_that_is_gone_ends_kindly_with_the_menu"),
    ],
}
NOT_HERE_YET = {
    12: "no platform that we speak to reports what became of a message",
    18: "no answers of law are looked up yet",
    19: "no answers of law are given yet; the loan check names its decision and the day it was checked",
}


def test_every_row_is_shown_or_said_not_to_concern_us() -> None:
    assert {*SHOWN, *NOT_HERE_YET} == set(range(1, 26))


@pytest.mark.parametrize(("file", "name"), sorted({where for found in SHOWN.values() for where in found}))
def test_what_is_pointed_at_is_there(file: str, name: str) -> None:
    tree = ast.parse((ROOT / file).read_text("utf-8"))
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    assert name in {node.name for node in ast.walk(tree) if isinstance(node, functions)}, f"renamed? {file}"


@pytest.fixture
def tu(world: World) -> Talker:
    return world.guardian()


def test_10_an_answer_that_was_taken_is_never_also_a_command_or_a_search(world: World, tu: Talker) -> None:
    """courtbot: after YES it went on and searched for a case called «YES»."""
    nam = world.person("Trần Văn Nam", guardian=tu)
    hung = world.officer()
    tu.reports(nam, until="note")
    for words in ("nhận 1", "gặp cán bộ nhé"):
        assert tu.says(words).startswith("Đã ghi")
        tu.says("quay lại")
    assert "báo động giả thôi" in tu.answers(note="báo động giả thôi, không có gì", until="review")
    tu.says("gửi")
    hung.listen()
    assert [heard.kind for heard in hung.heard] == []
    with world.look() as db:
        assert alerts.open_of(db, world.deployment.unit) == []
        [visit] = visits.latest(db, nam)
        assert visit.answers["note"] == "báo động giả thôi, không có gì"


def test_11_presses_edits_and_marks_of_markdown_are_never_lost(world: World, tu: Talker) -> None:
    """RapidPro: callbacks and edits were ignored, Markdown was not escaped."""
    chat = {"id": 5, "type": "private"}
    pressed = {"update_id": 1, "callback_query": {"id": "1", "from": {"id": 5}, "data": "do:menu"}}
    edited = {"update_id": 2, "edited_message": {"chat": chat, "message_id": 1, "date": 1, "text": "x"}}
    read = [read_update(update, "telegram") for update in (pressed, edited)]
    assert [one.kind for one in read if one] == ["press", "edited"]
    nam = world.person("Trần Văn Nam", guardian=tu)
    note = "*gặp* _anh_ [Nam](x) `ở` <b>xóm</b> 6 & \\ {you}"
    tu.reports(nam, note=note, until="place")
    assert tu.sends("edited")
    assert note in tu.answers(until="review")


@pytest.mark.parametrize("channel", ["web", "telegram", "zalo_bot", "zalo_oa"])
def test_20_the_same_event_five_times_is_one_on_every_channel(world: World, channel: str) -> None:
    talker = Talker(world, "1234", channel)
    message = Incoming(channel, "event-1", talker.address, "text", text="alo")
    for _ in range(5):
        world.deliver(message)
    assert [heard.kind for heard in talker.listen()] == ["reply"]


def test_22_a_stale_button_shows_the_present_question_after_a_restart_too(
    world: World, tu: Talker, deployment: Deployment, clock: StandingClock
) -> None:
    """aiogram_dialog: old buttons after a restart raised «unknown»."""
    nam = world.person("Trần Văn Nam", guardian=tu)
    first = tu.presses("go:visit_report")
    tu.presses(f"visit_report:person:{nam}")
    asked = tu.presses("visit_report:visited_on:2026-11-22")
    later = World(world.store, deployment, clock, world.can, _count=1000)
    again = Talker(later, tu.address, tu.channel, tu.account_id).presses(f"visit_report:person:{nam}")
    assert asked in again
    assert first not in again
    clock.move(days=30)
    answer = Talker(later, tu.address, tu.channel, tu.account_id).presses("visit_report:visited_on:2026-11-22")
    assert answer
    with world.look() as db:
        person = persons.get(db, nam)
        assert person is not None
        assert visits.latest(db, nam) == []
    assert sent(world.store, tu.address).count("reply") == 5
