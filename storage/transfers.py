"""People who move to another commune: proposed to it and accepted there, or sent to one that is not served here."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, Column, Date, ForeignKey, Index, String, Table, bindparam, or_, select, text, update

from storage.accounts import accounts
from storage.columns import Codes, Id, Instant, Sealed, SealedCell, opened, seal
from storage.database import Db, metadata

IS_OPEN = text("state IN ('proposed', 'asked_back')")
OPEN = ("proposed", "asked_back")
# what is due about a move, by its id: the last day of the time to answer, and the day after it
CLOCKS = ("transfer_due", "transfer_late")
transfers = Table(
    "transfers",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("unit", String(5), nullable=False),
    Column("to_unit", String(5)),
    Column("person_id", BigInteger, ForeignKey("persons.id"), nullable=False),
    Column("state", String(10), nullable=False),
    Column("moves_on", Date, nullable=False),
    Column("due_on", Date),
    Column("why", Sealed("transfers.why")),
    Column("question", Sealed("transfers.question")),
    Column("answer", Sealed("transfers.answer")),
    Column("place", Sealed("transfers.place")),
    Column("papers", Codes),
    Column("proposed_at", Instant, nullable=False),
    Column("proposed_by", BigInteger),
    Column("decided_at", Instant),
    Column("decided_by", BigInteger),
    Index("uq_transfers_open", "person_id", unique=True, sqlite_where=IS_OPEN, postgresql_where=IS_OPEN),
    Index("ix_transfers_person", "person_id", "proposed_at"),
    Index("ix_transfers_from", "unit", "state"),
    Index("ix_transfers_to", "to_unit", "state"),
)


@dataclass(frozen=True, slots=True)
class Transfer:
    """A move. `state`: proposed, asked_back, accepted, withdrawn; `sent`: to a commune that is not served here."""

    id: int
    unit: str
    to_unit: str | None
    person_id: int
    state: str
    moves_on: date
    due_on: date | None
    sealed_why: SealedCell | None
    sealed_question: SealedCell | None
    sealed_answer: SealedCell | None
    sealed_place: SealedCell | None
    papers: tuple[str, ...] | None
    proposed_at: datetime
    proposed_by: int | None
    decided_at: datetime | None
    decided_by: int | None

    @property
    def why(self) -> str:
        return opened(self.sealed_why, self.id) or ""

    @property
    def question(self) -> str:
        return opened(self.sealed_question, self.id) or ""

    @property
    def answer(self) -> str:
        return opened(self.sealed_answer, self.id) or ""

    @property
    def place(self) -> str:
        return opened(self.sealed_place, self.id) or ""


ONE = select(transfers).where(transfers.c.id == bindparam("id"))
SEVERAL = select(transfers).where(transfers.c.id.in_(bindparam("ids", expanding=True)))
OPEN_OF_UNIT = (
    select(transfers)
    .where(or_(transfers.c.unit == bindparam("unit"), transfers.c.to_unit == bindparam("unit")), IS_OPEN)
    .order_by(transfers.c.due_on, transfers.c.id)
)
OF_PERSON = (
    select(transfers)
    .where(transfers.c.person_id == bindparam("person_id"))
    .order_by(transfers.c.proposed_at.desc(), transfers.c.id.desc())
)


def _read(row: Sequence[Any]) -> Transfer:
    return Transfer(*row)


def propose(db: Db, *, unit: str, to_unit: str, person_id: int, moves_on: date, due_on: date, why: str, by: int) -> int:
    """Proposes the move to the other commune, which answers by `due_on`; gives the id."""
    transfer_id = db.new_id()
    values = {"to_unit": to_unit, "due_on": due_on, "why": seal(transfer_id, why)}
    _add(db, transfer_id, unit, person_id, "proposed", moves_on, by, values)
    for side in (unit, to_unit):
        db.audit(side, by, "transfer.proposed", person_id, f"transfer {transfer_id} {unit}..{to_unit}")
    return transfer_id


def note_sent(
    db: Db, *, unit: str, person_id: int, moves_on: date, place: str, papers: tuple[str, ...], by: int
) -> None:
    """Notes a move to a commune that is not served here, and which papers went there."""
    transfer_id = db.new_id()
    values = {"place": seal(transfer_id, place), "papers": papers, "decided_at": db.now, "decided_by": by}
    _add(db, transfer_id, unit, person_id, "sent", moves_on, by, values)
    db.audit(unit, by, "transfer.sent", person_id, f"transfer {transfer_id} papers={','.join(papers)}")


def _add(
    db: Db, transfer_id: int, unit: str, person_id: int, state: str, day: date, by: int, values: dict[str, Any]
) -> None:
    row = {"id": transfer_id, "unit": unit, "person_id": person_id, "state": state, "moves_on": day}
    db.execute(transfers.insert(), {**row, "proposed_at": db.now, "proposed_by": by, **values})


def ask_back(db: Db, transfer: Transfer, question: str, by: int) -> bool:
    """Asks the sending commune something before deciding; False if it was decided meanwhile."""
    return _move(db, transfer, "asked_back", by, question=seal(transfer.id, question), answer=None)


def answer(db: Db, transfer: Transfer, words: str, by: int) -> bool:
    """Answers what the receiving commune has asked, which decides now; False if it was decided meanwhile."""
    return _move(db, transfer, "proposed", by, answer=seal(transfer.id, words))


def accept(db: Db, transfer: Transfer, by: int) -> bool:
    """Accepts the person; False if somebody has decided already. `storage.moving` moves what goes with them."""
    return _move(db, transfer, "accepted", by, decided_at=db.now, decided_by=by)


def withdraw(db: Db, transfer: Transfer, by: int | None) -> bool:
    """Takes the proposal back; False if it was decided meanwhile."""
    return _move(db, transfer, "withdrawn", by, decided_at=db.now, decided_by=by)


def _move(db: Db, transfer: Transfer, state: str, by: int | None, **values: Any) -> bool:
    still_open = update(transfers).where(transfers.c.id == transfer.id, IS_OPEN)
    if db.execute(still_open.values(state=state, **values)).rowcount != 1:
        return False
    for side in (transfer.unit, transfer.to_unit):
        if side is not None:
            db.audit(side, by, f"transfer.{state}", transfer.person_id, f"transfer {transfer.id}")
    return True


def get(db: Db, transfer_id: int) -> Transfer | None:
    """Reads a move; None if there is none of this id."""
    row = db.execute(ONE, {"id": transfer_id}).first()
    return _read(row) if row else None


def several(db: Db, ids: Collection[int]) -> dict[int, Transfer]:
    """Reads moves by id; whatever is not there is left out."""
    return {row.id: _read(row) for row in db.execute(SEVERAL, {"ids": list(ids)})}


def open_of(db: Db, unit: str) -> list[Transfer]:
    """Lists the moves from or to the unit that wait for an answer, the first to be answered in front."""
    return [_read(row) for row in db.execute(OPEN_OF_UNIT, {"unit": unit})]


def of_person(db: Db, person_id: int) -> list[Transfer]:
    """Lists the person's moves, the last one first."""
    return [_read(row) for row in db.execute(OF_PERSON, {"person_id": person_id})]


def units_with_officers(db: Db) -> list[str]:
    """Lists the codes of the communes that this installation serves: those in which an officer is active."""
    served = select(accounts.c.unit).where(accounts.c.status == "active", accounts.c.roles.has("officer")).distinct()
    return sorted(db.execute(served).scalars())
