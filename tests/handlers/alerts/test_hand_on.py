"""An officer hands an alert on to a colleague by name."""

from storage import alerts
from tests.handlers.commune import raise_one
from tests.person import World


def test_an_alert_goes_to_a_colleague_and_never_stands_alone(world: World) -> None:
    hung, binh, hoa = world.officer(), world.officer("Trần Quốc Bình"), world.officer("Vi Thị Hoa")
    alert = raise_one(world, world.person())
    hung.says(f"nhận {alert.code}")
    hung.says(f"xem {alert.code}")
    said = hung.answers(hung.chooses("Chuyển cho đồng nghiệp"), to=binh.account_id)
    assert said.startswith("Đã chuyển C1 cho anh Bình.")
    assert binh.sees.startswith("Anh Hùng chuyển C1 · xóm 6 cho anh. Anh xem giúp nhé.")
    assert hoa.sees == "C1: anh Bình đã nhận lúc 09:00."
    with world.look() as db:
        now = alerts.get(db, alert.id)
        assert now is not None
        assert (now.state, now.taken_by) == ("taken", binh.account_id)
        assert alerts.events(db, alert.id)[-1].kind == "handed_on"
    assert "chưa nhận cảnh báo nào" in hung.presses(f"go:alert_hand_on:alert={alert.id}")


def test_what_a_colleague_has_meanwhile_is_not_handed_on(world: World) -> None:
    hung, binh = world.officer(), world.officer("Trần Quốc Bình")
    alert, mine = raise_one(world, world.person()), raise_one(world, reason="fire")
    hung.says(f"nhận {alert.code}")
    hung.says(f"nhận {mine.code}")
    hung.presses(f"go:alert_hand_on:alert={alert.id}")
    with world.store.transaction() as db:
        alerts.hand_on(db, alert.id, by=hung.account_id, to=binh.account_id)
    hung.answers(hung.sees, to=binh.account_id)
    with world.look() as db:
        now = alerts.get(db, alert.id)
        assert now is not None
        assert now.taken_by == binh.account_id
