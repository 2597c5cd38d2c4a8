"""The call list: one after the other, who is to be called and why; the number stands behind a button."""

from handlers.kit import Button, Said
from handlers.kit.commands import Command, Reply, id_in
from handlers.kit.scope import Scope
from handlers.kit.wording import capital
from handlers.notify import alerts
from handlers.people.targets import not_here
from handlers.understand.phones import spoken
from rules.roles import held
from storage import accounts, persons, phones
from storage.accounts import Account
from storage.outbox import call_list
from storage.outbox.call_list import Entry
from storage.persons import Person

OFFICER = ("officer",)


def calls(scope: Scope, argument: str) -> Reply:
    """Shows the first to call; with an entry's id, the one after it."""
    count = call_list.how_many(scope.db, scope.unit)
    entry, place = call_list.after(scope.db, scope.unit, _entry(scope, argument))
    if entry is None:
        return Said("calls.end" if count else "calls.none", buttons=(scope.menu_button(),))
    return _shown(scope, entry, place, count)


def _shown(scope: Scope, entry: Entry, place: int, count: int) -> Said:
    account = accounts.get(scope.db, entry.account_id)
    if account is None:
        return not_here(scope)
    fields = {
        "place": place,
        "count": count,
        "who": who_named(scope, account),
        "why": why_told(scope, entry.reason),
        "since": scope.moment(entry.at),
    }
    names = ("number", "done", "no_answer", "wrong_number", "later")
    return Said("calls.one", fields, tuple(_button(scope, entry, name) for name in names))


def who_named(scope: Scope, account: Account) -> str:
    """Names who is to be called, with the role: «Trần Văn Nam (người được giúp)»."""
    role = next((role.code for role in held(account.roles)), "person")
    return f"{account.name} ({scope.text(f'role.{role}')})"


def why_told(scope: Scope, reason: str) -> str:
    """Says why somebody is to be called."""
    key = f"calls.why.{reason}"
    return scope.text(key if scope.has_text(key) else "calls.why.undelivered")


def _button(scope: Scope, entry: Entry, name: str) -> Button:
    press = f"do:calls:{entry.id}" if name == "later" else f"do:call_{name}:{entry.id}"
    return scope.button(f"calls.button.{name}", press)


def _entry(scope: Scope, argument: str) -> Entry | None:
    """Finds an entry of the officer's own commune."""
    entry = call_list.get(scope.db, id_in(argument))
    return entry if entry and entry.unit == scope.unit else None


def number(scope: Scope, argument: str) -> Reply:
    entry = _entry(scope, argument)
    account = accounts.get(scope.db, entry.account_id) if entry else None
    if entry is None or account is None:
        return not_here(scope)
    phone = phones.of_account(scope.db, account)
    scope.audit("account.phone", account.id, "call list")
    buttons = tuple(_button(scope, entry, name) for name in ("done", "no_answer", "wrong_number", "later"))
    key = "officer.phone" if phone else "officer.phone_none"
    return Said(key, {"who": scope.wording.called(account), "phone": spoken(phone or "")}, buttons)


def done(scope: Scope, argument: str) -> Reply:
    return _settle(scope, argument, "done")


def no_answer(scope: Scope, argument: str) -> Reply:
    """Comes up again, behind the others."""
    return _settle(scope, argument, "no_answer")


def wrong_number(scope: Scope, argument: str) -> Reply:
    return _settle(scope, argument, "wrong_number")


def _settle(scope: Scope, argument: str, ending: str) -> Reply:
    entry = _entry(scope, argument)
    if entry is None:
        return not_here(scope)
    if not call_list.settle(scope.db, entry.id, ending, scope.account.id):
        return Said("calls.somebody_did", buttons=(scope.button("calls.button.next", "do:calls"), scope.menu_button()))
    scope.audit("call.settled", entry.account_id, ending)
    if ending == "no_answer":
        call_list.put(scope.db, unit=entry.unit, account_id=entry.account_id, reason=entry.reason)
    person = persons.by_account(scope.db, entry.account_id)
    if ending == "wrong_number" and person is not None:
        return _nobody_reaches(scope, person)
    buttons = (scope.button("calls.button.next", "do:calls"), scope.menu_button())
    return Said(f"calls.{ending}", {"left": call_list.how_many(scope.db, scope.unit)}, buttons)


def _nobody_reaches(scope: Scope, person: Person) -> Said:
    """Raises an alert for somebody in care whom neither message nor call reaches."""
    alert = alerts.raise_about(scope.db, scope.deployment, person, "unreachable", scope.account.id)
    who = scope.wording.called(person)
    buttons = (scope.button("calls.button.next", "do:calls"), scope.menu_button())
    return Said("calls.unreachable", {"who": who, "Who": capital(who), "number": alert.code}, buttons)


COMMANDS = (
    Command("calls", calls, may=OFFICER, words=("/calls", "/goidien", "danh sach goi", "call list")),
    Command("call_number", number, may=OFFICER),
    Command("call_done", done, may=OFFICER),
    Command("call_no_answer", no_answer, may=OFFICER),
    Command("call_wrong_number", wrong_number, may=OFFICER),
)
