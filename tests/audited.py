"""How often something is written down of somebody, counted from the audit."""

from datetime import datetime

from sqlalchemy import func, select

from storage.audit import audit
from storage.database import Db


def looks_at(db: Db, person_id: int, since: datetime) -> dict[int, int]:
    """Maps account → how often it has opened this person's record since then."""
    looks = select(audit.c.actor, func.count()).where(
        audit.c.subject == person_id, audit.c.action == "person.looked", audit.c.at > since, audit.c.actor.is_not(None)
    )
    return {row[0]: row[1] for row in db.execute(looks.group_by(audit.c.actor))}


def how_often(db: Db, subject_id: int, action: str) -> int:
    """Counts the rows of this action about the subject; not those of this transaction itself."""
    rows = select(func.count()).where(audit.c.subject == subject_id, audit.c.action == action)
    return int(db.execute(rows).scalar_one())
