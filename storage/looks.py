"""Who looked at whom and how often something happened, counted from the audit."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, select

from rules.looks import ACTIONS, reason_of
from storage.audit import audit
from storage.database import Db

# one reads back no more than this
MOST = 1000
LOOKS = (
    select(audit.c.actor, audit.c.at, audit.c.action, audit.c.detail)
    .where(
        audit.c.subject.in_(bindparam("subjects", expanding=True)),
        audit.c.at > bindparam("since"),
        audit.c.action.in_(bindparam("actions", expanding=True)),
        audit.c.actor.is_not(None),
    )
    .order_by(audit.c.at.desc())
    .limit(MOST)
)
OFTEN = (
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


def at_person(db: Db, person_id: int, since: datetime) -> dict[int, int]:
    """Maps account → how often it has opened this person's record since then, the most often first."""
    return {row[0]: row[1] for row in db.execute(OFTEN, {"subject": person_id, "since": since})}


def how_often(db: Db, subject_id: int, action: str) -> int:
    """Counts what was written down of the subject; not what this transaction itself has done."""
    return int(db.execute(HOW_OFTEN, {"subject": subject_id, "action": action}).scalar_one())
