"""Lists at the command line: shown first, taken in, mended, taken back, and given out as they are taken in."""

import json
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from storage import accounts, assignments, audit, persons
from tests.bot.commands.console import Console

pytestmark = pytest.mark.wall_clock
UNIT = "17791"
GUARDIANS = """Họ và tên,Số điện thoại,Năm sinh,Xưng hô
Nguyễn Đình Tư,0912 000 001,1962,bác
Trần Thị Hợi,0912000002,,
"""
PERSONS = """Họ và tên;Năm sinh;Xưng hô;Số điện thoại;Xóm, bản;Diện;Ngày về;Điện thoại người giúp đỡ
Đặng Văn Nam;1991;anh;0912000003;xóm 6;mãn hạn;05/10/2025;0912000001
Trần Thị Hoa;1988;chị;;xóm 2;duoc dac xa;1/9/2024;
Lô Văn Quân;1987;;0912000004;bản Khe Bần;finished;2025-12-24;0912000002
"""


def put(name: str, content: str, encoding: str = "utf-8") -> str:
    Path(name).write_text(content, encoding=encoding)
    return name


def as_json(console: Console, *command: str) -> list[dict[str, Any]]:
    return [
        json.loads(line) for line in console.run("import", *command, "--json").stdout.splitlines() if line[:1] == "{"
    ]


def named(console: Console) -> list[str]:
    with console.look() as db:
        return [person.name for person in persons.of_unit(db, UNIT)]


def test_guardians_then_persons_in_their_care(console_on_each: Console) -> None:
    console = console_on_each
    assert "Đã ghi 2 dòng" in console.works("import", put("g.csv", GUARDIANS))
    assert "Đã ghi 3 dòng" in console.works("import", put("p.csv", PERSONS))
    with console.look() as db:
        tu = accounts.by_phone(db, "+84912000001")
        assert tu is not None
        assert (tu.name, tu.roles, tu.born, tu.pronoun) == ("Nguyễn Đình Tư", ("guardian",), 1962, "bac")
        (nam,) = persons.of_guardian(db, tu.id)
        assert (nam.name, nam.born, nam.hamlet, nam.case_type) == ("Đặng Văn Nam", 1991, "xóm 6", "finished")
        hoa = persons.matching(persons.of_unit(db, UNIT), "Hoa")[0]
        assert (hoa.case_type, assignments.guardian_of(db, hoa.id)) == ("amnesty", None)
    assert "whole" in console.works("audit verify")


def test_a_dry_run_shows_the_same_and_writes_nothing(console: Console) -> None:
    said = console.works("import", put("p.csv", PERSONS), "--dry-run")
    assert "Mới: 3" in said
    assert "chưa ghi gì" in said
    assert named(console) == []


def test_a_line_of_json_for_each_row_and_one_for_the_list(console: Console) -> None:
    *rows, last = as_json(console, put("p.csv", PERSONS.replace("Xưng hô", "Nơi ở")), "--dry-run")
    assert last == {"total": 3, "unknown_headings": ["Nơi ở"]}
    assert [row["action"] for row in rows] == ["new", "new", "new"]
    first = rows[0]
    assert first["guardian"] == {"name": None, "phone": "+84912000001"}
    assert first["person"]["born"] == 1991
    (trouble,) = first["troubles"]
    assert (trouble["column"], trouble["code"]) == ("Điện thoại người giúp đỡ", "guardian_unknown")
    assert trouble["says"].startswith("Xã chưa có người giúp đỡ")


def test_a_file_that_is_no_list_gets_one_sentence(console: Console) -> None:
    Path("broken.xlsx").write_bytes(b"PK\x03\x04 not really")
    for name in ("broken.xlsx", "nowhere.csv"):
        (last,) = as_json(console, name, "--dry-run")
        (trouble,) = last["troubles"]
        assert trouble["column"] is None
        assert trouble["says"].endswith(".")
        assert trouble["says"] in console.fails("import", name)


def test_a_column_can_be_named_and_is_remembered(console: Console) -> None:
    odd = put("p.csv", "Họ và tên,Nơi ở,Diện,Ngày về\nVi Văn Ba,xóm 1,Án treo,05/10/2025\n")
    assert "«Nơi ở»" in console.works("import", odd, "--dry-run")
    console.works("import", odd, "--heading", "Nơi ở=hamlet")
    assert named(console) == ["Vi Văn Ba"]
    assert as_json(console, odd, "--dry-run")[-1]["unknown_headings"] == []


def test_the_list_of_faults_is_mended_and_taken_in(console: Console) -> None:
    console.works("import", put("p.csv", PERSONS.replace("1/9/2024", "32/9/2024")), "--report", "faults.xlsx")
    assert len(named(console)) == 2
    book = load_workbook("faults.xlsx")
    page = book.worksheets[0]
    (row,) = (row for row in page.iter_rows() if row[0].value == "Trần Thị Hoa")
    day = next(cell for cell, heading in zip(row, page[1], strict=True) if heading.value == "Ngày về")
    assert day.fill.fgColor.rgb == "FFF8D7D3"
    assert "05/10/2026" in day.comment.text
    day.value = "1/9/2024"
    book.save("faults.xlsx")
    book.close()
    console.works("import", "faults.xlsx")
    assert "Trần Thị Hoa" in named(console)
    assert len(named(console)) == 3


def test_chosen_rows_then_all_then_taken_back(console: Console) -> None:
    console.works("import", put("p.csv", PERSONS), "--rows", "3-4")
    assert len(named(console)) == 2
    console.works("import", "p.csv")
    assert len(named(console)) == 3
    assert "1 taken back" in console.works("import", "--undo")
    assert "2 taken back" in console.works("import", "--undo")
    assert named(console) == []
    assert "no list" in console.fails("import", "--undo")


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_is_given_out_can_be_taken_in_elsewhere(console: Console, kind: str) -> None:
    console.works("import", put("g.csv", GUARDIANS))
    console.works("import", put("p.csv", PERSONS))
    for what in ("guardians", "persons"):
        console.works("export", what, f"{what}.{kind}")
        assert Path(f"{what}.{kind}").stat().st_mode & 0o077 == 0
        assert "Mới: 0, Thay đổi: 0" in console.works("import", f"{what}.{kind}")
    before = named(console)
    console.settings["database_url"] = "sqlite:///elsewhere.db"
    console.works("migrate")
    for what in ("guardians", "persons"):
        console.works("import", f"{what}.{kind}")
    assert named(console) == before
    with console.look() as db:
        assert len(assignments.loads(db, UNIT)) == 2


def test_who_was_given_out_is_audited(console: Console) -> None:
    console.works("import", put("p.csv", "name,hamlet,case_type,came_home_on\nVi Ba,xóm 1,finished,1/1/2026\n"))
    console.works("export", "persons", "out.csv")
    with console.look() as db:
        person = persons.of_unit(db, UNIT)[0]
        actions = [row.action for row in db.execute(audit.audit.select()) if row.subject == person.id]
    assert actions == ["person.added", "person.exported"]
    assert "is there already" in console.fails("export", "persons", "out.csv")


def test_what_looks_like_a_formula_stays_a_text(console: Console) -> None:
    console.works("import", put("p.csv", "name,hamlet,case_type,came_home_on\nVi Ba,=cmd|A,finished,1/1/2026\n"))
    console.works("export", "persons", "out.csv")
    assert ",'=cmd|A," in Path("out.csv").read_text(encoding="utf-8-sig")
    console.works("export", "persons", "out.xlsx")
    book = load_workbook("out.xlsx")
    cell = book.worksheets[0]["E2"]
    assert (cell.value, cell.data_type) == ("=cmd|A", "s")
    book.close()


@pytest.mark.parametrize("what", ["persons", "guardians", "officers", "partners", "duty"])
def test_a_template_offers_choices_and_a_guide(console: Console, what: str) -> None:
    console.works("import", "--template", what, "t.xlsx")
    book = load_workbook("t.xlsx")
    first, *others = book.worksheets[0].iter_rows()
    assert first[0].value == "Họ và tên"
    assert all(cell.comment for cell in first)
    assert others == []
    assert book.worksheets[-1].title == "Hướng dẫn"
    assert bool(book.worksheets[0].data_validations.dataValidation) == (what != "duty")
    book.close()
    assert as_json(console, "t.xlsx") == [{"total": 0, "unknown_headings": []}]


def test_options_that_make_no_sense_are_refused(console: Console) -> None:
    put("p.csv", PERSONS)
    assert "--rows" in console.fails("import", "p.csv", "--rows", "a-b")
    assert "--heading" in console.fails("import", "p.csv", "--heading", "Nơi ở")
    assert "none of" in console.fails("import", "p.csv", "--kind", "cats")
    assert "one of" in console.fails("export", "cats", "x.csv")
