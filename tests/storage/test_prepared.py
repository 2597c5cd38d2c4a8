"""Statements on the driver's own cursor: the same values, errors and listeners as SQLAlchemy's."""

from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Dialect, String, TypeDecorator, bindparam, event, select, text, type_coerce
from sqlalchemy.exc import DBAPIError, IntegrityError

from storage import accounts, chats, conversations, inbox
from storage.columns import SealedCell, from_ms, seal_json, to_ms
from storage.conversations import Conversation
from storage.database import Db, Store
from storage.outbox import outbox
from storage.prepared import Prepared, read_together
from tests.storage.commune import Commune

NAME = "Lò Thị Hoa"


def linked(db: Db, address: str) -> int:
    account = accounts.add(db, unit="17791", name=NAME, roles=("guardian", "partner"))
    chat = chats.add(db, "web", address)
    chats.link(db, chat.id, account)
    conversations.save(db, [(Conversation(account, form="visit_report", expires_at=db.now), chat.id)])
    return account


class Unreadable(TypeDecorator[str]):
    """A column with a value that cannot be read."""

    impl = String
    cache_ok = True

    def process_result_value(self, value: str | None, dialect: Dialect) -> str:
        raise UnicodeError


def opened(value: Any, row: int) -> Any:
    return value.open(row) if isinstance(value, SealedCell) else value


def test_it_reads_what_sqlalchemy_reads(store: Store) -> None:
    with store.transaction() as db:
        account = linked(db, "a")
        asked = {"channel": "web", "address": "a"}
        (plain,) = db.execute(inbox.STATE.where(*inbox.THIS_ADDRESS), asked).all()
        (row,) = inbox.OF_ADDRESS.rows(db, asked)
        assert [opened(value, account) for value in row] == [opened(value, account) for value in plain]
        assert inbox.OF_ADDRESS.rows(db, {"channel": "web", "address": "nobody's"}) == []


@pytest.mark.parametrize("count", [1, 3])
def test_it_writes_what_sqlalchemy_reads_again(store: Store, commune: Commune, count: int) -> None:
    insert = Prepared(outbox.insert())
    with store.transaction() as db:
        now = from_ms(to_ms(db.now))
        rows = [
            {
                "id": number,
                "chat_id": 1,
                "channel": "web",
                "lane": 1,
                "kind": "news",
                "body": seal_json(number, {"text": "Chào chị"}),
                "tried": [7] if number == 1 else None,
                "state": "held",
                "attempts": 0,
                "resent": number == 2,
                "not_before": db.now,
                "expires_at": db.now + timedelta(hours=1),
                "created_at": db.now,
            }
            for number in range(1, count + 1)
        ]
        assert insert.run(db, rows) == count
    with store.transaction() as db:
        read = db.execute(select(outbox).where(outbox.c.state == "held").order_by(outbox.c.id)).all()
        assert [(row.id, row.tried, row.resent, row.not_before, row.sent_at) for row in read] == [
            (number, [7] if number == 1 else None, number == 2, now, None) for number in range(1, count + 1)
        ]
        assert {row.body.open_json(row.id)["text"] for row in read} == {"Chào chị"}


def test_what_stands_in_the_statement_itself_needs_not_be_given(store: Store) -> None:
    with store.transaction() as db:
        linked(db, "a")
        close = Prepared(chats.chats.update().where(chats.chats.c.address == bindparam("whose")).values(state="closed"))
        assert close.run(db, [{"whose": "a"}]) == 1
        assert chats.at(db, "web", "a").state == "closed"  # type: ignore[union-attr]


def test_what_fails_is_an_error_of_sqlalchemy_that_tells_nothing_personal(store: Store) -> None:
    insert = Prepared(conversations.conversations.insert())
    row = {"party_id": 1, "form": NAME, "turn": 0, "minute": 0, "minute_count": 0}
    with pytest.raises(IntegrityError) as caught, store.transaction() as db:
        insert.run(db, [row, row])
    assert NAME not in str(caught.value)
    with store.transaction() as db:
        assert conversations.get(db, 1) is None


def test_a_read_that_failed_halfway_keeps_nobody_from_writing(store: Store) -> None:
    with store.transaction() as db:
        linked(db, "a")
        linked(db, "b")
    reads = [Prepared(select(type_coerce(chats.chats.c.address, Unreadable))), Prepared(select(chats.chats.c.id))]
    # what is caught holds the cursors for as long as it is looked at
    with pytest.raises(UnicodeError) as caught, store.transaction() as db:
        read_together(db, reads, {})
    with store.engine.connect() as same_connection:
        with store.transaction() as db:
            linked(db, "c")
        with same_connection.begin():
            assert len(same_connection.execute(select(chats.chats.c.id)).all()) == 3
    assert caught.tb is not None


def test_whoever_listens_for_statements_hears_of_it(store: Store) -> None:
    heard: list[str] = []
    event.listen(store.engine, "before_cursor_execute", lambda *given: heard.append(given[2]))
    with store.transaction() as db:
        inbox.OF_ADDRESS.rows(db, {"channel": "web", "address": "a"})
    assert [words.split()[0] for words in heard if "BEGIN" not in words] == ["SELECT"]


def test_a_list_among_the_parameters_is_refused(store: Store) -> None:
    several = Prepared(select(chats.chats.c.id).where(chats.chats.c.id.in_(bindparam("ids", expanding=True))))
    with store.transaction() as db, pytest.raises(AssertionError):
        several.rows(db, {"ids": [1]})


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_connection_that_broke_leaves_the_pool(store: Store) -> None:
    def goes_on_after_its_end(db: Db) -> None:
        own = db.execute(text("SELECT pg_backend_pid()")).scalar()
        with store.engine.connect() as other:
            other.execute(text("SELECT pg_terminate_backend(:own)"), {"own": own})
        inbox.OF_ADDRESS.rows(db, {"channel": "web", "address": "a"})

    with pytest.raises(DBAPIError) as caught, store.transaction() as db:
        goes_on_after_its_end(db)
    assert caught.value.connection_invalidated
    with store.transaction() as db:
        assert inbox.OF_ADDRESS.rows(db, {"channel": "web", "address": "a"}) == []


def test_what_is_noted_for_the_end_is_written_then_and_not_where_its_part_failed(store: Store) -> None:
    with store.transaction() as db:
        account = linked(db, "a")
        (party,) = inbox.parties(db, "web", ["a"]).values()
        party.talk.turn = 7
        conversations.save(db, [(party.talk, party.chat.id)], at_end=True)
        assert read_turn(db, account) == 0
        party.talk.turn = 8
        with suppress(LookupError), db.whole_or_not():
            conversations.save(db, [(party.talk, party.chat.id)], at_end=True)
            raise LookupError
        party.talk.turn = 7
    with store.transaction() as db:
        assert read_turn(db, account) == 7


def read_turn(db: Db, account: int) -> int:
    talk = conversations.get(db, account)
    assert talk is not None
    return talk.turn


def test_what_fails_at_the_end_undoes_all(store: Store) -> None:
    insert = Prepared(conversations.conversations.insert())
    row = {"party_id": 1, "form": NAME, "turn": 0, "minute": 0, "minute_count": 0}

    def twice(db: Db) -> None:
        linked(db, "a")
        insert.note(db, [row], at_end=True)
        insert.note(db, [row], at_end=True)

    with pytest.raises(IntegrityError) as caught, store.transaction() as db:
        twice(db)
    assert NAME not in str(caught.value)
    with store.transaction() as db:
        assert chats.at(db, "web", "a") is None
        assert conversations.get(db, 1) is None


def test_a_connection_goes_on_after_something_was_undone(store: Store) -> None:
    def look(db: Db) -> int:
        return len(inbox.OF_ADDRESS.rows(db, {"channel": "web", "address": "a"}))

    def fail(db: Db) -> None:
        look(db)
        raise LookupError

    with store.transaction() as db:
        linked(db, "a")
        with suppress(LookupError), db.whole_or_not():
            fail(db)
        assert look(db) == 1
    with suppress(LookupError), store.transaction() as db:
        fail(db)
    with store.transaction() as db:
        assert look(db) == 1


@pytest.mark.parametrize("ids", [[], [1], [3, 1, 2]])
def test_lists_have_a_text_for_each_length(store: Store, ids: list[int]) -> None:
    wanted = chats.chats.c.id.in_(bindparam("ids", expanding=True)) & (chats.chats.c.state == bindparam("state"))
    several = Prepared(select(chats.chats.c.address).where(wanted), lists=("ids",))
    with store.transaction() as db:
        made = [chats.add(db, "web", address).id for address in ("a", "b", "c")]
        rows = several.rows(db, {"state": "active", "ids": [made[number - 1] for number in ids]})
        assert sorted(address for (address,) in rows) == sorted("abc"[number - 1] for number in ids)


def test_what_is_noted_for_the_end_is_committed_with_it_or_not_at_all(store: Store) -> None:
    insert = Prepared(conversations.conversations.insert())
    rows = [{"party_id": party, "form": NAME, "turn": 0, "minute": 0, "minute_count": 0} for party in (1, 2)]
    with store.transaction() as db:
        insert.note(db, rows, at_end=True)
    with store.transaction() as db:
        assert [conversations.get(db, party) is not None for party in (1, 2)] == [True, True]
