"""Messages to many on the desk: written on one page with a dry run, followed while they go, and whom they missed."""

import pytest

from handlers.desk import broadcast_write, broadcasts
from handlers.desk.page import Missing
from storage import chats
from tests.handlers.broadcasts.broadcasting import TO_PEOPLE, WORDS, leave, only, sends, ticks
from tests.handlers.desk.opened import opened
from tests.other_unit import put_into
from tests.person import Talker, World


@pytest.fixture
def hung(world: World) -> Talker:
    return world.officer()


class TestWriting:
    def test_the_page_shows_the_draft_of_the_chat_and_what_sending_it_would_do(
        self, world: World, hung: Talker
    ) -> None:
        world.person_with_phone("Trần Văn Nam")
        hoa = world.person_with_phone("Lê Thị Hoa")
        with world.store.transaction() as db:
            [chat] = chats.of_account(db, hoa.account_id)
            db.execute(chats.chats.update().where(chats.chats.c.id == chat.id).values(channel="telegram"))
        hung.fills_page("broadcast", words=WORDS)
        facts = opened(hung, broadcast_write.gather)
        assert (facts.fields["words"], facts.missing, facts.dry_run) == (WORDS, "audience", None)
        hung.fills_page("broadcast", words=WORDS, leaves_at="2026-11-26T09:00", **TO_PEOPLE)
        facts = opened(hung, broadcast_write.gather)
        assert facts.fields["leaves_at"] == "2026-11-26T09:00"
        assert (facts.missing, facts.dry_run is None) == ("", False)
        assert facts.dry_run is not None
        assert facts.dry_run.ways == [("Telegram", 1), ("trang web", 1)]
        assert all(WORDS in reading.text and not reading.is_cut for reading in facts.dry_run.readings)
        assert any("như đã hẹn" in line for line in facts.dry_run.told)

    def test_a_draft_is_seen_by_whoever_writes_it_alone_and_is_gone_once_it_is_sent(
        self, world: World, hung: Talker
    ) -> None:
        world.person_with_phone("Trần Văn Nam")
        hung.fills_page("broadcast", words=WORDS, names="", **TO_PEOPLE)
        hung.presses("do:alerts")
        assert opened(hung, broadcast_write.gather).has_draft
        assert not opened(world.officer("Phạm Văn Khoa"), broadcast_write.gather).has_draft
        hung.presses("broadcast:*:!send")
        assert not opened(hung, broadcast_write.gather).has_draft

    def test_names_that_fit_nobody_stay_in_their_field(self, hung: Talker) -> None:
        hung.fills_page("broadcast", words=WORDS, audience="list", names="Ai Đó Lạ")
        facts = opened(hung, broadcast_write.gather)
        assert (facts.fields["names"], facts.untaken, facts.dry_run) == ("Ai Đó Lạ", ["names"], None)


class TestOnTheWay:
    def test_how_far_it_is_and_who_did_not_get_it(self, world: World, hung: Talker) -> None:
        world.person_with_phone("Trần Văn Nam")
        gone = world.person_with_phone("Lê Thị Hoa")
        sends(hung, **TO_PEOPLE)
        with world.store.transaction() as db:
            for chat in chats.of_account(db, gone.account_id):
                chats.set_state(db, chat.id, "blocked")
        ticks(world)
        leave(world)
        ticks(world, 2)
        sent = only(world)
        facts = opened(hung, broadcasts.gather_one, broadcast=sent.id)
        assert {count.name: count.count for count in facts.counts} == {"sent": 1, "call": 1}
        assert facts.missed == [("Lê Thị Hoa", "Chưa có kênh nào nhắn tới")]
        assert not facts.goes_on
        assert opened(hung, broadcasts.sheet_of_missed, broadcast=sent.id).rows == facts.missed
        listed = opened(hung, broadcasts.gather)
        assert [(line.code, line.put, line.total) for line in listed.lines] == [(sent.code, 1, 2)]

    def test_a_list_goes_on_below_the_last_number(
        self, world: World, hung: Talker, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        world.person_with_phone("Trần Văn Nam")
        for words in ("một", "hai", "ba"):
            sends(hung, words, **TO_PEOPLE)
        monkeypatch.setattr(broadcasts, "MOST", 2)
        first = opened(hung, broadcasts.gather)
        assert [line.said for line in first.lines] == ["ba", "hai"]
        second = opened(hung, broadcasts.gather, after=first.more)
        assert ([line.said for line in second.lines], second.more) == (["một"], "")

    def test_another_commune_finds_nothing(self, world: World, hung: Talker) -> None:
        world.person_with_phone("Trần Văn Nam")
        sends(hung, **TO_PEOPLE)
        stranger = world.officer("Phạm Văn Khoa")
        with world.store.transaction() as db:
            put_into(db, stranger.account_id, "17000")
        assert opened(stranger, broadcasts.gather).lines == []
        with pytest.raises(Missing):
            opened(stranger, broadcasts.gather_one, broadcast=only(world).id)
