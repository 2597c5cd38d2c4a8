"""The page of how the service stands says what ails it, as /readyz knows it, and what is to be done."""

from bot.web.health.routes import WayOut
from tests.bot.console.conftest import Desk


async def test_a_channel_that_ails_is_told_with_what_to_do_and_one_of_another_node_is_not_guessed_at(
    desk: Desk,
) -> None:
    desk.opens("admin")
    assert "thông suốt" in await desk.sees("/console/state")
    desk.ways.append(WayOut("web", is_here=True, ails="operator_-224", ended={}))
    ailing = await desk.sees("/console/state")
    assert "tài khoản của kênh bị dừng (mã -224)" in ailing
    assert "mở trang quản lý của kênh" in ailing
    assert "thông suốt" not in ailing
    desk.ways[:] = [WayOut("web", is_here=False, ails="token", ended={})]
    assert "máy khác đang gửi" in await desk.sees("/console/state")
