"""The call list: one after the other, the number behind a button, and what came of the call."""

from storage import alerts
from storage.outbox import call_list
from tests.person import Talker, World


def to_call(world: World, *people: Talker, reason: str = "asks_to_talk") -> None:
    for one in people:
        with world.store.transaction() as db:
            call_list.put(db, unit=world.deployment.unit, account_id=one.account_id, reason=reason)


def test_one_after_the_other_with_the_reason(world: World) -> None:
    hung, tu = world.officer(), world.guardian(phone="+84912345678")
    hoa = world.guardian("Phan Thị Hoa", "co")
    to_call(world, tu, hoa)
    card = hung.says("/calls")
    assert card.startswith("Gọi 1/2: Nguyễn Văn Tư (người giúp đỡ)")
    assert "Muốn nói chuyện với cán bộ" in card
    assert "912" not in card
    assert "0912 345 678" in hung.chooses("Số điện thoại")
    assert "Còn 1 người" in hung.chooses("Đã gọi được")
    assert "Phan Thị Hoa" in hung.chooses("Người tiếp theo")


def test_later_shows_the_next_and_ends_at_the_end(world: World) -> None:
    hung = world.officer()
    to_call(world, world.guardian(), world.guardian("Phan Thị Hoa", "co"))
    hung.says("/calls")
    assert "Gọi 2/2: Phan Thị Hoa" in hung.chooses("Để sau")
    assert "hết danh sách" in hung.chooses("Để sau")


def test_no_answer_comes_up_again(world: World) -> None:
    hung, tu = world.officer(), world.guardian()
    to_call(world, tu)
    hung.says("/calls")
    assert "sẽ nhắc lại" in hung.chooses("Không nghe máy")
    with world.look() as db:
        assert [entry.account_id for entry in call_list.open_of(db, world.deployment.unit)] == [tu.account_id]


def test_a_wrong_number_of_somebody_in_care_is_an_alert(world: World) -> None:
    hung, binh, nam = world.officer(), world.officer("Trần Quốc Bình"), world.person_with_phone()
    to_call(world, nam)
    hung.says("/calls")
    assert "cảnh báo C1" in hung.chooses("Sai số")
    assert binh.sees.startswith("⚪ Việc cần xem C1")
    with world.look() as db:
        assert [alert.reason for alert in alerts.open_of(db, world.deployment.unit)] == ["unreachable"]


def test_two_who_call_the_same_are_not_both_counted(world: World) -> None:
    hung, binh = world.officer(), world.officer("Trần Quốc Bình")
    to_call(world, world.guardian())
    hung.says("/calls")
    binh.says("/calls")
    hung.chooses("Đã gọi được")
    assert "có người ghi rồi" in binh.chooses("Không nghe máy")


def test_an_empty_list_says_so(world: World) -> None:
    assert "Không có ai cần gọi" in world.officer().says("/goidien")


def test_another_communes_entry_is_out_of_reach(world: World) -> None:
    hung, tu = world.officer(), world.guardian(phone="+84912345678")
    with world.store.transaction() as db:
        call_list.put(db, unit="17792", account_id=tu.account_id, reason="asks_to_talk")
        [entry] = call_list.open_of(db, "17792")
    assert "912345678" not in hung.presses(f"do:call_number:{entry.id}")
    hung.presses(f"do:call_done:{entry.id}")
    with world.look() as db:
        assert call_list.how_many(db, "17792") == 1
