"""An admin closes an account and opens it again; power given back needs a second person, like power given first."""

from storage import account_changes, approvals
from tests.handlers.accounts.ending import account_of
from tests.person import Talker, World


def closes(chief: Talker, somebody: Talker, how: str = "closed", why: str = "nghỉ việc") -> str:
    chief.answers(chief.presses(f"go:account_close:account={somebody.account_id}"), how=how, why=why, until="review")
    return chief.chooses("Gửi đi")


def reopens(chief: Talker, somebody: Talker, why: str = "đóng nhầm") -> str:
    chief.answers(chief.presses(f"go:account_reopen:account={somebody.account_id}"), why=why, until="review")
    return chief.chooses("Gửi đi")


def test_a_closed_officer_sees_nothing_from_that_second(world: World, chief: Talker, hung: Talker) -> None:
    chief.presses(f"do:account:{hung.account_id}")
    assert "Đã khóa" in closes(chief, hung, why="bị kỷ luật")
    assert account_of(world, hung).status == "closed"
    assert "cảnh báo" not in hung.says("menu").casefold()
    with world.look() as db:
        change = account_changes.of_account(db, hung.account_id)[0]
    assert (change.what, change.why, change.by) == ("status=closed", "bị kỷ luật", chief.account_id)
    assert "đã khóa (bị kỷ luật)" in chief.presses(f"do:account:{hung.account_id}")


def test_the_closed_are_found_in_a_list_of_their_own(world: World, chief: Talker, hung: Talker) -> None:
    closes(chief, hung)
    assert "Hùng" not in chief.says("tài khoản")
    chief.presses("do:accounts:closed")
    assert "Lê Văn Hùng · cán bộ · đã khóa" in chief.reply


def test_nobody_closes_their_own(world: World, chief: Talker) -> None:
    assert "không tự khóa tài khoản của mình" in closes(chief, chief)
    assert account_of(world, chief).status == "active"


def test_a_guardian_is_opened_again_at_once(world: World, chief: Talker) -> None:
    tu = world.guardian()
    closes(chief, tu, "moved", "về quê vợ")
    assert account_of(world, tu).status == "moved"
    assert "Đã mở lại" in reopens(chief, tu)
    assert account_of(world, tu).status == "active"


def test_an_officer_is_opened_again_with_a_second_persons_yes(world: World, chief: Talker, hung: Talker) -> None:
    lan = world.officer("Phạm Thị Lan")
    closes(chief, hung)
    assert "D1" in reopens(chief, hung)
    assert account_of(world, hung).status == "closed"
    assert "một người khác" in chief.says("đồng ý D1")
    lan.says("đồng ý D1")
    assert account_of(world, hung).status == "active"


def test_what_a_closed_officer_asked_for_comes_to_nothing(world: World, chief: Talker, hung: Talker) -> None:
    lan = world.officer("Phạm Thị Lan")
    hung.fills("invite", who="officer", account=lan.account_id)
    closes(chief, hung)
    with world.look() as db:
        (waiting,) = approvals.waiting(db, world.deployment.unit)
    assert "không còn là cán bộ" in lan.says(f"đồng ý {waiting.code}")
