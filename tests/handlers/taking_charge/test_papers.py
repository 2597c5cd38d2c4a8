"""HCD-02, 05, 06 and 07 say what was noted and told, each once there is something to say; officers alone get them."""

from datetime import date
from io import BytesIO

import pytest
from docx import Document as read_word

from storage import assignments, attachments, persons
from tests.person import Talker, World

MET = date(2026, 11, 18)


@pytest.fixture
def hung(world: World) -> Talker:
    return world.officer()


@pytest.fixture
def nam(world: World) -> int:
    return world.person("Trần Văn Nam", came_home_on=date(2026, 11, 16), born=1990)


def made(world: World, form: str) -> str | None:
    """What the Word file that was asked for last says; None if nobody gets it."""
    with world.look() as db:
        asked = [one for one in attachments.to_make(db, 99) if one.document == f"{form}_docx"][-1]
    with world.store.transaction() as db:
        writing = world.deployment.registry.documents[asked.document].prepare(db, world.deployment, asked)
    if writing is None:
        return None
    document = read_word(BytesIO(writing()))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def test_each_paper_is_offered_once_its_step_is_taken(world: World, hung: Talker, nam: int) -> None:
    tu = world.guardian()
    hung.presses(f"do:charge_documents:{nam}")
    assert [label for label in hung.last.labels if "phân công" in label] == []
    hung.fills("charge_step", person=nam, step="met", on=MET)
    hung.fills("charge_step", person=nam, step="proposed", on=MET, guardian=tu.account_id, decided_by="Trưởng xã")
    hung.fills("charge_step", person=nam, step="decided", on=MET, guardian=tu.account_id, decided_by="Bà Hoa")
    hung.presses(f"do:charge_documents:{nam}")
    assert len([label for label in hung.last.labels if "phân công" in label]) == 2
    hung.chooses("Đề xuất phân công")
    said = made(world, "hcd_06") or ""
    for known in ("Trần Văn Nam", "18/11/2026", "Nguyễn Văn Tư", "Trưởng xã"):
        assert known in said
    hung.presses(f"do:office_document:hcd_07.{nam}.")
    assert "Bà Hoa" in (made(world, "hcd_07") or "")


def test_the_information_sheet_says_what_was_told_and_agreed(world: World, hung: Talker, nam: int) -> None:
    hung.presses(f"do:intake_start:{nam}")
    hung.answers(agreed="spoken", lodging="rented", health="ill", wishes=["job"])
    hung.fills("goal", person=nam, what="làm căn cước", helper="self", due_on=date(2026, 12, 15))
    hung.chooses("Đã đồng ý trực tiếp")
    hung.presses(f"do:office_document:hcd_02.{nam}.")
    said = made(world, "hcd_02") or ""
    for known in ("Thuê trọ", "Có bệnh, vẫn làm việc được", "làm căn cước", "15/12/2026"):
        assert known in said


def test_the_minutes_say_who_met_and_what_was_talked_of(world: World, hung: Talker, nam: int) -> None:
    hung.fills("charge_step", person=nam, step="met", on=MET)
    hung.presses(f"do:intake_start:{nam}")
    hung.answers(agreed="spoken", family="close", wishes=["loan"])
    hung.presses(f"do:office_document:hcd_05.{nam}.")
    said = made(world, "hcd_05") or ""
    for known in ("18/11/2026", "Lê Văn Hùng", "Gia đình: Có người thân bên cạnh"):
        assert known in said


def test_a_paper_asked_for_before_its_step_is_not_made(world: World, hung: Talker, nam: int) -> None:
    hung.presses(f"do:office_document:hcd_07.{nam}.")
    assert made(world, "hcd_07") is None


def test_a_guardian_gets_none_of_them(world: World, nam: int) -> None:
    tu = world.guardian()
    with world.store.transaction() as db:
        assignments.assign(db, nam, tu.account_id, None)
    tu.presses(f"do:office_document:hcd_02.{nam}.")
    assert made(world, "hcd_02") is None


def test_an_officer_who_has_moved_on_gets_none_of_them(world: World, hung: Talker, nam: int) -> None:
    hung.presses(f"do:office_document:hcd_02.{nam}.")
    with world.store.transaction() as db:
        db.execute(persons.persons.update().where(persons.persons.c.id == nam).values(unit="17713"))
    assert made(world, "hcd_02") is None
