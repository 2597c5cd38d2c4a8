"""Invitations for a whole commune from the command line: paper, words to copy, who is in, a code ended."""

import re
import stat
from pathlib import Path

import pytest

from storage import accounts, chats, invites, persons
from tests.bot.commands.console import Console

pytestmark = pytest.mark.wall_clock
UNIT = "17791"
CODE = re.compile(r"\b[2-9][0-9A-Z]{3}-[0-9A-Z]{4}\b")


@pytest.fixture
def commune(console: Console) -> Console:
    """Two in care, one of whom has linked, and a guardian."""
    console.works("invite", "--phone", "0912345671", "--name", "Nguyễn Văn Tư", "--role", "guardian")
    with console.look() as db:
        more = {"unit": UNIT, "hamlet": "xóm 6", "case_type": "finished", "came_home_on": db.today}
        persons.add(db, name="Trần Văn Nam", phone="+84912345672", **more)  # type: ignore[arg-type]
        here = persons.add(db, name="Trần Văn Bắc", **more)  # type: ignore[arg-type]
        account = accounts.add(db, unit=UNIT, name="Trần Văn Bắc", roles=("person",))
        persons.change(db, here, account_id=account)
        chats.link(db, chats.add(db, "web", "phone").id, account)
    return console


def test_all_who_have_not_linked_get_paper_and_words_to_copy(commune: Console, tmp_path: Path) -> None:
    pdf, texts = tmp_path / "giay-moi.pdf", tmp_path / "loi-moi.txt"
    said = commune.works("invite", "--all", "--pdf", str(pdf), "--texts", str(texts), "--call", "chị Lan, 0987 654 321")
    assert "2 invitations" in said
    assert "Earlier codes of these people have ended" in said
    assert pdf.read_bytes().startswith(b"%PDF-")
    assert [stat.S_IMODE(file.stat().st_mode) for file in (pdf, texts)] == [0o600, 0o600]
    words = texts.read_text(encoding="utf-8")
    assert "Trần Văn Nam" in words
    assert "Nguyễn Văn Tư" in words
    assert "Bắc" not in words
    assert words.count("chị Lan, 0987 654 321") == 2
    with commune.look() as db:
        found = [invites.find(db, code) for code in CODE.findall(words)]
        assert [invite.state for invite in found if invite] == ["open", "open"]
    assert CODE.search(said) is None


def test_who_has_linked_and_who_has_not_is_listed(commune: Console, tmp_path: Path) -> None:
    assert "Trần Văn Nam (person), xóm 6: no code" in commune.works("invite", "--list")
    commune.works("invite", "--all", "--pdf", str(tmp_path / "a.pdf"), "--letters")
    said = commune.works("invite", "--list", "--by", "guardian")
    assert "Trần Văn Bắc (person), Chưa có người giúp đỡ: linked" in said
    assert "Nguyễn Văn Tư (guardian), Nguyễn Văn Tư: code good until" in said
    assert "1 of 3 have linked" in said


def test_a_code_on_paper_is_ended_by_itself_by_phone_or_with_all_others(commune: Console, tmp_path: Path) -> None:
    texts = tmp_path / "a.txt"
    commune.works("invite", "--all", "--texts", str(texts))
    first, _second = CODE.findall(texts.read_text(encoding="utf-8"))
    assert "1 codes ended" in commune.works("invite", "--revoke", first)
    assert "1 codes ended" in commune.works("invite", "--revoke", "all")
    assert "code good" not in commune.works("invite", "--list")
    commune.works("invite", "--phone", "0912345671")
    assert "1 codes ended" in commune.works("invite", "--revoke", "0912345671")


@pytest.mark.parametrize(
    ("more", "about"),
    [
        (("--all",), "--pdf"),
        (("--all", "--pdf", "there.pdf"), "is there already"),
        (("--all", "--pdf", "nowhere/a.pdf"), "no folder"),
        (("--list", "--by", "age"), "--by"),
        (("--revoke", "0912999999"), "no account"),
        ((), "--phone"),
    ],
)
def test_what_is_wrong_is_said_and_no_code_is_made_or_ended(
    commune: Console, tmp_path: Path, more: tuple[str, ...], about: str
) -> None:
    (tmp_path / "there.pdf").touch()
    given = tuple(str(tmp_path / word) if word.endswith(".pdf") else word for word in more)
    with commune.look() as db:
        before = invites.open_until(db, UNIT)
    assert about in commune.fails("invite", *given)
    with commune.look() as db:
        assert invites.open_until(db, UNIT) == before


def test_where_everybody_has_linked_nothing_is_left_behind(console: Console, tmp_path: Path) -> None:
    pdf = tmp_path / "giay-moi.pdf"
    console.works("migrate")
    assert "nobody to invite" in console.fails("invite", "--all", "--pdf", str(pdf))
    assert not pdf.exists()


def test_a_running_service_can_write_while_the_paper_is_set(
    commune: Console, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = []

    def setting(*_facts: object) -> bytes:
        with commune.look() as db:
            written.append(accounts.add(db, unit=UNIT, name="Vũ Văn Ba", roles=("guardian",)))
        return b"%PDF-"

    monkeypatch.setattr("bot.commands.invite_many.render", setting)
    commune.works("invite", "--all", "--pdf", str(tmp_path / "a.pdf"))
    assert written
