"""«hoc phi cho con» was heard as a loan for one's own training, and at the need form as a need for training."""

import pytest

from handlers.understand.need_words import is_childs_schooling, need_in
from storage import needs, persons
from tests.person import World

TUITION = (
    "hoc phi cho con",
    "tien hoc cho con",
    "con e thieu tien dong hoc",
    "lo tien sach vo cho con",
    "ko co tien dong hoc cho 2 dua nho",
    "con em vao lop 1 chua co tien",
    "tien hoc mau giao cho be",
    "thang con phai nghi hoc vi het tien",
    "cho con e hoc cap 3",
    "học phí của con",
)
TOOLS = (
    "do nghe lam moc",
    "can may han",
    "e thieu do nghe sua xe",
    "mua may may",
    "xin may cat co",
    "bo do sua xe may",
    "can dung cu lam toc",
    "ko co cuoc xeng gi",
    "may khoan cu hu r",
    "đồ nghề xây",
)
FAMILY = (
    "vo e gian bo ve ngoai",
    "chuyen gia dinh",
    "nha em luc duc qua",
    "vo chong cai nhau suot",
    "bo me ko nhin mat em",
    "gia dinh ko cho ve nha",
    "con ko chiu noi chuyen voi em",
    "vo con bo di r",
    "nho can bo noi giup voi vo",
    "anh em trong nha tu mat",
)
OTHERS = ("em con muon hoc nghe", "hoc phi lop han", "em con no tien hoc nghe", "em còn đi học", "kham benh cho con")


@pytest.mark.parametrize(
    ("need", "phrases"), [("tuition", TUITION), ("tools", TOOLS), ("family", FAMILY), ("", OTHERS)]
)
def test_needs_without_learnt_answers_are_heard_in_tired_words(need: str, phrases: tuple[str, ...]) -> None:
    assert {said: need_in(said) for said in phrases} == dict.fromkeys(phrases, need)


def test_a_childs_schooling_is_no_purpose_of_a_loan(world: World) -> None:
    nam = world.person_with_phone()
    for form in ("loan_check", "loan_wish", "loan_call"):
        nam.fills(form, until="purpose")
        for said in ("hoc phi cho con", "tien truong cho chau", "dong hoc cho con be"):
            reply = nam.says(said)
            assert "NHO VIEC" in reply, (form, said)
            assert "muốn vay để làm gì" in reply
        assert "muốn vay để làm gì" not in nam.says("hoc lai xe")
        nam.says("thoi")


def test_the_way_that_is_named_leads_to_the_need(world: World) -> None:
    nam = world.person_with_phone()
    nam.presses("go:loan_wish")
    nam.says("hoc phi cho con")
    assert "cần giúp việc gì" in nam.says("NHO VIEC")
    nam.answers(nam.says("hoc phi cho con"), words=None)
    with world.look() as db:
        person = persons.by_account(db, nam.account_id)
        assert person is not None
        assert [need.kind for need in needs.of_person(db, person.id)] == ["tuition"]


def test_words_about_ones_own_course_stay_what_they_were() -> None:
    assert not any(map(is_childs_schooling, ("hoc nghe", "em con di hoc lai xe", "muon hoc may", "hoc phi hoc han")))


def test_at_the_menu_it_is_help_that_is_asked_for(world: World) -> None:
    nam = world.person_with_phone()
    assert "Học phí của con" in nam.says("hoc phi cho con")
    assert "kể thêm vài lời" in nam.chooses("Nhờ người giúp việc này")
    nam.says("huy")
    assert "đồ nghề làm ăn" in nam.says("e thieu do nghe sua xe")


def test_whoever_has_told_all_is_not_asked_to_tell_it_again(world: World) -> None:
    nam = world.person_with_phone()
    assert "gọi vào số máy" in nam.says("con em vao lop 1 ma chua co tien mua sach vo")
