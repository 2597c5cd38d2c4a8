"""A form of the office is asked for in a turn, and made for whoever may have it: as Word to sign, as PDF to read."""

from collections.abc import Mapping
from dataclasses import replace
from io import BytesIO

import pytest
from docx import Document as read_word

from handlers.documents.word import Facts
from handlers.kit.viewer import Viewer
from handlers.matters import REGISTRY
from handlers.people.office_document import OfficeDocument
from storage import accounts, attachments, document_templates
from storage.attachments import Attachment
from storage.persons import Person
from tests.handlers.documents.test_word import template
from tests.person import Talker, World


def gather(_viewer: Viewer, person: Person | None, argument: str) -> Facts | None:
    return {"viec": argument} if person and argument != "nothing" else None


REMINDER = OfficeDocument("reminder_letter", gather)


@pytest.fixture(autouse=True)
def reminder(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    for document in REMINDER.documents:
        monkeypatch.setitem(world.deployment.registry.documents, document.id, document)


def asked_for(world: World) -> list[Attachment]:
    with world.look() as db:
        return attachments.to_make(db, 9)


def made(world: World, asked: Attachment) -> bytes | None:
    document = world.deployment.registry.documents[asked.document]
    with world.store.transaction() as db:
        writing = document.prepare(db, world.deployment, asked)
    return writing() if writing else None


def words(content: bytes | None) -> str:
    assert content is not None
    return "\n".join(paragraph.text for paragraph in read_word(BytesIO(content)).paragraphs)


def asks(world: World, talker: Talker, person: int, argument: str = "Nộp báo cáo") -> str:
    return talker.presses(f"do:office_document:reminder_letter.{person}.{argument}")


def test_both_files_are_made_with_who_it_is_about(world: World) -> None:
    hung, nam = world.officer(), world.person(born=1990)
    assert "Giấy nhắc việc" in asks(world, hung, nam)
    word_file, pdf = asked_for(world)
    said = words(made(world, word_file))
    for known in ("Trần Văn Nam", "1990", "xóm 6", "Nộp báo cáo", "Lê Văn Hùng"):
        assert known in said
    assert (made(world, pdf) or b"").startswith(b"%PDF")


def test_the_template_of_the_office_is_used_instead_of_ours(world: World) -> None:
    hung, nam = world.officer(), world.person()
    with world.store.transaction() as db:
        own = document_templates.add(
            db, unit=world.deployment.unit, form="reminder_letter", content=template("Kính gửi {{ ho_ten }}"), by=None
        )
    asks(world, hung, nam)
    assert "Kính gửi" not in words(made(world, asked_for(world)[0]))
    with world.store.transaction() as db:
        document_templates.use(db, own, None)
    assert words(made(world, asked_for(world)[0])) == "Kính gửi Trần Văn Nam"
    with world.store.transaction() as db:
        assert document_templates.use_ours(db, world.deployment.unit, "reminder_letter", None)
        assert not document_templates.use_ours(db, world.deployment.unit, "reminder_letter", None)
    assert "Kính gửi" not in words(made(world, asked_for(world)[0]))


def test_nobody_has_a_form_made_about_somebody_who_is_not_theirs(world: World) -> None:
    nam = world.person()
    bay = world.guardian("Lê Văn Bảy")
    assert "thuộc xã khác" in asks(world, bay, nam)
    assert asked_for(world) == []


def test_a_guardian_gets_only_what_is_made_for_guardians(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    tu = world.guardian()
    nam = world.person(guardian=tu)
    asks(world, tu, nam)
    assert made(world, asked_for(world)[0]) is None
    for document in replace(REMINDER, standings=("officer", "guardian")).documents:
        monkeypatch.setitem(world.deployment.registry.documents, document.id, document)
    assert made(world, asked_for(world)[0]) is not None


def test_whoever_left_meanwhile_and_what_is_not_there_give_nothing(world: World) -> None:
    hung, nam = world.officer(), world.person()
    asks(world, hung, nam, "nothing")
    assert made(world, asked_for(world)[0]) is None
    asks(world, hung, nam)
    with world.store.transaction() as db:
        accounts.set_status(db, hung.account_id, "closed", by=None)
    assert [made(world, asked) for asked in asked_for(world)] == [None] * 4


@pytest.mark.parametrize("argument", ["", "hcd_99.1", "reminder_letter", "reminder_letter.x", "reminder_letter.7."])
def test_a_button_that_leads_nowhere_says_so(world: World, argument: str) -> None:
    tu = world.guardian()
    assert "Không tìm thấy" in tu.presses(f"do:office_document:{argument}")


def test_each_kind_of_file_is_told_with_its_name(world: World) -> None:
    hung, nam = world.officer(), world.person()
    asks(world, hung, nam)
    told: Mapping[str, str] = {}
    with world.store.transaction() as db:
        told = {
            asked.document: world.deployment.registry.documents[asked.document]
            .tell(db, world.deployment, asked, "https://x")
            .text
            for asked in attachments.to_make(db, 9)
        }
    assert "Giấy nhắc việc (anh Nam) · bản Word" in told["reminder_letter_docx"]
    assert "bản PDF" in told["reminder_letter_pdf"]
    assert set(told) <= set(REGISTRY.documents) | {"reminder_letter_docx", "reminder_letter_pdf"}
