"""«Đã sửa» settled all of a person's waiting messages, though it answered one of them."""

from storage import relays
from tests.person import Talker, World


def asks_to_correct(nam: Talker, what: str) -> None:
    nam.says("riêng tư")
    nam.chooses("Sửa hoặc xóa")
    nam.answers(wish="object", wrong=what)


def waiting(world: World) -> list[str]:
    with world.look() as db:
        return [one.text for one in relays.waiting(db, world.deployment.unit)]


def test_what_else_was_asked_still_waits(world: World) -> None:
    officer, nam = world.officer(), world.person_with_phone()
    nam.fills("talk_to_officer", message="Cho tôi hỏi chỗ vay vốn với ạ")
    asks_to_correct(nam, "tôi về ngày 12 chứ không phải ngày 10")
    officer.listen()
    assert len(waiting(world)) == 2
    assert "anh Nam" in officer.chooses("Đã sửa")
    assert waiting(world) == ["Cho tôi hỏi chỗ vay vốn với ạ"]


def test_of_two_corrections_each_is_settled_by_its_own_button(world: World) -> None:
    officer, nam = world.officer(), world.person_with_phone()
    asks_to_correct(nam, "tôi về ngày 12")
    officer.listen()
    first = officer.last
    asks_to_correct(nam, "nhà tôi ở xóm 5")
    officer.listen()
    officer.heard.append(first)
    officer.chooses("Đã sửa")
    assert [text.endswith("nhà tôi ở xóm 5") for text in waiting(world)] == [True]
