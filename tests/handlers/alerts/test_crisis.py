"""Words that cannot wait: an answer with numbers to call, an alert, and nothing of what was said on any screen."""

from storage import alerts
from storage.alerts import Alert
from tests.person import World

DESPAIR = "tôi không muốn sống nữa"


def open_alerts(world: World) -> list[Alert]:
    with world.look() as db:
        return alerts.open_of(db, world.deployment.unit)


def test_somebody_in_despair_is_answered_with_care_and_numbers(world: World) -> None:
    nam = world.person_with_phone()
    reply = nam.says(DESPAIR)
    assert "Đồng Hành đang ở đây với anh Nam" in reply
    assert "115" in reply
    assert "113" in reply
    assert "Đồng Hành đang báo người trực" in reply


def test_the_roster_is_told_without_the_words_and_reads_them_behind_the_button(world: World) -> None:
    hung, nam = world.officer(), world.person_with_phone()
    nam.says(DESPAIR)
    assert hung.sees.startswith("🔴 KHẨN C1 · xóm 6")
    assert "sống" not in hung.sees
    story = hung.chooses("Xem")
    assert "Trần Văn Nam" in story
    assert DESPAIR in story


def test_the_words_stand_in_no_message_but_the_look(world: World) -> None:
    hung, nam = world.officer(), world.person_with_phone()
    nam.says(DESPAIR)
    assert all("không muốn sống" not in one.text for one in (*hung.listen(), *nam.listen()))


def test_each_message_is_answered_and_all_of_them_are_one_alert(world: World) -> None:
    hung, nam = world.officer(), world.person_with_phone()
    for _ in range(3):
        assert "115" in nam.says(DESPAIR)
    assert "vẫn ở đây với anh Nam" in nam.sees
    [alert] = open_alerts(world)
    assert alert.repeats == 2
    assert len(hung.listen()) == 1


def test_once_taken_the_answer_says_by_whom(world: World) -> None:
    hung, nam = world.officer(), world.person_with_phone()
    nam.says(DESPAIR)
    hung.chooses("Tôi nhận")
    assert "Người nhận: anh Hùng" in nam.sees
    assert "Anh Hùng đã nhận tin và sẽ liên lạc" in nam.says(DESPAIR)


def test_a_guardian_who_writes_of_somebody_else_is_told_to_stay_with_them(world: World) -> None:
    hung, tu = world.officer(), world.guardian()
    assert "ở lại bên cạnh" in tu.says("nó đòi tự tử")
    [alert] = open_alerts(world)
    assert alert.person_id is None
    assert alert.raised_by == tu.account_id
    assert "bác Tư" in hung.chooses("Xem")


def test_a_stranger_is_answered_too_and_asked_for_a_number(world: World) -> None:
    hung, stranger = world.officer(), world.stranger()
    reply = stranger.says("cháy nhà rồi cứu với")
    assert "114" in reply
    assert "nhắn số điện thoại" in reply
    assert "Người nhắn chưa có mã" in hung.chooses("Xem")


def test_who_is_alone_is_answered_and_the_officer_reads_it(world: World) -> None:
    hung, nam = world.officer(), world.person_with_phone()
    nam.says(DESPAIR)
    assert "một người anh tin" in nam.chooses("một mình")
    assert {"Gặp cán bộ"} < set(nam.last.labels)
    assert "Tôi đang một mình" in hung.chooses("Xem")
    assert "ở cạnh người đó" in nam.says("co nguoi o cung")
    assert "Gặp cán bộ" in nam.last.labels


def test_an_open_dialogue_stays_as_it_was(world: World) -> None:
    hung = world.officer()
    hung.says("/find")
    assert "115" in hung.says("có người uống thuốc sâu")
    assert "Chưa thấy ai như vậy" in hung.answers(hung.says("Nam"), until="words")


def test_in_english(world: World) -> None:
    tom = world.linked("Tom Tran", "person", language="en")
    world.person("Tom Tran", account_id=tom.account_id)
    reply = tom.says("tôi muốn tự tử")
    assert "We are here with you" in reply
    assert "115" in reply


def test_a_crowd_of_strangers_rings_the_roster_a_few_times_and_then_once(world: World) -> None:
    hung = world.officer()
    for number in range(16):
        assert "115" in world.stranger(f"stranger-{number}").says(DESPAIR)
    assert len(hung.listen()) == 11
    assert sorted(alert.repeats for alert in open_alerts(world)) == [0] * 10 + [5]
