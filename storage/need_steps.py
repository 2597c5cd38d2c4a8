"""The history of each need: what became of it, when, by whom, and with whom it was."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import BigInteger, Column, ForeignKey, Index, String, Table, bindparam, select

from storage.columns import Id, Instant, Sealed, SealedCell, opened, seal
from storage.database import Db, metadata
from storage.prepared import Prepared

need_steps = Table(
    "need_steps",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("need_id", BigInteger, ForeignKey("needs.id"), nullable=False),
    Column("at", Instant, nullable=False),
    Column("move", String(12), nullable=False),
    Column("by", BigInteger),
    Column("helper_id", BigInteger),
    Column("reason", String(12)),
    Column("words", Sealed("need_steps.words")),
    Index("ix_need_steps_need", "need_id", "id"),
)


@dataclass(frozen=True, slots=True)
class NeedStep:
    """What became of a need: `move` is a code of rules/needs.py, `reason` and words are why it came back."""

    id: int
    need_id: int
    at: datetime
    move: str
    by: int | None
    helper_id: int | None
    reason: str | None
    sealed_words: SealedCell | None

    @property
    def words(self) -> str | None:
        return opened(self.sealed_words, self.id)


ADD = Prepared(need_steps.insert())
OF_NEED = (
    select(need_steps)
    .where(need_steps.c.need_id == bindparam("need"))
    .order_by(need_steps.c.need_id, need_steps.c.id.desc())
    .limit(bindparam("most"))
)


def add(
    db: Db, need_id: int, move: str, *, by: int | None, helper_id: int | None, reason: str | None, words: str | None
) -> int:
    """Adds what became of a need and gives its id, which grows with time."""
    step_id = db.new_id()
    row = {"id": step_id, "need_id": need_id, "at": db.now, "move": move, "by": by, "helper_id": helper_id}
    ADD.note(db, [{**row, "reason": reason, "words": seal(step_id, words)}], at_end=False)
    return step_id


def of_need(db: Db, need_id: int, most: int = 12) -> list[NeedStep]:
    """Lists the last of what became of a need, the earliest first."""
    return [NeedStep(*row) for row in db.execute(OF_NEED, {"need": need_id, "most": most})][::-1]
