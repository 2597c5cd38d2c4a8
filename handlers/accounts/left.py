"""What a closed account has left to be assigned anew, as it stands now."""

from datetime import datetime

from handlers.kit import Button, Outgoing
from handlers.kit.commands import Command, Reply, id_in
from handlers.kit.pages import ListPage
from handlers.kit.scope import Scope
from handlers.people.naming import TYPED, for_officers
from handlers.people.targets import not_here
from storage import access, account_changes, accounts, alerts, assignments, broadcasts, newcomers, persons, relays, tips
from storage.accounts import Account
from storage.persons import Person

MAY = ("officer", "admin")
ENDS = ("status=closed", "status=moved", "roles=")


def listed(scope: Scope, argument: str) -> Reply:
    """Shows whom the account looked after, each with the way to a new guardian, and what else waits in the commune.

    `argument`: the account, and `.8` to skip eight.
    """
    account_id, _, skipped = argument.partition(".")
    account = _account_in(scope, account_id)
    ended_at = _ended_at(scope, account) if account else None
    if account is None or ended_at is None:
        return not_here(scope)
    people = _formerly_in_care(scope, account, ended_at)
    page = ListPage.asked(skipped, len(people))
    shown = page.of(people)
    names = for_officers(scope.wording, shown)
    buttons = [Button(_line(scope, person, names[person.id]), f"do:person_card:{person.id}") for person in shown]
    head = scope.text("account.left.head", who=account.name, day=scope.moment(ended_at), count=len(people))
    ways = (*page.more(scope, f"do:account_left:{account.id}."), *_waiting(scope), scope.menu_button())
    return Outgoing("\n".join([head, *page.lines(buttons)]), (*page.numbered(buttons), *ways))


def _account_in(scope: Scope, argument: str) -> Account | None:
    """Finds an account of the reader's own commune, by its id or by its end as it is typed."""
    if len(argument) == TYPED:
        meant = [
            account_id for account_id in accounts.ids_of(scope.db, scope.unit) if str(account_id).endswith(argument)
        ]
        argument = str(meant[0]) if len(meant) == 1 else ""
    account = accounts.get(scope.db, id_in(argument))
    return account if account is not None and account.unit == scope.unit else None


def _ended_at(scope: Scope, account: Account) -> datetime | None:
    changes = account_changes.of_account(scope.db, account.id)
    return next((change.at for change in changes if change.what.startswith(ENDS)), None)


def _formerly_in_care(scope: Scope, account: Account, ended_at: datetime) -> list[Person]:
    """Lists those whom the account looked after till its end; to officers, who alone see people."""
    if not access.acts(scope.account, "officer", unit=account.unit):
        return []
    ids = assignments.ended_since(scope.db, account.id, ended_at)
    people = [person for person in persons.several(scope.db, ids).values() if person.status == "managed"]
    scope.audit("persons.listed", None, f"account left: {len(people)}")
    return persons.by_name(people)


def _line(scope: Scope, person: Person, name: str) -> str:
    guardian = accounts.get(scope.db, assignments.guardian_of(scope.db, person.id))
    if guardian is None:
        return scope.text("account.left.alone", who=name)
    return scope.text("account.left.with", who=name, guardian=scope.wording.called(guardian))


def _waiting(scope: Scope) -> tuple[Button, ...]:
    """Gives the ways to what waits in the commune for somebody to take it, each with how many."""
    counts = {
        "broadcasts": sum(broadcast.state != "done" for broadcast in broadcasts.last_of(scope.db, scope.unit, 20))
    }
    if access.acts(scope.account, "officer"):
        counts |= {
            "alerts": sum(alert.taken_by is None for alert in alerts.open_of(scope.db, scope.unit)),
            "newcomers": newcomers.how_many(scope.db, scope.unit),
            "tips": tips.how_many_open(scope.db, scope.unit),
            "messages": len({relay.person_account for relay in relays.waiting(scope.db, scope.unit)}),
        }
    return tuple(
        scope.button(f"account.left.button.{what}", WAYS[what], count=count) for what, count in counts.items() if count
    )


WAYS = {
    "broadcasts": "do:broadcast",
    "alerts": "do:alerts",
    "newcomers": "do:newcomers",
    "tips": "do:tips",
    "messages": "do:waiting_messages",
}
COMMANDS = (Command("account_left", listed, may=MAY, words=("can giao lai", "to hand on"), takes_argument=True),)
