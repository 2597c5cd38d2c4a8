"""Tells officers of tips that have come: a few each quarter of an hour, drawn by lot, and again while nobody takes one.

The moment of the notice says no more than the quarter of an hour in which something was written.
"""

from datetime import timedelta

from handlers.kit import Button, Outgoing
from handlers.kit.batch import Batch
from handlers.kit.deployment import Deployment
from handlers.kit.wording import Wording
from handlers.notify import notices
from rules.tips import HANDED_AT_ONCE, SETTLED_WITHIN
from storage import access, accounts, due, tips
from storage.accounts import Account
from storage.database import Db
from storage.due import Due
from storage.tips import KINDS, UNSETTLED, UNTAKEN, Tip


def hand_out(db: Db, deployment: Deployment) -> int:
    """Tells the officers of up to five tips of each unit; says of how many. What is left waits for the next time."""
    came: dict[Tip, list[int]] = {}
    told: dict[str, int] = {}
    for message_id, tip in tips.waiting(db):
        came.setdefault(tip, []).append(message_id)
    for tip, message_ids in came.items():
        if told.get(tip.unit, 0) < HANDED_AT_ONCE:
            told[tip.unit] = told.get(tip.unit, 0) + 1
            _tell(db, deployment, tips.hand_out(db, tip, message_ids), is_new=tip.number is None)
    tips.forget_forms(db)
    return sum(told.values())


def _tell(db: Db, deployment: Deployment, tip: Tip, *, is_new: bool) -> None:
    db.audit(tip.unit, None, "tip.handed_out", tip.id, tip.code)
    if tip.state == "open":
        due.plan_many(db, [tips.plan_taking(db, tip.id, tip.unit)], again=True)
    _say(db, deployment, tip, _readers(db, tip), "new" if is_new else "more")


def _readers(db: Db, tip: Tip) -> list[Account]:
    """Gives whoever has taken it, or those on duty."""
    taker = accounts.get(db, tip.taken_by)
    if taker is not None and access.acts(taker, "officer", unit=tip.unit):
        return [taker]
    return accounts.on_call(db, tip.unit)


def _say(db: Db, deployment: Deployment, tip: Tip, readers: list[Account], what: str) -> None:
    def telling(wording: Wording) -> Outgoing:
        take = (button(wording, tip, "take"),) if tip.state == "open" else ()
        return Outgoing(wording.text(f"notice.tip.{what}", number=tip.code), (button(wording, tip, "see"), *take))

    notices.tell_each(db, deployment, readers, "tip", lambda _: telling, subject_id=tip.id)


def button(wording: Wording, tip: Tip, name: str) -> Button:
    press = {"see": "do:tip", "take": "do:tip_take", "write": "do:tip_write", "done": "do:tip_done"}[name]
    typed = wording.text(f"tip.typed.{name}", number=tip.code)
    return Button(wording.text(f"tip.button.{name}"), f"{press}:{tip.number}", role="command", typed=typed)


def plan_settling(db: Db, tip: Tip) -> None:
    """Plans the question whether it is settled, for whoever has just taken it."""
    due.clear(db, tip.id, list(KINDS), "taken")
    due.plan(db, UNSETTLED, tip.id, db.today.isoformat(), db.now + SETTLED_WITHIN, unit=tip.unit)


def remind(db: Db, deployment: Deployment, due_rows: list[Due], batch: Batch) -> None:
    """Tells all officers of the unit of what nobody has taken, and the taker of what is not closed; then again."""
    came = tips.several(db, {row.subject_id for row in due_rows})
    for row in due_rows:
        tip = came.get(row.subject_id)
        if tip is None or tip.state != {UNTAKEN: "open", UNSETTLED: "taken"}[row.kind]:
            batch.drop([row], "no longer so")
            continue
        with batch.attempt([row]):
            if row.kind == UNTAKEN:
                _say(db, deployment, tip, accounts.officers_of(db, tip.unit, on_duty=False), "untaken")
            else:
                _say(db, deployment, tip, _readers(db, tip), "unsettled")
            wait = timedelta(days=1) if row.kind == UNTAKEN else SETTLED_WITHIN
            due.plan(db, row.kind, tip.id, (db.today + wait).isoformat(), db.now + wait, unit=tip.unit)
