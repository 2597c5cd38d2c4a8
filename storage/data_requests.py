"""What people ask about their own data: to correct or delete something, or not to use it; with both clocks."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    UniqueConstraint,
    bindparam,
    func,
    select,
    update,
)

from rules import data_requests as rules
from rules import record_letters
from storage.columns import Id, Instant, Sealed, SealedCell, opened, seal, seal_json
from storage.database import Db, metadata
from storage.units import next_number

data_requests = Table(
    "data_requests",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("unit", String(5), nullable=False),
    Column("number", Integer, nullable=False),
    Column("asked_by", BigInteger, nullable=False),
    Column("person_id", BigInteger, ForeignKey("persons.id")),
    Column("relay_id", BigInteger),
    Column("wish", String(8), nullable=False),
    Column("state", String(8), nullable=False),
    Column("asked_at", Instant, nullable=False),
    Column("answer_by", Date, nullable=False),
    Column("act_by", Date, nullable=False),
    Column("answered_by", BigInteger),
    Column("answered_at", Instant),
    Column("ended_by", BigInteger),
    Column("ended_at", Instant),
    Column("told", Sealed("data_requests.told"), nullable=False),
    Column("said", Sealed("data_requests.said")),
    UniqueConstraint("unit", "number"),
    Index("ix_data_requests_sender", "asked_by", "asked_at"),
    Index("ix_data_requests_state", "unit", "state", "act_by"),
    Index("ix_data_requests_person", "person_id"),
)


@dataclass(frozen=True, slots=True)
class DataRequest:
    """A request. `told` holds its words; `said` what the office answered last; codes are of `rules.data_requests`.

    `relay_id`: the message to the officers that carries it, of somebody in care.
    """

    id: int
    unit: str
    number: int
    asked_by: int
    person_id: int | None
    relay_id: int | None
    wish: str
    state: str
    asked_at: datetime
    answer_by: date
    act_by: date
    answered_by: int | None
    answered_at: datetime | None
    ended_by: int | None
    ended_at: datetime | None
    sealed_told: SealedCell
    sealed_said: SealedCell | None

    @property
    def code(self) -> str:
        """Gives the number as people read it."""
        return record_letters.written("data_request", self.number)

    @property
    def told(self) -> dict[str, Any]:
        words: dict[str, Any] = self.sealed_told.open_json(self.id)
        return words

    @property
    def said(self) -> str:
        return opened(self.sealed_said, self.id) or ""

    @property
    def is_open(self) -> bool:
        return self.state == rules.OPEN

    @property
    def due_on(self) -> date:
        """Gives the last day of what comes next: the first answer, then the doing."""
        return rules.next_day(self.answered_at is not None, self.answer_by, self.act_by)

    @property
    def step(self) -> str:
        """Names how far it is: asked, answered, done, refused."""
        return self.state if not self.is_open else "answered" if self.answered_at else "asked"


COLUMNS = tuple(data_requests.c[name.removeprefix("sealed_")] for name in DataRequest.__slots__)
MOST = 200
ONE = select(*COLUMNS).where(data_requests.c.id == bindparam("id"))
SEVERAL = select(*COLUMNS).where(data_requests.c.id.in_(bindparam("ids", expanding=True)))
BY_NUMBER = select(*COLUMNS).where(
    data_requests.c.unit == bindparam("unit"), data_requests.c.number == bindparam("number")
)
OF_SENDER = (
    select(*COLUMNS)
    .where(data_requests.c.asked_by == bindparam("asked_by"))
    .order_by(data_requests.c.asked_at.desc(), data_requests.c.id.desc())
    .limit(MOST)
)
OPEN_OF = (
    select(*COLUMNS)
    .where(data_requests.c.unit == bindparam("unit"), data_requests.c.state == rules.OPEN)
    .order_by(data_requests.c.act_by, data_requests.c.id)
    .limit(MOST)
)


def ask(
    db: Db,
    *,
    unit: str,
    asked_by: int,
    person_id: int | None,
    relay_id: int | None,
    wish: str,
    told: Mapping[str, Any],
    answer_by: date,
    act_by: date,
) -> DataRequest:
    """Writes down what somebody asks about their own data, with the last day of each step."""
    request_id = db.new_id()
    row = {
        "id": request_id,
        "unit": unit,
        "number": next_number(db, unit, "data_request"),
        "asked_by": asked_by,
        "person_id": person_id,
        "relay_id": relay_id,
        "wish": wish,
        "state": rules.OPEN,
        "asked_at": db.now,
        "answer_by": answer_by,
        "act_by": act_by,
        "told": seal_json(request_id, dict(told)),
    }
    db.execute(data_requests.insert(), row)
    db.audit(unit, asked_by, "account.correction_asked", asked_by, f"request {request_id}")
    return _reread(db, request_id)


def note_answer(db: Db, account_id: int, by: int, relay_id: int | None = None) -> None:
    """Notes that an officer has answered this account for the first time since it asked: all, or that one message."""
    waiting = (asked for asked in of_sender(db, account_id) if asked.is_open and asked.answered_at is None)
    for request in waiting:
        if relay_id not in (None, request.relay_id):
            continue
        db.execute(_update_of(request).values(answered_by=by, answered_at=db.now))
        db.audit(request.unit, by, "data_request.answered", account_id, f"request {request.id}")


def say(db: Db, request: DataRequest, by: int, words: str) -> None:
    """Keeps the words of an answer; the first one stops the first clock."""
    first = {"answered_by": by, "answered_at": db.now} if request.answered_at is None else {}
    db.execute(_update_of(request).values(said=seal(request.id, words), **first))
    db.audit(request.unit, by, "data_request.answered", request.asked_by, f"request {request.id}")


def end(db: Db, request: DataRequest, state: str, by: int | None, words: str = "") -> bool:
    """Ends it as done, or refused for a reason; False where it has ended."""
    values: dict[str, Any] = {"state": state, "ended_by": by, "ended_at": db.now}
    values |= {"said": seal(request.id, words)} if words else {}
    values |= {"answered_by": by, "answered_at": db.now} if request.answered_at is None else {}
    if not db.execute(_update_of(request).where(data_requests.c.state == rules.OPEN).values(**values)).rowcount:
        return False
    db.audit(request.unit, by, f"data_request.{state}", request.asked_by, f"request {request.id}")
    return True


def _update_of(request: DataRequest) -> Any:
    return update(data_requests).where(data_requests.c.id == request.id)


def get(db: Db, request_id: int) -> DataRequest | None:
    """Reads a request; None if there is none of this id."""
    row = db.execute(ONE, {"id": request_id}).first()
    return DataRequest(*row) if row else None


def several(db: Db, ids: Collection[int]) -> dict[int, DataRequest]:
    """Reads requests by id; whatever is not there is left out."""
    return {row.id: DataRequest(*row) for row in db.execute(SEVERAL, {"ids": list(ids)})}


def by_number(db: Db, unit: str, number: int) -> DataRequest | None:
    """Reads the request of this number in the commune; None if there is none."""
    row = db.execute(BY_NUMBER, {"unit": unit, "number": number}).first()
    return DataRequest(*row) if row else None


def of_sender(db: Db, account_id: int) -> list[DataRequest]:
    """Lists what somebody has asked, the latest first."""
    return [DataRequest(*row) for row in db.execute(OF_SENDER, {"asked_by": account_id})]


def open_of(db: Db, unit: str) -> list[DataRequest]:
    """Lists what waits in the commune, what has to be done soonest first."""
    return [DataRequest(*row) for row in db.execute(OPEN_OF, {"unit": unit})]


def how_many_open(db: Db, account_id: int) -> int:
    """Counts what somebody has asked and nobody has done or refused."""
    of_account = data_requests.c.asked_by == account_id, data_requests.c.state == rules.OPEN
    return int(db.execute(select(func.count()).select_from(data_requests).where(*of_account)).scalar_one())


def _reread(db: Db, request_id: int) -> DataRequest:
    request = get(db, request_id)
    assert request is not None
    return request
