"""«Tôi đến được» pressed twice told the partner twice."""

import pytest

from tests.handlers.commune import told
from tests.handlers.work.offering import invites, offers_a_job, partner_of, wants
from tests.person import Talker, World


@pytest.fixture
def nam(world: World) -> Talker:
    return world.person_with_phone(born=1992)


@pytest.fixture
def hong(world: World, nam: Talker) -> Talker:
    """A partner who has asked Nam to come."""
    hong, enterprise = partner_of(world)
    wants(nam, offers_a_job(world, enterprise))
    invites(hong, "Anh Nam, 34 tuổi")
    return hong


def test_a_second_yes_reaches_nobody(nam: Talker, hong: Talker) -> None:
    nam.listen()
    invitation = nam.last
    assert "Đã báo May Hồng Lam" in nam.chooses("Tôi đến được")
    before = len(told(hong))
    nam.heard.append(invitation)
    assert "Đã báo là anh đến được rồi, không cần bấm lại" in nam.chooses("Tôi đến được")
    assert "Đã báo là anh đến được rồi, không cần bấm lại" in nam.says("den duoc")
    assert len(told(hong)) == before
    assert "anh đã nhận lời đến gặp" in nam.presses("do:my_offers")
    hong.says("nguoi quan tam")
    assert "Hiện: đã nhận lời đến gặp" in hong.chooses("Anh Nam, 34 tuổi · đã nhận lời đến gặp")


def test_whoever_has_said_yes_may_still_change_it_and_be_asked_anew(nam: Talker, hong: Talker) -> None:
    nam.listen()
    nam.chooses("Tôi đến được")
    nam.says("hen hom khac")
    nam.answers(words="sáng thứ Sáu ạ")
    assert hong.sees.startswith("Anh Nam xin hẹn hôm khác")
    invites(hong, "Anh Nam, 34 tuổi · xin hẹn hôm khác")
    nam.listen()
    before = len(told(hong))
    assert "Đã báo May Hồng Lam" in nam.chooses("Tôi đến được")
    assert len(told(hong)) == before + 1
