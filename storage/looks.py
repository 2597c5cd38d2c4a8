"""Who has opened whose record and why, read from the audit."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select

from rules.looks import ACTIONS, reason_of
from storage.audit import audit
from storage.database import Db

# most looks that one is shown
MOST = 1000
LOOKS = (
    select(audit.c.actor, audit.c.at, audit.c.action, audit.c.detail)
    .where(
        audit.c.subject.in_(bindparam("subjects", expanding=True)),
        audit.c.at > bindparam("since"),
        audit.c.action.in_(bindparam("actions", expanding=True)),
        audit.c.actor.is_not(None),
    )
    .order_by(audit.c.at.desc(), audit.c.seq.desc())
    .limit(MOST)
)


@dataclass(frozen=True, slots=True)
class Look:
    """Somebody's record was opened: by which account, when, and why, as a code of `rules.looks`."""

    actor: int
    at: datetime
    why: str


def at_somebody(db: Db, subjects: Collection[int], since: datetime) -> list[Look]:
    """Lists who has opened the records of these ids, a person's and their account's, since then; the latest first."""
    rows = db.execute(LOOKS, {"subjects": list(subjects), "since": since, "actions": list(ACTIONS)})
    return [Look(actor, at, reason_of(action, detail)) for actor, at, action, detail in rows]
