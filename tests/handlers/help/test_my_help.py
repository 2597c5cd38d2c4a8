"""«Việc tôi đã nhờ» shows what somebody asked for, and only to them; officers have a page of help."""

from storage import needs, persons
from tests.person import World


def test_a_person_reads_where_each_wish_stands(world: World) -> None:
    nam = world.person_with_phone()
    assert "Lúc này không có việc nào" in nam.says("đến đâu rồi?")
    with world.store.transaction() as db:
        person = persons.by_account(db, nam.account_id)
        assert person is not None
        needs.open_need(db, person.id, "papers")
    assert "đang nhờ 1 việc" in nam.says("viec toi da nho")
    assert "đang tìm người giúp" in nam.sees
    lan = world.person_with_phone("Lê Thị Lan")
    assert "Lúc này không có việc nào" in lan.says("/viectoinho")


def test_officers_find_what_people_need_under_help(world: World) -> None:
    hung = world.officer()
    hung.says("menu")
    hung.chooses("Hồ sơ")
    hung.chooses("Giúp đỡ, việc làm, vay vốn")
    assert "Không có việc nào đang cần giúp" in hung.chooses("Ai đang cần gì")
