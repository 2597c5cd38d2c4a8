"""Web sessions and chats that are cut off: a copied cookie opens nothing once its time is over."""

from datetime import timedelta

from storage import chats, cuts, cutting, invites, sessions
from storage.database import Store
from tests.storage.commune import Commune, all_at_once
from tests.storage.conftest import Clock


def opens(store: Store, key: str) -> str | None:
    with store.transaction() as db:
        session = sessions.find(db, key)
        return session.address if session else None


def started(store: Store, address: str = "") -> str:
    with store.transaction() as db:
        return sessions.start(db, address)


def test_a_key_is_stored_as_its_hash_and_says_nothing_of_the_address(store: Store) -> None:
    key = started(store)
    address = opens(store, key)
    assert address is not None
    with store.transaction() as db:
        row = db.execute(sessions.web_sessions.select()).one()
    assert key.encode() not in bytes(row.proof)
    assert opens(store, address) is None
    assert opens(store, "A" * 43) is None


def test_a_copied_key_opens_nothing_after_the_end(store: Store) -> None:
    key = started(store)
    with store.transaction() as db:
        session = sessions.find(db, key)
        assert session is not None
        assert sessions.end(db, session.id)
        assert not sessions.end(db, session.id)
        assert sessions.still_open(db, [session.proof]) == set()
    assert opens(store, key) is None


def test_who_stays_away_for_thirty_days_is_signed_out_and_who_comes_is_not(store: Store, clock: Clock) -> None:
    key, lost = started(store), started(store)
    clock.move(days=29)
    assert opens(store, key) is not None
    clock.move(days=2)
    assert opens(store, key) is not None
    assert opens(store, lost) is None


def test_a_new_key_ends_the_old_one_when_it_is_first_used(store: Store) -> None:
    key = started(store)
    with store.transaction() as db:
        session = sessions.find(db, key)
        assert session is not None
        fresh = sessions.renew(db, session.id, "7:guardian")
        assert sessions.still_open(db, [session.proof]) == {session.proof}
    assert fresh is not None
    assert fresh != key
    assert opens(store, key) == session.address, "the answer with the new key may have been lost"
    assert opens(store, fresh) == session.address
    assert opens(store, key) is None
    with store.transaction() as db:
        renewed = sessions.find(db, fresh)
        assert renewed is not None
        assert (renewed.id, renewed.address, renewed.standing) == (session.id, session.address, "7:guardian")
        assert sessions.still_open(db, [session.proof, renewed.proof]) == {renewed.proof}


def test_two_answers_at_once_give_the_same_new_key(store: Store) -> None:
    key = started(store)
    with store.transaction() as db:
        session = sessions.find(db, key)
        assert session is not None
    given = all_at_once(store, 4, lambda db, _: sessions.renew(db, session.id, ""))
    assert len(set(given)) == 1
    assert opens(store, str(given[0])) == session.address


def test_a_session_that_ended_gets_no_new_key(store: Store) -> None:
    key = started(store)
    with store.transaction() as db:
        session = sessions.find(db, key)
        assert session is not None
        sessions.end(db, session.id)
        assert sessions.renew(db, session.id, "") is None


def test_a_cut_chat_loses_account_sessions_codes_and_links_and_the_other_chat_keeps_its_own(
    store: Store, commune: Commune, clock: Clock
) -> None:
    lost, kept = started(store, "nam"), started(store, "nam-2")
    with store.transaction() as db:
        other = chats.add(db, "web", "nam-2")
        chats.link(db, other.id, commune.own_account)
        code = invites.create(db, commune.own_account, commune.own_account)
        given_at = db.now
        clock.move(minutes=1)
    with store.transaction() as db:
        assert cutting.cut(db, commune.chat, commune.officer) is not None
        assert cutting.cut(db, commune.chat, commune.officer) is None, "once"
    assert opens(store, lost) is None
    assert opens(store, kept) == "nam-2"
    with store.transaction() as db:
        chat = chats.get(db, commune.chat)
        assert chat is not None
        assert (chat.account_id, chat.party_id) == (None, chat.id)
        assert [chat.id for chat in chats.of_account(db, commune.own_account)] == [other.id]
        invite = invites.find(db, code)
        assert invite is not None
        assert invite.state == "expired"
        ended = cuts.since(db, given_at, account_id=commune.own_account, chat_id=other.id)
        later = cuts.since(db, db.now + timedelta(seconds=1), account_id=commune.own_account, chat_id=commune.chat)
        assert (ended, later) == (True, False)
