"""One account, as those who look after it see it: roles, chats, browsers, what was changed and why."""

from collections.abc import Sequence

from handlers.accounts import naming
from handlers.accounts.news import done_by
from handlers.kit import Button, Outgoing
from handlers.kit.commands import Command, Reply, Run
from handlers.kit.scope import Scope
from handlers.people import devices, roles
from handlers.people.offices import office_of
from rules.approvals import ROLES
from storage import account_changes, accounts, phones
from storage.account_changes import AccountChange
from storage.accounts import Account
from storage.chats import Chat

LAST_CHANGES = 3


def card(scope: Scope, argument: str) -> Reply:
    """Shows an account; without one, the list of all."""
    if not argument:
        return Run("accounts")
    account = naming.account_in(scope, argument, "card")
    if account is None:
        return naming.gone(scope)
    own_chats = devices.of_account(scope.db, account.id)
    return Outgoing("\n".join(_lines(scope, account, own_chats)), _buttons(scope, account, own_chats))


def _lines(scope: Scope, account: Account, own_chats: Sequence[Chat]) -> list[str]:
    born = scope.text("officer.card.born", year=account.born) if account.born else ""
    phone = phones.of_account(scope.db, account)
    lines = [
        " · ".join(part for part in (account.name, born, office_of(scope.db, scope.wording, account)) if part),
        scope.text("account.card.roles", roles=roles.named(scope.wording, account.roles)),
        scope.text("account.card.status", status=scope.text(f"account.status.{account.status}")),
        scope.text("account.card.phone", last=phones.ending(phone)) if phone else scope.text("account.card.no_phone"),
    ]
    lines += [chat_line(scope, chat) for chat in own_chats] or [scope.text("account.card.no_chat")]
    if browsers := devices.browsers(scope.db, own_chats):
        lines.append(scope.text("account.card.browsers", count=len(browsers)))
    return [*lines, *_changes(scope, account)]


def chat_line(scope: Scope, chat: Chat) -> str:
    """Names a chat and what became of it: «Zalo OA, dùng lần cuối hôm qua · đã chặn tin»."""
    line = devices.line(scope.db, scope.wording, chat)
    return line if chat.state == "active" else f"{line} · {scope.text(f'account.chat.{chat.state}')}"


def _changes(scope: Scope, account: Account) -> list[str]:
    latest = account_changes.of_account(scope.db, account.id, LAST_CHANGES)
    return [scope.text("account.card.changes"), *(_change(scope, change) for change in latest)] if latest else []


def _change(scope: Scope, change: AccountChange) -> str:
    """Words one change: «hôm nay, anh Hùng: đã khóa (nghỉ việc)»."""
    by = accounts.get(scope.db, change.by)
    why = scope.text("account.change.why", why=change.why) if change.why else ""
    what = ", ".join(_in_words(scope, part) for part in change.what.split())
    return scope.text(
        "account.change.line", at=scope.moment(change.at), who=done_by(scope.db, scope.wording, by), what=what, why=why
    )


def _in_words(scope: Scope, part: str) -> str:
    """Words a part of what `storage.accounts` notes: `status=closed`, `roles=guardian,officer`, `phone`."""
    name, _, value = part.partition("=")
    if name == "status":
        return scope.text(f"account.status.{value}")
    return roles.named(scope.wording, value.split(",")) if name == ROLES else scope.text(f"account.change.{name}")


def _buttons(scope: Scope, account: Account, own_chats: Sequence[Chat]) -> tuple[Button, ...]:
    names: tuple[str, ...] = ("reopen",) if account.status != "active" else ("roles", "phone", "close")
    if account.id == scope.account.id:
        names = tuple(name for name in names if name != "close")
    if account.status == "active" and own_chats:
        names = (*names, "cut", "lost")
    changes = [scope.button(f"account.button.{name}", f"go:account_{name}:account={account.id}") for name in names]
    return (*changes, naming.list_button(scope), scope.menu_button())


COMMANDS = (Command("account", card, may=naming.ADMIN),)
