"""Somebody without an account asks to help, is checked by an officer, and comes in with a menu of their own."""

import re

from storage import help_offers
from tests.conftest import StandingClock
from tests.handlers.commune import run_all, told
from tests.person import Talker, World


def asks(talker: Talker, **stated: str) -> str:
    talker.says("tình nguyện")
    return talker.answers(talker.sees, name="Vũ Thị Hoa", hamlet="xóm 2", kinds=["papers"], **stated)


def test_a_stranger_asks_is_checked_and_helps(world: World) -> None:
    hung, hoa = world.officer(), world.stranger()
    hoa.says("xin chào")
    asks(hoa)
    assert "Có người xin góp sức" in hung.sees
    hung.chooses("Người xin góp sức")
    assert "làm giấy tờ" in hung.chooses("Vũ Thị Hoa")
    assert "Mã mời đã gửi" in hung.chooses("Nhận vào")
    code = re.search(r"[A-Z0-9]{4}-[A-Z0-9]{4}", hoa.sees)
    assert code is not None
    hoa.says(code[0])
    hoa.answers(hoa.sees)
    hoa.says("menu")
    assert "Việc tôi được nhờ" in hoa.last


def test_who_has_an_account_gets_the_role(world: World) -> None:
    hung, tu = world.officer(), world.guardian()
    tu.says("tình nguyện")
    tu.answers(tu.sees, hamlet="xóm 2", kinds=["papers"])
    hung.says("người xin góp sức")
    hung.chooses("Nguyễn Văn Tư")
    hung.chooses("Nhận vào")
    assert "đã nhận bác vào những người góp sức" in tu.sees
    with world.look() as db:
        assert [offer.account_id for offer in help_offers.of_kind(db, world.deployment.unit, "papers")] == [
            tu.account_id
        ]


def test_who_asked_already_is_told_so_and_a_no_opens_nothing(world: World) -> None:
    hung, hoa = world.officer(), world.stranger()
    hoa.says("xin chào")
    asks(hoa)
    assert "đã tới xã" in hoa.says("tình nguyện")
    hung.says("người xin góp sức")
    hung.chooses("Vũ Thị Hoa")
    hung.chooses("Chưa nhận")
    assert "Không có ai" in hung.says("người xin góp sức")


def test_who_waits_is_told_of_again_until_somebody_decides(world: World, clock: StandingClock) -> None:
    hung, hoa = world.officer(), world.stranger()
    hoa.says("xin chào")
    asks(hoa)
    clock.move(days=7)
    run_all(world)
    assert len(told(hung, "volunteer")) == 2
    hung.says("người xin góp sức")
    hung.chooses("Vũ Thị Hoa")
    hung.chooses("Chưa nhận")
    clock.move(days=10)
    run_all(world)
    assert len(told(hung, "volunteer")) == 2
