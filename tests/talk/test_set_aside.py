"""A form set aside: kept, led back to, asked about once by its name, and never gone without a word."""

from handlers.notify import reminders
from storage import drafts
from tests.handlers.commune import told
from tests.person import World


def test_the_menu_sets_it_aside_and_a_button_leads_back(world: World) -> None:
    tu = world.guardian()
    nam = world.person("Trần Văn Nam", guardian=tu)
    tu.reports(nam, until="outcome")
    assert "Làm tiếp: báo lần ghé thăm · anh Nam" in tu.says("/menu") or "Làm tiếp" in tu.last
    tu.says("hôm kia")
    assert "gặp được không" in tu.chooses("Làm tiếp")


def test_words_lead_back_too(world: World) -> None:
    tu = world.guardian()
    tu.reports(world.person("Trần Văn Nam", guardian=tu), until="outcome")
    tu.says("menu")
    assert "gặp được không" in tu.says("làm tiếp")


def test_it_is_asked_about_after_a_day_and_ends_after_a_week_saying_so(world: World) -> None:
    tu = world.guardian()
    tu.reports(world.person("Trần Văn Nam", guardian=tu), until="outcome")
    tu.says("menu")
    world.clock.move(days=1, minutes=1)
    for _ in range(2):
        with world.store.transaction() as db:
            reminders.nudge_drafts(db, world.deployment)
    assert len(told(tu, "draft_nudge")) == 1
    assert "gặp được không" in tu.chooses("Làm tiếp")
    tu.says("menu")
    world.clock.move(days=8)
    with world.store.transaction() as db:
        reminders.expire_drafts(db, world.deployment)
    assert len(told(tu, "draft_expired")) == 1


def test_one_that_nothing_was_answered_in_goes_without_a_word(world: World) -> None:
    tu = world.guardian()
    world.person("Trần Văn Nam", guardian=tu)
    tu.says("tham")
    tu.says("menu")
    world.clock.move(days=8)
    with world.store.transaction() as db:
        reminders.nudge_drafts(db, world.deployment)
        reminders.expire_drafts(db, world.deployment)
    assert told(tu, "draft_nudge", "draft_expired") == []


def test_a_form_begun_anew_offers_what_was_left_of_it(world: World) -> None:
    tu = world.guardian()
    nam, hoa = world.person("Trần Văn Nam", guardian=tu), world.person("Lê Thị Hoa", guardian=tu)
    tu.reports(nam, until="outcome")
    tu.presses(f"go:visit_report:person={hoa}")
    assert "Làm tiếp: báo lần ghé thăm · anh Nam" in tu.last.labels or "Làm tiếp" in tu.last
    assert "gặp được không" in tu.chooses("Làm tiếp")


def test_numbers_are_dead_after_a_cry_for_help_until_a_list_is_shown(world: World) -> None:
    tu = world.guardian()
    tu.reports(world.person("Trần Văn Nam", guardian=tu), until="outcome")
    assert "113" in tu.says("nó đang cầm dao đòi chém mẹ")
    assert "gặp được không" in tu.says("2")
    assert world.asked(tu).id == "outcome"  # type: ignore[union-attr]


def test_a_remark_at_the_review_is_noted(world: World) -> None:
    tu = world.guardian()
    tu.reports(world.person("Trần Văn Nam", guardian=tu), until="review")
    said = tu.says("con gái vừa vào lớp một, cả nhà vui lắm")
    assert "lớp một" in said
    assert "xem lại" in said


def test_two_named_in_one_sentence_are_two_reports(world: World) -> None:
    tu = world.guardian()
    world.person("Trần Văn Nam", guardian=tu)
    world.person("Lê Thị Hoa", guardian=tu, pronoun="chi")
    tu.says("/tham")
    assert "từng người một" in tu.says("ghé anh Nam và chị Hoa")
    tu.answers(until="review")
    then = tu.chooses("Gửi")
    assert "Báo cáo số" in then
    world.clock.move(minutes=2)
    assert "Hoa" in tu.answers(until="review")


def test_two_named_at_the_menu_are_two_reports_too(world: World) -> None:
    tu = world.guardian()
    world.person("Trần Văn Nam", guardian=tu)
    world.person("Lê Thị Hoa", guardian=tu, pronoun="chi")
    assert "anh Nam" in tu.says("hôm qua tôi ghé thăm anh Nam và chị Hoa")
    tu.answers(until="review")
    assert "chị Hoa" in tu.chooses("Gửi")


def test_the_nudge_names_whom_it_is_about(world: World) -> None:
    tu = world.guardian()
    tu.reports(world.person("Trần Văn Nam", guardian=tu), until="outcome")
    tu.says("menu")
    world.clock.move(days=1, minutes=1)
    with world.store.transaction() as db:
        reminders.nudge_drafts(db, world.deployment)
    (nudge,) = told(tu, "draft_nudge")
    assert "anh Nam" in nudge
    assert "gặp được không" in tu.chooses("anh Nam")


def test_two_of_one_form_are_both_kept_and_led_back_to(world: World) -> None:
    tu = world.guardian()
    nam, hoa = world.person("Trần Văn Nam", guardian=tu), world.person("Lê Thị Hoa", guardian=tu, pronoun="chi")
    tu.reports(nam, until="outcome")
    tu.says("menu")
    tu.reports(hoa, until="outcome")
    tu.says("menu")
    assert "chị Hoa" in tu.last
    world.clock.move(minutes=2)
    assert "gặp được không" in tu.says("làm tiếp")
    assert "Chị Hoa" in tu.answers(until="review")
    tu.chooses("Gửi đi")
    assert "anh Nam" in tu.last
    tu.chooses("Làm tiếp")
    assert "Anh Nam" in tu.answers(until="review")


def test_a_draft_is_not_lost_when_the_form_begins_anew_again_and_again(world: World) -> None:
    tu = world.guardian()
    nam, hoa = world.person("Trần Văn Nam", guardian=tu), world.person("Lê Thị Hoa", guardian=tu, pronoun="chi")
    tu.reports(nam, until="outcome")
    tu.says("menu")
    for _ in range(3):
        tu.presses(f"go:visit_report:person={hoa}")
        tu.says("menu")
    with world.look() as db:
        assert any(parked.answers.get("person") == str(nam) for parked in drafts.of_party(db, tu.account_id))


def test_an_edited_message_points_at_the_way_to_change_an_answer(world: World) -> None:
    tu = world.linked("Anna Smith", "guardian", pronoun="chi", language="en")
    tu.reports(world.person("Trần Văn Nam", guardian=tu), until="outcome")
    assert "CHANGE 2" in tu.sends("edited", text="the day before")
    tu.says("CHANGE 1")
    assert world.asked(tu).id == "person"  # type: ignore[union-attr]


def test_a_cry_for_help_in_an_edited_message_is_one(world: World) -> None:
    tu = world.guardian()
    tu.reports(world.person("Trần Văn Nam", guardian=tu), until="outcome")
    assert "113" in tu.sends("edited", text="nó đang cầm dao đòi chém mẹ")
    assert "gặp được không" in tu.says("làm tiếp")


def test_numbers_and_english_words_lead_back(world: World) -> None:
    anna = world.linked("Anna Smith", "guardian", pronoun="chi", language="en")
    anna.reports(world.person("Trần Văn Nam", guardian=anna), until="outcome")
    anna.says("menu")
    assert "did you meet" in anna.chooses("Go on").lower() or "meet" in anna.last.text.lower()
    assert "113" in anna.says("he is beating his mother with a stick right now")
    assert "meet" in anna.chooses("Go on").lower()
