"""Messages passed on between a person and the officers: both ways, without numbers, one officer at a time."""

from handlers.kit.scope import Scope
from handlers.kit.wording import Wording
from handlers.notify import pass_on
from storage import accounts, chats, consents, relays
from storage.outbox import call_list
from tests.other_unit import put_into
from tests.person import Talker, World


def writes(world: World, person: Talker, text: str) -> list[str]:
    """What the person's own form does; gives the names of the officers reached."""
    with world.store.transaction() as db:
        account = accounts.get(db, person.account_id)
        assert account is not None
        [chat] = chats.of_account(db, account.id)
        wording = Wording.to(world.deployment.texts, account)
        scope = Scope(db, world.deployment, wording, chat, account, account.unit, chat.channel)
        return [one.name for one in pass_on.to_officer(scope, text)]


def test_a_message_reaches_those_on_duty_and_is_read_behind_the_button(world: World) -> None:
    hung, nam = world.officer(), world.person_with_phone()
    assert writes(world, nam, "Tôi muốn hỏi vay vốn") == ["Lê Văn Hùng"]
    assert hung.sees.startswith("Anh Nam vừa nhắn cho anh và đang chờ trả lời.")
    assert "vay vốn" not in hung.sees
    assert "Tôi muốn hỏi vay vốn" in hung.chooses("Đọc")


def test_the_answer_goes_back_without_a_number(world: World) -> None:
    hung, nam = world.officer(phone="+84911111111"), world.person_with_phone()
    writes(world, nam, "Bao giờ có danh sách?")
    hung.chooses("Đọc")
    hung.chooses("Trả lời")
    assert "Đã gửi tới anh Nam" in hung.answers(text="Trước ngày 5 anh nhé")
    assert "Trước ngày 5 anh nhé" in nam.sees
    assert "911111111" not in nam.sees
    assert nam.sees.startswith("Chào anh Nam, anh Hùng có lời nhắn")
    with world.look() as db:
        assert relays.waiting(db, world.deployment.unit) == []
        assert [one.from_person for one in relays.thread(db, nam.account_id)] == [True, False]


def test_the_first_to_answer_goes_on_with_it(world: World) -> None:
    hung, binh, nam = world.officer(), world.officer("Trần Quốc Bình"), world.person_with_phone()
    assert len(writes(world, nam, "Xin hỏi")) == 2
    binh.chooses("Đọc")
    binh.chooses("Trả lời")
    binh.answers(text="Anh cứ hỏi")
    reply = hung.presses(f"do:relay_write:{nam.account_id}")
    assert reply.startswith("Anh Bình đang trò chuyện với anh Nam")
    assert writes(world, nam, "Hỏi thêm") == ["Trần Quốc Bình"]


def test_who_was_slower_while_writing_hears_so_and_nothing_is_sent(world: World) -> None:
    hung, binh, nam = world.officer(), world.officer("Trần Quốc Bình"), world.person_with_phone()
    writes(world, nam, "Xin hỏi")
    for officer in (hung, binh):
        officer.chooses("Đọc")
        officer.chooses("Trả lời")
    binh.answers(text="Anh cứ hỏi")
    assert "đang trò chuyện với anh Nam" in hung.answers(text="Có gì vậy anh")
    assert "Có gì vậy anh" not in "".join(one.text for one in (*nam.heard, *nam.listen()))


def test_off_duty_the_thread_is_free_again(world: World) -> None:
    hung, binh, nam = world.officer(), world.officer("Trần Quốc Bình"), world.person_with_phone()
    writes(world, nam, "Xin hỏi")
    binh.chooses("Đọc")
    binh.chooses("Trả lời")
    binh.answers(text="Anh cứ hỏi")
    with world.store.transaction() as db:
        accounts.set_duty(db, binh.account_id, False, by=None)
    assert writes(world, nam, "Hỏi thêm") == ["Lê Văn Hùng"]
    hung.chooses("Đọc")
    hung.chooses("Trả lời")
    assert "Đã gửi" in hung.answers(text="Tôi trả lời thay nhé")


def test_nobody_to_reach_means_a_call(world: World) -> None:
    nam = world.person_with_phone()
    assert writes(world, nam, "Có ai không") == []
    with world.look() as db:
        assert [entry.reason for entry in call_list.open_of(db, world.deployment.unit)] == ["asks_to_talk"]


def test_a_closed_chat_is_said_to_the_officer(world: World) -> None:
    hung, nam = world.officer(), world.person_with_phone()
    with world.store.transaction() as db:
        chats.set_state(db, chats.of_account(db, nam.account_id)[0].id, "stopped")
    hung.presses(f"do:relay_write:{nam.account_id}")
    assert "danh sách gọi điện" in hung.answers(text="Anh khỏe không")


def test_several_who_wait_are_a_list(world: World) -> None:
    hung = world.officer()
    assert "Không có tin nào" in hung.says("/messages")
    for name in ("Trần Văn Nam", "Lê Văn Bắc"):
        writes(world, world.person_with_phone(name), "Xin hỏi")
    assert "2 người đang chờ" in hung.says("/messages")
    assert "Trò chuyện với Lê Văn Bắc" in hung.chooses("Lê Văn Bắc")


def test_another_communes_thread_is_out_of_reach(world: World) -> None:
    hung, nam = world.officer(), world.person_with_phone()
    writes(world, nam, "Chuyện riêng")
    with world.store.transaction() as db:
        put_into(db, hung.account_id, "17792")
    assert "Chuyện riêng" not in hung.presses(f"do:relay_read:{nam.account_id}")
    assert "thuộc xã khác" in hung.presses(f"do:relay_write:{nam.account_id}")
    assert "Không có tin nào" in hung.says("/messages")


def test_who_does_not_want_messages_passed_on_is_not_written_to_unasked(world: World) -> None:
    hung, nam = world.officer(), world.person_with_phone()
    with world.store.transaction() as db:
        consents.record(db, nam.account_id, "relay", given=False, version="2026-11")
    assert "chưa đồng ý" in hung.presses(f"do:relay_write:{nam.account_id}")
    assert "chưa đồng ý" in hung.answers(hung.presses(f"go:relay_reply:to={nam.account_id};text=Chào"))
    writes(world, nam, "Xin hỏi")
    hung.presses(f"do:relay_write:{nam.account_id}")
    assert "Đã gửi" in hung.answers(text="Anh hỏi gì vậy")
