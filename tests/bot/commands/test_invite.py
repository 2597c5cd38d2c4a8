"""Invitations from the command line: for who is there, for somebody new, and how each channel is reached."""

import asyncio
import re

import pytest

from handlers.understand.phones import read_phone
from storage import accounts, invites, persons, units
from storage.accounts import Account
from storage.database import Db
from tests.bot.channels.telegram.fake import TOKEN, FakeTelegram
from tests.bot.commands.console import Console

pytestmark = pytest.mark.wall_clock
PHONE = "0912345678"
UNIT = "17791"


def code_in(said: str) -> str:
    found = re.search(r"^code: (\w{4}-\w{4}) ", said, re.MULTILINE)
    assert found, said
    return found[1]


def account_of(db: Db, phone: str = PHONE) -> Account:
    found = accounts.by_phone(db, read_phone(phone) or "")
    assert found is not None
    return found


def test_a_new_guardian_gets_an_account_and_a_code(console_on_each: Console) -> None:
    console = console_on_each
    said = console.works("invite", "--phone", PHONE, "--name", "Nguyễn  Văn A", "--role", "guardian", "--born", "1965")
    with console.look() as db:
        account = account_of(db)
        invite = invites.find(db, code_in(said))
        assert (account.name, account.roles, account.born, account.unit) == ("Nguyễn Văn A", ("guardian",), 1965, UNIT)
        assert invite is not None
        assert (invite.account_id, invite.state) == (account.id, "open")
        known = units.get(db, UNIT)
        assert known is not None
        assert known.name == "Kim Bảng"


def test_who_is_there_gets_another_code_and_no_second_account(console: Console) -> None:
    first = code_in(console.works("invite", "--phone", PHONE, "--name", "Nguyễn Văn A", "--role", "guardian"))
    second = code_in(console.works("invite", "--phone", "+84 912 345 678"))
    assert first != second
    with console.look() as db:
        assert len(accounts.of_unit(db, UNIT)) == 1


def test_an_officer_is_on_duty_and_speaks_for_an_agency(console: Console) -> None:
    more = ("--organisation", "Công an xã Kim Bảng", "--role", "officer", "--role", "admin")
    console.works("invite", "--phone", PHONE, "--name", "Lê Văn Hùng", *more)
    console.works("invite", "--phone", "0912345679", "--name", "Trần Thị Hạnh", *more)
    with console.look() as db:
        hung, hanh = account_of(db), account_of(db, "0912345679")
        agencies = units.organisations_of(db, UNIT)
    assert hung.on_duty
    assert hung.roles == ("officer", "admin")
    assert [(one.id, one.kind) for one in agencies] == [(hung.organisation_id, "police")]
    assert hanh.organisation_id == hung.organisation_id


def test_a_partner_always_has_an_organisation(console: Console) -> None:
    console.works("invite", "--phone", PHONE, "--name", "Bùi Minh Phát", "--role", "partner")
    with console.look() as db:
        organisation = units.organisation(db, account_of(db).organisation_id or 0)
    assert organisation is not None
    assert (organisation.name, organisation.kind) == ("Bùi Minh Phát", "enterprise")


def test_a_person_gets_a_record_as_well(console: Console) -> None:
    where = ("--hamlet", "xóm 6", "--came-home", "05/10/2025", "--case-type", "amnesty", "--pronoun", "anh")
    console.works("invite", "--phone", PHONE, "--name", "Đặng Văn Nam", "--role", "person", "--born", "1991", *where)
    with console.look() as db:
        person = persons.by_account(db, account_of(db).id)
        assert person is not None
        assert (person.name, person.hamlet, person.case_type) == ("Đặng Văn Nam", "xóm 6", "amnesty")
        assert str(person.came_home_on) == "2025-10-05"
        assert person.next_visit_on is not None
        assert person.next_visit_on > db.today


def test_a_person_on_record_is_not_recorded_twice(console: Console) -> None:
    with console.look() as db:
        known = {"unit": UNIT, "hamlet": "xóm 2", "case_type": "finished", "came_home_on": db.today}
        nam = persons.add(db, name="Đặng Văn Nam", phone="+84912345678", **known)  # type: ignore[arg-type]
        persons.add(db, name="Đặng Văn Bình", phone="+84912345678", **known)  # type: ignore[arg-type]
    console.works("invite", "--phone", PHONE, "--name", "Đặng Văn Nam", "--role", "person")
    with console.look() as db:
        assert len(persons.of_unit(db, UNIT)) == 2
        person = persons.get(db, nam)
        assert person is not None
        assert person.account_id == account_of(db).id


@pytest.mark.parametrize(
    ("more", "about"),
    [
        (("--phone", "12"), "--phone"),
        (("--phone", PHONE), "--name"),
        (("--phone", PHONE, "--name", "A B"), "--name"),
        (("--phone", PHONE, "--name", "A B", "--role", "king"), "--role"),
        (("--phone", PHONE, "--name", "A B", "--role", "person", "--case-type", "none"), "--case-type"),
        (("--phone", PHONE, "--name", "A B", "--role", "person", "--came-home", "31/31/2025"), "--came-home"),
        (("--phone", PHONE, "--name", "A B", "--role", "person", "--came-home", "01/01/2999"), "--came-home"),
        (("--phone", PHONE, "--name", "A B", "--role", "partner", "--kind", "circus"), "--kind"),
        (("--phone", PHONE, "--name", "A B", "--role", "guardian", "--pronoun", "sir"), "--pronoun"),
    ],
)
def test_what_is_wrong_is_said_and_nobody_is_made(console: Console, more: tuple[str, ...], about: str) -> None:
    assert about in console.fails("invite", *more)
    with console.look() as db:
        assert accounts.of_unit(db, UNIT) == []


def test_the_code_stands_after_the_hash_of_our_own_page(console: Console) -> None:
    made = ("invite", "--phone", PHONE, "--name", "Nguyễn Văn A", "--role", "guardian")
    said = console.works(*made, public_url="https://donghanh.example/")
    assert f"web: https://donghanh.example/chat#{code_in(said)}" in said
    assert "▀" in said or "█" in said, "a QR"
    assert "telegram" not in said


async def test_the_link_to_the_bot_has_its_name_asked_from_telegram(console: Console, telegram: FakeTelegram) -> None:
    on = {"telegram_token": TOKEN, "telegram_api": telegram.url}
    made = ("invite", "--phone", PHONE, "--name", "Nguyễn Văn A", "--role", "guardian")
    said = await asyncio.to_thread(lambda: console.works(*made, **on))
    assert f"telegram: https://t.me/donghanh_test_bot?start={code_in(said)}" in said


async def test_while_telegram_is_away_there_is_a_code_and_no_link(console: Console, telegram: FakeTelegram) -> None:
    telegram.fails("getMe", status=500, times=5)
    made = ("invite", "--phone", PHONE, "--name", "Nguyễn Văn A", "--role", "guardian")
    on = {"telegram_token": TOKEN, "telegram_api": telegram.url}
    said = await asyncio.to_thread(lambda: console.works(*made, **on))
    assert code_in(said)
    assert "t.me" not in said
