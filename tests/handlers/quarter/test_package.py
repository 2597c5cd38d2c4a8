"""Everything of a quarter in one ZIP: what is in it, what its cover list says is missing, who gets it."""

import io
import zipfile
from datetime import UTC, date, datetime

import openpyxl
import pytest

from handlers.documents import quarter_package as layout
from handlers.documents.pdf import NotWritten
from handlers.quarter.package import PACKAGE
from storage import accounts, attachments, person_groups, persons, roll_calls
from tests.conftest import StandingClock
from tests.handlers.quarter.quarters import morning, visited
from tests.person import Talker, World


def made(world: World) -> zipfile.ZipFile | None:
    """What the last press has asked for, made as the maker of documents does."""
    with world.store.transaction() as db:
        [asked] = [one for one in attachments.to_make(db, 9) if one.document == PACKAGE]
        writing = world.deployment.registry.documents[PACKAGE].prepare(db, world.deployment, asked)
        attachments.refused(db, asked.id, "looked at")
    return zipfile.ZipFile(io.BytesIO(writing())) if writing else None


def missing_in(archive: zipfile.ZipFile) -> list[tuple[object, ...]]:
    sheet = openpyxl.load_workbook(io.BytesIO(archive.read("00-danh-muc.xlsx"))).active
    rows = [row[:2] for row in sheet.iter_rows(values_only=True)]
    return rows[rows.index(("Còn thiếu", None)) + 1 :]


@pytest.fixture
def hung(world: World) -> Talker:
    return world.officer()


def test_an_officer_has_the_quarter_with_a_list_of_what_is_in_it_and_what_is_missing(
    world: World, clock: StandingClock, hung: Talker
) -> None:
    tu = world.guardian()
    nam = world.person(guardian=tu)
    world.person("Vũ Văn Lực", guardian=tu)
    tam = world.person("Lê Văn Tâm", guardian=tu, case_type="parole")
    for case_type in ("finished", "parole"):
        world.person("Lò Văn Sau", case_type=case_type, came_home_on=date(2027, 1, 1))
    visited(world, tu, nam, date(2026, 12, 5))
    with world.store.transaction() as db:
        for month in ("2026-10", "2026-11"):
            roll_calls.note(
                db, unit=world.deployment.unit, person_id=tam, month=month, state="present", way="officer", by=None
            )
    morning(world, clock)
    tu.says("bao cao quy")
    tu.chooses("Anh Nam")
    tu.chooses("Gửi đi")
    with world.store.transaction() as db:
        person_groups.choose(
            db, unit=world.deployment.unit, person_id=nam, quarter="2026-4", letter="A", why="Tốt", by=hung.account_id
        )
    hung.says("bao cao quy")
    assert "đang gom hồ sơ quý IV/2026" in hung.chooses("Tải cả bộ hồ sơ")
    archive = made(world)
    assert archive is not None
    assert set(archive.namelist()) == {
        *("HCD-08/001-tran-van-nam.docx", "HCD-08/001-tran-van-nam.pdf"),
        *(f"HCD-09/danh-sach-theo-nhom.{ending}" for ending in ("docx", "pdf", "xlsx")),
        *(f"diem-danh/2026-{month}.xlsx" for month in (10, 11, 12)),
        *("so-lieu/so-lieu-quy.xlsx", "00-danh-muc.pdf", "00-danh-muc.xlsx"),
    }
    guardian = "Nguyễn Văn Tư"
    assert set(missing_in(archive)) == {
        ("Trần Văn Nam", f"HCD-08: {guardian} đã gửi, cán bộ chưa nhận"),
        ("Vũ Văn Lực", f"HCD-08: đã soạn, {guardian} chưa gửi"),
        ("Lê Văn Tâm", f"HCD-08: đã soạn, {guardian} chưa gửi"),
        ("Vũ Văn Lực", "Chưa xếp nhóm"),
        ("Lê Văn Tâm", "Điểm danh tháng 12/2026: chưa có"),
    }


def test_nobody_of_elsewhere_is_in_it_and_whoever_is_no_officer_gets_none(world: World, hung: Talker) -> None:
    elsewhere = world.person("Vi Văn Thương", case_type="parole")
    with world.store.transaction() as db:
        persons.change(db, elsewhere, unit="17792")
    hung.presses("do:quarter_package:2026-3")
    archive = made(world)
    assert archive is not None
    assert archive.namelist() == ["so-lieu/so-lieu-quy.xlsx", "00-danh-muc.pdf", "00-danh-muc.xlsx"]
    hung.presses("do:quarter_package:2026-3")
    with world.store.transaction() as db:
        accounts.set_status(db, hung.account_id, "closed", by=None)
    assert made(world) is None
    tu = world.guardian()
    assert "đang gom" not in tu.presses("do:quarter_package:2026-3")


def test_a_file_that_cannot_be_written_is_named_on_the_cover_list_and_holds_up_no_other() -> None:
    def broken() -> bytes:
        raise NotWritten("office_form")

    contents = layout.Table("Trong bộ này", ["Giấy tờ", "Số lượng"], [["HCD-08", "1"]])
    missing = layout.Table("Còn thiếu", ["Của ai", "Còn thiếu gì"], [])
    cover = layout.Cover("vi", "Công an xã", "Hồ sơ quý III/2026", contents, missing, "Chưa làm được", "")
    files = {"HCD-08/001.docx": broken, "HCD-08/001.pdf": lambda: b"%PDF"}
    content = layout.write(files, cover, datetime(2026, 10, 2, 8, 0, tzinfo=UTC))
    archive = zipfile.ZipFile(io.BytesIO(content))
    assert archive.namelist() == ["HCD-08/001.pdf", "00-danh-muc.pdf", "00-danh-muc.xlsx"]
    assert missing_in(archive) == [("HCD-08/001.docx", "Chưa làm được")]
