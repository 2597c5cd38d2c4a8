"""What the admins hear when a channel ails: what helps where we know it, and nothing twice."""

import pytest

from handlers.notify import trouble
from tests.person import World


def ails(world: World, channel: str, code: str) -> list[str]:
    admin = world.linked("Võ Thị Hạnh", "admin", pronoun="chi")
    with world.store.transaction() as db:
        trouble.report_outage(db, world.deployment, channel, code)
    return [heard.text for heard in admin.listen()]


@pytest.mark.parametrize("code", ["operator_-115", "operator_-321", "operator_-211", "operator_-137"])
def test_no_money_for_templates_is_told_as_what_it_is(world: World, code: str) -> None:
    (said,) = ails(world, "zbs", code)
    assert "hết tiền hoặc hết hạn mức" in said
    assert f"mã lỗi {code.removeprefix('operator_')}" in said


@pytest.mark.parametrize(("channel", "code"), [("zbs", "operator_-120"), ("zalo_oa", "operator_-211"), ("web", "x")])
def test_other_troubles_are_told_by_their_code(world: World, channel: str, code: str) -> None:
    (said,) = ails(world, channel, code)
    assert "đang không gửi được tin" in said
    assert f"mã lỗi {code.removeprefix('operator_')}" in said


@pytest.mark.parametrize("channel", ["zbs", "zalo_oa"])
def test_a_lost_consent_has_a_notice_of_its_own(world: World, channel: str) -> None:
    assert ails(world, channel, "token_lost") == []
