"""Complaints, played: straight to the unit above, with a number, a clock, an answer; unseen by the unit below."""

import re
from datetime import date

import pytest
from sqlalchemy import select

from handlers.kit.commands import allowed
from handlers.matters import REGISTRY
from handlers.notify import fallback
from storage import accounts, alerts, chats, complaints, units
from storage.audit import audit
from storage.complaints import Complaint
from storage.outbox import call_list
from storage.outbox.table import outbox
from tests.conftest import StandingClock
from tests.handlers.commune import moment, run_all, told
from tests.person import WITH_BUTTONS, Talker, World

COMMUNE, PROVINCE = "17791", "40"
STORY = "hôm qua anh Hùng mắng tôi giữa chợ"
WORDS = {"about": "officer", "who": "anh Hùng công an", "what": STORY, "wish": "xin lỗi tôi"}
OF_THE_COMMUNE = ("officer", "guardian", "partner", "admin", "family")


def joined(world: World) -> None:
    with world.store.transaction() as db:
        units.put(db, code=PROVINCE, name="Nghệ An", kind="tinh")
        units.put(db, code=COMMUNE, name="xã Kim Bảng", kind="xa", parent=PROVINCE)


def of_province(world: World, name: str, *roles: str) -> Talker:
    with world.store.transaction() as db:
        account_id = accounts.add(db, unit=PROVINCE, name=name, roles=roles, pronoun="chi", on_duty=True)
        chat = chats.add(db, "web", f"province-{account_id}")
        chats.link(db, chat.id, account_id)
        chats.welcome(db, chat.id)
    return Talker(world, chat.address, account_id=account_id, name=name)


@pytest.fixture
def lan(world: World) -> Talker:
    joined(world)
    return of_province(world, "Hồ Thị Lan", "officer")


@pytest.fixture
def nam(world: World) -> Talker:
    return world.person_with_phone(guardian=world.guardian())


def sent_by(world: World, talker: Talker) -> Complaint:
    with world.look() as db:
        [complaint] = complaints.of_sender(db, talker.account_id)
        return complaint


def test_a_complaint_goes_to_the_unit_above_with_its_number_and_day(nam: Talker, lan: Talker) -> None:
    nam.says("khiếu nại")
    assert "số K1, thẳng tới tỉnh Nghệ An" in nam.answers(**WORDS)
    assert "K1 vừa tới" in lan.sees
    assert STORY not in lan.sees
    said = lan.chooses("Xem")
    assert STORY in said
    assert "Người gửi: Trần Văn Nam" in said


def test_it_is_taken_within_seven_working_days_and_answered_within_thirty(
    world: World, nam: Talker, lan: Talker
) -> None:
    nam.fills("complain", **WORDS)
    # Tuesday 24 November is a holiday
    assert sent_by(world, nam).take_by == date(2026, 12, 3)
    lan.says("k1")
    lan.chooses("Nhận giải quyết")
    assert "đã có người nhận" in nam.sees
    assert sent_by(world, nam).answer_by == date(2026, 12, 23)
    lan.says("k1")
    lan.chooses("Trả lời")
    lan.answers(words="Đã nhắc nhở anh Hùng, anh sẽ gặp để xin lỗi")
    assert "đã có trả lời" in nam.sees
    assert "anh sẽ gặp để xin lỗi" in nam.chooses("Xem")


def test_what_is_intricate_takes_longer_once_with_the_reason_told(world: World, nam: Talker, lan: Talker) -> None:
    nam.fills("complain", **WORDS)
    lan.says("k1")
    lan.chooses("Nhận giải quyết")
    lan.chooses("Cần thêm thời gian")
    lan.answers(why="phải hỏi thêm người chứng kiến")
    assert sent_by(world, nam).answer_by == date(2027, 1, 7)
    assert "phải hỏi thêm người chứng kiến" in nam.chooses("Xem")
    lan.says("k1")
    assert "Cần thêm thời gian" not in lan.last.labels


def test_the_sender_may_ask_at_any_time_where_it_stands(nam: Talker, lan: Talker) -> None:
    assert "chưa gửi" in nam.says("khiếu nại của tôi")
    nam.fills("complain", **WORDS)
    assert "tỉnh Nghệ An chưa nhận · nhận chậm nhất" in nam.says("phản ánh của tôi")
    assert "Phản ánh K1" in nam.says("đến đâu rồi")


def test_what_is_late_is_said_to_both(world: World, clock: StandingClock, nam: Talker, lan: Talker) -> None:
    nam.fills("complain", **WORDS)
    clock.move_to(moment(date(2026, 12, 3), 9))
    run_all(world)
    assert "K1 đến hạn" in told(lan, "complaint_due")[-1]
    assert told(nam) == []
    clock.move_to(moment(date(2026, 12, 4), 9))
    run_all(world)
    assert "K1 đã trễ" in told(lan, "complaint_late")[-1]
    assert "đang chậm" in told(nam)[-1]
    assert "trễ từ" in lan.says("xem khiếu nại") + "".join(lan.last.labels)


def test_what_was_answered_reminds_nobody(world: World, clock: StandingClock, nam: Talker, lan: Talker) -> None:
    nam.fills("complain", **WORDS)
    lan.presses(f"go:complaint_answer:complaint={sent_by(world, nam).id}")
    lan.answers(words="đã xem xét")
    clock.move_to(moment(date(2027, 1, 20), 9))
    run_all(world)
    assert told(lan, "complaint_due", "complaint_late") == []


@pytest.mark.parametrize("world", [("sqlite", WITH_BUTTONS)], ids=["buttons"], indirect=True)
def test_nobody_of_the_commune_finds_it_in_any_list(world: World, nam: Talker, lan: Talker) -> None:
    others = [world.linked(f"Lê Văn {role}", role) for role in OF_THE_COMMUNE]
    nam.fills("complain", **WORDS)
    complaint = sent_by(world, nam)
    for role, talker in zip(OF_THE_COMMUNE, others, strict=True):
        said = [heard.text for heard in talker.listen()]
        for command in REGISTRY.linked.commands.values():
            if allowed(command.may, (role,)) and command.id not in ("stop", "leave", "drill"):
                for argument in ("", ":1", ":K1", f":{complaint.id}", f":{nam.account_id}"):
                    said.append(_pressed(world, talker, f"do:{command.id}{argument}"))
        for form in ("complaint_answer", "complaint_longer"):
            said.append(_pressed(world, talker, f"go:{form}:complaint={complaint.id}"))
        said += [_pressed(world, talker, "", words) for words in ("k1", "xem khiếu nại", STORY[:20])]
        # a link's key may hold any letters
        everything = re.sub(r"https?://\S+", "", "\n".join(said))
        assert "K1" not in everything, role
        assert "mắng tôi" not in everything, role


def _pressed(world: World, talker: Talker, press: str, words: str = "") -> str:
    world.clock.move(minutes=1)
    said = talker.presses(press) if press else talker.says(words)
    return "\n".join((said, *talker.reply.labels))


def test_nothing_of_it_is_written_under_the_commune(world: World, nam: Talker, lan: Talker) -> None:
    world.officer()
    nam.fills("complain", **WORDS)
    with world.look() as db:
        of_commune = list(db.execute(select(audit.c.action).where(audit.c.unit == COMMUNE)).scalars())
        readers = set(db.execute(select(outbox.c.account_id).where(outbox.c.kind != "reply")).scalars())
        assert not [action for action in of_commune if "complaint" in action]
        assert readers == {lan.account_id}
        assert call_list.open_of(db, COMMUNE) == []


def test_whoever_cannot_be_told_is_put_on_nobodys_call_list(world: World, nam: Talker, lan: Talker) -> None:
    nam.fills("complain", **WORDS)
    with world.store.transaction() as db:
        [chat] = chats.of_account(db, nam.account_id)
        chats.set_state(db, chat.id, "blocked")
    lan.says("k1")
    lan.chooses("Nhận giải quyết")
    with world.store.transaction() as db:
        sender = accounts.get(db, nam.account_id)
        assert sender is not None
        # as when they leave their phone while it is on its way
        fallback.put_on_call_list(db, [sender], "complaint_news")
        assert call_list.open_of(db, COMMUNE) == []


BEATEN = "anh Hùng đang đánh tôi, dọa giết tôi"


def of_the_commune(world: World) -> list[tuple[str, str | None]]:
    with world.look() as db:
        return [(alert.reason, alert.note) for alert in alerts.open_of(db, COMMUNE)]


def writes_what(nam: Talker, words: str) -> str:
    nam.presses("go:complain")
    nam.chooses("Cán bộ ở xã")
    nam.says("anh Hùng công an")
    return nam.says(words)


def test_violence_told_in_it_is_answered_at_once_and_raises_no_alert(world: World, nam: Talker, lan: Talker) -> None:
    hung = world.officer()
    said = writes_what(nam, BEATEN)
    assert "113" in said
    assert "chưa báo ai ở xã" in said
    assert "mong được giải quyết thế nào" in nam.chooses("Làm tiếp")
    nam.answers(wish="xin lỗi tôi")
    assert sent_by(world, nam).told["what"] == BEATEN
    assert told(hung) == []
    assert of_the_commune(world) == []


def test_those_on_duty_hear_of_it_if_it_is_wanted_without_its_words(world: World, nam: Talker, lan: Talker) -> None:
    writes_what(nam, BEATEN)
    assert "đang báo người trực" in nam.chooses("Báo người trực")
    assert of_the_commune(world) == [("violence", None)]
    assert "mong được giải quyết thế nào" in nam.chooses("Làm tiếp")


def test_a_wish_to_die_is_heard_in_it_too_without_its_words(world: World, nam: Talker, lan: Talker) -> None:
    words = "cán bộ ép em, em không muốn sống nữa"
    assert "đã nằm trong thư" in writes_what(nam, words)
    assert of_the_commune(world) == [("self_harm", None)]
    nam.chooses("Làm tiếp")
    nam.answers(wish="xin lỗi tôi")
    assert sent_by(world, nam).told["what"] == words


def test_where_the_unit_above_has_nobody_it_is_said_and_its_admin_hears(world: World, nam: Talker) -> None:
    joined(world)
    minh = of_province(world, "Trần Quang Minh", "admin")
    assert "chưa có cán bộ nào" in nam.says("khiếu nại")
    nam.says("hủy")
    said = nam.fills("complain", **WORDS)
    assert "chưa có cán bộ nào" in said
    assert "1800 1233" in said
    assert "K1 đang chờ" in minh.sees
    assert "Có 1 khiếu nại" in minh.says("complaints")
    assert "mắng tôi" not in minh.says("k1")


def test_where_no_unit_above_is_known_nobody_writes_for_nothing(world: World, nam: Talker) -> None:
    assert "chưa nối với cấp trên" in nam.says("khiếu nại")
    with world.look() as db:
        assert complaints.of_sender(db, nam.account_id) == []


def test_a_complaint_about_the_province_is_not_given_to_the_province(world: World, nam: Talker, lan: Talker) -> None:
    nam.says("khiếu nại")
    assert "chưa có nơi cao hơn" in nam.answers(about="above")
    assert told(lan) == []


def test_a_sentence_that_complains_gets_the_way_to_it(nam: Talker, lan: Talker) -> None:
    nam.says("cán bộ nói năng khó nghe lắm, em muốn phản ánh")
    assert "muốn phản ánh về ai" in nam.chooses("Viết khiếu nại, phản ánh")
