"""A person without a phone is written for by whoever they have agreed to; it is marked so wherever it is read."""

from datetime import date

from storage import alerts, assignments, checkins, needs
from tests.handlers.assignments.test_assign import assign
from tests.handlers.family.relatives import allowed, helper_of, person_of
from tests.person import World


def test_the_guardian_notes_the_yes_and_then_checks_in_for_them(world: World) -> None:
    hung, tu = world.officer(), world.guardian()
    person = world.person(guardian=tu)
    assert "chưa có ai nhờ bác ghi hộ" in tu.says("ghi hộ")
    assert "Đã ghi" in tu.fills("write_for", person=person, said_yes_on=date(2026, 11, 22), how="met")
    helper = helper_of(world, person)
    assert (helper.noted_by, helper.how, helper.said_yes_on) == (tu.account_id, "met", date(2026, 11, 22))
    assert "Đã ghi hộ anh Nam" in tu.fills("proxy_checkin", person=person, face="fair", helps=["job"])
    with world.look() as db:
        (told,) = checkins.latest(db, person)
        assert told.filed_by == tu.account_id
        assert [need.named_by for need in needs.of_person(db, person)] == [tu.account_id]
    assert "bác Tư ghi hộ" in hung.presses(f"do:person_checkins:{person}")
    hung.presses("do:needs")
    assert any("bác Tư ghi hộ" in label for label in hung.last.labels)


def test_an_officer_notes_the_yes_and_the_guardian_hears(world: World) -> None:
    hung, tu = world.officer(), world.guardian()
    person = world.person(guardian=tu)
    hung.fills("write_for", person=person, said_yes_on=date(2026, 11, 22), how="phone")
    assert "Anh Nam đồng ý nhờ bác ghi hộ" in tu.sees
    assert helper_of(world, person).noted_by == hung.account_id


def test_before_the_yes_nothing_is_written_in_a_name(world: World) -> None:
    tu = world.guardian()
    person = world.person(guardian=tu)
    tu.presses(f"go:proxy_checkin:person={person};face=good")
    with world.look() as db:
        assert checkins.latest(db, person) == []


def test_a_message_reaches_those_on_duty_with_the_writers_name(world: World) -> None:
    hung, hoa = world.officer(), world.linked("Lê Thị Hoa", "family", pronoun="chi")
    person = world.person()
    allowed(world, hoa, person, "write")
    assert "kèm tên chị" in hoa.fills("proxy_message", person=person, message="Con muốn hỏi về căn cước")
    with world.look() as db:
        (alert,) = alerts.of_person(db, person)
        assert alert.note == "Chị Hoa ghi hộ: Con muốn hỏi về căn cước"
    assert "Con muốn hỏi" in hung.presses(f"do:alert_see:{alert.id}")


def test_whoever_has_a_phone_hears_that_somebody_wrote_for_them(world: World) -> None:
    nam, hoa = world.person_with_phone(), world.linked("Lê Thị Hoa", "family", pronoun="chi")
    person = person_of(world, nam)
    allowed(world, hoa, person, "write")
    hoa.fills("proxy_checkin", person=person, face="good", helps=[])
    assert "Chị Hoa vừa ghi hộ anh" in nam.sees


def test_a_new_guardian_needs_a_yes_of_their_own(world: World) -> None:
    hung, tu, hoa = world.officer(), world.guardian(), world.guardian("Phan Thị Hoa", "co")
    person = world.person(guardian=tu)
    tu.fills("write_for", person=person, said_yes_on=date(2026, 11, 22), how="met")
    assign(hung, person, hoa)
    for guardian in (tu, hoa):
        guardian.presses(f"go:proxy_checkin:person={person};face=good")
    with world.look() as db:
        assert assignments.guardian_of(db, person) == hoa.account_id
        assert checkins.latest(db, person) == []


def test_a_yes_of_a_day_to_come_is_asked_again(world: World) -> None:
    tu = world.guardian()
    person = world.person(guardian=tu)
    tu.presses(f"go:write_for:person={person};said_yes_on=2026-12-24")
    assert "chưa tới" in tu.sees or "hôm nào" in tu.sees
