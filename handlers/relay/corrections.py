"""Somebody asked to have their record put right: an officer says that it is done, and they hear of it."""

from handlers.kit import Outgoing, Said
from handlers.kit.commands import Command
from handlers.kit.scope import Scope
from handlers.kit.wording import Wording
from handlers.notify import notices, pass_on
from handlers.people.naming import TYPED
from rules.data_requests import DONE
from storage import accounts, data_requests, relays
from storage.accounts import Account
from storage.data_requests import DataRequest
from storage.outbox import call_list
from storage.relays import Relay

REASON = "correction"


def corrected(scope: Scope, argument: str) -> Said:
    asked = _message_waiting(scope, argument)
    request = _requested(scope, argument)
    asker = asked.person_account if asked else request.asked_by if request else _listed(scope, argument)
    account = accounts.get(scope.db, asker)
    if account is None:
        return Said("corrected.gone", buttons=(scope.menu_button(),))
    scope.audit("account.corrected", account.id)
    if request is not None:
        data_requests.end(scope.db, request, DONE, scope.account.id)
    reached = _answer_person(scope, account, asked) if asked else _tell_account(scope, account)
    key = "corrected.done" if reached else "corrected.call"
    return Said(key, {"who": scope.wording.called(account)}, (scope.menu_button(),))


def _message_waiting(scope: Scope, argument: str) -> Relay | None:
    """Finds the message of the commune that waits, by its id or by its end as it is typed."""
    meant = [relay for relay in relays.waiting(scope.db, scope.unit) if _is_meant(relay.id, argument)]
    return meant[0] if len(meant) == 1 else None


def _requested(scope: Scope, argument: str) -> DataRequest | None:
    """Finds the open request that the message, or the call, carries."""
    waiting = data_requests.open_of(scope.db, scope.unit)
    meant = [request for request in waiting if _is_meant(request.relay_id or request.asked_by, argument)]
    return meant[0] if meant else None


def _listed(scope: Scope, argument: str) -> int:
    """Finds the account that is to be called about it; 0 if there is none."""
    waiting = [entry.account_id for entry in call_list.open_of(scope.db, scope.unit) if entry.reason == REASON]
    meant = [account_id for account_id in waiting if _is_meant(account_id, argument)]
    return meant[0] if len(meant) == 1 else 0


def _is_meant(number: int, argument: str) -> bool:
    return argument in (str(number), str(number)[-TYPED:])


def _answer_person(scope: Scope, account: Account, asked: Relay) -> bool:
    """Answers this message; whatever else they have written still waits."""
    words = Wording.to(scope.deployment.texts, account).text("corrected.words")
    return pass_on.to_person(scope, account.id, words, only=asked.id)


def _tell_account(scope: Scope, account: Account) -> bool:
    for entry in call_list.open_of(scope.db, scope.unit):
        if entry.account_id == account.id and entry.reason == REASON:
            call_list.settle(scope.db, entry.id, "done", scope.account.id)

    def telling(wording: Wording) -> Outgoing:
        return Outgoing(wording.text("notice.corrected", words=wording.text("corrected.words")))

    return notices.tell(scope.db, scope.deployment, account.id, "corrected", telling)


COMMANDS = (Command("corrected", corrected, may=("officer",), words=("da sua", "corrected"), takes_argument=True),)
