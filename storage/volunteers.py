"""People who ask to help others, until an officer has checked them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import BigInteger, Column, ForeignKey, Index, String, Table, bindparam, func, select, update

from storage import due
from storage.columns import Codes, Id, Instant, Sealed, SealedCell, opened, seal
from storage.database import Db, metadata

# a due row about somebody who waits to be checked
WAITS = "volunteer_waits"
volunteers = Table(
    "volunteers",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("unit", String(5), nullable=False),
    Column("chat_id", BigInteger, ForeignKey("chats.id")),
    Column("account_id", BigInteger, ForeignKey("accounts.id")),
    Column("name", Sealed("volunteers.name"), nullable=False),
    Column("phone", Sealed("volunteers.phone")),
    Column("hamlet", Sealed("volunteers.hamlet"), nullable=False),
    Column("kinds", Codes, nullable=False),
    Column("words", Sealed("volunteers.words")),
    Column("state", String(8), nullable=False),
    Column("asked_at", Instant, nullable=False),
    Column("decided_at", Instant),
    Column("decided_by", BigInteger),
    Index("ix_volunteers_unit", "unit", "state", "asked_at"),
    Index("ix_volunteers_chat", "chat_id"),
    Index("ix_volunteers_account", "account_id"),
)


@dataclass(frozen=True, slots=True)
class Volunteer:
    """Somebody who asks to help with some kinds of need, from a chat without account or with an account.

    `state` is asked, agreed or declined; `account_id` is theirs, or the one that was made for them.
    """

    id: int
    unit: str
    chat_id: int | None
    account_id: int | None
    sealed_name: SealedCell
    sealed_phone: SealedCell | None
    sealed_hamlet: SealedCell
    kinds: tuple[str, ...]
    sealed_words: SealedCell | None
    state: str
    asked_at: datetime
    decided_at: datetime | None
    decided_by: int | None

    @property
    def name(self) -> str:
        return self.sealed_name.open(self.id)

    @property
    def phone(self) -> str | None:
        return opened(self.sealed_phone, self.id)

    @property
    def hamlet(self) -> str:
        return self.sealed_hamlet.open(self.id)

    @property
    def words(self) -> str | None:
        return opened(self.sealed_words, self.id)


ONE = select(volunteers).where(volunteers.c.id == bindparam("id"))
WAITING = (
    select(volunteers)
    .where(volunteers.c.unit == bindparam("unit"), volunteers.c.state == "asked")
    .order_by(volunteers.c.asked_at, volunteers.c.id)
    .limit(bindparam("most"))
    .offset(bindparam("skipped"))
)
HOW_MANY = select(func.count()).where(volunteers.c.unit == bindparam("unit"), volunteers.c.state == "asked")
ASKED_BY_CHAT = select(volunteers.c.id).where(volunteers.c.chat_id == bindparam("chat"), volunteers.c.state == "asked")
ASKED_BY_ACCOUNT = select(volunteers.c.id).where(
    volunteers.c.account_id == bindparam("account"), volunteers.c.state == "asked"
)


def ask(
    db: Db,
    *,
    unit: str,
    chat_id: int | None,
    account_id: int | None,
    name: str,
    phone: str | None,
    hamlet: str,
    kinds: Collection[str],
    words: str | None,
    remind_at: datetime,
) -> int:
    """Notes that somebody asks to help, and gives the id. `phone` is E.164.

    `remind_at`: when those on duty hear of it again, unless they have decided.
    """
    volunteer_id = db.new_id()
    db.execute(
        volunteers.insert(),
        {
            "id": volunteer_id,
            "unit": unit,
            "chat_id": chat_id,
            "account_id": account_id,
            "name": seal(volunteer_id, name),
            "phone": seal(volunteer_id, phone),
            "hamlet": seal(volunteer_id, hamlet),
            "kinds": tuple(kinds),
            "words": seal(volunteer_id, words),
            "state": "asked",
            "asked_at": db.now,
        },
    )
    due.plan(db, WAITS, volunteer_id, "1", remind_at, unit=unit)
    db.audit(unit, account_id, "volunteer.asked", volunteer_id, " ".join(kinds))
    return volunteer_id


def get(db: Db, volunteer_id: int) -> Volunteer | None:
    """Reads who asks to help; None if there is none of this id."""
    row = db.execute(ONE, {"id": volunteer_id}).first()
    return Volunteer(*row) if row else None


def several(db: Db, ids: Collection[int]) -> dict[int, Volunteer]:
    """Reads those who ask to help by id; whoever is not there is left out."""
    wanted = select(volunteers).where(volunteers.c.id.in_(list(ids)))
    return {row.id: Volunteer(*row) for row in db.execute(wanted)}


def waiting(db: Db, unit: str, *, most: int, skipped: int = 0) -> list[Volunteer]:
    """Lists a page of those who wait for an officer to check them, the longest waiting first."""
    return [Volunteer(*row) for row in db.execute(WAITING, {"unit": unit, "most": most, "skipped": skipped})]


def how_many_waiting(db: Db, unit: str) -> int:
    """Counts those who wait for an officer to check them."""
    return int(db.execute(HOW_MANY, {"unit": unit}).scalar_one())


def waits(db: Db, *, chat_id: int | None = None, account_id: int | None = None) -> bool:
    """Tells whether the chat, or the account, has asked already and waits."""
    if account_id is not None:
        return db.execute(ASKED_BY_ACCOUNT, {"account": account_id}).first() is not None
    return db.execute(ASKED_BY_CHAT, {"chat": chat_id}).first() is not None


def decide(db: Db, volunteer: Volunteer, state: str, by: int, account_id: int | None = None) -> bool:
    """Notes what an officer decided, agreed or declined; False if somebody was quicker."""
    still_asked = update(volunteers).where(volunteers.c.id == volunteer.id, volunteers.c.state == "asked")
    decided = still_asked.values(
        state=state, decided_at=db.now, decided_by=by, account_id=account_id or volunteer.account_id
    )
    if not db.execute(decided).rowcount:
        return False
    due.clear(db, volunteer.id, [WAITS], state)
    db.audit(volunteer.unit, by, f"volunteer.{state}", volunteer.id)
    return True
