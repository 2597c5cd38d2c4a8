"""A list is taken in: what is sure is written, what is unclear is asked; twice changes nothing; it can be undone."""

from datetime import date, timedelta

import pytest

from handlers.documents.sheet import as_workbook
from handlers.enrolment.facts import Plan
from handlers.enrolment.plan import plan_of
from handlers.enrolment.sheets import COLUMNS, faults, given_out, headings, template
from handlers.enrolment.writing import undo, write
from handlers.texts import Texts
from handlers.understand.tables.cells import Unreadable
from rules.duty import FARTHEST, days_of_week, monday_of
from storage import accounts, assignments, audit, chats, duty_days, list_imports, persons
from storage.database import Db, Store
from tests.conftest import StandingClock
from tests.handlers.enrolment.files import PERSONS, workbook
from tests.handlers.enrolment.files import persons as list_of_persons

UNIT = "17791"
AN = ("Nguyễn Văn An", 1991, "0912000201", "xóm 6", "Án treo", date(2025, 10, 5), None)
BINH = ("Trần Thị Bình", 1990, None, "xóm 2", "Đặc xá", "01/09/2026", None)


def taken(db: Db, content: bytes) -> Plan:
    plan = plan_of(db, UNIT, content)
    write(db, UNIT, plan, by=None)
    return plan


def actions(db: Db, content: bytes) -> list[str]:
    return [line.action for line in plan_of(db, UNIT, content).lines]


def names(db: Db) -> list[str]:
    return [person.name for person in persons.of_unit(db, UNIT)]


def test_running_a_list_twice_changes_nothing(store: Store) -> None:
    content = list_of_persons(AN, BINH)
    with store.transaction() as db:
        assert [line.action for line in taken(db, content).lines] == ["new", "new"]
    with store.transaction() as db:
        assert actions(db, content) == ["same", "same"]
        taken(db, content)
        assert len(names(db)) == 2


def test_who_is_surely_known_gets_what_a_filled_cell_says_and_keeps_what_an_empty_one_does_not(store: Store) -> None:
    with store.transaction() as db:
        taken(db, list_of_persons(AN))
        plan = taken(db, list_of_persons((AN[0], None, AN[2], "xóm 7", None, None, None)))
        assert [(change.fact, change.old, change.new) for change in plan.lines[0].changes] == [
            ("hamlet", "xóm 6", "xóm 7")
        ]
        (an,) = persons.of_unit(db, UNIT)
        assert (an.hamlet, an.born, an.case_type) == ("xóm 7", 1991, "suspended")


def test_nobody_is_merged_on_what_is_missing(store: Store) -> None:
    with store.transaction() as db:
        taken(db, list_of_persons(AN))
        assert actions(db, list_of_persons((AN[0], None, None, "xóm 6", "Án treo", AN[5], None))) == ["ask"]
        assert actions(db, list_of_persons((AN[0], 1980, None, "xóm 6", "Án treo", AN[5], None))) == ["new"]


def test_an_answer_in_the_list_of_faults_finishes_the_job(commune: Store, texts: Texts) -> None:
    unclear = list_of_persons(
        ("Hồ Văn Lực", 1995, "0912000121", "xóm 6", None, None, None),
        ("Hoàng Công Đức", None, None, "xóm 8", "Án treo", "05/10/2025", None),
    )
    with commune.transaction() as db:
        sheet = faults(texts, plan_of(db, UNIT, unclear))
        assert [row[-3] for row in sheet.rows] == ["Cần hỏi", "Cần hỏi"]
        answered = [[*row[:-1], answer] for row, answer in zip(sheet.rows, ("Cùng người", "Người khác"), strict=True)]
        plan = taken(db, workbook(sheet.headings, *answered))
        assert [line.action for line in plan.lines] == ["changed", "new"]
        assert len(persons.by_phone(db, UNIT, "+84912000121")) == 1
        assert names(db).count("Hoàng Công Đức") == 2


def test_the_list_of_faults_colours_each_cell_and_says_why_there(commune: Store, texts: Texts) -> None:
    with commune.transaction() as db:
        sheet = faults(texts, plan_of(db, UNIT, list_of_persons(("Cao Văn Thử", 2016, "12", *BINH[3:]))))
    assert {(mark.row, sheet.headings[mark.column], mark.weight) for mark in sheet.marks} == {
        (0, "Năm sinh", "refused"),
        (0, "SĐT", "told"),
    }
    assert as_workbook(sheet)


def test_the_last_list_can_be_taken_back_for_a_day(store: Store, clock: StandingClock) -> None:
    with store.transaction() as db:
        taken(db, list_of_persons(AN))
        taken(db, list_of_persons((AN[0], None, AN[2], "xóm 7", None, None, None), BINH))
        assert undo(db, UNIT, by=None) == (2, 0)
        (an,) = persons.of_unit(db, UNIT)
        assert (an.name, an.hamlet) == ("Nguyễn Văn An", "xóm 6")
    clock.move(hours=25)
    with store.transaction() as db:
        assert undo(db, UNIT, by=None) is None
        assert names(db) == ["Nguyễn Văn An"]


def test_whoever_was_visited_since_stays_when_the_list_is_taken_back(store: Store) -> None:
    with store.transaction() as db:
        taken(db, list_of_persons(AN, BINH))
        an = next(person for person in persons.of_unit(db, UNIT) if person.name == AN[0])
        db.execute(persons.persons.update().where(persons.persons.c.id == an.id).values(last_met_on=date(2026, 11, 22)))
        assert undo(db, UNIT, by=None) == (1, 1)
        assert names(db) == [AN[0]]


def test_what_was_changed_by_hand_since_stays_when_the_list_is_taken_back(commune: Store) -> None:
    with commune.transaction() as db:
        taken(db, list_of_persons(AN))
        (an,) = (person for person in persons.of_unit(db, UNIT) if person.name == AN[0])
        taken(db, list_of_persons((*AN[:3], "xóm 7", None, "06/10/2025", "0900000005")))
        other = accounts.by_phone(db, "+84900000006")
        assert other is not None
        assignments.assign(db, an.id, other.id, None)
        persons.change(db, an.id, hamlet="xóm 2")
        assert undo(db, UNIT, by=None) == (1, 2)
        now = persons.get(db, an.id)
        assert now is not None
        assert (now.hamlet, now.came_home_on, assignments.guardian_of(db, an.id)) == ("xóm 2", AN[5], other.id)


def test_a_guardian_who_has_somebody_in_care_by_now_stays_when_the_list_is_taken_back(store: Store) -> None:
    with store.transaction() as db:
        taken(db, list_of_persons(AN))
        taken(db, workbook(("Họ và tên", "SĐT"), ("Hà Văn Tốt", "0912000401"), ("Hà Thị Lành", "0912000402")))
        (an,) = persons.of_unit(db, UNIT)
        tot = accounts.by_phone(db, "+84912000401")
        assert tot is not None
        assignments.assign(db, an.id, tot.id, None)
        assert undo(db, UNIT, by=None) == (1, 1)
        assert [account.name for account in accounts.of_unit(db, UNIT)] == ["Hà Văn Tốt"]


def test_an_account_that_somebody_writes_from_stays_when_the_list_is_taken_back(store: Store) -> None:
    listed = workbook(("Họ và tên", "SĐT"), ("Hà Văn Tốt", "0912000401"), ("Hà Thị Lành", "0912000402"))
    with store.transaction() as db:
        taken(db, listed)
        tot = accounts.by_phone(db, "+84912000401")
        assert tot is not None
        chats.link(db, chats.add(db, "web", "tot").id, tot.id)
        assert undo(db, UNIT, by=None) == (1, 1)
        assert [account.name for account in accounts.of_unit(db, UNIT)] == ["Hà Văn Tốt"]


def test_a_number_of_somebody_else_puts_nobody_into_their_care(commune: Store) -> None:
    with commune.transaction() as db:
        plan = taken(db, list_of_persons((*AN[:6], "0900000017"), (*BINH[:6], "0900000005")))
        assert [line.action for line in plan.lines] == ["ask", "new"]
        binh = next(person for person in persons.of_unit(db, UNIT) if person.name == BINH[0])
        guardian = accounts.get(db, assignments.guardian_of(db, binh.id))
        assert guardian is not None
        assert guardian.name == "Nguyễn Đình Tư"


def test_what_an_unusual_heading_means_is_kept_for_the_next_list(store: Store) -> None:
    content = workbook(("Họ và tên", "Nơi ở", "Diện", "Ngày về"), ("Vi Văn Ba", "xóm 1", "Án treo", "05/10/2025"))
    with store.transaction() as db:
        assert plan_of(db, UNIT, content).unknown_headings == ["Nơi ở"]
        assert actions(db, content) == ["refused"]
        list_imports.remember(db, UNIT, "noi o", "hamlet")
        assert plan_of(db, UNIT, content).unknown_headings == []
        assert actions(db, content) == ["new"]


@pytest.mark.parametrize("kind", COLUMNS)
def test_what_is_given_out_is_taken_in_again_as_the_same(commune: Store, texts: Texts, kind: str) -> None:
    with commune.transaction() as db:
        rows = list(given_out(db, texts, UNIT, kind))  # type: ignore[arg-type]
        plan = plan_of(db, UNIT, workbook(headings(texts, kind), *rows))  # type: ignore[arg-type]
        assert plan.kind == kind
        assert {line.action for line in plan.lines} == {"same"}
        assert len(plan.lines) == len(rows) > 0


@pytest.mark.parametrize("kind", COLUMNS)
def test_a_template_is_an_empty_list_of_its_kind(commune: Store, texts: Texts, kind: str) -> None:
    with commune.transaction() as db:
        content = as_workbook(template(texts, kind, ["xóm 1"]))  # type: ignore[arg-type]
        plan = plan_of(db, UNIT, content)
    assert (plan.kind, plan.lines) == (kind, [])


def test_officers_partners_and_the_duty_roster_come_by_list(commune: Store) -> None:
    officers = workbook(
        ("Họ và tên", "Số điện thoại", "Cơ quan", "Chức vụ", "Trực"),
        ("Lê Thị Mới", "0912000301", "Công an xã Kim Bảng", "Cán bộ", "Không"),
    )
    partners = workbook(("Họ và tên", "Số điện thoại", "Doanh nghiệp"), ("Hà Văn Gỗ", "0912000302", "Xưởng mộc Hà"))
    duty = workbook(("Họ và tên", "Trực"), ("Lê Thị Mới", "Có"), ("Nguyễn Thị Hạnh", "Không"), ("Ai Đó Lạ", "Có"))
    with commune.transaction() as db:
        assert [line.action for line in taken(db, officers).lines] == ["new"]
        assert [line.action for line in taken(db, partners).lines] == ["new"]
        assert [line.action for line in taken(db, duty).lines] == ["changed", "same", "ask"]
        new = accounts.by_phone(db, "+84912000301")
        assert new is not None
        assert (new.roles, new.on_duty) == (("officer",), False)
        week = days_of_week(monday_of(db.today))
        assert duty_days.days_of(db, new.id, week[0], week[-1]) == [day for day in week if day >= db.today]
        assert [officer.name for officer in accounts.officers_of(db, UNIT)] == ["Lê Thị Mới"]


def test_a_duty_list_says_which_days_it_leaves_out(commune: Store) -> None:
    with commune.transaction() as db:
        soon, last = db.today + timedelta(days=3), db.today + FARTHEST
        written = f"{soon:%d/%m/%Y}, {last + timedelta(days=1):%d/%m/%Y}"
        [line] = plan_of(db, UNIT, workbook(("Họ và tên", "Ngày trực"), ("Nguyễn Thị Hạnh", written))).lines
        assert (line.action, line.facts.duty_days) == ("changed", (soon,))
        assert [(trouble.code, trouble.about) for trouble in line.troubles] == [("duty_too_far", f"{last:%d/%m/%Y}")]


def test_who_is_listed_under_another_office_or_firm_than_on_record_is_asked(commune: Store) -> None:
    with commune.transaction() as db:
        taken(db, workbook(("Họ và tên", "SĐT", "Doanh nghiệp"), ("Hà Văn Gỗ", "0912000302", "Xưởng mộc Hà")))
        taken(db, workbook(("Họ và tên", "SĐT", "Cơ quan"), ("Lê Thị Mới", "0912000301", "Công an xã")))
        again = workbook(
            ("Họ và tên", "SĐT", "Doanh nghiệp"),
            ("Hà Văn Gỗ", "0912000302", "Công ty May Hoa"),
            ("Hà Văn Gỗ", "0912000302", "XƯỞNG MỘC HÀ (xóm 6)"),
        )
        assert [trouble.about for trouble in plan_of(db, UNIT, again).lines[0].troubles] == ["Xưởng mộc Hà"]
        assert actions(db, again) == ["ask", "same"]
        officers = workbook(
            ("Họ và tên", "SĐT", "Cơ quan"),
            ("Lê Thị Mới", "0912000301", "CA xã Kim Bảng, Công an xã"),
            ("Lê Thị Mới", "0912000301", "UBND xã"),
        )
        assert actions(db, officers) == ["same", "ask"]


def test_a_duty_list_sets_the_days_it_names_and_undone_takes_them_back(commune: Store) -> None:
    with commune.transaction() as db:
        ahead = [db.today + timedelta(days=days) for days in (3, 5, 6, 7)]
        written = f"{ahead[0]:%d/%m}, {ahead[1]:%d/%m}–{ahead[3]:%d/%m}"
        duty = workbook(
            ("Họ và tên", "Ngày trực"), ("Nguyễn Thị Hạnh", written), ("Nguyễn Thị Hạnh", "bao giờ cũng được")
        )
        [officer] = [one for one in accounts.officers_of(db, UNIT, on_duty=False) if one.name == "Nguyễn Thị Hạnh"]
        before = officer.on_duty
        assert [line.action for line in taken(db, duty).lines] == ["changed", "refused"]
        last = db.today + FARTHEST
        assert duty_days.days_of(db, officer.id, db.today, last) == ahead
        assert accounts.get(db, officer.id).on_duty == before  # type: ignore[union-attr]
        assert [line.action for line in taken(db, duty).lines] == ["same", "refused"]
        assert undo(db, UNIT, by=None) == (1, 0)
        assert duty_days.days_of(db, officer.id, db.today, last) == []


def test_each_list_and_each_change_is_audited_without_a_personal_word(store: Store) -> None:
    with store.transaction() as db:
        taken(db, list_of_persons(AN))
        taken(db, list_of_persons((AN[0], None, AN[2], "xóm 7", None, None, None)))
    with store.transaction() as db:
        entries = [(row.action, row.detail) for row in db.execute(audit.audit.select())]
    assert ("list.imported", "persons") in entries
    assert ("person.changed", "hamlet") in entries
    assert not any("An" in (detail or "") for _action, detail in entries)


def test_rows_may_be_chosen(store: Store) -> None:
    with store.transaction() as db:
        assert write(db, UNIT, plan_of(db, UNIT, list_of_persons(AN, BINH)), by=None, only={3}) == 1
        assert names(db) == [BINH[0]]


def test_a_sheet_is_found_by_its_name(store: Store) -> None:
    with store.transaction() as db, pytest.raises(Unreadable, match="no_such_sheet"):
        plan_of(db, UNIT, workbook(PERSONS, AN), sheet="Tháng 5")


def test_helpers_are_no_officers_by_what_office_they_hold_and_signers_are_nobody(commune: Store) -> None:
    with commune.transaction() as db:
        heading = ("STT", "Người được phân công giúp đỡ", "Năm sinh", "Số điện thoại", "Chức vụ")
        helpers = workbook(heading, (1, "Ông Trần Văn Rạng", "1958", "0 912 000 301", "Trưởng xóm 3"))
        assert plan_of(db, UNIT, helpers).kind == "guardians"
        of_persons = ("STT", "Họ tên", "Số ĐT", "Thôn", "Hình thức", "Ngày tiếp nhận")
        row = (1, "Trịnh Văn Sáng", "0912000221", "xóm 8", "Đặc xá 2/9", "1/9/2025")
        signed = (
            (None, "Người lập biểu", None, None, "Trưởng Công an xã"),
            (None, "Nguyễn Văn Lập", None, None, "Lê Hùng"),
        )
        plan = plan_of(db, UNIT, workbook(of_persons, row, *signed))
        assert [(line.action, line.row) for line in plan.lines if line.action != "skipped"] == [("new", 2)]
