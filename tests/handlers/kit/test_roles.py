"""Who may do what: every form and command for every role, and every button of somebody pressed by somebody else."""

import re
from collections.abc import Iterator

import pytest

from handlers.help import menus
from handlers.kit.commands import allowed
from handlers.kit.deployment import Deployment
from handlers.matters import REGISTRY
from storage.keyring import Keyring
from storage.opening import open_store
from tests.conftest import StandingClock
from tests.handlers.two_communes import GUARDIANS, OF_EVERY_TURN, Scene, Seen, build, buttons_of
from tests.person import WITH_BUTTONS, World
from tests.warm import warmed

REFUSED = "không thuộc việc của"
ROLES = {
    "guardian": "guardian",
    "person": "person",
    "officer": "officer",
    "partner": "partner",
    "admin": "admin",
    "nobody": "",
    "stranger": "",
}
# what each role may start; what stands nowhere here is everybody's who is linked
FORMS = {
    "guardian": "quarter_report visit_report visit_correction alarm alarm_words guardian_leave visit_plan visit_round",
    "person": "loan_wish"
    " interest invited_day cv leanings wish loan_check loan_call checkin how_today counselling talk_to_officer"
    " family_invite family_change roll_call absence_request appointment_other outcome intake_self goal_wish"
    " my_search unsuited need_ask checkin_own",
    "officer": "need_offer pledge checkin_propose"
    " alert_close alert_false alert_hand_on officer_alarm find_person people_view assign assign_many visit_interval"
    " invite relay_reply"
    " quarter_return quarter_reopen invitation_letter reminder_letter"
    " newcomer_answer end_management pause_management cover_decide cover_enter"
    " transfer transfer_question transfer_answer"
    " family_for"
    " tip_answer tip_close"
    " alert_rule roll_call_excuse roll_call_chat absence_decision appointment appointment_again"
    " complaint_answer complaint_longer data_answer"
    " offer_refuse work_help"
    " group_choice group_list_receipt answer_time duty_week duty_swap task alert_task task_change"
    " charge_step intake list_file",
    "partner": "enterprise_loan offer_post applicant_answer",
    "admin": "office_phone quiet_hours"
    " find_account account_close account_reopen account_roles account_phone account_cut account_lost",
}
COMMANDS = {
    "guardian": "quarter visit correct my_reports"
    " alarm alarm_end alarm_words people busy my_leave my_leave_end hand_over"
    " visit_plan visit_round visit_month visit_advice",
    "person": "monthly_report"
    " loan_wish loan_mine loan_withdraw loan_paid_own loan_table loan_table_file loan_picture loan_trouble"
    " jobs jobs_in jobs_paying job_places jobs_near courses offer my_offers interest take_back invited_yes"
    " cv cv_pdf cv_word cv_forget work_tools my_offer at_work_fine at_work_trouble at_work_left"
    " invited_day invited_no wish loan loan_call loan_papers loan_parts loan_other checkin talk talk_end"
    " my_family family_code"
    " own_day own_day_forget roll_calls_own roll_call_now roll_call_code absence_own absence_take_back"
    " absence_back absence_ask appointment_own appointment_take appointment_calendar outcome my_outcomes"
    " intake_own intake_tell intake_yes intake_no goal_own goal_yes goal_wish goal_reached comings my_help"
    " how_today milestones counselling my_mood mood_share mood_picture checkin_questions checkin_question_out"
    " best_jobs my_search search_change search_alerts search_clear search_forget"
    " offer_no need_ask need_mine need_drop"
    " fair_come fair_name fair_not",
    "officer": "loan_list loan_list_confirm loan_list_files"
    " quarter_reports quarter_read quarter_accept person_documents monthly_report_of invitation_letter reminder_letter"
    " officer_alarm alert_called alert_no_answer"
    " alerts alerts_filter alert_see alert_take alert_close alert_give_back alert_false alert_false_sure"
    " glance overdue overdue_one overdue_remind find_person person_checkins person_card person_page person_visits"
    " person_phone person_further commune_people commune_people_filter guardians assign assign_many people_view_drop"
    " office_comings office_people office_running work_waiting work_waiting_one"
    " covers cover_end transfer transfers transfer_show transfer_accept transfer_withdraw pause_management paused"
    " family_for end_management formerly_managed manage_again manage_again_yes person_account_open"
    " invite invite_many invite_sheet not_linked invite_one invite_again invite_revoke"
    " approval_code waiting_messages relay_read relay_write calls call_number call_done call_no_answer"
    " call_wrong_number duty drill drill_seen start_list"
    " needs need_kinds need_one need_history need_met need_dropped need_take need_recall pledges pledge_one pledge_end"
    " volunteers volunteer_one volunteer_agree volunteer_decline corrected newcomers newcomer newcomer_take"
    " newcomer_write newcomer_done link_right link_wrong"
    " alert_why alert_rules alert_rule roll_call_screen roll_call_list roll_call_one roll_call_came"
    " roll_call_strike roll_call_setting absence absence_is_back appointment appointment_kept appointment_missed"
    " appointment_off appointment_letter appointment_offer group_facts groups group_list group_list_make"
    " tips tip tip_take tip_write tip_done tip_picture"
    " thread_ask thread_hand_on roster duty_copy duty_days duty_calendar duty_swap duty_accept duty_refuse"
    " task_give tasks_of"
    " quarter_package figures_file reminder_effect outcomes charge charge_history charge_on_paper charge_list"
    " complaint_take data_request"
    " charge_papers intake_start intake_ask charge_documents list_take list_ask list_means list_answer"
    " list_sheet list_drop list_write list_undo list_templates office help_desk"
    " offers_desk offers_open offer_look offer_ok fair_ok",
    "family": "family_see",
    "partner": "enterprise_loan own_pledges"
    " own_offers own_offer interested offer_close offer_closed applicant applicant_say"
    " post_offer offer_filled offer_renew hired_fine hired_trouble hired_left applicant_cv",
    "admin": "accounts accounts_filter account find_account",
}
EVERYBODY = {
    "link ask_help correct_me complain volunteer_ask": FORMS,
    "complain complaint_own kept own_data data_own leave_service"
    " resumed menu more help lang vietnamese english address me looked consents device devices lost device_cut"
    " link_yes link_no"
    " leave human stop nameless volunteer_ask"
    " crisis_together crisis_alone tell_of_violence in_danger no_danger told meant"
    " guidance guidance_useful guidance_not": COMMANDS,
}
OF_SEVERAL = {
    "alarm_own": ("person", "family"),
    "mood_of": ("guardian", "family"),
    "need_for": ("guardian", "officer"),
    "need_got": ("person", "officer"),
    "need_partly": ("person", "officer"),
    "need_missed": ("person", "officer"),
    "helping": ("officer", "guardian", "partner", "volunteer"),
    "helping_one": ("officer", "guardian", "partner", "volunteer"),
    "helping_yes": ("officer", "guardian", "partner", "volunteer"),
    "helping_done": ("officer", "guardian", "partner", "volunteer"),
    "helping_no": ("officer", "guardian", "partner", "volunteer"),
    "helping_kinds": ("officer", "guardian", "partner", "volunteer"),
    "proxy_checkin": ("guardian", "family"),
    "proxy_message": ("guardian", "family"),
    "proxy": ("guardian", "family"),
    "write_for": ("guardian", "officer"),
    "family_end": ("person", "family", "guardian"),
    "loan_calculator": ("person", "officer", "partner"),
    "loan_case": ("officer", "partner"),
    "loan_desk": ("officer", "partner"),
    "loan_forward": ("officer", "partner"),
    "loan_paid": ("officer", "partner"),
    "loan_call_them": ("officer", "partner"),
    "loan_answer": ("officer", "partner"),
    "loan_terms": ("officer", "partner"),
    "loan_payout": ("officer", "partner"),
    "attachment": ("officer", "guardian", "person"),
    "office_document": ("officer", "guardian", "person"),
    "document_template": ("officer", "admin"),
    "templates": ("officer", "admin"),
    "template_use": ("officer", "admin"),
    "template_ours": ("officer", "admin"),
    "template_file": ("officer", "admin"),
    "account_left": ("officer", "admin"),
    "complaint": ("officer", "admin"),
    "others_data": ("person", "partner", "family"),
    "broadcast": ("officer", "admin"),
    "broadcast_stop": ("officer", "admin"),
    "broadcast_go_on": ("officer", "admin"),
    "desk": ("officer", "admin"),
    "desk_key_yes": ("officer", "admin"),
    "desk_key_drop": ("officer", "admin"),
    "approvals": ("officer", "admin"),
    "approval_see": ("officer", "admin"),
    "approval_agree": ("officer", "admin"),
    "approval_decline": ("officer", "admin"),
    "approval_withdraw": ("officer", "admin"),
    "lost_of": ("officer", "admin"),
    "link_figures": ("officer", "admin"),
    "device_cut_of": ("officer", "admin"),
    "record_clearance": ("person", "guardian", "officer"),
    "thread_write": ("guardian", "officer"),
    "thread_close": ("guardian", "officer"),
    "goal": ("officer", "guardian"),
    "goal_change": ("officer", "guardian"),
    "goal_over": ("officer", "guardian"),
    "fairs": ("person", "officer", "partner"),
    "fair": ("person", "officer", "partner"),
    "fair_off": ("officer", "partner"),
    "fair_post": ("officer", "partner"),
    "offer_poster": ("person", "partner", "officer"),
    "threads": ("guardian", "officer"),
    "thread_read": ("guardian", "officer"),
    "threads_of": ("guardian", "officer"),
    "thread_answer": ("guardian", "officer"),
    "thread_quick": ("guardian", "officer"),
    "thread_end": ("guardian", "officer"),
    "duty_today": ("officer", "guardian"),
    "tasks": ("officer", "guardian"),
    "task_see": ("officer", "guardian"),
    "task_done": ("officer", "guardian"),
    "figures": ("officer", "admin"),
    "needs_funnel": ("officer", "admin"),
    "needs_funnel_picture": ("officer", "admin"),
    "intake_of": ("officer", "guardian"),
    "plan": ("person", "guardian", "officer"),
    "goal_one": ("guardian", "officer"),
    "goal_new": ("officer", "guardian"),
    "goal_edit": ("officer", "guardian"),
    "goal_heard": ("guardian", "officer"),
    "goal_done": ("guardian", "officer"),
}
# what a stranger's message may write: that there is a stranger
OF_STRANGERS = {"newcomers", "counters"}


@pytest.fixture(scope="module")
def scene(
    migrated_file: object, tmp_path_factory: pytest.TempPathFactory, keyring: Keyring, deployment: Deployment
) -> Iterator[Scene]:
    """Who may do what is the same on every channel and database: one of each is enough for so many presses."""
    import shutil

    file = tmp_path_factory.mktemp("roles") / "donghanh.db"
    shutil.copyfile(str(migrated_file), file)
    store = warmed(open_store(f"sqlite:///{file}", keyring, StandingClock().now))
    yield build(World(store, deployment, StandingClock(), WITH_BUTTONS))
    store.close()


def test_the_table_names_every_form_and_command_with_its_roles() -> None:
    for known, table, everybody in (
        (REGISTRY.forms, FORMS, "link ask_help correct_me complain volunteer_ask"),
        (REGISTRY.commands, COMMANDS, next(names for names, table in EVERYBODY.items() if table is COMMANDS)),
    ):
        told: dict[str, tuple[str, ...]] = {name: (role,) for role, names in table.items() for name in names.split()}
        told.update((name, ()) for name in everybody.split())
        told.update((name, may) for name, may in OF_SEVERAL.items() if name in known)
        assert {name: tuple(one.may) for name, one in known.items()} == told, (
            "say in this table who may use what is new"
        )


@pytest.mark.parametrize("who", ROLES)
def test_what_is_not_ones_role_is_refused_and_writes_nothing(scene: Scene, who: str) -> None:
    for prefix, table in (("go", FORMS), ("do", COMMANDS)):
        for role, names in table.items():
            for name in names.split():
                seen = scene.tries(who, f"{prefix}:{name}")
                assert seen.reply, (who, name)
                if role == ROLES[who]:
                    assert REFUSED not in seen.text, (who, name)
                    continue
                assert not seen.told, (who, name)
                assert seen.wrote <= (OF_STRANGERS if who == "stranger" else set()), (who, name, seen.wrote)
                assert seen.form is None
                assert who == "stranger" or REFUSED in seen.text, (who, name, seen.text)


@pytest.mark.parametrize("who", ROLES)
def test_what_several_roles_may_is_refused_to_the_others(scene: Scene, who: str) -> None:
    for name, may in OF_SEVERAL.items():
        seen = scene.tries(who, f"do:{name}:1" if name in REGISTRY.commands else f"go:{name}")
        assert (REFUSED in seen.text) == (ROLES[who] not in may and who != "stranger"), (who, name, seen.text)
        assert seen.told == []


@pytest.mark.parametrize("who", ROLES)
def test_what_is_for_everybody_answers_everybody(scene: Scene, who: str) -> None:
    for names, table in EVERYBODY.items():
        for name in names.split():
            assert scene.tries(who, f"{'go' if table is FORMS else 'do'}:{name}").reply, (who, name)


def test_a_menu_shows_only_what_its_reader_may_do(scene: Scene) -> None:
    for who, role in ROLES.items():
        if who != "stranger":
            for line in menus.menu_of((role,)):
                assert REFUSED not in scene.tries(who, line.press).text, (who, line.press)


def test_a_typed_command_is_only_that_of_ones_role(scene: Scene) -> None:
    words = {word for command in REGISTRY.commands.values() for word in command.words if word.startswith("/")}
    for who, role in ROLES.items():
        for word in words:
            found = REGISTRY.linked.command_for(word, (role,))
            assert found is None or allowed(found[0].may, (role,))
            if who != "stranger" and found is None:
                seen = scene.tries(who, word, kind="text")
                assert seen.reply, (who, word)
                assert not seen.wrote, (who, word, seen.wrote)


def test_no_role_may_start_a_form_of_another_by_finishing_it(scene: Scene) -> None:
    """A form that stands open from former days, when its owner still had the role, ends kindly."""
    for form in REGISTRY.forms.values():
        if not form.may:
            continue
        for who, role in ROLES.items():
            if role in form.may or who == "stranger":
                continue
            seen = scene.tries(who, f"{form.id}:*:!send", form=form.id)
            assert (seen.form, seen.wrote, seen.told) == (None, set(), []), (who, form.id)


@pytest.mark.parametrize("owner", ["guardian", "person", "officer", "partner"])
def test_buttons_of_somebody_pressed_by_somebody_else_show_and_change_nothing_of_theirs(
    scene: Scene, owner: str
) -> None:
    offered = {press: one for press, one in buttons_of(scene, owner).items() if re.search(r"\d{2}|:\d", press)}
    assert len(offered) > 5, "the buttons were not found"
    for who in others_than(owner):
        for press, one in offered.items():
            _check(scene, who, press, scene.tries(who, press))
            if one.form and who in (f"{owner}2", f"{owner}_there"):
                # the one who presses has the same form open at the same question
                _check(scene, who, press, scene.tries(who, press, form=one.form, answers=one.answers))


def others_than(owner: str) -> list[str]:
    """One of each other role; of the own role somebody with other people, or of another commune."""
    here = [who for who in ROLES if who != owner]
    return [*here, *([] if owner == "officer" else [f"{owner}2"]), f"{owner}_there", "officer_there"]


@pytest.mark.parametrize("owner", ["officer", "partner", "person", "guardian"])
def test_ones_own_buttons_answer_and_show_only_what_is_ones_to_read(scene: Scene, owner: str) -> None:
    for press, one in buttons_of(scene, owner).items():
        _check(scene, owner, press, scene.tries(owner, press, form=one.form, answers=one.answers))


def _check(scene: Scene, who: str, press: str, seen: Seen) -> None:
    assert seen.reply is not None, (who, press)
    for reader, out in [(who, seen.reply), *seen.told]:
        said = "\n".join([out.text, *(button.label for button in out.buttons)])
        for words, readers in scene.words.items():
            if re.search(rf"\b{re.escape(words)}\b", said):
                # whoever is given somebody to look after hears of whom
                given = press.startswith("assign:*") and reader in GUARDIANS
                assert reader in readers or given, f"{reader} reads {words!r} after {who} pressed {press}: {said}"
        # a link is opened, not read
        assert not re.search(r"\d{15}", re.sub(r"https://\S+", "", said)), (
            f"{reader} reads an id after {who} pressed {press}: {said}"
        )
        assert all(len(button.press.encode()) <= 64 for button in out.buttons), [one.press for one in out.buttons]
    for table in set(seen.changed) - OF_EVERY_TURN:
        for row in seen.changed[table]:
            theirs = [scene.things[value] for value in row if isinstance(value, int) and value in scene.things]
            # whoever is taken on needs no work any more, and nobody is reminded of it
            met = press.startswith("applicant_answer:") and table in ("needs", "need_steps", "due")
            assert not theirs or met or who in set().union(*theirs), (
                f"{who} changed {table} of {theirs} by pressing {press}"
            )
