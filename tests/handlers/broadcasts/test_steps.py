"""Messages to many on their way: each once whatever breaks, stopped and gone on with, told of as they go."""

from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event, select

from bot.web.chat.files import may_have
from handlers.broadcasts import progress, steps
from storage import access, access_to_attachments, accounts, attachments, broadcasts, chats, outbox
from storage.accounts import Account
from storage.broadcasts import audiences
from storage.database import Db, Store
from storage.outbox import call_list
from storage.outbox.sending import end, release, take
from storage.outbox.sending import sent as mark_sent
from tests.filling import Sends
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
from tests.handlers.people.test_attachments import arrives
from tests.person import Talker, World

SMALL = 3


@pytest.fixture
def hung(world: World) -> Talker:
    return world.officer()


@pytest.fixture
def seven(world: World) -> list[Talker]:
    return [world.person_with_phone(f"Trần Văn {name}") for name in ("An", "Bình", "Cảnh", "Dư", "Em", "Phú", "Giáp")]


def everyone_once(world: World, readers: list[Talker]) -> bool:
    return states(world) == {one.account_id: ["sent"] for one in readers}


class TestEachOnce:
    def test_page_after_page(self, world: World, hung: Talker, seven: list[Talker]) -> None:
        sends(hung, **TO_PEOPLE)
        assert [ticks(world, limit=SMALL) for _ in range(4)] == [3, 3, 1, 0]
        assert leave(world) == 7
        assert everyone_once(world, seven)
        assert all(len(got(one)) == 1 and WORDS in got(one)[0] for one in seven)

    @pytest.mark.parametrize("place", range(1, 9))
    def test_a_crash_between_any_two_statements_of_a_step_doubles_and_loses_nobody(
        self, world: World, hung: Talker, seven: list[Talker], place: int
    ) -> None:
        sends(hung, **TO_PEOPLE)
        ticks(world, limit=SMALL)
        with suppress(_Crash), _crashing_at(world.store, place), world.store.transaction() as db:
            steps.go_on(db, world.deployment, SMALL)
        for _ in range(25):
            ticks(world, limit=SMALL)
            leave(world, most=2)
        assert everyone_once(world, seven)
        assert only(world).state == "done"

    def test_who_comes_into_care_after_it_was_written_is_not_among_its_readers(
        self, world: World, hung: Talker, seven: list[Talker]
    ) -> None:
        sends(hung, **TO_PEOPLE)
        late = world.person_with_phone("Vũ Văn Muộn")
        ticks(world, 3)
        assert got(late) == []

    def test_no_more_wait_in_the_outbox_than_are_meant_to(
        self, world: World, hung: Talker, seven: list[Talker], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("rules.broadcasts.MOST_WAITING", 4)
        sends(hung, **TO_PEOPLE)
        assert [ticks(world) for _ in range(2)] == [4, 0]
        leave(world, most=2)
        assert [ticks(world) for _ in range(2)] == [2, 0]

    def test_several_at_once_share_what_one_step_may_write(
        self, world: World, hung: Talker, seven: list[Talker]
    ) -> None:
        for words in (WORDS, "Chiều nay họp xóm.", "Tối nay chiếu phim."):
            sends(hung, words, **TO_PEOPLE)
            world.clock.move(minutes=1)
        put = [ticks(world, limit=4) for _ in range(8)]
        assert max(put) == 4
        assert sum(put) == 21

    def test_one_that_fails_holds_up_no_other(
        self, world: World, hung: Talker, seven: list[Talker], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        sends(hung, **TO_PEOPLE)
        first = only(world).id
        sends(hung, **TO_PEOPLE, words="Chiều nay họp xóm.")
        real = audiences.page

        def page(db: Db, audience: Any, after: int, most: int, *, before: int) -> list[Account]:
            if before == first:
                raise LookupError
            return real(db, audience, after, most, before=before)

        monkeypatch.setattr(audiences, "page", page)
        with world.store.transaction() as db:
            outcome = steps.go_on(db, world.deployment)
        assert (outcome.done, outcome.failed) == (7, 1)
        monkeypatch.undo()
        world.clock.move(minutes=2)
        assert ticks(world) == 7


class _Crash(BaseException):
    pass


class _crashing_at:
    """The process dies before the n-th statement that writes."""

    def __init__(self, store: Store, place: int):
        self.store, self.left = store, place

    def __enter__(self) -> None:
        event.listen(self.store.engine, "before_cursor_execute", self._count)

    def __exit__(self, *problem: object) -> None:
        event.remove(self.store.engine, "before_cursor_execute", self._count)

    def _count(self, _conn: Any, _cursor: Any, statement: str, *_others: Any) -> None:
        if statement.lstrip().startswith(("INSERT", "UPDATE")):
            self.left -= 1
            if self.left == 0:
                raise _Crash


class TestStop:
    def test_what_has_not_left_is_held_and_goes_on_exactly_there(
        self, world: World, hung: Talker, seven: list[Talker]
    ) -> None:
        sends(hung, **TO_PEOPLE)
        ticks(world, limit=5)
        leave(world, most=2)
        said = hung.says("ngung gui 1")
        assert "Đã ngừng gửi thông báo T1: 2 tin đã đi, 0 tin đang đi, còn 5 người chưa gửi." in said
        assert leave(world) == 0
        assert ticks(world, 5) == 0
        hung.chooses("Gửi tiếp")
        ticks(world, 2)
        leave(world)
        ticks(world, 2)
        assert everyone_once(world, seven)
        assert only(world).state == "done"

    def test_by_the_button_of_the_message_that_changes_itself(
        self, world: World, hung: Talker, seven: list[Talker]
    ) -> None:
        sends(hung, **TO_PEOPLE)
        ticks(world, limit=5)
        leave(world, most=1)
        hung.listen()
        hung.chooses("Ngừng gửi")
        assert "Đã ngừng gửi thông báo T1" in shown(hung)[-1]
        leave(world)
        hung.listen()
        assert "Gửi tiếp" in hung.last

    def test_another_officer_may_stop_it_and_pressing_twice_is_stopping_once(
        self, world: World, hung: Talker, seven: list[Talker]
    ) -> None:
        lan = world.officer("Phạm Thị Lan")
        sends(hung, **TO_PEOPLE)
        one = only(world)
        ticks(world)
        for _ in range(2):
            assert "Đã ngừng" in lan.presses(f"do:broadcast_stop:{one.id}")
        for _ in range(2):
            assert "đang gửi" in lan.presses(f"do:broadcast_go_on:{one.id}")
        ticks(world, 2)
        leave(world)
        assert everyone_once(world, seven)

    def test_stopped_before_anything_left(self, world: World, hung: Talker, seven: list[Talker]) -> None:
        sends(hung, **TO_PEOPLE)
        assert "còn 7 người chưa gửi" in hung.says("ngung gui 1")
        assert ticks(world, 3) == 0
        assert shown(hung) == []

    def test_a_reader_who_writes_does_not_let_go_what_an_officer_has_stopped(
        self, world: World, hung: Talker, seven: list[Talker]
    ) -> None:
        from storage.outbox import windows

        sends(hung, **TO_PEOPLE)
        ticks(world)
        hung.says("ngung gui 1")
        with world.store.transaction() as db:
            [chat] = chats.of_account(db, seven[0].account_id)
            windows.reader_wrote(db, chat.id)
        assert leave(world) == 0

    def test_what_comes_back_or_waits_for_its_reader_while_it_stands_still_is_held_too(
        self, world: World, hung: Talker, seven: list[Talker]
    ) -> None:
        from storage.outbox import windows

        sends(hung, **TO_PEOPLE)
        ticks(world)
        with world.store.transaction() as db:
            going = take(db, "web", outbox.BROADCAST, 2)
            closed = take(db, "web", outbox.BROADCAST, 1)[0]
            windows.keep_back(db, closed.id, closed.chat_id, "WindowClosed:silent_for_7_days")
        hung.says("ngung gui 1")
        with world.store.transaction() as db:
            for sending in going:
                release(db, sending.id, db.now, "Retry:429")
            windows.reader_wrote(db, closed.chat_id)
        world.clock.move(seconds=10)
        ticks(world)
        assert leave(world) == 0
        hung.says("gui tiep 1")
        ticks(world, 2)
        leave(world)
        ticks(world, 2)
        assert everyone_once(world, seven)

    def test_gone_on_with_at_night_it_waits_for_the_morning(
        self, world: World, hung: Talker, seven: list[Talker]
    ) -> None:
        sends(hung, **TO_PEOPLE)
        ticks(world)
        hung.says("ngung gui 1")
        world.clock.move(hours=13)
        hung.says("gui tiep 1")
        ticks(world, 3)
        assert leave(world) == 0

    def test_left_lying_it_expires_and_what_was_held_is_dropped(
        self, world: World, hung: Talker, seven: list[Talker]
    ) -> None:
        sends(hung, **TO_PEOPLE)
        ticks(world, limit=5)
        leave(world, most=2)
        hung.says("ngung gui 1")
        world.clock.move(days=4)
        ticks(world, 2)
        assert only(world).state == "done"
        said = hung.says("thong bao 1")
        assert "để quá lâu nên không gửi nữa: 2 trên" in said
        assert "3 tin chờ quá lâu nên không gửi nữa." in said
        assert "để quá lâu" in hung.says("gui tiep 1")
        assert leave(world) == 0


class TestProgress:
    def test_one_message_that_changes_itself_and_ends_as_the_report(
        self, world: World, hung: Talker, seven: list[Talker]
    ) -> None:
        sends(hung, **TO_PEOPLE)
        for _ in range(6):
            ticks(world)
            leave(world, most=3)
        told = shown(hung)
        assert [line.split("\n")[0] for line in told] == [
            "Thông báo T1 đang gửi: 0 trên 7 người. Còn chưa tới một phút nữa.",
            "Thông báo T1 đang gửi: 3 trên 7 người. Còn chưa tới một phút nữa.",
            "Thông báo T1 đang gửi: 6 trên 7 người. Còn chưa tới một phút nữa.",
            "Đã gửi xong thông báo T1: 7 trên 7 người.",
        ]
        first, *changes = [heard for heard in hung.heard if heard.kind == progress.KIND]
        assert {heard.out.edits for heard in changes} == {str(first.id)}

    def test_no_oftener_than_every_few_seconds_and_not_while_the_last_change_is_on_its_way(
        self, world: World, hung: Talker, seven: list[Talker]
    ) -> None:
        sends(hung, **TO_PEOPLE)
        ticks(world)
        leave(world, most=2)
        world.clock.move(seconds=-4)
        ticks(world)
        assert len(shown(hung)) == 1
        ticks(world)
        assert len(shown(hung)) == 2
        with world.store.transaction() as db:
            waiting = take(db, "web", outbox.BROADCAST, 1)
            mark_sent(db, [(one.id, "1", db.now) for one in waiting])
        ticks(world, 3)
        assert len(shown(hung)) == 2

    def test_where_nothing_can_be_changed_it_is_said_at_the_end_and_when_asked(
        self, world: World, hung: Talker, seven: list[Talker]
    ) -> None:
        _moves_to_zalo(world, hung)
        sends(hung, **TO_PEOPLE)
        for _ in range(4):
            ticks(world)
            leave(world, most=3)
        assert shown(hung) == []
        assert "6 trên 7" in hung.says("thong bao 1") or "7 trên 7" in hung.sees
        for _ in range(3):
            ticks(world)
            leave(world)
        assert [one.text for one in hung.listen() + hung.heard if one.kind == progress.REPORT][:1] == [
            "Đã gửi xong thông báo T1: 7 trên 7 người."
        ]

    def test_there_it_is_said_that_it_begins_if_that_was_not_at_once(
        self, world: World, hung: Talker, seven: list[Talker]
    ) -> None:
        _moves_to_zalo(world, hung)
        world.clock.move(hours=-3)  # six in the morning
        sends(hung, **TO_PEOPLE)
        assert ticks(world) == 0
        world.clock.move(hours=3)
        ticks(world, 2)
        assert [text.split("\n")[0] for text in shown(hung)] == ["Thông báo T1 bắt đầu được gửi cho 7 người."]

    def test_who_waited_long_is_told_with_a_message_of_its_own(
        self, world: World, hung: Talker, seven: list[Talker]
    ) -> None:
        sends(hung, **TO_PEOPLE)
        ticks(world)
        leave(world, most=3)
        world.clock.move(minutes=20)
        leave(world)
        ticks(world, 2)
        hung.listen()
        assert [heard.kind for heard in hung.heard][-2:] == [progress.KIND, progress.REPORT]
        assert "Đã gửi xong thông báo T1: 7 trên 7 người." in hung.sees

    def test_the_report_says_what_became_of_the_others_in_plain_words(
        self, world: World, hung: Talker, seven: list[Talker]
    ) -> None:
        nobody = world.person_with_phone("Không Kênh")
        with world.store.transaction() as db:
            [chat] = chats.of_account(db, nobody.account_id)
            chats.set_state(db, chat.id, "blocked")
        sends(hung, **TO_PEOPLE)
        ticks(world)
        causes = ("Blocked:Forbidden", "WindowClosed:silent_for_7_days", "Rejected:1", "Down:500", "strange")
        with world.store.transaction() as db:
            for sending, cause in zip(take(db, "web", outbox.BROADCAST, 5), causes, strict=True):
                end(db, sending.id, "dead", cause)
        leave(world)
        _noted(world, delivered=2, seen=1)
        ticks(world, 2)
        said = hung.says("thong bao 1")
        for part in (
            "Đã gửi xong thông báo T1: 2 trên 7 người.",
            "Zalo báo: 2 tin đã tới máy, 1 tin đã được xem.",
            "1 người đã chặn hoặc xóa Đồng Hành trên máy",
            "1 người lâu rồi không nhắn nên Zalo chưa cho gửi",
            "1 tin bị trả lại",
            "1 tin không đi được vì ứng dụng nhắn tin trục trặc",
            "1 tin không đi được: người nhận",
            "1 người chưa có cách nào nhắn tới: đã vào danh sách gọi điện.",
        ):
            assert part in said
        assert "Danh sách gọi điện" in hung.last
        with world.look() as db:
            assert {one.account_id for one in call_list.open_of(db, world.deployment.unit)} == {nobody.account_id}

    def test_a_copy_through_another_chat_counts_its_reader_once(
        self, world: World, hung: Talker, seven: list[Talker]
    ) -> None:
        sends(hung, **TO_PEOPLE)
        ticks(world)
        with world.store.transaction() as db:
            [sending] = take(db, "web", outbox.BROADCAST, 1)
            end(db, sending.id, "dead", "Blocked:Forbidden")
            [chat] = chats.of_account(db, sending.account_id or 0)
            outbox.put(
                db,
                chat,
                sending.body,
                lane=outbox.BROADCAST,
                kind="broadcast",
                expires_at=sending.expires_at,
                subject_id=sending.subject_id,
            )
        leave(world)
        ticks(world, 2)
        assert "7 trên 7 người." in hung.says("thong bao 1")
        assert "chặn" not in hung.sees


def _moves_to_zalo(world: World, talker: Talker) -> None:
    with world.store.transaction() as db:
        db.execute(chats.chats.update().where(chats.chats.c.address == talker.address).values(channel="zalo_bot"))
    talker.channel = "zalo_bot"


def _noted(world: World, *, delivered: int, seen: int) -> None:
    table = outbox.outbox
    with world.store.transaction() as db:
        sent = select(table.c.id).where(table.c.kind == "broadcast", table.c.state == "sent").order_by(table.c.id)
        ids = list(db.execute(sent).scalars())
        db.execute(table.update().where(table.c.id.in_(ids[:delivered])).values(delivered_at=db.now))
        db.execute(table.update().where(table.c.id.in_(ids[:seen])).values(seen_at=db.now))


class TestPhoto:
    def test_it_waits_for_its_photo_and_then_leaves_with_it(
        self, world: World, hung: Talker, seven: list[Talker]
    ) -> None:
        said = _with_photo(hung)
        assert "Ảnh đang được tải về" in said
        assert "Tải ảnh về xong là tin đi." in hung.chooses("Gửi đi")
        assert ticks(world, 3) == 0
        photo = arrives(world)
        ticks(world, 2)
        seven[0].listen()
        out = seven[0].last.out
        assert (out.attachment, out.shows) == (photo.id, "photo")
        assert WORDS in out.text
        if not world.can.shows:
            assert "Có một tấm ảnh kèm theo mà ở đây chưa xem được." in seven[0].sees

    def test_a_photo_that_is_here_already_is_not_waited_for(
        self, world: World, hung: Talker, seven: list[Talker]
    ) -> None:
        _with_photo(hung)
        arrives(world)
        assert "Tin đang đi" in hung.chooses("Gửi đi")
        assert ticks(world) == 7

    def test_a_page_shows_it_to_its_readers_only(self, world: World, hung: Talker, seven: list[Talker]) -> None:
        tu = world.guardian()
        _with_photo(hung)
        photo = arrives(world)
        hung.chooses("Gửi đi")
        ticks(world)
        with world.look() as db:
            found = {one.name: may_have(db, one.address, photo.id) for one in (hung, seven[0], tu)}
        assert list(found.values()) == [True, True, False]

    def test_its_readers_may_see_it_and_nobody_else(self, world: World, hung: Talker, seven: list[Talker]) -> None:
        tu = world.guardian()
        _with_photo(hung)
        hung.chooses("Gửi đi")
        photo = arrives(world)
        before = [_may_see(world, one, photo.id) for one in (seven[0], tu)]
        ticks(world, 2)
        assert before == [False, False]
        assert [_may_see(world, one, photo.id) for one in (hung, seven[0], seven[6], tu)] == [True, True, True, False]
        seven[0].presses(f"do:attachment:{photo.id}")
        assert seven[0].last.out.attachment == photo.id
        with world.look() as db:
            with pytest.raises(access.NotAllowed):
                access_to_attachments.look(db, _account(db, tu), photo.id)

    def test_a_photo_alone_is_asked_for_its_words(self, world: World, hung: Talker, seven: list[Talker]) -> None:
        assert "Ảnh này kèm lời gì" in hung.fills("broadcast", words=Sends("photo"), until="caption")
        assert WORDS in hung.answers(caption=WORDS, until="review", **TO_PEOPLE)

    def test_a_photo_that_cannot_be_had_is_told_and_it_goes_without_if_the_officer_wants(
        self, world: World, hung: Talker, seven: list[Talker]
    ) -> None:
        _with_photo(hung)
        hung.chooses("Gửi đi")
        _is_refused(world)
        assert ticks(world, 2) == 0
        assert "không tải được ảnh" in shown(hung)[-1]
        assert got(seven[0]) == []
        hung.chooses("Gửi không kèm ảnh")
        ticks(world, 2)
        seven[0].listen()
        assert seven[0].last.out.attachment == 0
        assert WORDS in seven[0].sees

    def test_written_again_with_another_photo_it_is_another(
        self, world: World, hung: Talker, seven: list[Talker]
    ) -> None:
        _with_photo(hung)
        hung.chooses("Gửi đi")
        _is_refused(world)
        ticks(world)
        _with_photo(hung)
        arrives(world)
        assert "T2 cho 7 người" in hung.chooses("Gửi đi")
        ticks(world)
        assert len(got(seven[0])) == 1

    def test_the_photo_that_was_forgotten_may_follow(self, world: World, hung: Talker, seven: list[Talker]) -> None:
        sends(hung, **TO_PEOPLE)
        _with_photo(hung)
        assert "T2 cho 7 người" in hung.chooses("Gửi đi")
        world.clock.move(minutes=1)
        _with_photo(hung)
        assert "chính anh đã gửi" in hung.chooses("Gửi đi")

    def test_stopped_while_it_waits_and_then_lost_is_told_before_anything_leaves(
        self, world: World, hung: Talker, seven: list[Talker]
    ) -> None:
        _with_photo(hung)
        hung.chooses("Gửi đi")
        hung.says("ngung gui 1")
        _is_refused(world)
        hung.says("gui tiep 1")
        assert ticks(world, 2) == 0
        assert "không tải được ảnh" in shown(hung)[-1]

    def test_a_voice_note_is_not_words(self, hung: Talker) -> None:
        hung.presses("go:broadcast")
        assert "muốn nhắn gì" in hung.sends("voice")


def _with_photo(hung: Talker) -> str:
    return writes(hung, Sends("photo", text=WORDS), **TO_PEOPLE)


def _is_refused(world: World) -> None:
    with world.store.transaction() as db:
        [newest] = db.execute(select(attachments.attachments.c.id)).scalars()
        attachments.refused(db, newest, "too_large")


def _account(db: Db, talker: Talker) -> Account:
    found = accounts.get(db, talker.account_id)
    assert found is not None
    return found


def _may_see(world: World, talker: Talker, attachment_id: int) -> bool:

    with world.look() as db:
        found = attachments.get(db, attachment_id)
        assert found is not None
        return access_to_attachments.may_open(db, _account(db, talker), found)


def test_it_stands_behind_whatever_is_more_urgent(world: World, hung: Talker, seven: list[Talker]) -> None:
    sends(hung, **TO_PEOPLE)
    ticks(world)
    with world.look() as db:
        lanes = set(db.execute(select(outbox.outbox.c.lane).where(outbox.outbox.c.kind == "broadcast")).scalars())
    assert lanes == {outbox.BROADCAST}
    assert only(world).expires_at - only(world).created_at == timedelta(days=3)
    with world.look() as db:
        assert broadcasts.by_number(db, world.deployment.unit, 1) is not None
