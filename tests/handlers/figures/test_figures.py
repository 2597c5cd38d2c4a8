"""Figures of week, month, quarter and year: what officers of the commune see, what the province sees, what is sure."""

import io
from datetime import date

import openpyxl
import pytest

from handlers.matters import REGISTRY
from storage import accounts, attachments, due, persons, units
from storage.attachments import Attachment
from tests.conftest import StandingClock
from tests.handlers.commune import raise_one
from tests.other_unit import put_into
from tests.person import Talker, World


@pytest.fixture
def hung(world: World) -> Talker:
    with world.store.transaction() as db:
        units.put(db, code=world.deployment.unit, name="xã Kim Bảng", kind="xa", parent="35")
    return world.officer()


def a_month(world: World, clock: StandingClock, hung: Talker) -> Talker:
    """Two visits on time and one late, a need, an alert taken after twelve minutes."""
    tu = world.guardian()
    nam = world.person(guardian=tu, came_home_on=date(2025, 1, 10), visit_every=7)
    phong = world.person("Vũ Văn Phong", guardian=tu, came_home_on=date(2025, 1, 10), visit_every=7)
    tu.reports(nam, needs=["job"])
    tu.reports(phong)
    clock.move(days=7)
    tu.reports(nam)
    alert = raise_one(world, nam, reason="violence")
    clock.move(minutes=12)
    hung.presses(f"do:alert_take:{alert.id}")
    return tu


def file_of(world: World, talker: Talker, document: str) -> bytes:
    """Makes what the last press has asked for, as the maker of documents does."""
    with world.store.transaction() as db:
        (asked,) = [one for one in attachments.to_make(db, 9) if one.document == document]
        writing = REGISTRY.documents[document].prepare(db, world.deployment, asked)
    assert writing is not None
    return writing()


def test_an_officer_reads_the_month_in_chat(world: World, clock: StandingClock, hung: Talker) -> None:
    a_month(world, clock, hung)
    said = hung.says("số liệu")
    assert said.startswith("Số liệu tháng 11/2026")
    assert "Ghé thăm: số lần 3; gặp được (người) 2; đúng hẹn 3; trễ hẹn 0; còn quá hẹn 0" in said
    assert "Việc cần giúp: mới 1; đã giúp được 0" in said
    assert "có bạo lực hoặc đe dọa 1" in said
    assert "khẩn 12 phút" in said
    assert "Trần Văn" not in said


def test_how_the_part_with_somebody_ended_is_counted(world: World, hung: Talker) -> None:
    for name, reason in (("Trần Văn Nam", "cleared"), ("Vũ Văn Phong", "cleared"), ("Vi Văn Thương", "moved")):
        hung.fills("end_management", person=world.person(name), reason=reason)
    assert "Kết thúc: đã xóa án tích 2; chuyển" in hung.says("số liệu")


def test_who_is_taken_into_care_again_is_no_end(world: World, hung: Talker) -> None:
    nam = world.person()
    hung.fills("end_management", person=nam, reason="cleared")
    with world.store.transaction() as db:
        persons.set_status(db, nam, "managed", hung.account_id, "mistake")
    assert "Kết thúc" not in hung.says("số liệu")


def test_a_late_visit_and_one_that_never_came_are_counted_apart(
    world: World, clock: StandingClock, hung: Talker
) -> None:
    tu = a_month(world, clock, hung)
    clock.move(days=20)
    world.person("Lê Văn Tâm", guardian=tu, came_home_on=date(2025, 1, 10))
    said = hung.presses("do:figures:year-0")
    assert "còn quá hẹn 2" in said


def test_the_periods_lead_back_one_by_one(world: World, hung: Talker) -> None:
    hung.says("số liệu")
    assert hung.chooses("Theo quý").startswith("Số liệu quý IV/2026")
    assert hung.chooses("Kỳ trước").startswith("Số liệu quý III/2026")
    assert hung.chooses("Kỳ trước").startswith("Số liệu quý II/2026")
    assert hung.presses("do:figures:century-9").startswith("Số liệu tháng")
    assert hung.presses("do:figures:week-xx").startswith("Số liệu tuần 23/11 – 29/11")


def test_the_workbook_has_a_line_for_each_figure_and_the_period_before(
    world: World, clock: StandingClock, hung: Talker
) -> None:
    a_month(world, clock, hung)
    hung.presses("do:figures_file:workbook.month-0")
    book = openpyxl.load_workbook(io.BytesIO(file_of(world, hung, "figures_workbook")))
    rows = [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()]
    assert rows[0] == ["Mục", "Số liệu", "tháng 11/2026", "tháng 10/2026"]
    assert ["Ghé thăm", "số lần"] in [row[:2] for row in rows]
    assert [row[3] for row in rows if row[0] == "Hiện nay"] == [""], "how many there were then is not known"
    assert any(row[:2] == ["Ghé thăm", "số lần"] and str(row[2]) == "3" for row in rows)


def test_the_picture_is_drawn(world: World, clock: StandingClock, hung: Talker) -> None:
    a_month(world, clock, hung)
    hung.presses("do:figures_file:picture.month-0")
    drawn = file_of(world, hung, "figures_picture")
    assert drawn.startswith(b"\x89PNG")
    assert len(drawn) > 5000


def test_whoever_is_no_officer_any_more_gets_no_file(world: World, hung: Talker) -> None:
    hung.presses("do:figures_file:workbook.month-0")
    with world.store.transaction() as db:
        (asked,) = attachments.to_make(db, 9)
        accounts.set_roles(db, hung.account_id, ("guardian",), None)
        assert REGISTRY.documents["figures_workbook"].prepare(db, world.deployment, asked) is None


def test_the_province_sees_counts_of_five_and_more_and_no_sum_that_tells_the_rest(
    world: World, clock: StandingClock, hung: Talker
) -> None:
    a_month(world, clock, hung)
    province = world.linked("Đỗ Văn Tỉnh", "admin", pronoun="anh")
    with world.store.transaction() as db:
        units.put(db, code="35", name="tỉnh Ninh Bình", kind="tinh")
        units.put(db, code="17792", name="xã Bên", kind="xa", parent="35")
        put_into(db, province.account_id, "35")
    for nth in range(4):
        world.person(f"Vũ Văn {nth}")
    said = province.presses("do:figures:month-0")
    assert "xã Kim Bảng: đang được giúp 6; ghé thăm dưới 5; cảnh báo dưới 5" in said
    assert "đang được giúp 6; ghé thăm 0; cảnh báo 0" in said
    assert "xã Bên" not in said


def test_guardians_and_persons_see_no_figures(world: World, hung: Talker) -> None:
    for talker in (world.guardian(), world.person_with_phone()):
        assert "Ghé thăm:" not in talker.presses("do:figures:month-0")


def reminder(world: World, person: int, day: date, *, left: bool) -> None:
    with world.store.transaction() as db:
        due.plan(db, "visit_soon", person, day.isoformat(), db.now, unit=world.deployment.unit)
        ids = [row.id for row in due.take(db, db.now, only=["visit_soon"])]
        due.finish(db, ids) if left else due.drop(db, ids, "no chat")


def test_whether_reminders_help_is_said_with_how_sure_it_is(world: World, clock: StandingClock, hung: Talker) -> None:
    assert "chưa nói được gì" in hung.presses("do:reminder_effect")
    tu = world.guardian()
    for nth in range(12):
        person = world.person(f"Vũ Văn {nth}", guardian=tu)
        reminder(world, person, date(2026, 11, 24), left=True)
        tu.reports(person)
    for nth in range(12):
        reminder(world, world.person(f"Đỗ Văn {nth}"), date(2026, 11, 24), left=False)
    clock.move(days=3)
    said = hung.presses("do:reminder_effect")
    assert "Có nhắc trước: 12/12" in said
    assert "Không nhắc được: 0/12" in said
    assert "Chênh +100 điểm" in said
    assert "không phải thử nghiệm" in said


def test_asked_is_an_attachment_about_nobody(world: World, hung: Talker) -> None:
    hung.presses("do:figures_file:picture.year-1")
    with world.look() as db:
        (asked,) = attachments.to_make(db, 9)
    assert isinstance(asked, Attachment)
    assert (asked.person_id, asked.argument) == (None, "year-1")
