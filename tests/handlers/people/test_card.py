"""An officer finds somebody, reads their record, and only within the own commune; each look is written down."""

from datetime import date, timedelta

import pytest

from storage import accounts, needs, persons, visits
from tests.audited import how_often, looks_at
from tests.person import World


def in_another_commune(world: World, person: int) -> int:
    with world.store.transaction() as db:
        persons.change(db, person, unit="17792")
    return person


def visited(world: World, person: int, guardian: int, **answers: object) -> None:
    with world.store.transaction() as db:
        account = accounts.get(db, guardian)
        assert account is not None
        visits.add(
            db,
            guardian=account,
            person_id=person,
            visited_on=date(2026, 11, 20),
            kind="home",
            outcome="met",
            answers={"mood": "good", "concerns": ["alcohol"], "needs": [], "note": "Đang phụ hồ", **answers},
        )


def test_one_match_opens_the_record_at_once(world: World) -> None:
    hung, tu = world.officer(), world.guardian()
    person = world.person("Trần Văn Nam", guardian=tu, next_visit_on=date(2026, 11, 20), born=1990)
    visited(world, person, tu.account_id)
    hung.says("/tim")
    card = hung.answers(words="nam xom 6")
    assert card.startswith("Trần Văn Nam · sinh 1990 · xóm 6")
    assert "Nguyễn Văn Tư" in card
    assert "Đang phụ hồ" not in card
    with world.look() as db:
        assert looks_at(db, person, db.now - timedelta(days=1)) == {hung.account_id: 1}


def test_the_next_thing_comes_first_and_what_is_rare_behind_one_button(world: World) -> None:
    hung, tu = world.officer(), world.guardian()
    person = world.person("Trần Văn Nam", guardian=tu, next_visit_on=date(2026, 11, 20))
    hung.presses(f"do:person_card:{person}")
    labels = [button.label for button in hung.last.out.buttons]
    assert labels[0] == "Nhắc bác Tư"
    assert len(labels) <= 9
    hung.chooses("Việc khác")
    assert "Kết thúc quản lý" in [button.label for button in hung.last.out.buttons]
    assert hung.chooses("Hồ sơ người này").startswith("Trần Văn Nam")


def test_several_matches_are_a_list(world: World) -> None:
    hung = world.officer()
    world.person("Trần Văn Nam")
    world.person("Lê Hoài Nam", hamlet="xóm 2")
    hung.says("/find")
    assert "Có 2 người" in hung.answers(words="nam")
    assert hung.chooses("Lê Hoài Nam").startswith("Lê Hoài Nam · xóm 2")


def test_nobody_found_asks_again(world: World) -> None:
    hung = world.officer()
    world.person("Trần Văn Nam")
    hung.says("tim nguoi")
    assert "Chưa thấy ai như vậy" in hung.answers(words="Khánh", until="words")
    assert hung.answers(words="Nam").startswith("Trần Văn Nam")


def test_another_communes_people_are_not_found(world: World) -> None:
    hung = world.officer()
    in_another_commune(world, world.person("Trần Văn Nam"))
    hung.says("/tim")
    assert "Chưa thấy ai" in hung.answers(words="nam", until="words")


@pytest.mark.parametrize("command", ["person_card", "person_visits", "person_phone", "overdue_one", "overdue_remind"])
def test_another_communes_record_stays_shut_and_the_try_is_written_down(world: World, command: str) -> None:
    hung = world.officer()
    person = in_another_commune(world, world.person("Trần Văn Nam", phone="+84912345678"))
    reply = hung.presses(f"do:{command}:{person}")
    assert "thuộc xã khác" in reply
    with world.look() as db:
        assert how_often(db, person, "person.refused") == 1


@pytest.mark.parametrize("form", ["assign", "visit_interval", "officer_alarm", "invite:who=person;"])
def test_no_form_begins_with_somebody_of_another_commune(world: World, form: str) -> None:
    hung = world.officer()
    world.guardian()
    person = in_another_commune(world, world.person("Trần Văn Nam"))
    reply = hung.presses(f"go:{form}{'' if ':' in form else ':'}person={person}")
    assert "Trần Văn Nam" not in reply


def test_the_number_stands_behind_a_button(world: World) -> None:
    hung, person = world.officer(), world.person(phone="+84912345678")
    assert "912" not in hung.presses(f"do:person_card:{person}")
    assert "0912 345 678" in hung.chooses("Số điện thoại")


def test_the_visits_show_what_was_written(world: World) -> None:
    hung, tu = world.officer(), world.guardian()
    person = world.person(guardian=tu)
    visited(world, person, tu.account_id)
    hung.presses(f"do:person_card:{person}")
    told = hung.chooses("Các lần ghé thăm")
    assert "TH-0001" in told
    assert "«Đang phụ hồ»" in told


def test_open_needs_are_on_the_card_and_can_be_met(world: World) -> None:
    hung, person = world.officer(), world.person()
    with world.store.transaction() as db:
        needs.open_need(db, person, "papers")
    assert "Đang cần:" in hung.presses(f"do:person_card:{person}")
    assert "1 việc đang cần giúp" in hung.says("/needs")
    hung.chooses("Trần Văn Nam")
    assert "Đã ghi" in hung.chooses("Đã giúp được")
    assert "Không có việc nào" in hung.says("/needs")
    with world.look() as db:
        [need] = needs.of_person(db, person, only_open=False)
        assert (need.state, need.outcome, need.closed_by) == ("closed", "met", hung.account_id)


def test_how_often_to_visit_moves_the_next_visit(world: World) -> None:
    hung, tu = world.officer(), world.guardian()
    person = world.person(guardian=tu, next_visit_on=date(2026, 12, 20))
    visited(world, person, tu.account_id)
    assert "thứ Sáu 27/11" in hung.fills("visit_interval", person=person, every="week")
    with world.look() as db:
        known = persons.get(db, person)
        assert known is not None
        assert (known.visit_every, known.next_visit_on) == (7, date(2026, 11, 27))


def test_a_guardian_finds_nobody_this_way(world: World) -> None:
    tu, person = world.guardian(), world.person()
    assert "không thuộc việc của" in tu.presses(f"do:person_card:{person}")
    assert "không thuộc việc của" in tu.presses("go:find_person")


def test_an_officer_who_left_sees_nothing(world: World) -> None:
    hung, person = world.officer(), world.person()
    with world.store.transaction() as db:
        accounts.set_status(db, hung.account_id, "closed", by=None)
    assert "Trần Văn Nam" not in hung.presses(f"do:person_card:{person}")
