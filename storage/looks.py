"""Who looked at whom and how often something happened, counted from the audit."""

from datetime import datetime

from sqlalchemy import bindparam, func, select

from storage.audit import audit
from storage.database import Db

LOOKS = (
    select(audit.c.actor, func.count())
    .where(
        audit.c.subject == bindparam("subject"),
        audit.c.at > bindparam("since"),
        audit.c.action == "person.looked",
        audit.c.actor.is_not(None),
    )
    .group_by(audit.c.actor)
    .order_by(func.count().desc(), audit.c.actor)
)
HOW_OFTEN = select(func.count()).where(audit.c.subject == bindparam("subject"), audit.c.action == bindparam("action"))


def at_person(db: Db, person_id: int, since: datetime) -> dict[int, int]:
    """Maps account → how often it has opened this person's record since then, the most often first."""
    return {row[0]: row[1] for row in db.execute(LOOKS, {"subject": person_id, "since": since})}


def how_often(db: Db, subject_id: int, action: str) -> int:
    """Counts what was written down of the subject; not what this transaction itself has done."""
    return int(db.execute(HOW_OFTEN, {"subject": subject_id, "action": action}).scalar_one())
