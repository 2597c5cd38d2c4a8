"""What people send along, looked at by those who may: officers of the commune, the sender, both sides of a talk."""

from typing import Any, Literal

import pytest

from handlers.kit import Outgoing
from storage import accounts, assignments, attachments, audit, outbox, persons, relays
from storage.attachments import Attachment
from tests.audited import looks_at
from tests.filling import Sends
from tests.other_unit import put_into
from tests.person import Talker, World

NOT_YOURS = "Phần này không mở được"


def arrives(world: World, media_type: str = "image/jpeg") -> Attachment:
    """What was sent last has been fetched."""
    table = attachments.attachments
    with world.store.transaction() as db:
        newest = db.execute(table.select().order_by(table.c.id.desc())).first()
        assert newest is not None
        attachments.stored(db, newest.id, media_type=media_type, size=9)
    with world.look() as db:
        found = attachments.get(db, newest.id)
        assert found is not None
        return found


def reports(guardian: Talker, person: int, kind: Literal["photo", "voice"] = "photo", **more: Any) -> str:
    """A visit with a photo or voice note in the place of words."""
    return guardian.reports(person, note=Sends(kind), **more)


def shown(talker: Talker) -> Outgoing:
    return talker.last.out


def looks_of(world: World, talker: Talker, person_id: int) -> int:
    with world.look() as db:
        return looks_at(db, person_id, db.now.replace(year=2020)).get(talker.account_id, 0)


@pytest.fixture
def tu(world: World) -> Talker:
    return world.guardian()


@pytest.fixture
def hung(world: World) -> Talker:
    return world.officer()


class TestWithAVisit:
    def test_the_officer_sees_it_and_the_look_is_written_down(self, world: World, tu: Talker, hung: Talker) -> None:
        nam = world.person(guardian=tu)
        assert "TH-0001" in reports(tu, nam)
        photo = arrives(world)
        assert (photo.about, photo.person_id, photo.account_id) == ("visit", nam, tu.account_id)
        hung.presses(f"do:person_visits:{nam}")
        before = looks_of(world, hung, nam)
        hung.chooses("Xem ảnh · TH-0001")
        assert (shown(hung).attachment, shown(hung).shows) == (photo.id, "photo")
        assert shown(hung).text == "Ảnh bác Tư gửi kèm lần ghé thăm anh Nam, 09:00."
        assert looks_of(world, hung, nam) == before + 1

    def test_a_channel_that_shows_none_says_where_it_is_seen(self, world: World, tu: Talker, hung: Talker) -> None:
        nam = world.person(guardian=tu)
        reports(tu, nam)
        arrives(world)
        hung.presses(f"do:person_visits:{nam}")
        said = hung.chooses("Xem ảnh")
        assert ("https://donghanh.example/chat" in said) == (not world.can.shows)
        assert ("Ảnh bác Tư gửi" in said) == bool(world.can.shows)

    def test_an_alert_leads_to_it_as_well(self, world: World, tu: Talker, hung: Talker) -> None:
        nam = world.person(guardian=tu)
        reports(tu, nam, "voice", concerns=["violence"])
        voice = arrives(world, "audio/ogg")
        hung.chooses("Xem")
        hung.chooses("Nghe ghi âm · 09:00")
        assert (shown(hung).attachment, shown(hung).shows) == (voice.id, "voice")

    def test_a_corrected_report_keeps_it(self, world: World, tu: Talker, hung: Talker) -> None:
        nam = world.person(guardian=tu)
        reports(tu, nam)
        photo = arrives(world)
        tu.says("/sua 1")
        assert "TH-0001" in tu.chooses("Gửi đi")
        hung.presses(f"do:person_visits:{nam}")
        hung.chooses("Xem ảnh")
        assert shown(hung).attachment == photo.id

    def test_the_guardian_sees_what_they_sent_while_they_look_after_him(
        self, world: World, tu: Talker, hung: Talker
    ) -> None:
        sau = world.guardian("Lê Thị Sáu", "co")
        nam = world.person(guardian=tu)
        reports(tu, nam)
        press = f"do:attachment:{arrives(world).id}"
        tu.presses(press)
        assert shown(tu).attachment
        with world.store.transaction() as db:
            assignments.assign(db, nam, sau.account_id, by=hung.account_id)
        for guardian in (tu, sau):
            assert guardian.presses(press).startswith(NOT_YOURS)

    def test_whom_it_is_about_does_not_see_it(self, world: World, tu: Talker) -> None:
        nam = world.person_with_phone(guardian=tu)
        tu.fills("visit_report", note=Sends("photo"))
        assert nam.presses(f"do:attachment:{arrives(world).id}").startswith(NOT_YOURS)
        assert shown(nam).attachment == 0


class TestWhoGetsNothing:
    @pytest.mark.parametrize("other", ["officer elsewhere", "guardian of another", "another person", "left the office"])
    def test_others(self, world: World, tu: Talker, other: str) -> None:
        reports(tu, world.person(guardian=tu))
        photo = arrives(world)
        talker = self._other(world, other)
        assert talker.presses(f"do:attachment:{photo.id}")
        assert (shown(talker).attachment, "Ảnh bác Tư" in talker.sees) == (0, False)
        with world.look() as db:
            refused = db.execute(audit.audit.select().where(audit.audit.c.action == "attachment.refused")).all()
            assert [row.actor for row in refused] == ([] if other == "left the office" else [talker.account_id])

    def _other(self, world: World, other: str) -> Talker:
        if other == "another person":
            return world.person_with_phone("Lê Văn Bắc")
        if other == "guardian of another":
            guardian = world.guardian("Lê Thị Sáu", "co")
            world.person("Lê Thị Hoa", guardian=guardian)
            return guardian
        officer = world.officer()
        with world.store.transaction() as db:
            if other == "officer elsewhere":
                put_into(db, officer.account_id, "17792")
            else:
                accounts.set_roles(db, officer.account_id, ("partner",), by=None)
        return officer

    def test_ids_that_are_none(self, hung: Talker) -> None:
        for argument in ("", "0", "77", "x", "9" * 19, "9" * 30):
            assert hung.presses(f"do:attachment:{argument}").startswith(NOT_YOURS), argument


class TestWhatIsNotThere:
    def press(self, world: World, tu: Talker, hung: Talker) -> int:
        nam = world.person(guardian=tu)
        reports(tu, nam, "voice")
        hung.presses(f"do:person_visits:{nam}")
        return nam

    def test_on_its_way_it_can_be_asked_for_again(self, world: World, tu: Talker, hung: Talker) -> None:
        nam = self.press(world, tu, hung)
        before = looks_of(world, hung, nam)
        assert hung.chooses("Nghe ghi âm").startswith("Ghi âm đang được tải về")
        assert looks_of(world, hung, nam) == before
        voice = arrives(world, "audio/ogg")
        hung.chooses("Nghe ghi âm")
        assert shown(hung).attachment == voice.id

    @pytest.mark.parametrize(
        ("reason", "words"),
        [("too_large", "lớn quá"), ("not_a_sound", "không mở ra được"), ("gone", "chưa tải về được")],
    )
    def test_refused_it_says_why(self, world: World, tu: Talker, hung: Talker, reason: str, words: str) -> None:
        self.press(world, tu, hung)
        voice = arrives(world)
        with world.store.transaction() as db:
            attachments.refused(db, voice.id, reason)
        assert words in hung.chooses("Nghe ghi âm")
        assert shown(hung).attachment == 0

    def test_after_its_time_the_button_is_gone_and_an_old_one_says_so(
        self, world: World, tu: Talker, hung: Talker
    ) -> None:
        nam = self.press(world, tu, hung)
        voice = arrives(world)
        with world.store.transaction() as db:
            attachments.expire(db, voice.id)
        assert "365 ngày" in hung.chooses("Nghe ghi âm")
        hung.presses(f"do:person_visits:{nam}")
        assert "Nghe ghi âm" not in hung.last


class TestWithACheckIn:
    def test_the_officer_reads_check_ins_and_sees_what_came_along(self, world: World, hung: Talker) -> None:
        nam = world.person_with_phone()
        with world.look() as db:
            person = persons.by_account(db, nam.account_id)
            assert person is not None
        assert "Chưa có lần trả lời hỏi thăm nào" in hung.presses(f"do:person_checkins:{person.id}")
        nam.fills("checkin", face="fair", helps=["job"], words=Sends("photo"))
        photo = arrives(world)
        hung.presses(f"do:person_card:{person.id}")
        assert "09:00: Bình thường · Tìm việc làm" in hung.chooses("Hỏi thăm hằng tháng")
        hung.chooses("Xem ảnh")
        assert shown(hung).attachment == photo.id
        nam.presses(f"do:attachment:{photo.id}")
        assert shown(nam).attachment == photo.id


class TestInATalk:
    def test_both_sides_see_what_the_other_sends(self, world: World, hung: Talker) -> None:
        nam = world.person_with_phone()
        assert "Đã" in nam.fills("talk_to_officer", message=Sends("photo"))
        photo = arrives(world)
        assert "có ảnh kèm theo" in hung.chooses("Đọc")
        hung.chooses("Xem ảnh · 09:00")
        assert (shown(hung).attachment, shown(hung).text) == (photo.id, "Ảnh anh Nam gửi, 09:00.")
        hung.presses(f"do:relay_write:{nam.account_id}")
        assert "Đã gửi tới anh Nam" in hung.answers(text=Sends("voice"))
        voice = arrives(world, "audio/ogg")
        assert "có ghi âm kèm theo" in nam.sees
        nam.chooses("Nghe ghi âm")
        assert (shown(nam).attachment, shown(nam).shows) == (voice.id, "voice")

    def test_more_photos_follow_while_the_talk_goes_on(self, world: World, hung: Talker) -> None:
        nam = world.person_with_phone()
        nam.fills("talk_to_officer", message="Tôi gửi giấy tờ nhé")
        nam.sends("photo", "first")
        nam.sends("file", "second")
        with world.look() as db:
            assert [bool(one.attachment_id) for one in relays.thread(db, nam.account_id)] == [False, True, True]
        hung.presses(f"do:relay_read:{nam.account_id}")
        assert [press for _, press, *_ in hung.last.out.buttons if press.startswith("do:attachment:")]

    def test_when_it_is_over_nothing_more_is_kept(self, world: World, hung: Talker) -> None:
        nam = world.person_with_phone()
        nam.fills("talk_to_officer")
        nam.chooses("Xong, về menu")
        nam.sends("photo")
        with world.look() as db:
            assert db.execute(attachments.attachments.select()).all() == []

    def test_another_officer_of_the_commune_may_look_another_person_may_not(self, world: World, hung: Talker) -> None:
        nam, bac = world.person_with_phone(), world.person_with_phone("Lê Văn Bắc")
        nam.fills("talk_to_officer", message=Sends("photo"))
        photo = arrives(world)
        binh = world.officer("Trần Quốc Bình")
        binh.presses(f"do:attachment:{photo.id}")
        assert shown(binh).attachment == photo.id
        assert bac.presses(f"do:attachment:{photo.id}").startswith(NOT_YOURS)

    def test_what_was_asked_to_be_put_right_can_come_as_a_photo(self, world: World, hung: Talker) -> None:
        nam = world.person_with_phone()
        nam.fills("correct_me", wrong=Sends("photo"))
        photo = arrives(world)
        hung.presses(f"do:relay_read:{nam.account_id}")
        hung.chooses("Xem ảnh")
        assert shown(hung).attachment == photo.id


def test_the_answer_is_noted_in_the_outbox_with_what_it_shows(world: World, tu: Talker, hung: Talker) -> None:
    nam = world.person(guardian=tu)
    reports(tu, nam)
    photo = arrives(world)
    hung.presses(f"do:person_visits:{nam}")
    hung.chooses("Xem ảnh")
    with world.store.transaction() as db:
        rows = db.execute(outbox.outbox.select().where(outbox.outbox.c.subject_id == photo.id)).all()
        assert [row.kind for row in rows] == ["reply"]


def test_a_message_with_an_attachment_goes_through_json() -> None:
    out = Outgoing("Ảnh", attachment=7, shows="photo", instead="Xem trên trang")
    assert Outgoing.from_json(out.to_json()) == out
    assert "attachment" not in Outgoing("chào").to_json()
