"""Lists of guardians and persons, taken in and given out: all or nothing, and what is wrong by row and column."""

from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

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
Trần Thị Hoa;;chị;;xóm 2;duoc dac xa;1/9/2024;
Lô Văn Quân;1987;;0912000003;bản Khe Bần;finished;2025-12-24;0912000002
"""


def put(name: str, content: str, encoding: str = "utf-8") -> str:
    Path(name).write_text(content, encoding=encoding)
    return name


def named(console: Console) -> list[str]:
    with console.look() as db:
        return [person.name for person in persons.of_unit(db, UNIT)]


def test_guardians_then_persons_in_their_care(console_on_each: Console) -> None:
    console = console_on_each
    assert "2 good, 0 already there, 0 bad: written" in console.works("import guardians", put("g.csv", GUARDIANS))
    assert "3 good, 0 already there, 0 bad: written" in console.works("import persons", put("p.csv", PERSONS))
    with console.look() as db:
        tu = accounts.by_phone(db, "+84912000001")
        assert tu is not None
        assert (tu.name, tu.roles, tu.born, tu.pronoun) == ("Nguyễn Đình Tư", ("guardian",), 1962, "bac")
        (nam,) = persons.of_guardian(db, tu.id)
        hoa, quan = persons.find(db, UNIT, "Hoa")[0], persons.find(db, UNIT, "Quân")[0]
        assert (nam.name, nam.born, nam.pronoun, nam.hamlet) == ("Đặng Văn Nam", 1991, "anh", "xóm 6")
        assert (nam.phone, nam.came_home_on, nam.case_type) == ("+84912000003", date(2025, 10, 5), "finished")
        assert nam.next_visit_on is not None
        assert nam.next_visit_on > db.today
        assert (hoa.case_type, hoa.came_home_on, hoa.born) == ("amnesty", date(2024, 9, 1), None)
        assert assignments.guardian_of(db, hoa.id) is None
        assert quan.came_home_on == date(2025, 12, 24)
    assert "whole" in console.works("audit verify")


def test_a_dry_run_says_the_same_and_writes_nothing(console: Console) -> None:
    console.works("import guardians", put("g.csv", GUARDIANS))
    assert "3 good, 0 already there, 0 bad: nothing was written" in console.works(
        "import persons", put("p.csv", PERSONS), "--dry-run"
    )
    assert named(console) == []


def test_handing_a_list_in_again_adds_only_who_is_new(console: Console) -> None:
    console.works("import guardians", put("g.csv", GUARDIANS))
    console.works("import persons", put("p.csv", PERSONS))
    longer = PERSONS + "Vi Thị Mai;1997;chị;;bản Thượng Lâm;finished;01/05/2026;\n"
    assert "1 good, 3 already there, 0 bad: written" in console.works("import persons", put("p.csv", longer))
    assert "0 good, 2 already there" in console.works("import guardians", "g.csv")
    assert len(named(console)) == 4


def test_one_bad_row_keeps_all_out_and_every_fault_is_named(console: Console) -> None:
    bad = """name,hamlet,case_type,came_home_on,born,phone,pronoun,guardian_phone
Đặng Văn Nam,xóm 6,finished,05/10/2025,1991,,,
,xóm 6,finished,05/10/2025,1991,,,
Trần Thị Hoa,,none,31/02/2025,19,12345,sir,0912000009

Đặng  Văn NAM,Xóm 6,finished,01/01/2099,1991,,,
"""
    result = console.run("import persons", put("p.csv", bad))
    assert result.exit_code == 1
    assert "1 good, 0 already there, 3 bad: nothing was written" in result.output
    found = {line.partition(":")[0] for line in result.output.splitlines() if line.startswith("row ")}
    assert found == {
        "row 3, name",
        *(f"row 4, {column}" for column in ("hamlet", "case_type", "came_home_on", "born", "phone", "pronoun")),
        "row 4, guardian_phone",
        "row 6, came_home_on",
    }
    assert "Hoa" not in result.output, "what stands in a cell is not repeated"
    assert named(console) == []


def test_the_same_one_twice_in_a_list_is_found(console: Console) -> None:
    twice = GUARDIANS + "Nguyễn Văn Tư,+84912000001,1962,bác\n"
    assert "row 4, phone: is in the list twice" in console.fails("import guardians", put("g.csv", twice))
    with console.look() as db:
        assert accounts.of_unit(db, UNIT) == []


def test_a_missing_column_is_named(console: Console) -> None:
    said = console.fails("import persons", put("p.csv", "Họ và tên,Diện\nA B,finished\n"))
    assert "row 1, hamlet: the column is missing" in said
    assert "row 1, came_home_on: the column is missing" in said


def test_excel_is_read_as_it_looks(console: Console) -> None:
    deployment = Workbook()
    sheet = deployment.active
    assert sheet is not None
    sheet.append(["HO VA TEN", "Điện thoại lạ", "Nam sinh", "Xom, ban", "Dien", "Ngay ve", "So dien thoai"])
    sheet.append(["Đặng Văn Nam", "", 1991.0, "xóm 6", "án treo", date(2025, 10, 5), 912000003])
    sheet.append([None, None, None, None, None, None, None])
    sheet.append(["Trần Thị Hoa", "", None, "xóm 2", "suspended", "05/10/2025", "0912000004"])
    deployment.save("p.xlsx")
    assert "2 good, 0 already there, 0 bad: written" in console.works("import persons", "p.xlsx")
    with console.look() as db:
        nam = persons.find(db, UNIT, "Nam")[0]
        assert (nam.born, nam.phone, nam.came_home_on) == (1991, "+84912000003", date(2025, 10, 5))


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_is_given_out_can_be_taken_in_elsewhere(console: Console, kind: str) -> None:
    console.works("import guardians", put("g.csv", GUARDIANS))
    console.works("import persons", put("p.csv", PERSONS))
    for what in ("guardians", "persons"):
        console.works("export", what, f"{what}.{kind}")
        assert Path(f"{what}.{kind}").stat().st_mode & 0o077 == 0
        assert "0 good" in console.works("import", what, f"{what}.{kind}")
    before = named(console)
    console.settings["database_url"] = "sqlite:///elsewhere.db"
    console.works("migrate")
    for what in ("guardians", "persons"):
        console.works("import", what, f"{what}.{kind}")
    assert named(console) == before
    with console.look() as db:
        assert len(assignments.loads(db, UNIT)) == 2


def test_who_was_given_out_is_audited(console: Console) -> None:
    console.works("import persons", put("p.csv", "name,hamlet,case_type,came_home_on\nA B,xóm 1,finished,1/1/2026\n"))
    console.works("export", "persons", "out.csv")
    with console.look() as db:
        person = persons.of_unit(db, UNIT)[0]
        actions = [row.action for row in db.execute(audit.audit.select()) if row.subject == person.id]
    assert actions == ["person.added", "person.exported"]
    assert "is there already" in console.fails("export", "persons", "out.csv")


def test_a_name_that_is_a_formula_stays_a_name(console: Console) -> None:
    console.works(
        "import persons", put("p.csv", "name,hamlet,case_type,came_home_on\n=cmd|A,xóm 1,finished,1/1/2026\n")
    )
    console.works("export", "persons", "out.csv")
    assert "\n'=cmd|A," in Path("out.csv").read_text(encoding="utf-8-sig")
    console.works("export", "persons", "out.xlsx")
    deployment = load_workbook("out.xlsx")
    cell = deployment.worksheets[0]["A2"]
    assert (cell.value, cell.data_type) == ("=cmd|A", "s")
    deployment.close()


@pytest.mark.parametrize("what", ["guardians", "persons"])
def test_a_template_has_the_headings_and_says_what_belongs_under_them(console: Console, what: str) -> None:
    console.works("import", what, "--template", "t.xlsx")
    deployment = load_workbook("t.xlsx")
    first, *others = deployment.worksheets[0].iter_rows()
    assert first[0].value == "Họ và tên"
    assert all(cell.comment for cell in first)
    assert others == []
    deployment.close()
    assert "0 good, 0 already there, 0 bad" in console.works("import", what, "t.xlsx")


def test_files_that_are_no_lists(console: Console) -> None:
    put("latin.csv", "Họ và tên\n", encoding="utf-16")
    Path("broken.xlsx").write_bytes(b"PK\x03\x04 not really")
    put("empty.csv", "")
    put("list.doc", "name\n")
    Path("huge.csv").write_bytes(b"a," * 10_000_001)
    for name, why in {
        "latin.csv": "UTF-8",
        "broken.xlsx": "not an Excel file",
        "empty.csv": "is empty",
        "list.doc": ".xlsx or .csv",
        "huge.csv": "larger",
        "nowhere.csv": "is not there",
    }.items():
        assert why in console.fails("import persons", name), name
    assert "guardians or persons" in console.fails("import cats", "cats.csv")
