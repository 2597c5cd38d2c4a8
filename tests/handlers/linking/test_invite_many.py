"""«Mời nhiều người»: who is not in yet, sheets with codes, one invited again, a code taken back."""

import re
import shutil
import subprocess
from datetime import UTC, datetime
from typing import get_args

import pytest

from handlers.documents import invitations as layout
from handlers.documents.invitations import Layout
from handlers.linking import invitees, sheets
from handlers.linking.invitation_sheets import DOCUMENTS
from handlers.understand.lock_screen import unsafe_words
from rules import links
from storage import accounts, attachments, invites
from tests.handlers.linking.test_link import linked_account
from tests.other_unit import put_into
from tests.person import Talker, World

AT = datetime(2026, 11, 23, 7, 30, tzinfo=UTC)
CODE = re.compile(r"\b[2-9][0-9A-Z]{3}-[0-9A-Z]{4}\b")


@pytest.fixture
def hung(world: World) -> Talker:
    return world.officer(phone="+84912345678")


def made(world: World, hung: Talker, kind: str = "do:invite_sheet:hamlet") -> str:
    """The PDF that was asked for is made; all that it says, as one text."""
    hung.presses(kind)
    with world.look() as db:
        [asked] = attachments.to_make(db, 9)
        attachments.refused(db, asked.id, "test")
        document = next(each for each in DOCUMENTS if each.id == asked.ref)
        writing = document.prepare(db, world.deployment, asked)
        assert writing is not None
        content = writing()
    assert content.startswith(b"%PDF-")
    return text_of(content)


def text_of(pdf: bytes) -> str:
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext reads what the PDF says")
    return subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()


def state_of(world: World, code: str) -> str:
    with world.look() as db:
        invite = invites.find(db, code)
        return invite.state if invite else ""


def test_who_is_not_in_yet_is_counted_and_listed_with_their_code(world: World, hung: Talker) -> None:
    world.person("Trần Văn Nam", guardian=world.guardian())
    world.person("Trần Văn Bắc", hamlet="xóm 2")
    assert "2 người chưa vào" in hung.says("mời nhiều người")
    assert "Đã vào: 1" in hung.sees
    listed = hung.chooses("Ai chưa vào")
    assert "Trần Văn Nam · xóm 6 · chưa mời" in listed
    hung.chooses("Trần Văn Nam")
    given = hung.chooses("Mời lại")
    assert CODE.search(given)
    assert "mã còn đến" in hung.chooses("Ai chưa vào")


def test_the_sheet_is_asked_for_from_the_menu_and_says_that_old_codes_end(world: World, hung: Talker) -> None:
    world.person()
    assert "mã cũ" in hung.says("mời nhiều người")
    assert "mã cũ hết dùng được" in hung.chooses("Giấy mời theo xóm")
    with world.look() as db:
        [asked] = attachments.to_make(db, 9)
        assert (asked.ref, asked.account_id, asked.person_id) == ("invitations_hamlet", hung.account_id, None)


def test_a_sheet_has_name_code_what_it_is_and_whom_to_call(world: World, hung: Talker) -> None:
    world.person("Trần Văn Nam", guardian=world.guardian())
    said = " ".join(made(world, hung).split())
    assert "Trần Văn Nam" in said
    assert "xóm 6" in said
    assert "Lê Văn Hùng" in said
    assert "0912" in said
    assert "tùy anh/chị" in said
    found = CODE.search(said)
    assert found
    assert state_of(world, found[0]) == "open"


def test_by_guardian_each_sheet_names_who_hands_it_out(world: World, hung: Talker) -> None:
    world.person("Trần Văn Nam", guardian=world.guardian("Nguyễn Văn Tư"))
    assert "Nguyễn Văn Tư" in made(world, hung, "do:invite_sheet:guardian")


def test_a_sheet_made_again_ends_the_codes_of_the_one_before(world: World, hung: Talker) -> None:
    world.person()
    first, second = (CODE.search(made(world, hung)) for _ in range(2))
    assert first
    assert second
    assert (state_of(world, first[0]), state_of(world, second[0])) == ("expired", "open")


def test_somebody_linked_by_their_sheet_gets_no_other_and_the_code_is_used(world: World, hung: Talker) -> None:
    world.person("Trần Văn Nam", born=1990)
    world.person("Trần Văn Bắc", hamlet="xóm 2")
    found = {}
    said = made(world, hung)
    for code in CODE.findall(said):
        with world.look() as db:
            invite = invites.find(db, code)
            account = accounts.get(db, invite.account_id) if invite else None
            found[account.name if account else ""] = code
    phone = world.stranger()
    phone.says(found["Trần Văn Nam"])
    phone.answers(born=1990)
    assert linked_account(world, phone)
    assert state_of(world, found["Trần Văn Nam"]) == "used"
    again = made(world, hung)
    assert "Trần Văn Nam" not in again
    assert "Trần Văn Bắc" in again


@pytest.mark.parametrize("role", ["person", "guardian", "partner"])
@pytest.mark.parametrize("kind", get_args(Layout))
def test_nothing_on_a_sheet_may_not_stand_on_a_lock_screen(world: World, kind: str, role: str) -> None:
    with world.look() as db:
        world_unit = world.deployment.unit
        if role == "person":
            invitees_before = len(invitees.of_unit(db, world_unit))
            assert invitees_before == 0
        else:
            accounts.add(db, unit=world_unit, name="Bùi Minh Phát", roles=(role,))
    if role == "person":
        world.person()
    with world.look() as db:
        made_now = sheets.make(db, world.deployment, world.deployment.unit, "hamlet", inviter=None)
        for language in ("vi", "en"):
            words = sheets.words(world.deployment)
            words.language = language
            facts = layout.words_of(made_now, kind, words)  # type: ignore[arg-type]
            texts = [str(facts[name]) for name in ("service", "title")]
            texts += [str(value) for one in facts["each"] for value in one.values()]  # type: ignore[attr-defined]
            assert len(texts) > 2
            assert {word for text in texts for word in unsafe_words(text, len(text))} == set()


@pytest.mark.parametrize("kind", get_args(Layout))
def test_ten_are_on_two_pages_of_cards_ten_letters_and_every_message_has_its_code(world: World, kind: str) -> None:
    for number in range(10):
        world.person(f"Trần Văn Số {number}", hamlet=f"xóm {number % 3}")
    with world.look() as db:
        made_now = sheets.make(db, world.deployment, world.deployment.unit, "hamlet", inviter=None)
    content = layout.render(made_now, kind, sheets.words(world.deployment), AT)  # type: ignore[arg-type]
    said = text_of(content)
    assert set(CODE.findall(said)) == {each.code for each in made_now.each}
    pages = said.count("\f")
    assert pages == {"cards": 2, "letters": 10, "texts": pages}[kind]
    assert [each.group for each in made_now.each] == sorted(each.group for each in made_now.each)


def test_a_square_opens_telegram_and_another_zalo(world: World) -> None:
    world.person()
    world.deployment.addresses.update(telegram="donghanh_bot", zalo_bot="https://zalo.me/123")
    with world.look() as db:
        made_now = sheets.make(db, world.deployment, world.deployment.unit, "hamlet", inviter=None)
    [one] = made_now.each
    assert [channel for channel, _ in layout.ways_of(one.links)] == ["zalo_bot", "telegram"]
    facts = layout.words_of(made_now, "cards", sheets.words(world.deployment))
    assert f"https://t.me/donghanh_bot?start={one.code}" in facts["qr"]  # type: ignore[operator]


def test_a_code_taken_back_opens_nothing(world: World, hung: Talker) -> None:
    person = world.person()
    given = hung.presses(f"do:invite_again:p{person}")
    code = CODE.search(given)
    assert code
    hung.presses(f"do:invite_one:p{person}")
    assert "Đã thu hồi" in hung.chooses("Thu hồi mã")
    assert state_of(world, code[0]) == "expired"
    assert "hết hạn" in world.stranger().says(code[0])


def test_officers_get_no_sheet_and_nobody_else_may_make_one(world: World, hung: Talker) -> None:
    world.officer("Phạm Thị Lan")
    person = world.person()
    with world.look() as db:
        assert [each.ref for each in invitees.of_unit(db, world.deployment.unit)] == [f"p{person}"]
    for press in (
        "do:invite_many",
        "do:invite_sheet:hamlet",
        f"do:invite_again:p{person}",
        f"do:invite_revoke:p{person}",
    ):
        assert "không thuộc việc của" in world.guardian(f"Vũ Văn {press[-3:]}").presses(press)
    assert hung.account_id


def test_nobody_of_another_commune_is_invited_or_revoked(world: World, hung: Talker) -> None:
    far = world.guardian("Vũ Văn Xa", "bac")
    with world.store.transaction() as db:
        put_into(db, far.account_id, "17792")
        code = invites.create(db, far.account_id, None)
    assert "Xa" not in hung.says("mời nhiều người")
    hung.presses(f"do:invite_revoke:a{far.account_id}")
    hung.presses(f"do:invite_again:a{far.account_id}")
    assert state_of(world, code) == "open"


def test_an_officer_who_left_meanwhile_gets_no_sheet_and_no_code_is_made(world: World, hung: Talker) -> None:
    world.person()
    hung.presses("do:invite_sheet:hamlet")
    with world.look() as db:
        accounts.set_status(db, hung.account_id, "closed", by=None)
        [asked] = attachments.to_make(db, 9)
        document = next(each for each in DOCUMENTS if each.id == asked.ref)
        assert document.prepare(db, world.deployment, asked) is None
        assert invites.open_until(db, world.deployment.unit) == {}


def test_codes_of_a_sheet_live_a_week(world: World) -> None:
    world.person()
    with world.look() as db:
        made_now = sheets.make(db, world.deployment, world.deployment.unit, "hamlet", inviter=None)
        [until] = invites.open_until(db, world.deployment.unit).values()
        assert until == db.now + links.LIFE
        assert made_now.until == until.date()
