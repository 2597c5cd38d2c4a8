"""Groups A–D, played: facts side by side, a choice with its reason, the list HCD-09, and nobody else hears of it."""

from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook

from handlers.kit.document import XLSX
from storage import assignments, attachments, person_groups, persons
from tests.conftest import StandingClock
from tests.handlers.commune import moment
from tests.person import Talker, World

JANUARY = date(2027, 1, 6)


@pytest.fixture
def hung(world: World) -> Talker:
    return world.officer()


@pytest.fixture
def nam(world: World) -> int:
    return world.person()


def made(world: World) -> dict[str, bytes]:
    """What the maker of documents writes of all that was asked for, by document; the rows are read in a transaction."""
    written = {}
    with world.store.transaction() as db:
        for asked in attachments.to_make(db, 10):
            document = world.deployment.registry.documents[asked.document]
            writing = document.prepare(db, world.deployment, asked)
            if writing is not None:
                written[asked.document] = writing()
    return written


def test_facts_of_the_quarter_stand_beside_those_of_the_one_before_without_a_proposal(
    world: World, hung: Talker, nam: int, clock: StandingClock
) -> None:
    tu = world.guardian()
    with world.store.transaction() as db:
        assignments.assign(db, nam, tu.account_id, by=None)
    tu.reports(nam, concerns=["alcohol", "debt"], work="casual")
    clock.move(days=20)
    tu.reports(nam, concerns=["alcohol"], work="steady")
    clock.move_to(moment(JANUARY))
    hung.says("phân nhóm")
    said = hung.chooses("Trần Văn Nam")
    assert "Số lần gặp được: 2 (trước: không ghi gì)" in said
    assert "Uống nhiều rượu bia ×2" in said
    assert "Nhóm A ·" not in said


def test_the_officer_chooses_with_a_reason_and_the_choice_before_stays_as_history(
    world: World, hung: Talker, nam: int
) -> None:
    hung.fills("group_choice", person=str(nam), letter="B", why="Có việc thời vụ, nhà còn khó")
    assert "nhóm A" in hung.fills("group_choice", person=str(nam), letter="A", why="Đã có việc ổn định từ tháng 9")
    with world.look() as db:
        assert [choice.letter for choice in person_groups.history(db, nam)] == ["A", "B"]
    said = hung.presses(f"do:group_facts:{nam}")
    assert "«Có việc thời vụ, nhà còn khó»" in said


def test_neither_person_nor_guardian_hears_of_a_group(world: World, hung: Talker) -> None:
    tu = world.guardian()
    talker = world.person_with_phone()
    with world.look() as db:
        person = persons.by_account(db, talker.account_id)
        assert person is not None
    hung.fills("group_choice", person=str(person.id), letter="C", why="Nhiều lần không gặp")
    for reader in (tu, talker):
        assert reader.listen() == []
        assert "không thuộc việc" in reader.presses(f"do:group_facts:{person.id}")
        assert "nhóm" not in reader.says("rieng tu").lower()


def test_whoever_serves_a_sentence_in_the_community_has_no_group(world: World, hung: Talker) -> None:
    parole = world.person("Lê Văn Lực", case_type="parole")
    hung.says("/nhom")
    assert "Lê Văn Lực" not in hung.last
    assert "Nhóm" not in hung.presses(f"do:group_facts:{parole}")


def test_the_list_is_made_as_word_pdf_and_excel_with_its_number_and_signed_for(
    world: World, hung: Talker, nam: int, clock: StandingClock
) -> None:
    world.person("Phạm Thị Hoa", born=1992)
    clock.move_to(moment(JANUARY))
    hung.fills("group_choice", person=str(nam), letter="A", why="Ổn định")
    assert "chưa được chọn nhóm" in hung.says("hcd 09")
    assert "danh sách số 1" in hung.chooses("Lập danh sách")
    written = made(world)
    assert set(written) == {"hcd_09_docx", "hcd_09_pdf", "hcd_09_xlsx"}
    assert world.deployment.registry.documents["hcd_09_xlsx"].type == XLSX
    sheet = load_workbook(BytesIO(written["hcd_09_xlsx"])).worksheets[0]
    assert [cell.value or "" for cell in sheet[2]] == [1, "Trần Văn Nam", "", "xóm 6", "A", "Ổn định"]
    # as wide as the paper, as long as the list
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.print_title_rows, sheet.page_setup.fitToHeight) == ("$1:$1", 0)
    hung.says("hcd 09")
    hung.chooses("Ghi số biên nhận")
    hung.answers(list="1", receipt="45/BN-PC10 ngày 08/01/2027")
    assert "biên nhận 45/BN-PC10" in hung.says("hcd 09")


def test_an_empty_list_is_not_made(world: World, hung: Talker, nam: int) -> None:
    assert "Chưa chọn nhóm cho ai" in hung.presses("do:group_list_make")


def test_a_list_of_nonsense_is_not_made_for_anybody(world: World, hung: Talker, nam: int) -> None:
    hung.presses("do:office_document:hcd_09.0.99-9/x")
    assert made(world) == {}


def test_groups_are_there_in_english(world: World, nam: int) -> None:
    ann = world.officer("Ann Le", language="en")
    assert "Groups A–D for quarter III/2026" in ann.says("groups")
