"""What officers are told of because somebody asked for it: those on duty, or all where nobody is."""

from collections.abc import Callable, Set
from datetime import date

from handlers.kit import Button, Outgoing, Said
from handlers.kit.scope import Scope
from handlers.kit.wording import Wording, capital
from handlers.notify import notices
from handlers.people import offices
from rules import calls
from rules.local_time import local_day
from storage import accounts, due
from storage.accounts import Account
from storage.database import Db
from storage.outbox import call_list

Buttons = Callable[[Wording], tuple[Button, ...]]


def tell(
    scope: Scope,
    kind: str,
    telling: notices.Telling,
    *,
    first: Account | None = None,
    subject_id: int | None = None,
    unit: str = "",
) -> list[Account]:
    """Tells `first` alone where that reaches them, else all; gives those reached."""
    for asked in ([first] if first else [], offices.officers(scope, unit)):
        reached = [
            officer
            for officer in asked
            if notices.tell(scope.db, scope.deployment, officer.id, kind, telling, subject_id=subject_id)
        ]
        if reached:
            return reached
    return []


def tell_of_sender(scope: Scope, kind: str, *, buttons: Buttons | None = None, sender: Account | None = None) -> None:
    """Tells all what the `sender` wants, whoever writes if none; a sender who is an officer is not told of themself."""
    account = sender or scope.account

    def telling(wording: Wording) -> Outgoing:
        text = wording.text(f"notice.{kind}", Who=capital(wording.called(account)))
        return Outgoing(text, buttons(wording) if buttons else ())

    others = [officer for officer in accounts.on_call(scope.db, account.unit) if officer.id != account.id]
    notices.tell_each(scope.db, scope.deployment, others, kind, lambda _: telling, subject_id=account.id)


def ask_for_call(scope: Scope, who: Account | None = None) -> None:
    """Puts the sender, or `who` they write for, on the call list; officers hear of it once, and again when it is late.

    Somebody the list has already keeps the clock that runs.
    """
    account = who or scope.account
    if call_list.put(scope.db, unit=account.unit, account_id=account.id, reason=calls.REASON):
        tell_of_sender(scope, "asks_to_talk", sender=account)
        plan_call(scope.db, account, scope.deployment.free_days)


def plan_call(db: Db, account: Account, free_days: Set[date]) -> None:
    """Sets the clock of a call; the day it is set is its period, so that a later wish has one of its own."""
    moment = calls.told_at(db.now, free_days)
    due.plan(db, calls.WANTED, account.id, f"{local_day(db.now)}", moment, unit=account.unit, recipient_id=account.id)


def call_instead(scope: Scope) -> Said:
    """Keeps nothing of what was written: an officer calls."""
    ask_for_call(scope)
    return Said("talk_to_officer.will_call", buttons=(scope.menu_button(),))
