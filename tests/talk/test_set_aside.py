"""A form set aside: kept, led back to, asked about once by its name, and never gone without a word."""

from handlers.notify import reminders
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
