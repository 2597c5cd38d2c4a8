"""What officers and guardians call their work was not understood, or answered by who may vote."""

import pytest

from handlers.help.matter_wishes import wished
from handlers.understand.wishes import of_a_round

MEANT = {
    "go:duty_swap": ("thu 5 toi ban, nho ai truc thay", "doi ca voi anh Hung"),
    "do:duty_today": ("toi nay ai truc", "ai dang truc"),
    "do:roster": ("lich truc tuan sau", "xep lich truc"),
    "do:loan_list": ("danh sach vay thang nay",),
    "do:loan_desk": ("ho so vay", "ai dang vay"),
    "do:told:export": ("in danh sach",),
    "do:commune_people": ("danh sach nguoi o ban Khe Ban",),
    "do:my_leave": ("toi ban tuan nay, nho nguoi khac di thay", "tuan sau toi di vien, ai lam thay"),
    "go:thread_write": ("toi ko giup duoc thang Dung nua", "toi muon xin thoi"),
    "do:interested": ("van lam tot", "con lam, cham chi", "nghi viec roi, hay nghi ko bao"),
    "do:human": ("chu nho qua ba ko doc duoc", "tui ko biet bam"),
    "go:correct_me": ("sinh nam ghi sai, em sinh 1997",),
}


@pytest.mark.parametrize(("press", "text"), [(press, text) for press, said in MEANT.items() for text in said])
def test_it_leads_there(press: str, text: str) -> None:
    assert wished(text)[0] == press


def test_a_wrong_year_on_a_card_is_no_fault_of_ours() -> None:
    assert wished("nam sinh tren can cuoc bi sai") == []


def test_several_homes_are_told_of_by_going_there() -> None:
    assert of_a_round("hom nay toi di 5 nha, ai cung khoe")
