"""An officer writes to many: for whom, the dry run, and what keeps a slip of the finger from a whole commune."""

from datetime import datetime, timedelta

import pytest

from handlers.broadcasts.compose import code_of
from handlers.notify import template_use
from handlers.people.targets import typed_for
from storage import audit, broadcasts, chats, consents, persons, units, usage
from storage.database import VIETNAM
from storage.outbox import call_list
from tests.handlers.broadcasts.broadcasting import (
    TO_PEOPLE,
    WORDS,
    got,
    leave,
    only,
    sends,
    shown,
    states,
    ticks,
    writes,
)
from tests.lock_screen import unsafe_words
from tests.other_unit import put_into
from tests.person import Talker, World


@pytest.fixture
def hung(world: World) -> Talker:
    return world.officer()


@pytest.fixture
def nam(world: World) -> Talker:
    return world.person_with_phone("Trần Văn Nam")


def on_zalo(world: World, talker: Talker, *, silent: timedelta) -> None:
    """Instead of the web page, an Official Account in which nothing was said for so long."""
    with world.store.transaction() as db:
        for one in chats.of_account(db, talker.account_id):
            db.execute(
                chats.chats.update()
                .where(chats.chats.c.id == one.id)
                .values(channel="zalo_oa", last_in_at=db.now - silent)
            )


class TestForWhom:
    def test_a_group(self, world: World, hung: Talker, nam: Talker) -> None:
        world.guardian()
        hoa = world.person_with_phone("Lê Thị Hoa")
        assert "2 người sẽ nhận" in writes(hung, **TO_PEOPLE)
        hung.chooses("Gửi đi")
        assert set(states_after(world)) == {nam.account_id, hoa.account_id}

    def test_who_is_no_longer_in_care_is_not_written_to(self, world: World, hung: Talker, nam: Talker) -> None:
        hoa = world.person_with_phone("Lê Thị Hoa")
        with world.store.transaction() as db:
            person = persons.by_account(db, hoa.account_id)
            assert person is not None
            persons.set_status(db, person.id, "moved", hung.account_id)
        sends(hung, **TO_PEOPLE)
        assert set(states_after(world)) == {nam.account_id}

    def test_a_hamlet_alone_or_with_the_guardians_of_those_who_live_there(self, world: World, hung: Talker) -> None:
        tu, lan = world.guardian("Nguyễn Văn Tư"), world.guardian("Phạm Thị Lan")
        nam = world.linked("Trần Văn Nam", "person")
        world.person("Trần Văn Nam", account_id=nam.account_id, guardian=tu)
        world.person("Lê Thị Hoa", hamlet="xóm 2", guardian=lan)
        assert "1 người sẽ nhận" in writes(hung, audience="hamlet", hamlet=code_of("xóm 6"), families="no")
        hung.chooses("Hủy")
        assert "2 người sẽ nhận" in writes(hung, audience="hamlet", hamlet=code_of("xóm 6"), families="yes")
        hung.chooses("Gửi đi")
        assert set(states_after(world)) == {nam.account_id, tu.account_id}

    def test_a_hamlet_spelt_in_two_ways_is_one(self, world: World, hung: Talker, nam: Talker) -> None:
        hoa = world.linked("Lê Thị Hoa", "person")
        world.person("Lê Thị Hoa", account_id=hoa.account_id, hamlet="Xóm  6")
        hung.fills("broadcast", audience="hamlet", until="hamlet")
        assert [label for label in hung.last.labels if "6" in label] == ["xóm 6 · 2 người"]

    def test_hamlets_stand_in_the_order_of_their_numbers(self, world: World, hung: Talker) -> None:
        for hamlet in ("xóm 10", "xóm 2", "bản Khe", "xóm 1"):
            world.person("Trần Văn Nam", hamlet=hamlet)
        hung.fills("broadcast", audience="hamlet", until="hamlet")
        assert [label.split(" · ")[0] for label in hung.last.labels[:4]] == ["bản Khe", "xóm 1", "xóm 2", "xóm 10"]

    def test_a_list_by_name_phone_and_number_and_what_fits_nobody_is_shown(
        self, world: World, hung: Talker, nam: Talker
    ) -> None:
        hoa = world.linked("Lê Thị Hoa", "person", phone="+84901000007")
        world.person("Lê Thị Hoa", account_id=hoa.account_id)
        luc = world.linked("Vũ Văn Lực", "person")
        luc_person = world.person("Vũ Văn Lực", account_id=luc.account_id)
        tu = world.guardian("Nguyễn Văn Tư")
        world.linked("Đỗ Văn Bình", "guardian")
        world.linked("Đỗ Văn Bình", "guardian")
        world.person("Phan Văn Chưa", hamlet="xóm 9")
        with world.look() as db:
            person = persons.get(db, luc_person)
            assert person is not None
            number = typed_for(person)
        known = f"1. trần văn nam\n- 0901 000 007\n{number}\nNguyễn Văn Tư"
        typed = f"{known}\n\nAi Đó Lạ\nĐỗ Văn Bình\nPhan Văn Chưa\n0987654321"
        said = writes(hung, audience="list", names=typed)
        assert "tìm thấy 4 người" in said
        assert "2 dòng chưa tìm thấy ai: «Ai Đó Lạ», «0987654321»." in said
        assert "1 dòng có thể là nhiều người: «Đỗ Văn Bình». Anh ghi rõ hơn giúp nhé." in said
        assert "1 người chưa dùng Đồng Hành nên không nhận được: «Phan Văn Chưa»." in said
        hung.chooses("Gửi đi")
        assert set(states_after(world)) == {nam.account_id, hoa.account_id, luc.account_id, tu.account_id}

    def test_a_list_that_fits_nobody_is_asked_for_again(self, world: World, hung: Talker, nam: Talker) -> None:
        hung.fills("broadcast", audience="list", until="names")
        assert "chưa tìm thấy ai" in hung.says("Ai Đó Lạ")
        assert "1 người sẽ nhận" in hung.answers(names="Trần Văn Nam", until="review")

    def test_whoever_writes_does_not_write_to_himself(self, world: World, hung: Talker) -> None:
        lan = world.officer("Phạm Thị Lan")
        assert "1 người sẽ nhận" in writes(hung, audience="role", role="officer")
        hung.chooses("Gửi đi")
        assert set(states_after(world)) == {lan.account_id}

    def test_an_empty_group_is_not_sent(self, world: World, hung: Talker) -> None:
        writes(hung, audience="role", role="partner")
        assert "Chưa có ai ở đây nhận được tin" in hung.chooses("Gửi đi")
        assert "gửi cho ai" in hung.sees

    def test_another_commune_is_not_written_to(self, world: World, hung: Talker, nam: Talker) -> None:
        there = world.linked("Trần Văn Nam", "person")
        with world.store.transaction() as db:
            put_into(db, there.account_id, "17792")
            persons.add(
                db,
                unit="17792",
                name="Trần Văn Nam",
                hamlet="xóm 6",
                case_type="finished",
                came_home_on=db.today,
                account_id=there.account_id,
            )
        sends(hung, **TO_PEOPLE)
        assert set(states_after(world)) == {nam.account_id}


def states_after(world: World) -> dict[int, list[str]]:
    ticks(world)
    leave(world)
    return states(world)


class TestTheDryRun:
    def test_it_says_everything_and_nothing_has_left(self, world: World, hung: Talker, nam: Talker) -> None:
        said = writes(hung, **TO_PEOPLE)
        for part in ("Chưa gửi gì cả", "1 người sẽ nhận: trang web 1.", "Không tốn tiền.", "chưa tới một phút"):
            assert part in said
        assert said.index("Người nhận sẽ đọc thấy:") < said.index("Chào anh Nam, xã Kim Bảng có lời nhắn:")
        assert WORDS in said
        assert said.index(WORDS) < said.index("1 người sẽ nhận"), "what is to be decided on stands by the button"
        ticks(world)
        assert got(nam) == []
        assert states(world) == {}

    def test_who_does_not_want_it_and_whom_nothing_reaches(self, world: World, hung: Talker, nam: Talker) -> None:
        quiet, no_chat, said_no = (world.person_with_phone(name) for name in ("A Lành", "B Hiền", "C Thảo"))
        quiet.says("dung")
        world.person("D Chưa")
        with world.store.transaction() as db:
            for chat in chats.of_account(db, no_chat.account_id):
                chats.set_state(db, chat.id, "blocked")
            consents.record(db, said_no.account_id, "service", False, version="2026-11")
        said = writes(hung, **TO_PEOPLE)
        assert "1 người sẽ nhận" in said
        assert "1 người chưa có cách nào nhắn tới: vào danh sách gọi điện." in said
        assert "2 người đã ngừng nhận tin: không gửi." in said
        assert "1 người chưa dùng Đồng Hành: không nhận được." in said
        hung.chooses("Gửi đi")
        assert set(states_after(world)) == {nam.account_id}
        with world.look() as db:
            waiting = call_list.open_of(db, world.deployment.unit)
        assert [one.account_id for one in waiting if one.reason == "broadcast"] == [no_chat.account_id]

    def test_zalo_within_two_days_within_seven_and_later(self, world: World, hung: Talker, nam: Talker) -> None:
        hoa, luc = world.person_with_phone("Lê Thị Hoa"), world.person_with_phone("Vũ Văn Lực")
        for talker, silent in ((nam, 1), (hoa, 3), (luc, 9)):
            on_zalo(world, talker, silent=timedelta(days=silent))
        said = writes(hung, **TO_PEOPLE)
        assert "2 người sẽ nhận: Zalo 1 · Zalo có tính tiền 1." in said
        assert "1 người chưa có cách nào nhắn tới" in said
        assert "1 tin phải trả tiền cho Zalo, chưa biết giá." in said

    def test_templates_with_their_price(self, world: World, hung: Talker, nam: Talker) -> None:
        on_zalo(world, nam, silent=timedelta(days=9))
        world.deployment.addresses["zalo_oa"] = "https://zalo.me/1"
        try:
            assert "1 tin phải trả tiền cho Zalo, chưa biết giá." in writes(hung, **TO_PEOPLE)
            with world.store.transaction() as db:
                template_use.note_prices(db, 560, 800)
            hung.chooses("Hủy")
            said = writes(hung, **TO_PEOPLE)
        finally:
            del world.deployment.addresses["zalo_oa"]
        assert "mời mở Zalo để đọc 1" in said
        assert "1 tin phải trả tiền cho Zalo, khoảng 560 đồng." in said

    def test_what_is_left_of_a_bots_month(self, world: World, hung: Talker, nam: Talker) -> None:
        with world.store.transaction() as db:
            for chat in chats.of_account(db, nam.account_id):
                db.execute(chats.chats.update().where(chats.chats.c.id == chat.id).values(channel="zalo_bot"))
            usage.sent(db, {"zalo_bot": 2990})
        assert "Tháng này Zalo bot còn gửi được 10 tin." in writes(hung, **TO_PEOPLE)
        with world.store.transaction() as db:
            usage.sent(db, {"zalo_bot": 30})
        hung.chooses("Hủy")
        assert "chỉ còn gửi được 0 tin" in writes(hung, **TO_PEOPLE)

    def test_at_night_it_leaves_in_the_morning(self, world: World, hung: Talker, nam: Talker) -> None:
        world.clock.move_to(datetime(2026, 11, 25, 22, 0, tzinfo=VIETNAM))  # type: ignore[attr-defined]
        assert "tin sẽ đi lúc 06:30 ngày mai" in writes(hung, **TO_PEOPLE)
        assert "Tin sẽ đi lúc 06:30" in hung.chooses("Gửi đi")
        assert ticks(world) == 0
        assert states(world) == {}
        world.clock.move(hours=9)
        assert ticks(world) == 1

    def test_on_a_sunday_it_leaves_on_monday(self, world: World, hung: Talker, nam: Talker) -> None:
        world.clock.move_to(datetime(2026, 11, 29, 10, 0, tzinfo=VIETNAM))  # type: ignore[attr-defined]
        assert "sẽ đi lúc" in writes(hung, **TO_PEOPLE)
        hung.chooses("Gửi đi")
        assert ticks(world) == 0
        world.clock.move_to(datetime(2026, 11, 30, 8, 0, tzinfo=VIETNAM))  # type: ignore[attr-defined]
        assert ticks(world) == 1

    @pytest.mark.parametrize(
        ("words", "warned"),
        [
            ("Mời bà con ra tù dự họp", "«tù»"),
            ("Công an xã mời họp", "«công an»"),
            ("Ai từng có tiền án thì tới", "«án»"),
            ("Mời người nghiện tới khám", "làm người đọc buồn lòng"),
        ],
    )
    def test_words_that_others_may_read_are_warned_of_and_may_be_changed(
        self, world: World, hung: Talker, nam: Talker, words: str, warned: str
    ) -> None:
        said = writes(hung, **TO_PEOPLE, words=words)
        assert warned in said
        assert "bấm «Sửa»" in said
        hung.changes("words")
        assert warned not in hung.says(WORDS)

    def test_a_short_message_names_its_office_beyond_what_a_locked_phone_shows(self, world: World, nam: Talker) -> None:
        with world.store.transaction() as db:
            units.put(db, code=world.deployment.unit, name="xã Kim Bảng", kind="xa")
            police = units.add_organisation(db, unit=world.deployment.unit, kind="police", name="Công an xã Kim Bảng")
        hung = world.officer("Lê Văn Hùng", organisation_id=police)
        sends(hung, **TO_PEOPLE, words="Ơi")
        ticks(world)
        [text] = got(nam)
        assert "ông an xã" in text
        assert unsafe_words(text) == set()

    def test_of_a_long_message_what_is_to_be_decided_on_is_never_cut(
        self, world: World, hung: Talker, nam: Talker
    ) -> None:
        strangers = "\n".join(f"Người Không Quen Biết Số {number} Ở Đâu Đó Rất Xa Xôi" for number in range(40))
        said = writes(hung, "Lời dài. " * 110, audience="list", names=f"Trần Văn Nam\n{strangers}")
        for part in ("1 người sẽ nhận", "40 dòng chưa tìm thấy ai", "và 30 dòng nữa", "Không tốn tiền.", "tin đi ngay"):
            assert part in said

    def test_too_long_is_said_at_once(self, hung: Talker, nam: Talker) -> None:
        hung.presses("go:broadcast")
        assert "1000" in hung.says("dài " * 300)


class TestOnce:
    def test_pressing_twice_sends_once(self, world: World, hung: Talker, nam: Talker) -> None:
        writes(hung, **TO_PEOPLE)
        press = next(one.press for one in hung.last.out.buttons if one.label == "Gửi đi")
        assert "Đã nhận thông báo T1" in hung.presses(press)
        assert "đã xong rồi" in hung.presses(press)
        assert only(world).number == 1
        ticks(world, 3)
        leave(world)
        ticks(world, 3)
        assert len(got(nam)) == 1

    def test_two_officers_with_the_same_words_for_the_same_people_are_one(
        self, world: World, hung: Talker, nam: Talker
    ) -> None:
        lan = world.officer("Phạm Thị Lan")
        sends(hung, **TO_PEOPLE)
        world.clock.move(minutes=5)
        said = sends(lan, **TO_PEOPLE)
        assert "anh Hùng đã gửi cho đúng những người này lúc 09:00 (T1)" in said
        assert only(world).number == 1

    def test_the_same_again_in_the_afternoon_is_meant(self, world: World, hung: Talker, nam: Talker) -> None:
        sends(hung, **TO_PEOPLE)
        world.clock.move(hours=4)
        assert "T2" in sends(hung, **TO_PEOPLE)

    def test_other_words_are_another(self, world: World, hung: Talker, nam: Talker) -> None:
        sends(hung, **TO_PEOPLE)
        assert "T2" in sends(hung, **TO_PEOPLE, words="Chiều nay họp xóm lúc 4 giờ.")


class TestWhoMay:
    def test_officers_only(self, world: World, hung: Talker, nam: Talker) -> None:
        tu = world.guardian()
        for talker in (tu, nam):
            talker.presses("go:broadcast")
            assert "không thuộc việc của" in talker.sees
        sends(hung, **TO_PEOPLE)
        one = only(world)
        tu.presses(f"do:broadcast_stop:{one.id}")
        assert "không thuộc việc của" in tu.sees
        assert only(world).state == "running"

    def test_officers_of_another_commune_see_and_stop_nothing(self, world: World, hung: Talker, nam: Talker) -> None:
        there = world.officer("Vũ Thị Xa")
        with world.store.transaction() as db:
            put_into(db, there.account_id, "17792")
        sends(hung, **TO_PEOPLE)
        one = only(world)
        for press in (f"do:broadcast:{one.id}", f"do:broadcast_stop:{one.id}", f"do:broadcast_go_on:{one.id}"):
            there.presses(press)
            assert "khám sức khỏe" not in there.sees
        assert only(world).state == "running"

    def test_who_sent_how_many_to_whom_is_written_down_and_the_words_are_not(
        self, world: World, hung: Talker, nam: Talker
    ) -> None:
        sends(hung, **TO_PEOPLE)
        with world.look() as db:
            rows = db.execute(audit.audit.select()).all()
        [row] = [one for one in rows if one.action == "broadcast.sent"]
        assert (row.actor, row.unit) == (hung.account_id, world.deployment.unit)
        assert "person 1" in str(row.detail)
        assert not any("khám" in str(one) for one in rows)

    def test_the_text_is_sealed_at_rest(self, world: World, hung: Talker, nam: Talker) -> None:
        sends(hung, audience="list", names="Trần Văn Nam")
        with world.look() as db:
            [row] = db.connection.exec_driver_sql("SELECT text, whom FROM broadcasts").all()
        assert b"kh\xc3\xa1m" not in bytes(row[0])
        assert str(nam.account_id).encode() not in bytes(row[1])


class TestCommands:
    @pytest.mark.parametrize("typed", ["/broadcast", "/thongbao", "gửi thông báo", "thông báo"])
    def test_by_words(self, hung: Talker, typed: str) -> None:
        assert "muốn nhắn gì" in hung.says(typed)

    def test_by_the_menu(self, hung: Talker) -> None:
        hung.says("menu")
        assert "muốn nhắn gì" in hung.chooses("Gửi thông báo")

    def test_the_last_ones_with_how_they_stand(self, world: World, hung: Talker, nam: Talker) -> None:
        sends(hung, **TO_PEOPLE)
        lan = world.officer("Phạm Thị Lan")
        lan.says("/thongbao")
        assert any(label.startswith("T1 · đang gửi · Sáng thứ Bảy") for label in lan.last.labels)
        lan.chooses("T1")
        assert "anh Hùng viết lúc 09:00" in lan.sees
        lan.says("thong bao 1")
        assert WORDS in lan.sees
        lan.says("/thongbao")
        assert "muốn nhắn gì" in lan.chooses("Viết thông báo mới")

    def test_one_that_is_not_there(self, hung: Talker) -> None:
        assert hung.says("thong bao 77") != ""
        assert hung.presses("do:broadcast:12345678901234567") != ""
        assert hung.presses("do:broadcast_stop:99999999999999999999999999") != ""


def test_the_progress_message_is_only_the_officers(world: World, hung: Talker, nam: Talker) -> None:
    sends(hung, **TO_PEOPLE)
    ticks(world)
    leave(world)
    assert shown(nam) == []
    assert len(shown(hung)) == 1
    with world.look() as db:
        assert broadcasts.next_at(db) is not None


@pytest.mark.parametrize(
    "typed", ["tôi muốn gửi thông báo cho mọi người", "gui thong bao cho ca xom", "thông báo cho bà con trong xã"]
)
def test_in_ones_own_words(hung: Talker, typed: str) -> None:
    assert "muốn nhắn gì" in hung.says(typed)
