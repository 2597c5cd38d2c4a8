"""Letters on paper and the monthly report: asked for in chat, made as Word and PDF, only for whom they are."""

from io import BytesIO

import pytest
from docx import Document as read_word

from storage import accounts, attachments, checkins, persons, visits
from storage.database import Db
from tests.person import Talker, World


@pytest.fixture
def hung(world: World) -> Talker:
    return world.officer(phone="+84912345678")


def words_made(world: World) -> str:
    """What stands in the Word file that was asked for last."""
    with world.store.transaction() as db:
        asked = next(one for one in reversed(attachments.to_make(db, 20)) if one.document.endswith("_docx"))
        writing = world.deployment.registry.documents[asked.document].prepare(db, world.deployment, asked)
    assert writing is not None
    document = read_word(BytesIO(writing()))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(line.text for line in document.paragraphs), *cells])


def person_of(db: Db, talker: Talker) -> int:
    person = persons.by_account(db, talker.account_id)
    assert person is not None
    return person.id


def test_an_invitation_says_when_where_why_and_whom_to_call(world: World, hung: Talker) -> None:
    nam = world.person()
    hung.presses(f"do:person_documents:{nam}")
    hung.chooses("Viết giấy mời")
    for said in ("8 giờ sáng thứ Hai tuần sau", "Trụ sở Công an xã", "Làm căn cước <b>", "bỏ qua"):
        hung.says(said)
    assert "soạn «Giấy mời»" in hung.chooses("Gửi đi")
    words = words_made(world)
    for said in ("Trần Văn Nam", "08:00", "Trụ sở Công an xã", "Làm căn cước <b>", "Lê Văn Hùng, 0912 345 678"):
        assert said in words


def test_an_invitation_for_a_moment_that_has_passed_is_asked_again(world: World, hung: Talker) -> None:
    nam = world.person()
    hung.presses(f"go:invitation_letter:person={nam}")
    for said in ("8 giờ sáng hôm qua", "Trụ sở", "Làm căn cước", "bỏ qua"):
        hung.says(said)
    assert "qua rồi" in hung.chooses("Gửi đi")


def test_a_reminder_names_its_day(world: World, hung: Talker) -> None:
    nam = world.person()
    hung.presses(f"go:reminder_letter:person={nam}")
    hung.says("Nộp báo cáo tháng 11")
    assert "qua rồi" in hung.says("hôm qua")
    hung.says("30/11/2026")
    hung.says("bỏ qua")
    assert "soạn «Giấy nhắc việc»" in hung.chooses("Gửi đi")
    words = words_made(world)
    assert "Nộp báo cáo tháng 11" in words
    assert "30/11/2026" in words


@pytest.mark.parametrize("made_up", ["x", "[1]", "{}", "9" * 30])
@pytest.mark.parametrize("form", ["invitation_letter", "reminder_letter", "hcd_08", "monthly_report"])
def test_a_made_up_button_makes_nothing(world: World, hung: Talker, form: str, made_up: str) -> None:
    nam = world.person()
    hung.presses(f"do:office_document:{form}.{nam}.{made_up}")
    with world.store.transaction() as db:
        for asked in attachments.to_make(db, 20):
            document = world.deployment.registry.documents[asked.document]
            assert document.prepare(db, world.deployment, asked) is None


def test_nobody_writes_a_letter_to_somebody_of_another_commune(world: World, hung: Talker) -> None:
    bay = world.guardian("Lê Văn Bảy")
    nam = world.person()
    assert "không thuộc việc của" in bay.presses(f"go:invitation_letter:person={nam}")
    assert "không thuộc việc của" in bay.presses(f"do:person_documents:{nam}")


def test_whoever_owes_one_has_the_month_drafted_from_their_check_ins(world: World, hung: Talker) -> None:
    tu = world.guardian()
    luc = world.person_with_phone("Vũ Văn Lực", case_type="suspended")
    with world.store.transaction() as db:
        person = person_of(db, luc)
        guardian = accounts.get(db, tu.account_id)
        assert guardian is not None
        visits.add(
            db,
            guardian=guardian,
            person_id=person,
            visited_on=db.today,
            kind="home",
            outcome="met",
            answers={"work": "casual", "mood": "good", "concerns": [], "needs": [], "note": "riêng của bác Tư"},
        )
        answers = {"face": "fair", "helps": ["job"], "words": "Đang theo học sửa xe"}
        checkins.add(db, person_id=person, period=f"{db.today:%Y-%m}", answers=answers)
    assert "Báo cáo tháng" in luc.says("bao cao thang")
    words = words_made(world)
    for said in ("Vũ Văn Lực", "Tháng: 11", "Sức khỏe: Bình thường", "Việc thời vụ", "Đang theo học sửa xe"):
        assert said in words
    assert "Việc dự định thời gian tới: ……" in words
    assert "riêng của bác Tư" not in words
    hung.presses(f"do:person_documents:{person}")
    assert "Báo cáo tháng" in hung.chooses("Báo cáo tháng")
    assert "Đang theo học sửa xe" in words_made(world)


def test_whoever_owes_none_is_told_so(world: World, hung: Talker) -> None:
    nam = world.person_with_phone()
    assert "không phải viết báo cáo tháng" in nam.says("bao cao thang")
    with world.store.transaction() as db:
        person = person_of(db, nam)
    assert "không phải viết báo cáo tháng" in hung.presses(f"do:monthly_report_of:{person}")


def test_a_month_without_check_ins_is_left_for_the_pen(world: World) -> None:
    luc = world.person_with_phone("Vũ Văn Lực", case_type="parole")
    luc.says("bao cao thang")
    assert "Sức khỏe: ……" in words_made(world)
