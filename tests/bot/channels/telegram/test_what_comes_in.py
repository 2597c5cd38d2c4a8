"""What people's phones send besides words, as Telegram really brings it: one answer, or none, and never a scolding."""

import pytest

from storage import alerts, attachments, chats, persons, relays, visits
from tests.bot.channels.telegram.phone import BOT, Phone
from tests.person import Talker, World

SERVICE = [
    {"pinned_message": {"message_id": 1}},
    {"message_auto_delete_timer_changed": {"message_auto_delete_time": 86400}},
    {"chat_background_set": {"type": {"type": "wallpaper"}}},
    {"new_chat_members": [{"id": 5, "is_bot": False, "first_name": "Ba"}]},
    {"left_chat_member": {"id": 5, "is_bot": False, "first_name": "Ba"}},
    {"forum_topic_created": {"name": "Chung", "icon_color": 7322096}},
    {"write_access_allowed": {"from_request": True}},
    {"proximity_alert_triggered": {"distance": 5}},
    {"some_service_of_a_later_year": {"value": 1}},
]


def state_of(phone: Phone) -> str:
    with phone.world.look() as db:
        chat = chats.at(db, "telegram", phone.talker.address)
        return chat.state if chat else ""


def kept_by(talker: Talker, world: World) -> list[int]:
    """The inbox messages that this account's attachments came with."""
    with world.look() as db:
        rows = db.execute(attachments.attachments.select().where(attachments.attachments.c.state != "expired"))
        return [row.message_id for row in rows if row.account_id == talker.account_id]


class TestSilence:
    def test_a_live_location_is_one_message_however_often_it_moves(self, world: World) -> None:
        phone = Phone.of_somebody(world, world.guardian())
        steps = [(18.67 + step / 1000, 105.69) for step in range(30)]
        assert len(phone.brings(phone.user.walks(*steps))) == 1

    def test_a_live_location_answers_where_it_was(self, world: World) -> None:
        guardian = world.guardian()
        world.person(guardian=guardian)
        phone = Phone.of_somebody(world, guardian)
        phone.talker.fills("visit_report", until="place")
        phone.brings(phone.user.walks((18.67, 105.69), (18.68, 105.69), (18.69, 105.69)))
        phone.talker.chooses("Gửi đi")
        with world.look() as db:
            assert [visit.answers["place"] for visit in visits.between(db, "17791", db.today, db.today)] == [
                [18.67, 105.69]
            ]

    @pytest.mark.parametrize("service", SERVICE, ids=lambda service: next(iter(service)))
    @pytest.mark.parametrize("linked", [True, False], ids=["linked", "stranger"])
    def test_what_happens_in_a_chat_is_said_by_nobody(
        self, world: World, service: dict[str, object], linked: bool
    ) -> None:
        phone = Phone.of_somebody(world, world.guardian() if linked else None)
        assert phone.brings(phone.user.does(**service)) == []


class TestGestures:
    def test_a_sticker_gets_a_human_word(self, world: World) -> None:
        phone = Phone.of_somebody(world, world.guardian())
        for act in (
            phone.user.sends_sticker(),
            phone.user.says("👍"),
            phone.user.says("🙏🏻❤️"),
            phone.user.says(":))"),
        ):
            (answer,) = phone.brings(act)
            assert "chưa hiểu" not in answer.text.lower()
            assert "cảm ơn" in answer.text.lower()

    def test_within_a_form_it_is_no_wrong_answer(self, world: World) -> None:
        guardian = world.guardian()
        world.person(guardian=guardian)
        phone = Phone.of_somebody(world, guardian)
        asked = phone.talker.fills("visit_report", until="outcome")
        for act in (phone.user.sends_sticker(), phone.user.says("👍")):
            (answer,) = phone.brings(act)
            assert answer.text.endswith(asked)
            assert "chưa hiểu" not in answer.text.lower()

    def test_what_a_question_did_not_ask_for_is_no_scolding_either(self, world: World) -> None:
        guardian = world.guardian()
        world.person(guardian=guardian)
        phone = Phone.of_somebody(world, guardian)
        asked = phone.talker.fills("visit_report", until="outcome")
        for act in (phone.user.sends_photo(), phone.user.sends_voice(), phone.user.walks((18.67, 105.69))):
            (answer,) = phone.brings(act)
            assert answer.text.endswith(asked)
            assert "chưa hiểu" not in answer.text.lower()


class TestAlbums:
    def test_a_guardians_album_is_one_note_with_all_its_photos_and_its_words(self, world: World) -> None:
        guardian = world.guardian()
        nam = world.person(guardian=guardian)
        phone = Phone.of_somebody(world, guardian)
        phone.talker.fills("visit_report", until="note")
        assert len(phone.brings(phone.user.sends_album(6, "Nhà anh Nam mới lợp lại mái"))) == 1
        phone.talker.answers(phone.talker.sees)
        assert len(set(kept_by(guardian, world))) == 1
        assert len(kept_by(guardian, world)) == 6
        officer = world.officer()
        history = officer.presses(f"do:person_visits:{nam}")
        assert "Nhà anh Nam mới lợp lại mái" in history
        with world.look() as db:
            rows = db.execute(attachments.attachments.select()).all()
            assert {(row.about, row.person_id) for row in rows} == {("visit", nam)}

    def test_every_photo_of_it_can_be_looked_at(self, world: World) -> None:
        guardian = world.guardian()
        nam = world.person(guardian=guardian)
        phone = Phone.of_somebody(world, guardian)
        phone.talker.fills("visit_report", until="note")
        phone.brings(phone.user.sends_album(3))
        phone.talker.answers(phone.talker.sees)
        with world.store.transaction() as db:
            ids = list(db.execute(attachments.attachments.select()).scalars())
            for id_ in ids:
                attachments.stored(db, id_, media_type="image/jpeg", size=5)
        officer = world.officer()
        officer.presses(f"do:person_visits:{nam}")
        seen = []
        officer.chooses("Xem ảnh")
        for _ in range(2):
            seen.append(officer.last.out.attachment)
            officer.chooses("Ảnh tiếp")
        seen.append(officer.last.out.attachment)
        assert seen == sorted(ids)
        assert "Ảnh tiếp" not in officer.last

    def test_a_person_sends_their_officer_an_album(self, world: World) -> None:
        world.officer()
        nam = world.person_with_phone()
        phone = Phone.of_somebody(world, nam)
        phone.talker.presses("do:talk")
        assert len(phone.brings(phone.user.sends_album(4, "Giấy tờ của em đây ạ"))) == 1
        assert len(phone.brings(phone.user.sends_album(3, "Còn mấy tờ nữa"))) == 1
        assert len(kept_by(nam, world)) == 7
        with world.look() as db:
            said = [relay.text for relay in relays.thread(db, nam.account_id)]
        assert said == ["Giấy tờ của em đây ạ", "Còn mấy tờ nữa"]

    def test_words_under_a_later_photo_are_passed_on_too(self, world: World) -> None:
        world.officer()
        nam = world.person_with_phone()
        phone = Phone.of_somebody(world, nam)
        phone.talker.presses("do:talk")
        first = phone.user.sends_photo(group="album-1")
        assert len(phone.brings(first, phone.user.sends_photo(caption="Mặt sau của giấy", group="album-1"))) == 1
        with world.look() as db:
            assert [relay.text for relay in relays.thread(db, nam.account_id)] == ["", "Mặt sau của giấy"]

    def test_the_officer_reads_the_words_and_that_there_is_a_photo(self, world: World) -> None:
        officer = world.officer()
        nam = world.person_with_phone()
        phone = Phone.of_somebody(world, nam)
        phone.talker.presses("do:talk")
        phone.brings(phone.user.sends_photo(caption="Giấy ra trại của em"))
        read = officer.presses(f"do:relay_read:{nam.account_id}")
        assert "Giấy ra trại của em" in read
        assert "ảnh" in read

    def test_an_alert_of_a_report_has_the_words_under_the_photo(self, world: World) -> None:
        guardian = world.guardian()
        world.person(guardian=guardian)
        phone = Phone.of_somebody(world, guardian)
        phone.talker.fills("visit_report", until="note", concerns=["violence"])
        phone.brings(phone.user.sends_photo(caption="Cái cửa sắt trước nhà"))
        phone.talker.answers(phone.talker.sees)
        with world.look() as db:
            assert [alert.note for alert in alerts.open_of(db, "17791")] == ["Cái cửa sắt trước nhà"]

    def test_an_officers_album_is_filed_under_the_person(self, world: World) -> None:
        officer = world.officer()
        nam = world.person_with_phone()
        nam.fills("talk_to_officer", message="Em hỏi giấy tờ ạ")
        phone = Phone.of_somebody(world, officer)
        phone.talker.presses(f"do:relay_write:{nam.account_id}")
        assert len(phone.brings(phone.user.sends_album(3, "Mẫu đơn đây em"))) == 1
        nam.listen()
        assert [heard.kind for heard in nam.heard].count("relay") == 1
        assert "Mẫu đơn đây em" in nam.sees
        with world.look() as db:
            person = persons.by_account(db, nam.account_id)
            rows = db.execute(attachments.attachments.select()).all()
            assert person is not None
            assert [(row.about, row.person_id) for row in rows] == [("relay", person.id)] * 3

    def test_an_album_that_nobody_asked_for_gets_one_answer(self, world: World) -> None:
        phone = Phone.of_somebody(world, world.guardian())
        assert len(phone.brings(phone.user.sends_album(6))) == 1
        assert len(phone.brings(phone.user.sends_album(6))) == 1

    def test_a_strangers_album_gets_one_answer(self, world: World) -> None:
        phone = Phone.of_somebody(world)
        assert len(phone.brings(phone.user.sends_album(6))) == 1

    def test_it_counts_as_one_message(self, world: World) -> None:
        phone = Phone.of_somebody(world, world.guardian())
        phone.brings(*(phone.user.sends_album(10) for _ in range(3)))
        assert "phút" not in phone.talker.says("menu")


class TestCommands:
    def test_a_command_for_another_bot_is_left_alone(self, world: World) -> None:
        phone = Phone.of_somebody(world, world.guardian())
        assert phone.brings(phone.user.says("/start@OtherBot"), phone.user.says("/x@OtherBot 5")) == []

    def test_a_command_for_this_bot_is_one(self, world: World) -> None:
        phone = Phone.of_somebody(world, world.guardian())
        menu = phone.talker.says("/menu")
        (answer,) = phone.brings(phone.user.says(f"/menu@{BOT}"))
        assert answer.text == menu
        (answer,) = phone.brings(phone.user.says(f"/menu@{BOT.upper()}"))
        assert answer.text == menu


class TestForwarded:
    def test_an_emergency_in_somebody_elses_words_is_asked_about(self, world: World) -> None:
        phone = Phone.of_somebody(world, world.person_with_phone())
        (answer,) = phone.brings(phone.user.forwards("Cứu với, nó đang cầm dao đâm tôi ở nhà"))
        assert any(button.press.startswith("do:in_danger") for button in answer.out.buttons)
        with world.look() as db:
            assert alerts.open_of(db, "17791") == []

    def test_no_stop_word_is_taken_from_it(self, world: World) -> None:
        phone = Phone.of_somebody(world, world.guardian())
        phone.brings(phone.user.forwards("dừng"))
        assert state_of(phone) == "active"

    def test_no_command_and_no_number_is_taken_from_it(self, world: World) -> None:
        phone = Phone.of_somebody(world, world.guardian())
        phone.talker.says("menu")
        for words in ("1", "/tham", "báo thăm", "em muốn tìm việc làm"):
            (answer,) = phone.brings(phone.user.forwards(words))
            assert "chuyển tiếp" in answer.text

    def test_it_answers_no_question_but_a_note(self, world: World) -> None:
        guardian = world.guardian()
        world.person(guardian=guardian)
        phone = Phone.of_somebody(world, guardian)
        asked = phone.talker.fills("visit_report", until="outcome")
        (answer,) = phone.brings(phone.user.forwards("1"))
        assert answer.text.endswith(asked)
        assert "chuyển tiếp" in answer.text
        (answer,) = phone.brings(phone.user.forwards("hủy"))
        assert answer.text.endswith(asked)
        phone.talker.answers(phone.talker.sees, until="note")
        phone.brings(phone.user.forwards("Anh Nam đi làm đều, chủ khen"))
        phone.talker.answers(phone.talker.sees)
        with world.look() as db:
            (visit,) = visits.between(db, "17791", db.today, db.today)
            assert visit.answers["note"] == "Anh Nam đi làm đều, chủ khen"

    def test_what_somebody_wrote_of_the_trouble_goes_with_the_alarm(self, world: World) -> None:
        world.officer()
        guardian = world.guardian()
        nam = world.person(guardian=guardian)
        phone = Phone.of_somebody(world, guardian)
        phone.talker.fills("alarm", about=nam, what="violence")
        with world.look() as db:
            (alert,) = alerts.open_of(db, "17791")
        phone.talker.presses(f"go:alarm_words:alert={alert.id}")
        phone.brings(phone.user.forwards("Tối qua có hai người lạ ngồi ngoài quán chờ anh ấy"))
        phone.talker.answers(phone.talker.sees)
        with world.look() as db:
            assert "hai người lạ" in " ".join(event.note or "" for event in alerts.events(db, alert.id))


class TestLimit:
    def test_people_are_told_once(self, world: World) -> None:
        phone = Phone.of_somebody(world, world.guardian())
        answers = phone.brings(*(phone.user.says("menu") for _ in range(40)))
        assert len(answers) == 21
        assert len([answer for answer in answers if "phút" in answer.text]) == 1

    def test_an_emergency_is_read_all_the_same(self, world: World) -> None:
        phone = Phone.of_somebody(world, world.person_with_phone())
        phone.brings(*(phone.user.says("menu") for _ in range(40)))
        (answer,) = phone.brings(phone.user.says("Cứu với, nó đang cầm dao đâm tôi ở nhà"))
        assert "113" in answer.text

    def test_ticks_are_not_counted(self, world: World) -> None:
        guardian = world.guardian()
        world.person(guardian=guardian)
        phone = Phone.of_somebody(world, guardian)
        phone.talker.fills("visit_report", until="concerns")
        world.clock.move(minutes=2)
        for _ in range(30):
            assert "phút" not in phone.talker.presses("visit_report:concerns:alcohol")
        assert "phút" not in phone.talker.presses("visit_report:concerns:!done")


class TestBlocking:
    def test_word_of_a_block_that_is_older_than_the_last_message_is_ignored(self, world: World) -> None:
        phone = Phone.of_somebody(world, world.guardian())
        blocked = phone.user.blocks()
        world.clock.move(seconds=20)
        phone.user.unblocks()
        phone.brings(phone.user.says("menu"))
        phone.brings(blocked)
        assert state_of(phone) == "active"

    def test_a_block_closes_and_its_end_opens_again(self, world: World) -> None:
        phone = Phone.of_somebody(world, world.guardian())
        phone.brings(phone.user.says("menu"))
        world.clock.move(seconds=20)
        phone.brings(phone.user.blocks())
        assert state_of(phone) == "blocked"
        world.clock.move(seconds=20)
        assert phone.brings(phone.user.unblocks()) == []
        assert state_of(phone) == "active"

    def test_who_said_stop_is_not_written_to_because_the_platform_lets_us(self, world: World) -> None:
        phone = Phone.of_somebody(world, world.guardian())
        phone.brings(phone.user.says("dừng nhắn tin"))
        world.clock.move(seconds=20)
        phone.brings(phone.user.blocks(), phone.user.unblocks())
        assert state_of(phone) != "active"
