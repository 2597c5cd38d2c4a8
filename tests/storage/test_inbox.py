"""Chats, dialogues and the inbox: nothing twice, nothing lost, in order."""

from storage import chats, conversations, cutting, inbox
from storage.chats import Chat
from storage.database import Db, Store
from storage.inbox import Arrival
from tests.storage.commune import Commune, all_at_once, and_fail
from tests.storage.conftest import Clock


def chat_of(db: Db, commune: Commune) -> Chat:
    chat = chats.get(db, commune.chat)
    assert chat is not None
    return chat


def accept(db: Db, commune: Commune, *external_ids: str, text: str = "chào", done: bool = False) -> set[int]:
    arrivals = [Arrival("web", external_id, "nam", {"text": text}) for external_id in external_ids]
    return inbox.accept(db, [(arrival, commune.chat, done) for arrival in arrivals])


def test_a_message_delivered_five_times_is_one(store: Store, commune: Commune) -> None:
    with store.transaction() as db:
        assert len(accept(db, commune, "7", "7", "8")) == 2
    for _ in range(2):
        with store.transaction() as db:
            assert accept(db, commune, "7") == set()
    at_once = all_at_once(store, 5, lambda db, _: len(accept(db, commune, "9")))
    assert sorted(at_once) == [0, 0, 0, 0, 1]
    with store.transaction() as db:
        assert len(inbox.said_by(db, commune.chat, 10)) == 3


def test_another_channel_may_use_the_same_id(store: Store, commune: Commune) -> None:
    with store.transaction() as db:
        accept(db, commune, "7")
        assert len(inbox.accept(db, [(Arrival("telegram", "7", "1", {}), commune.chat, False)])) == 1


def test_waiting_messages_of_a_chat_are_answered_in_order(store: Store, commune: Commune) -> None:
    with store.transaction() as db:
        accept(db, commune, "1", text="một")
        accept(db, commune, "2", text="hai")
        accept(db, commune, "3", text="ba", done=True)
    answered = []
    with store.transaction() as db:
        assert inbox.chats_waiting(db, db.now, 10) == [commune.chat]
        while message := inbox.next_of(db, commune.chat):
            answered.append(message.body["text"])
            inbox.mark_done(db, message.id)
        assert inbox.chats_waiting(db, db.now, 10) == []
    assert answered == ["một", "hai"]


def test_a_turn_that_fails_is_tried_again_and_then_set_aside(store: Store, commune: Commune) -> None:
    with store.transaction() as db:
        accept(db, commune, "1")
    and_fail(store, lambda db: inbox.mark_done(db, inbox.next_of(db, commune.chat).id))  # type: ignore[union-attr]
    for dead in (False, True):
        with store.transaction() as db:
            message = inbox.next_of(db, commune.chat)
            assert message is not None
            assert message.attempts == int(dead)
            inbox.failed(db, message.id, "ValueError", dead=dead)
    with store.transaction() as db:
        assert inbox.next_of(db, commune.chat) is None
        assert inbox.counts(db) == {"dead": 1}


def test_everyone_who_writes_is_read_at_once_new_chats_included(store: Store, commune: Commune) -> None:
    with store.transaction() as db:
        found = inbox.parties(db, "web", ["nam", "stranger"])
        known, stranger = found["nam"], found["stranger"]
        assert known.account is not None
        assert (known.account.id, known.talk.party_id, known.waiting) == (
            commune.own_account,
            commune.own_account,
            0,
        )
        assert stranger.account is None
        assert stranger.talk.party_id == stranger.chat.id
        accept(db, commune, "1")
        assert inbox.parties(db, "web", ["nam"])["nam"].waiting


def test_two_chats_of_one_account_share_their_dialogue(store: Store, commune: Commune) -> None:
    with store.transaction() as db:
        second = chats.add(db, "web", "nam-2")
        chats.link(db, second.id, commune.own_account)
        found = inbox.parties(db, "web", ["nam", "nam-2"])
        assert found["nam"].talk is found["nam-2"].talk
        cutting.unlink(db, second, commune.own_account)
        apart = inbox.parties(db, "web", ["nam", "nam-2"])
        assert apart["nam"].talk is not apart["nam-2"].talk


def test_a_dialogue_goes_on_where_it_was_left(store: Store, commune: Commune) -> None:
    with store.transaction() as db:
        talk = inbox.parties(db, "web", ["nam"])["nam"].talk
        talk.form, talk.answers, talk.offered, talk.turn = "loan", {"trade": "thợ xây"}, ["go:loan"], 3
        conversations.save(db, [(talk, commune.chat)])
    with store.transaction() as db:
        again = conversations.get(db, commune.own_account)
        assert again is not None
        assert (again.form, again.answers, again.offered, again.turn) == ("loan", {"trade": "thợ xây"}, ["go:loan"], 3)
        again.close()
        conversations.save(db, [(again, commune.chat)])
    with store.transaction() as db:
        closed = conversations.get(db, commune.own_account)
        assert closed is not None
        assert (closed.form, closed.answers) == (None, {})


def test_the_chat_last_used_stands_first(store: Store, commune: Commune, clock: Clock) -> None:
    clock.move(hours=1)
    with store.transaction() as db:
        second = chats.add(db, "telegram", "5")
        chats.link(db, second.id, commune.own_account)
        assert [chat.id for chat in chats.of_account(db, commune.own_account)] == [second.id, commune.chat]
    clock.move(hours=1)
    with store.transaction() as db:
        chats.used(db, [chat_of(db, commune)])
        assert [chat.id for chat in chats.of_account(db, commune.own_account)] == [commune.chat, second.id]
        assert chats.set_state(db, commune.chat, "blocked")
        assert not chats.set_state(db, commune.chat, "blocked")
        assert chats.reaching(db, [commune.own_account, commune.guardian])[commune.own_account].id == second.id
