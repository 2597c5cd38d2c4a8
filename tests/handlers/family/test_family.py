"""Somebody lets a relative help: they choose what is seen, change it and end it; the relative sees nothing else."""

import re
from datetime import date

from storage import accounts, assignments, audit, family, needs, persons
from tests.handlers.family.relatives import allowed, helper_of, person_of
from tests.person import Talker, World


def invites(nam: Talker, *items: str) -> str:
    return nam.fills("family_invite", name="Lê Thị Hoa", relation="partner", items=list(items))


def test_a_code_is_shown_once_and_the_relative_sees_only_what_was_ticked(world: World) -> None:
    tu, nam = world.guardian(), world.person_with_phone(next_visit_on=date(2026, 12, 1))
    person = person_of(world, nam)
    with world.store.transaction() as db:
        assignments.assign(db, person, tu.account_id, None)
        needs.open_need(db, person, "job")
    said = invites(nam, "visits")
    assert re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}", said)
    hoa = world.linked("Phan Thị Sáu", "family", pronoun="chi")
    allowed(world, hoa, person, "visits")
    seen = hoa.presses("do:family_see")
    assert "Người đang giúp: bác Tư" in seen
    assert "trước thứ Ba 1/12" in seen
    assert "Đang cần" not in seen


def test_the_relative_cannot_open_the_record_nor_anything_of_an_officer(world: World) -> None:
    nam = world.person_with_phone()
    person, hoa = person_of(world, nam), world.linked("Lê Thị Hoa", "family")
    allowed(world, hoa, person, "visits", "needs", "mood")
    for press in (f"do:person_card:{person}", f"do:hand_over:{person}", f"go:visit_report:person={person}"):
        assert "Văn Nam" not in hoa.presses(press)
    assert "Người nhà tôi giúp" in hoa.says("menu") or "Người nhà tôi giúp" in hoa.last


def test_what_is_unticked_is_seen_no_more_and_both_know(world: World) -> None:
    nam = world.person_with_phone()
    person, hoa = person_of(world, nam), world.linked("Lê Thị Hoa", "family", pronoun="chi")
    with world.store.transaction() as db:
        needs.open_need(db, person, "job")
    allowed(world, hoa, person, "needs")
    assert "Đang cần: Tìm việc làm" in hoa.presses("do:family_see")
    nam.says("người nhà của tôi")
    nam.fills("family_change", helper=helper_of(world, person).id, items=["mood"])
    assert "vừa đổi phần" in hoa.sees
    assert "Đang cần" not in hoa.presses("do:family_see")


def test_the_person_ends_it_at_any_moment(world: World) -> None:
    nam = world.person_with_phone()
    person, hoa = person_of(world, nam), world.linked("Lê Thị Hoa", "family")
    allowed(world, hoa, person, "visits", "write")
    nam.presses("do:my_family")
    nam.chooses("Thôi nhờ")
    assert "không nhờ" in hoa.sees
    assert "chưa có ai nhờ" in hoa.presses("do:family_see")
    assert "chưa có ai nhờ" in hoa.presses(f"go:proxy_checkin:person={person}")


def test_the_relative_ends_it_too_and_the_person_hears(world: World) -> None:
    nam = world.person_with_phone()
    person, hoa = person_of(world, nam), world.linked("Lê Thị Hoa", "family", pronoun="chi")
    allowed(world, hoa, person, "visits")
    hoa.presses("do:family_see")
    hoa.chooses("Thôi giúp")
    assert "không giúp anh ở đây nữa" in nam.sees


def test_somebody_elses_relative_cannot_be_ended(world: World) -> None:
    nam, other = world.person_with_phone(), world.person_with_phone("Vi Văn Thương")
    person, hoa = person_of(world, nam), world.linked("Lê Thị Hoa", "family")
    helper = allowed(world, hoa, person, "visits")
    assert "đã kết thúc" in other.presses(f"do:family_end:{helper}")
    assert helper_of(world, person).id == helper


def test_two_relatives_are_enough(world: World) -> None:
    nam = world.person_with_phone()
    person = person_of(world, nam)
    for name in ("Lê Thị Hoa", "Lê Văn Ba"):
        allowed(world, world.linked(name, "family"), person, "visits")
    nam.fills("family_invite", until="review", name="Lê Văn Tám", items=["visits"])
    assert "Đã có 2 người nhà" in nam.presses("family_invite:*:!send")


def test_a_code_that_was_lost_is_made_anew_until_the_relative_is_in(world: World) -> None:
    nam = world.person_with_phone()
    first = re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}", invites(nam, "visits"))
    nam.presses("do:my_family")
    second = re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}", nam.chooses("Mã mới cho"))
    assert first
    assert second
    assert first[0] != second[0]


def test_what_is_kept_about_me_names_who_helps(world: World) -> None:
    nam = world.person_with_phone()
    allowed(world, world.linked("Lê Thị Hoa", "family", pronoun="chi"), person_of(world, nam), "visits")
    assert "chị Hoa" in nam.presses("do:me")


def test_an_officer_notes_the_yes_of_somebody_without_a_phone(world: World) -> None:
    hung, person = world.officer(), world.person()
    said = hung.fills(
        "family_for",
        person=person,
        name="Trần Thị Mơ",
        relation="parent",
        items=["needs", "write"],
        said_yes_on=date(2026, 11, 22),
        how="met",
    )
    assert "Mã của Trần Thị Mơ" in said
    helper = helper_of(world, person)
    assert (helper.items, helper.how, helper.said_yes_on) == (("needs", "write"), "met", date(2026, 11, 22))
    with world.look() as db:
        account = accounts.get(db, helper.account_id)
        assert account
        assert account.roles == ("family",)


def test_all_ends_with_the_management_and_with_the_relatives_account(world: World) -> None:
    hung, admin = world.officer(), world.linked("Trần Thị Bình", "admin")
    nam, other = world.person_with_phone(), world.person("Vi Văn Thương")
    hoa, own = world.linked("Lê Thị Hoa", "family", pronoun="chi"), person_of(world, nam)
    for person in (own, other):
        allowed(world, hoa, person, "visits")
    hung.fills("end_management", person=other, reason="cleared")
    with world.look() as db:
        assert [helper.person_id for helper in family.of_account(db, hoa.account_id)] == [own]
    admin.fills("account_close", account=hoa.account_id, how="closed", why="đổi máy")
    assert "không giúp anh ở đây nữa" in nam.sees


def test_each_look_is_in_the_audit_without_a_word_of_it(world: World) -> None:
    nam = world.person_with_phone()
    person, hoa = person_of(world, nam), world.linked("Lê Thị Hoa", "family")
    allowed(world, hoa, person, "visits")
    hoa.presses("do:family_see")
    with world.look() as db:
        rows = db.execute(audit.audit.select().where(audit.audit.c.actor == hoa.account_id)).all()
        record = persons.get(db, person)
        assert record
    looked = [row for row in rows if row.action == "person.looked"]
    assert [(row.subject, row.detail) for row in looked] == [(person, "family")]
