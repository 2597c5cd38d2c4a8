"""An officer invites: a code for somebody on record or somebody new, shown once and good for one account."""

import re
from datetime import date

from storage import accounts, invites, persons, units
from storage.accounts import Account
from tests.other_unit import put_into
from tests.person import World

CODE = re.compile(r"\b[2-9][0-9A-Z]{3}-[0-9A-Z]{4}\b")


def invited(world: World, reply: str) -> Account:
    """The account whose open code stands in the reply."""
    found = CODE.search(reply)
    assert found, reply
    with world.look() as db:
        invite = invites.find(db, found[0])
        assert invite is not None
        assert invite.state == "open"
        account = accounts.get(db, invite.account_id)
        assert account is not None
        return account


def test_a_person_on_record_gets_an_account_with_the_code(world: World) -> None:
    hung, person = world.officer(), world.person("Trần Văn Nam", born=1990, phone="+84912345678")
    reply = hung.fills("invite", who="person", person=person)
    account = invited(world, reply)
    assert "sẽ hỏi thêm năm sinh" in reply
    assert (account.name, account.roles, account.born, account.phone) == (
        "Trần Văn Nam",
        ("person",),
        1990,
        "+84912345678",
    )
    with world.look() as db:
        known = persons.by_account(db, account.id)
        assert known is not None
        assert known.id == person


def test_the_same_person_invited_again_keeps_the_account_and_the_former_code_ends(world: World) -> None:
    hung, person = world.officer(), world.person()
    replies = [hung.fills("invite", who="person", person=person) for _ in range(2)]
    with world.look() as db:
        first, second = (invites.find(db, found[0]) for reply in replies if (found := CODE.search(reply)))
        assert first is not None
        assert second is not None
        assert first.account_id == second.account_id
        assert (first.state, second.state) == ("expired", "open")


def test_a_household_shares_a_phone(world: World) -> None:
    hung = world.officer()
    for name in ("Trần Văn Nam", "Trần Văn Bắc"):
        person = world.person(name, phone="+84912345678")
        assert invited(world, hung.fills("invite", who="person", person=person)).name == name


def test_a_new_guardian(world: World) -> None:
    hung = world.officer()
    hung.says("/invite")
    hung.answers(who="new", role="guardian", name="Nguyễn Thị  Sen", until="born")
    assert "bốn số" in hung.says("sáu lăm")
    assert "bốn số" in hung.says("2025")
    account = invited(world, hung.answers(born=1965, phone="0912 345 678"))
    assert (account.name, account.roles, account.unit) == ("Nguyễn Thị Sen", ("guardian",), world.deployment.unit)


def test_a_new_person_gets_a_record_with_a_first_visit(world: World) -> None:
    hung = world.officer()
    hung.fills(
        "invite",
        who="new",
        role="person",
        name="Lê Thị Hạnh",
        hamlet="xóm 3",
        case_type="amnesty",
        until="came_home_on",
    )
    assert "chưa tới" in hung.says("30/11")
    account = invited(world, hung.answers(came_home_on="20/11"))
    with world.look() as db:
        person = persons.by_account(db, account.id)
        assert person is not None
        assert (person.name, person.hamlet, person.case_type) == ("Lê Thị Hạnh", "xóm 3", "amnesty")
        assert person.next_visit_on == date(2026, 11, 30)


def test_a_new_officer_belongs_to_an_agency(world: World) -> None:
    with world.store.transaction() as db:
        border = units.add_organisation(db, unit=world.deployment.unit, kind="border", name="Đồn Biên phòng Ngọc Hải")
    hung, lan = world.officer(), world.officer("Phạm Thị Lan")
    hung.fills("invite", who="new", role="officer", agency=border)
    lan.says("đồng ý D1")
    hung.listen()
    assert invited(world, hung.says("lấy mã D1")).organisation_id == border


def test_a_number_that_somebody_has_is_refused_kindly(world: World) -> None:
    hung = world.officer()
    world.guardian(phone="+84912345678")
    hung.fills("invite", who="new", role="guardian", phone="0912345678", until="review")
    assert "người khác dùng" in hung.chooses("Gửi đi")
    hung.says("bo qua")
    assert invited(world, hung.chooses("Gửi đi")).phone is None


def test_a_colleague_of_another_commune_is_not_to_be_had(world: World) -> None:
    hung, far = world.officer(), world.guardian("Vũ Văn Xa", "bac")
    with world.store.transaction() as db:
        put_into(db, far.account_id, "17792")
    hung.presses(f"go:invite:who=guardian;account={far.account_id}")
    assert not any("Xa" in label for label in hung.last.labels)
    with world.look() as db:
        assert invites.withdraw(db, far.account_id) == 0


def test_somebody_else_cannot_invite(world: World) -> None:
    assert "không thuộc việc của" in world.guardian().presses("go:invite:who=new")
