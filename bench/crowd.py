"""So many people at once, put into a store in bulk: chats, guardians, whole communes, broadcasts that wait."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Table

from handlers.kit import Outgoing
from storage import outbox
from storage.accounts import accounts
from storage.assignments import assignments
from storage.chats import chats
from storage.columns import seal, seal_json
from storage.conversations import conversations
from storage.database import Db, Store
from storage.due import due
from storage.persons import persons

UNIT = "17791"
CHUNK = 5000
NEWS = "Phiên giao dịch việc làm sáng thứ Bảy tại nhà văn hóa xã, có xe đưa đón từ các xóm."
Rows = dict[Table, list[dict[str, Any]]]
# of a commune: how many of them, one guardian for how many, one in how many writes; visits fall once in so many days
OFFICERS, OF_A_GUARDIAN, WRITES, DAYS = 3, 6, 3, 30


def _in_chunks(store: Store, count: int, make: Callable[[Db, int, Rows], None]) -> None:
    for start in range(0, count, CHUNK):
        with store.transaction() as db:
            rows: Rows = {}
            for number in range(start, min(start + CHUNK, count)):
                make(db, number, rows)
            for table, values in rows.items():
                db.execute(table.insert(), values)


def _add(rows: Rows, table: Table, **values: Any) -> None:
    rows.setdefault(table, []).append(values)


def _chat(db: Db, rows: Rows, address: int, account_id: int | None = None) -> int:
    chat_id = db.new_id()
    _add(
        rows,
        chats,
        id=chat_id,
        channel="telegram",
        address=str(address),
        account_id=account_id,
        party_id=account_id or chat_id,
        state="active",
        created_at=db.now,
        last_in_at=db.now - timedelta(days=1) if account_id else None,
    )
    return chat_id


def add_broadcasts(store: Store, count: int, first_address: int) -> None:
    """A message of the broadcast lane to each of so many chats, ready to leave."""
    body = Outgoing(NEWS).to_json()

    def one(db: Db, number: int, rows: Rows) -> None:
        chat_id = _chat(db, rows, first_address + number)
        message_id = db.new_id()
        _add(
            rows,
            outbox.outbox,
            id=message_id,
            chat_id=chat_id,
            channel="telegram",
            account_id=None,
            lane=outbox.BROADCAST,
            kind="news",
            subject_id=None,
            body=seal_json(message_id, body),
            state="queued",
            attempts=0,
            resent=False,
            not_before=db.now,
            expires_at=db.now + timedelta(days=2),
            created_at=db.now,
        )

    _in_chunks(store, count, one)


def add_guardians(store: Store, count: int, next_visit_on: date, first_address: int) -> None:
    """Guardians with a chat and one person to visit that day."""

    def one(db: Db, number: int, rows: Rows) -> None:
        guardian_id, person_id = db.new_id(), db.new_id()
        _add(rows, accounts, **_account(db, guardian_id))
        _chat(db, rows, first_address + number, guardian_id)
        _add(rows, persons, **_person(person_id, number, next_visit_on))
        _add(
            rows,
            assignments,
            id=db.new_id(),
            unit=UNIT,
            person_id=person_id,
            guardian_id=guardian_id,
            started_at=db.now,
        )

    _in_chunks(store, count, one)


@dataclass(slots=True)
class Commune:
    """Who writes from which address: guardians with those in their care, and persons with a phone of their own."""

    guardians: dict[int, list[int]] = field(default_factory=dict)
    persons: list[int] = field(default_factory=list)


def add_commune(store: Store, unit: str, people: int, today: date, first_address: int) -> Commune:
    """A commune of so many people, a guardian for six of them, three officers; one in three writes.

    Visits fall on the days of a month, one day after the other.
    """
    commune, rows = Commune(), Rows()

    def writes(db: Db, role: str) -> tuple[int, int]:
        account_id, address = db.new_id(), first_address + len(rows.get(accounts, []))
        _add(
            rows, accounts, **_account(db, account_id) | {"unit": unit, "roles": (role,), "on_duty": role == "officer"}
        )
        _chat(db, rows, address, account_id)
        _add(rows, conversations, party_id=account_id, turn=0, minute=0, minute_count=0)
        return account_id, address

    with store.transaction() as db:
        for _ in range(OFFICERS):
            writes(db, "officer")
        for number in range(people):
            if number % OF_A_GUARDIAN == 0:
                guardian_id, address = writes(db, "guardian")
                in_care = commune.guardians[address] = []
            person_id, own = db.new_id(), None
            in_care.append(person_id)
            if number % WRITES == 0:
                own, address = writes(db, "person")
                commune.persons.append(address)
            day = today + timedelta(days=number % DAYS)
            _add(rows, persons, **_person(person_id, number, day) | {"unit": unit, "account_id": own})
            care = {"person_id": person_id, "guardian_id": guardian_id, "unit": unit}
            _add(rows, assignments, id=db.new_id(), started_at=db.now, **care)
        for table, values in rows.items():
            db.execute(table.insert(), values)
    return commune


def _account(db: Db, account_id: int) -> dict[str, Any]:
    return {
        "id": account_id,
        "unit": UNIT,
        "name": seal(account_id, "Nguyễn Văn Tư"),
        "born": seal(account_id, "1962"),
        "pronoun": "bac",
        "language": "vi",
        "roles": ("guardian",),
        "on_duty": False,
        "status": "active",
        "created_at": db.now,
    }


def _person(person_id: int, number: int, next_visit_on: date) -> dict[str, Any]:
    return {
        "id": person_id,
        "unit": UNIT,
        "name": seal(person_id, "Trần Văn Nam"),
        "given": seal(person_id, "Nam"),
        "pronoun": "anh",
        "hamlet": f"Xóm {number % 12 + 1}",
        "case_type": "finished",
        "came_home_on": next_visit_on - timedelta(days=200),
        "status": "managed",
        "next_visit_on": next_visit_on,
    }


def pairs(store: Store) -> Iterator[list[tuple[int, int]]]:
    """person and guardian, a chunk at a time."""
    last = 0
    while True:
        with store.transaction() as db:
            query = assignments.select().where(assignments.c.id > last).order_by(assignments.c.id).limit(CHUNK)
            found = db.execute(query).all()
        if not found:
            return
        last = found[-1].id
        yield [(row.person_id, row.guardian_id) for row in found]


def add_due(store: Store, kind: str, next_visit_on: date) -> None:
    """One reminder of this kind for everybody's person, due at the store's present moment."""
    for chunk in pairs(store):
        with store.transaction() as db:
            fixed = {"kind": kind, "period": next_visit_on.isoformat(), "unit": UNIT, "state": "waiting", "attempts": 0}
            moments = {"at": db.now, "try_at": db.now}
            rows = [{"id": db.new_id(), "subject_id": p, "recipient_id": g} | fixed | moments for p, g in chunk]
            db.execute(due.insert(), rows)
