"""Somebody asked to have their record put right: an officer says that it is done, and they hear of it."""

from handlers import notices, relay
from handlers.commands import Command
from handlers.dialogue import Outgoing, Said
from handlers.officer.pressed import TYPED
from handlers.scope import Scope
from handlers.wording import Wording
from storage import accounts, call_list, persons, relays
from storage.accounts import Account

REASON = "correction"


def corrected(scope: Scope, argument: str) -> Said:
    account = _asked_by(scope, argument)
    if account is None:
        return Said("corrected.gone", buttons=(scope.menu_button(),))
    scope.audit("account.corrected", account.id)
    reached = _told_person(scope, account) if persons.by_account(scope.db, account.id) else _told(scope, account)
    key = "corrected.done" if reached else "corrected.call"
    return Said(key, {"who": scope.wording.called(account)}, (scope.menu_button(),))


def _asked_by(scope: Scope, argument: str) -> Account | None:
    """Among those of the commune who wait: by the account's id, or by its end as it is typed."""
    waiting = {one.person_account for one in relays.waiting(scope.db, scope.unit)}
    waiting |= {one.account_id for one in call_list.open_of(scope.db, scope.unit) if one.reason == REASON}
    found = [one for one in waiting if argument in (str(one), str(one)[-TYPED:])]
    return accounts.get(scope.db, found[0]) if len(found) == 1 else None


def _told_person(scope: Scope, account: Account) -> bool:
    return relay.to_person(scope, account.id, Wording.to(scope.book.texts, account).text("corrected.words"))


def _told(scope: Scope, account: Account) -> bool:
    for one in call_list.open_of(scope.db, scope.unit):
        if one.account_id == account.id and one.reason == REASON:
            call_list.settle(scope.db, one.id, "done", scope.account.id)

    def telling(wording: Wording) -> Outgoing:
        return Outgoing(wording.text("notice.corrected", words=wording.text("corrected.words")))

    return notices.tell(scope.db, scope.book, account.id, "corrected", telling)


COMMANDS = (Command("corrected", corrected, may=("officer",), words=("da sua", "corrected"), takes_argument=True),)
