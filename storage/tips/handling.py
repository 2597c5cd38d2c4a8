"""Officers take tips, close them, and leave them to others."""

from sqlalchemy import update

from rules.tips import TAKEN_WITHIN
from storage import due
from storage.database import Db
from storage.tips.records import Tip
from storage.tips.tables import tips

# due: nobody has taken it, and whoever has taken it has not closed it
UNTAKEN, UNSETTLED = KINDS = ("tip_untaken", "tip_unsettled")


def take(db: Db, tip: Tip, officer_id: int) -> bool:
    """Gives the tip to this officer; False if somebody was quicker."""
    free = update(tips).where(tips.c.id == tip.id, tips.c.state == "open")
    return db.execute(free.values(state="taken", taken_at=db.now, taken_by=officer_id)).rowcount == 1


def close(db: Db, tip: Tip, outcome: str) -> None:
    """Notes what came of it, one of rules/tips.py; the sender reads that."""
    ended = {"state": "closed", "closed_at": db.now, "outcome": outcome}
    db.execute(update(tips).where(tips.c.id == tip.id).values(ended))


def give_back(db: Db, officer_id: int) -> int:
    """Opens again what this officer has taken, and lets the others be reminded of it; says how many."""
    giving_back = update(tips).where(tips.c.taken_by == officer_id, tips.c.state == "taken")
    opened = giving_back.values(state="open", taken_at=None, taken_by=None).returning(tips.c.id, tips.c.unit)
    waiting_again = [plan_taking(db, row.id, row.unit) for row in db.execute(opened).all()]
    due.plan_many(db, waiting_again, again=True)
    return len(waiting_again)


def plan_taking(db: Db, tip_id: int, unit: str) -> due.Planned:
    """Gives the item by which all officers hear of it, unless somebody takes it before."""
    return due.Planned(UNTAKEN, tip_id, db.today.isoformat(), db.now + TAKEN_WITHIN, unit)
