"""«Rời Đồng Hành», played: what goes and what stays is said first, and nothing happens before the second yes."""

from storage import accounts, checkins, consents, intakes, persons, relays, visits
from tests.person import Talker, World


def record_of(world: World, nam: Talker) -> persons.Person:
    with world.look() as db:
        person = persons.by_account(db, nam.account_id)
        assert person is not None
        return person


def with_a_past(world: World, **more: str) -> Talker:
    guardian = world.guardian()
    nam = world.person_with_phone(guardian=guardian, **more)
    person = record_of(world, nam)
    guardian.reports(person.id)
    with world.store.transaction() as db:
        intakes.add(db, person, {"lodging": "own"}, by=nam.account_id)
        checkins.add(db, person_id=person.id, period="2026-10", answers={})
        relays.ask(db, unit=person.unit, person_account=nam.account_id, text="em hỏi chút ạ")
    return nam


def leaves(nam: Talker) -> str:
    nam.says("rời đi")
    nam.chooses("Tôi muốn rời")
    return nam.chooses("Rời hẳn")


def test_it_is_said_first_what_goes_and_what_duty_keeps(world: World) -> None:
    said = with_a_past(world).says("rời đi")
    assert "Xóa ngay: hoàn cảnh" in said
    assert "5 năm sau khi hết quản lý" in said


def test_nothing_happens_before_the_second_yes(world: World) -> None:
    nam = with_a_past(world)
    nam.says("rời đi")
    assert "nghĩ kỹ chưa" in nam.chooses("Tôi muốn rời")
    nam.chooses("Ở lại")
    person = record_of(world, nam)
    with world.look() as db:
        assert intakes.latest(db, person.id) is not None
        account = accounts.get(db, nam.account_id)
        assert account is not None
        assert account.status == "active"


def test_what_was_kept_to_help_goes_and_what_duty_wants_stays(world: World) -> None:
    nam, officer = with_a_past(world), world.officer()
    person = record_of(world, nam)
    leaves(nam)
    assert "đã rời Đồng Hành như anh muốn" in "\n".join(heard.text for heard in nam.heard)
    assert "anh Nam" in officer.sees
    with world.look() as db:
        assert intakes.latest(db, person.id) is None
        assert checkins.latest(db, person.id) == []
        assert relays.thread(db, nam.account_id) == []
        assert not any(consents.current(db, nam.account_id).values())
        assert len(visits.latest(db, person.id)) == 1
        account = accounts.get(db, nam.account_id)
        assert account is not None
        assert account.status == "closed"


def test_monthly_reports_that_are_a_duty_stay(world: World) -> None:
    nam = with_a_past(world, case_type="suspended")
    assert "báo cáo hằng tháng phải giữ" in nam.says("rời đi")
    leaves(nam)
    person = record_of(world, nam)
    with world.look() as db:
        assert len(checkins.latest(db, person.id)) == 1


def test_an_old_last_button_does_nothing_on_another_day(world: World) -> None:
    nam = with_a_past(world)
    assert "muốn rời Đồng Hành thì" in nam.presses("do:leave_service:yes.2026-11-20")


def test_a_guardian_leaves_and_their_people_are_to_be_given_anew(world: World) -> None:
    officer, guardian = world.officer(), world.guardian()
    world.person(guardian=guardian)
    assert "giao cho người khác" in guardian.says("rời đi")
    leaves(guardian)
    assert "bác Tư" in officer.sees


def test_an_officers_account_is_the_admins_to_close(world: World) -> None:
    assert "nhờ quản trị" in world.officer().says("rời đi")
