"""Whoever writes from an account that has ended: one line, then silence; only danger is always answered."""

import pytest
from sqlalchemy import func, select

from rules.accounts import Status
from storage import accounts, alerts, chats, invites, newcomers
from storage.database import metadata
from storage.outbox import call_list
from tests.audited import looks_at
from tests.broken_chains import broken_chains
from tests.conftest import StandingClock
from tests.handlers.accounts.ending import account_of, closes, opens
from tests.person import World

# the message itself, that it came, and the dialogue's counter are noted of whoever writes
OF_EVERY_MESSAGE = {"inbox", "conversations", "chats", "audit", "audit_heads"}


def rows(world: World) -> dict[str, int]:
    with world.look() as db:
        return {
            name: int(db.execute(select(func.count()).select_from(table)).scalar_one())
            for name, table in metadata.tables.items()
        }


@pytest.mark.parametrize("status", ["closed", "moved"])
def test_one_line_and_then_silence_whatever_is_tried(world: World, status: Status) -> None:
    hung = world.officer()
    person = world.person()
    hung.presses(f"do:person_card:{person}")
    closes(world, hung, status=status)
    assert "khép lại" in hung.sees
    assert "Tài khoản này đã khép lại" in hung.says("menu")
    before = rows(world)
    for press in (f"do:person_card:{person}", "go:broadcast", "do:alerts", "go:invite", "do:device", "do:leave:yes"):
        assert hung.presses(press) == ""
    for words in ("/toanxa", "danh sach", "tim anh Nam", "1", "xin chào", "GAP CAN BO", "/start", "RIENG TU"):
        assert hung.says(words) == ""
    assert hung.sends("photo") == ""
    assert hung.starts() == ""
    changed = {name for name, count in rows(world).items() if count != before[name]}
    assert changed <= OF_EVERY_MESSAGE
    with world.look() as db:
        assert looks_at(db, person, db.now).get(hung.account_id, 0) <= 1


def test_the_line_names_nobody_and_tells_where_to_ask(world: World) -> None:
    tu = world.guardian()
    world.person("Trần Văn Nam", guardian=tu)
    closes(world, tu)
    line = tu.says("xin chào")
    assert "xã Kim Bảng" in line
    assert "Nam" not in line
    assert tu.reply.labels == []


def test_in_danger_they_get_the_numbers_and_those_on_duty_hear_of_it(world: World) -> None:
    hung, nam = world.officer(), world.person_with_phone()
    closes(world, nam)
    nam.says("xin chào")
    hung.listen()
    said = nam.says("cứu với nó cầm dao đâm em")
    assert "113" in said
    assert "Đồng Hành đang báo người trực" in said
    with world.look() as db:
        [alert] = alerts.open_of(db, world.deployment.unit)
        assert (alert.level, alert.raised_by) == ("urgent", nam.account_id)
    assert alert.code in hung.sees
    assert nam.says("có ai không") == ""


def test_stop_is_honoured_without_a_word(world: World) -> None:
    nam = world.person_with_phone()
    closes(world, nam)
    assert nam.says("NGUNG") == ""
    with world.look() as db:
        chat = chats.at(db, "web", nam.address)
        assert chat is not None
        assert chat.state == "stopped"
        assert call_list.open_of(db, world.deployment.unit) == []


def test_the_code_of_a_new_account_begins_anew_in_the_same_chat(world: World) -> None:
    nam = world.person_with_phone()
    closes(world, nam, status="moved")
    fresh = world.linked("Trần Văn Nam", "person", pronoun="anh")
    with world.store.transaction() as db:
        code = invites.create(db, fresh.account_id, None)
        expired = invites.create(db, nam.account_id, None)
    assert "Tài khoản này đã khép lại" in nam.says(expired)
    assert nam.says("7F3K-92QD") == ""
    nam.answers(nam.says(code))
    fresh.listen()
    fresh.chooses("Là tôi")
    with world.look() as db:
        chat = chats.at(db, "web", nam.address)
        assert chat is not None
        assert chat.account_id == fresh.account_id
    assert "Chào" in nam.says("menu") or nam.reply.labels


def test_wrong_codes_are_counted_as_of_any_stranger(world: World) -> None:
    nam = world.person_with_phone()
    closes(world, nam)
    fresh = world.linked("Trần Văn Nam", "person")
    with world.store.transaction() as db:
        code = invites.create(db, fresh.account_id, None)
    for number in range(6):
        nam.says(f"7F3K-92Q{number + 2}")
    assert nam.says(code) == ""
    assert account_of(world, nam).status == "closed"


def test_closed_again_is_said_again(world: World, clock: StandingClock) -> None:
    nam = world.person_with_phone()
    closes(world, nam)
    assert "khép lại" in nam.says("alo")
    clock.move(minutes=5)
    opens(world, nam)
    assert nam.says("menu") != ""
    clock.move(minutes=5)
    closes(world, nam)
    assert "khép lại" in nam.says("alo")
    assert nam.says("alo") == ""


def test_a_guardian_turned_partner_keeps_nothing_of_before(world: World) -> None:
    tu = world.guardian()
    person = world.person(guardian=tu)
    tu.presses("do:people")
    with world.store.transaction() as db:
        accounts.set_roles(db, tu.account_id, ("partner",), by=None)
    for press in ("do:people", f"go:visit_report:person={person}", "go:alarm"):
        assert "không thuộc việc của" in tu.presses(press)


def test_nobody_new_is_made_of_a_closed_account(world: World) -> None:
    hung, nam = world.officer(), world.person_with_phone()
    closes(world, nam)
    nam.says("NHO GIUP")
    nam.says("con tôi mới về")
    with world.look() as db:
        assert newcomers.waiting(db, world.deployment.unit) == []
    assert broken_chains(world.store) == []
    assert not any("N1" in heard.text for heard in hung.listen())
