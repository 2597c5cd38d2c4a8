"""The way to a human, from everywhere: the officers hear of it and call."""

from collections.abc import Callable

from handlers.kit import Button, Outgoing, Said
from handlers.kit.commands import Reply, Run
from handlers.kit.scope import Scope
from handlers.kit.wording import Wording, capital
from handlers.notify import notices
from storage import accounts
from storage.outbox import call_list

Ways = Callable[[Wording], tuple[Button, ...]]


def reach(scope: Scope, argument: str) -> Reply:
    """A person writes to the officers; anybody else is called back."""
    account = scope.account
    if "person" in account.roles:
        return Run("talk", argument)
    if call_list.put(scope.db, unit=account.unit, account_id=account.id, reason="asks_to_talk"):
        tell_officers(scope, "asks_to_talk", subject_id=account.id)
    return Said("talk.will_call", buttons=(scope.menu_button(),))


def tell_officers(scope: Scope, kind: str, *, subject_id: int | None = None, ways: Ways | None = None) -> None:
    """Those on duty, or all where nobody is; the sender is not told of themself."""
    account = scope.account

    def telling(wording: Wording) -> Outgoing:
        return Outgoing(
            wording.text(f"notice.{kind}", Who=capital(wording.called(account))), ways(wording) if ways else ()
        )

    others = [officer for officer in accounts.on_call(scope.db, account.unit) if officer.id != account.id]
    notices.tell_each(scope.db, scope.deployment, others, kind, lambda _: telling, subject_id=subject_id)
