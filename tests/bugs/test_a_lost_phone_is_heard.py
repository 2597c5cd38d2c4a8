"""«Bị mất máy hôm qua» led nowhere; a number typed by somebody who waits for an officer was kept nowhere."""

import pytest

from handlers.understand.wishes import of_a_lost_phone
from tests.person import World

LOST = ("toi la Hoi, bi mat may hom qua", "em làm rơi mất đt", "dien thoai em bi mat roi", "my phone was stolen")
NOT_LOST = ("mat may ngay", "anh Nam mat dien thoai roi", "mat so dien thoai anh Hung", "dien thoai het tien")


@pytest.mark.parametrize("text", LOST)
def test_it_is_known_by_many_words(text: str) -> None:
    assert of_a_lost_phone(text)


@pytest.mark.parametrize("text", NOT_LOST)
def test_anothers_phone_and_the_days_it_takes_are_none(text: str) -> None:
    assert not of_a_lost_phone(text)


def test_whoever_has_another_phone_is_asked_which(world: World) -> None:
    hoi = world.guardian()
    assert hoi.says("em lam roi mat dt roi") == hoi.presses("do:lost")


def test_whoever_has_none_left_is_passed_on_and_their_number_kept(world: World) -> None:
    officer, phone = world.officer(), world.stranger()
    phone.says("alo")
    assert "mất máy" in phone.says("toi la Hoi, bi mat may hom qua")
    assert "đã ghi số này" in phone.says("0912 345 678")
    officer.says("nguoi moi")
    assert "Gọi: 0912 345 678" in officer.chooses("N1")
