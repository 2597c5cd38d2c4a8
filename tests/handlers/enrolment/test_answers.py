"""What is unclear in a row is asked and answered one by one; the answers stand for the mended file."""

import pytest

from handlers.enrolment.questions import RowQuestion, open_questions
from handlers.enrolment.taking import GivenList
from handlers.texts import Texts
from storage import accounts, assignments, persons
from storage.database import Db, Store
from storage.persons import Person
from tests.handlers.enrolment.files import persons as list_of_persons
from tests.handlers.enrolment.files import workbook

UNIT = "17791"
DUC = ("Hoàng Công Đức", None, None, "xóm 8", "Án treo", "05/10/2025", None)
LUC = ("Hồ Văn Lực", 1995, "0912000121", "xóm 6", None, None, None)
NEW = ("Vi Văn Ba", 1990, None, "xóm 1", "Đặc xá", "01/09/2026")


def asked(db: Db, texts: Texts, given: GivenList) -> list[RowQuestion]:
    return list(open_questions(given.plan(db, UNIT), texts))


def named(db: Db, name: str) -> list[Person]:
    return [person for person in persons.of_unit(db, UNIT) if person.name == name]


def take_in(db: Db, given: GivenList) -> int:
    return given.take_in(db, UNIT, given.plan(db, UNIT), by=None)


def test_somebody_perhaps_known_is_shown_beside_the_record(commune: Store, texts: Texts) -> None:
    with commune.transaction() as db:
        (question,) = asked(db, texts, GivenList(list_of_persons(DUC)))
    assert (question.row, question.code, question.answers) == (2, "perhaps_known", ("same", "other"))
    assert question.listed.startswith("Hoàng Công Đức · xóm 8")
    assert question.known.startswith("Hoàng Công Đức · ")


@pytest.mark.parametrize(("answer", "records"), [("same", 1), ("other", 2)])
def test_an_answer_makes_one_record_or_two(commune: Store, texts: Texts, answer: str, records: int) -> None:
    given = GivenList(list_of_persons(DUC)).answered(2, "perhaps_known", answer)
    with commune.transaction() as db:
        assert asked(db, texts, given) == []
        take_in(db, given)
        assert len(named(db, DUC[0])) == records


def test_a_row_is_taken_in_without_the_number_that_is_anothers(commune: Store, texts: Texts) -> None:
    given = GivenList(list_of_persons((NEW[0], 1990, "0900000005", *NEW[3:], None)))
    with commune.transaction() as db:
        (question,) = asked(db, texts, given)
        assert question.answers == ("without_phone",)
        take_in(db, given.answered(2, "phone_of_other", "without_phone"))
        (taken,) = named(db, NEW[0])
        assert taken.phone is None


def test_a_row_is_taken_in_without_a_guardian_whose_number_is_no_guardians(commune: Store, texts: Texts) -> None:
    given = GivenList(list_of_persons((*NEW, "0900000017")))
    with commune.transaction() as db:
        (question,) = asked(db, texts, given)
        take_in(db, given.answered(2, question.code, "without_guardian"))
        (taken,) = named(db, NEW[0])
        assert assignments.guardian_of(db, taken.id) is None


@pytest.mark.parametrize(("answer", "hamlet"), [("near", "bản Khe Bần"), ("as_written", "bản Khe Bâm")])
def test_a_hamlet_that_looks_like_another_is_one_or_the_other(
    commune: Store, texts: Texts, answer: str, hamlet: str
) -> None:
    given = GivenList(list_of_persons((*NEW[:3], "bản Khe Bâm", *NEW[4:], None)))
    with commune.transaction() as db:
        (question,) = asked(db, texts, given)
        take_in(db, given.answered(2, question.code, answer))
        (taken,) = named(db, NEW[0])
        assert taken.hamlet == hamlet


def test_two_questions_about_one_row_are_both_asked(commune: Store, texts: Texts) -> None:
    given = GivenList(list_of_persons((*DUC[:6], "0900000017")))
    with commune.transaction() as db:
        codes = [question.code for question in asked(db, texts, given)]
        assert codes == ["guardian_is_none", "perhaps_known"]
        assert take_in(db, given.answered(2, "perhaps_known", "other")) == 0
        given = given.answered(2, "perhaps_known", "other").answered(2, codes[0], "without_guardian")
        assert take_in(db, given) == 1


def test_a_second_row_about_the_same_person_is_left_out_or_somebody_else(store: Store, texts: Texts) -> None:
    one = ("Nguyễn Văn An", 1991, "0912000201", "xóm 6", "Án treo", "05/10/2025", None)
    given = GivenList(list_of_persons(one, (*one[:3], "xóm 7", *one[4:])))
    with store.transaction() as db:
        (question,) = asked(db, texts, given)
        assert (question.row, question.code) == (3, "twice_differs")
        same = given.answered(3, question.code, "same").plan(db, UNIT)
        assert [line.action for line in same.lines] == ["new", "same"]


def test_a_number_that_is_anothers_is_mended_in_a_list_of_guardians(commune: Store, texts: Texts) -> None:
    given = GivenList(workbook(("Họ và tên", "SĐT"), ("Ai Đó Lạ", "0900000005")))
    with commune.transaction() as db:
        assert [line.action for line in given.plan(db, UNIT).lines] == ["ask"]
        assert asked(db, texts, given) == []
        assert accounts.by_phone(db, "+84900000005") is not None
