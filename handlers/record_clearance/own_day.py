"""A day that somebody asked to be reminded of: one at a time, told in neutral words, and known to nobody else."""

from datetime import date

from handlers.kit import Button, Outgoing, Said
from handlers.kit.batch import Batch
from handlers.kit.commands import Command, Reply, Start
from handlers.kit.deployment import Deployment
from handlers.kit.scope import Scope
from handlers.kit.wording import Wording
from handlers.notify import notices
from rules.deadlines import MORNING
from rules.local_time import DAY, at
from storage import accounts, chats, due
from storage.database import Db
from storage.due import Due

OWN_DAY = "own_day"


def promise(scope: Scope, argument: str) -> Reply:
    """Promises a word on the morning after the day, when it is over; another day takes the place of the former."""
    try:
        day = date.fromisoformat(argument)
    except ValueError:
        return Start("record_clearance")
    if day < scope.today:
        return Start("record_clearance")
    account = scope.account
    due.clear_for(scope.db, account.id, (OWN_DAY,), by="another day")
    morning = at(day + DAY, MORNING)
    row = due.Planned(OWN_DAY, account.id, argument, morning, account.unit, account.id)
    due.plan_many(scope.db, [row], again=True)
    return Said("own_day.promised", {"day": scope.day(day + DAY)}, (_forget(scope.wording), scope.menu_button()))


def forget(scope: Scope, _argument: str) -> Said:
    called_off = due.clear_for(scope.db, scope.account.id, (OWN_DAY,), by="reader")
    return Said("own_day.forgotten" if called_off else "own_day.nothing", buttons=(scope.menu_button(),))


def _forget(wording: Wording) -> Button:
    return Button(wording.text("own_day.button.forget"), "do:own_day_forget")


def remind(db: Db, deployment: Deployment, due_rows: list[Due], batch: Batch) -> None:
    """Tells each that their day has come; what it is about is said when they ask."""
    readers = accounts.several(db, {row.recipient_id for row in due_rows if row.recipient_id})
    reachable = chats.reaching(db, readers)
    for row in due_rows:
        reader = readers.get(row.recipient_id or 0)
        if reader is None or reader.status != "active":
            batch.drop([row], "no longer so")
        elif chat := reachable.get(reader.id):
            with batch.attempt([row], writes=False):
                out = _reminder(Wording.to(deployment.texts, reader))
                notices.put(db, deployment, chat, out, OWN_DAY, subject_id=reader.id)
        else:
            with batch.attempt([row]):
                notices.without_chats(db, deployment, [reader], OWN_DAY, subject_id=reader.id)


def _reminder(wording: Wording) -> Outgoing:
    see = Button(wording.text("own_day.button.see"), "go:record_clearance")
    return Outgoing(wording.text("notice.own_day"), (see,))


COMMANDS = (
    Command("own_day", promise, may=("person",)),
    Command("own_day_forget", forget, may=("person",)),
)
