"""Day of birth, identity card, end and note: kept where given, given out again, told to whom they are about."""

from datetime import date

import pytest

from bot.installation.steps import keep_id_numbers
from handlers.enrolment.plan import plan_of
from handlers.enrolment.sheets import given_out, headings
from handlers.enrolment.writing import undo, write
from handlers.texts import Texts
from handlers.understand.tables.cells import Cell
from handlers.understand.tables.values import Doubtful, id_number
from seeds.units import make_known
from storage import person_details, persons
from storage.database import Db, Store
from storage.persons import Person
from tests.handlers.enrolment.files import workbook
from tests.person import World

UNIT = "17791"
HEADINGS = ("Họ và tên", "Ngày sinh", "Xóm", "Diện", "Ngày về", "Hết hạn", "Số CCCD", "Ghi chú")
AN = ("Nguyễn Văn An", "02/09/1991", "xóm 6", "Án treo", "05/10/2025", "05/10/2027", "040091001234", "Làm ở xưởng mộc")


def take_in(db: Db, *row: str) -> list[str]:
    plan = plan_of(db, UNIT, workbook(HEADINGS, row))
    write(db, UNIT, plan, by=None)
    return [line.action for line in plan.lines]


def an(db: Db) -> Person:
    (person,) = persons.of_unit(db, UNIT)
    return person


def kept(db: Db) -> person_details.Details:
    return person_details.get(db, an(db).id)


def test_what_a_list_says_is_kept_and_given_out_again(store: Store, texts: Texts) -> None:
    with store.transaction() as db:
        make_known(db, UNIT)
        keep_id_numbers(db, UNIT, True)
        assert take_in(db, *AN) == ["new"]
        details = kept(db)
        assert (details.born_on, details.ends_on) == (date(1991, 9, 2), date(2027, 10, 5))
        assert (details.id_number, details.note) == (AN[6], AN[7])
        assert an(db).born == 1991
        rows = list(given_out(db, texts, UNIT, "persons"))
        assert {"02/09/1991", "05/10/2027", "040091001234", "Làm ở xưởng mộc"} <= set(rows[0])
        plan = plan_of(db, UNIT, workbook(headings(texts, "persons"), *rows))
        assert [line.action for line in plan.lines] == ["same"]


def test_a_name_in_three_columns_is_one_name(store: Store) -> None:
    parts = workbook(
        ("Họ", "Tên đệm", "Tên", "SĐT"), ("Hà", "Văn", "Na", "0912000401"), ("Lê", "", "Hai", "0912000402")
    )
    with store.transaction() as db:
        assert [line.facts.name for line in plan_of(db, UNIT, parts).lines] == ["Hà Văn Na", "Lê Hai"]


def test_an_identity_card_that_somebody_of_another_name_has_is_asked(store: Store) -> None:
    with store.transaction() as db:
        make_known(db, UNIT)
        keep_id_numbers(db, UNIT, True)
        assert take_in(db, *AN) == ["new"]
        binh, cuong = ("Trần Thị Bình", "1990", *AN[2:]), ("Lê Văn Cường", "1989", *AN[2:6], "040089000001", "")
        twice = ("Lê Văn Cương", "1988", *cuong[2:])
        plan = plan_of(db, UNIT, workbook(HEADINGS, binh, cuong, twice))
    assert [line.action for line in plan.lines] == ["ask", "new", "ask"]
    assert [trouble.about for line in plan.lines for trouble in line.troubles] == ["Nguyễn Văn An", "Lê Văn Cường"]


def test_a_column_that_only_lists_of_another_kind_have_is_asked_and_none_is_dropped_in_silence(store: Store) -> None:
    with store.transaction() as db:
        people = workbook(("Họ và tên", "Xóm", "Loại", "Ngày về"), (AN[0], "xóm 6", "Án treo", "05/10/2025"))
        helpers = workbook(("Họ và tên", "SĐT", "Xóm", "Ghi chú"), ("Hà Văn Tốt", "0912000401", "xóm 2", "tổ trưởng"))
        assert plan_of(db, UNIT, people).unknown_headings == ["Loại"]
        assert plan_of(db, UNIT, helpers, kind="guardians").not_kept == ["Xóm", "Ghi chú"]
        nameless = workbook(("", "Họ và tên", "SĐT", ""), (1, "Hà Văn Tốt", "0912000401", "đã mất liên lạc"))
        assert plan_of(db, UNIT, nameless).not_kept == ["D"]


def test_an_identity_card_is_kept_only_where_the_commune_wants_it_and_forgotten_when_it_no_longer_does(
    store: Store,
) -> None:
    with store.transaction() as db:
        plan = plan_of(db, UNIT, workbook(HEADINGS, AN))
        assert plan.not_kept == ["Số CCCD"]
        take_in(db, *AN)
        assert kept(db).id_number is None
        make_known(db, UNIT)
        keep_id_numbers(db, UNIT, True)
        assert take_in(db, *AN) == ["changed"]
        assert kept(db).id_number == AN[6]
        keep_id_numbers(db, UNIT, False)
        assert kept(db).id_number is None


def test_name_hamlet_and_full_day_of_birth_are_the_same_person(store: Store) -> None:
    with store.transaction() as db:
        take_in(db, *AN)
        assert take_in(db, *AN[:4], "06/10/2025", *AN[5:]) == ["changed"]
        assert take_in(db, AN[0], "03/09/1991", *AN[2:]) == ["new"]


def test_a_year_in_a_later_list_says_nothing_against_the_day_that_is_kept(store: Store) -> None:
    with store.transaction() as db:
        take_in(db, *AN)
        assert take_in(db, AN[0], "1991", *AN[2:]) == ["same"]
        assert kept(db).born_on == date(1991, 9, 2)


def test_a_day_of_the_year_on_record_is_the_same_person_known_more_precisely(store: Store) -> None:
    with store.transaction() as db:
        take_in(db, AN[0], "1991", *AN[2:])
        with_phone = workbook((*HEADINGS, "SĐT"), (AN[0], "1991", *AN[2:], "0912000201"))
        write(db, UNIT, plan_of(db, UNIT, with_phone), by=None)
        precise = workbook((*HEADINGS, "SĐT"), (*AN, "0912000201"))
        plan = plan_of(db, UNIT, precise)
        assert [(line.action, line.is_to_be_written) for line in plan.lines] == [("same", True)]
        assert write(db, UNIT, plan, by=None) == 1
        assert kept(db).born_on == date(1991, 9, 2)
        assert plan_of(db, UNIT, precise).sure == 0
        undo(db, UNIT, by=None)
        assert (kept(db).born_on, an(db).born) == (None, 1991)


def test_what_changed_is_as_before_when_the_list_is_undone(store: Store) -> None:
    with store.transaction() as db:
        take_in(db, *AN)
        assert take_in(db, *AN[:5], "05/10/2028", AN[6], "Đã nghỉ việc") == ["changed"]
        undo(db, UNIT, by=None)
        assert (kept(db).ends_on, kept(db).note) == (date(2027, 10, 5), AN[7])


def test_a_record_made_by_mistake_leaves_nothing(store: Store) -> None:
    with store.transaction() as db:
        take_in(db, *AN)
        person_id = an(db).id
        undo(db, UNIT, by=None)
        assert person_details.get(db, person_id) == person_details.Details(person_id)


@pytest.mark.parametrize(
    ("cell", "read"),
    [
        (Cell("040091001234"), "040091001234"),
        (Cell("40091001234", number=40091001234.0), "040091001234"),
        (Cell("1091001234", number=1091001234.0), "001091001234"),
        (Cell("040 091 001 234"), "040091001234"),
        (Cell("186123456"), "186123456"),
    ],
)
def test_an_identity_card_is_read_though_excel_has_eaten_its_noughts(cell: Cell, read: str) -> None:
    assert id_number(cell, cell.text) == read


@pytest.mark.parametrize("text", ["123", "0400910012345", "chưa có số", "CC12345678"])
def test_what_is_no_identity_card_is_told(text: str) -> None:
    with pytest.raises(Doubtful):
        id_number(Cell(text), text)


def test_the_person_sees_what_is_kept_and_the_officer_sees_it_on_the_card(world: World) -> None:
    nam = world.person_with_phone()
    with world.look() as db:
        (person,) = persons.by_accounts(db, [nam.account_id])
        person_details.put(
            db, person.id, born_on=date(1991, 9, 2), ends_on=date(2027, 10, 5), note="Làm mộc", id_number="040091001234"
        )
    told = nam.presses("do:me")
    assert "2/9/1991" in told
    assert "5/10/2027" in told
    assert "đuôi 234" in told
    assert "040091001234" not in told
    card = world.officer().presses(f"do:person_card:{person.id}")
    assert "Hết hạn 5/10/2027" in card
    assert "Làm mộc" in card
