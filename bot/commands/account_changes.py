"""What `python -m bot account …` changes: it asks first, tells all concerned, and keeps the reason sealed."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Annotated, NamedTuple

import typer

from bot.clock import Clock
from bot.commands import account_lines
from bot.commands.account_lines import in_short, looked_at, to_read
from bot.commands.opening import commune_settings_or_exit, stop, store_of
from bot.deployment import open_deployment
from handlers.accounts import changes, closing
from handlers.kit import Problem
from handlers.kit.deployment import Deployment
from handlers.people import devices
from handlers.understand.phones import read_phone
from rules.accounts import Status
from rules.roles import OF_ACCOUNTS
from storage import accounts, link_requests, sessions
from storage.accounts import Account
from storage.chats import Chat
from storage.database import Db
from storage.link_requests import LinkRequest

PROBLEMS = {
    "no_role": "an account holds at least one role; close it if it is to hold none",
    "same": "it is so already",
    "last_admin": "this is the commune's last active admin: give the role to somebody else first",
    "taken": "another account has this number",
    "over": "the chat waits no longer",
}

Who = Annotated[str, typer.Argument(help="id of the account, its phone number, or a code that opens it")]
Why = Annotated[str, typer.Option(help="the reason, in a few words; kept sealed")]
Sure = Annotated[bool, typer.Option("--yes", help="without asking")]


class Change(NamedTuple):
    """What a change is made with."""

    db: Db
    deployment: Deployment
    account: Account


@contextmanager
def _to_change(who: str, question: Callable[[Db, Account], str], *, yes: bool) -> Iterator[Change]:
    """Finds the account and asks, then opens a transaction to change it in: nobody is kept waiting by a question."""
    settings = commune_settings_or_exit()
    with store_of(settings) as store:
        with store.transaction() as db:
            account = looked_at(db, settings.unit, who)
            asked = question(db, account)
        if not yes:
            typer.confirm(asked, abort=True)
        with store.transaction() as db, _problems_said():
            yield Change(db, open_deployment(settings, Clock()), accounts.get(db, account.id) or account)


def close(
    who: Who,
    why: Why = "",
    moved: Annotated[bool, typer.Option("--moved", help="they have moved to another commune")] = False,
    yes: Sure = False,
) -> None:
    """Closes an account at once: what it had in hand ends or waits for somebody, and all are told.

    Example: python -m bot account close 0912345678 --why "dismissed on 28/11"
    """
    _reason_or_exit(why)
    status: Status = "moved" if moved else "closed"

    def question(_db: Db, account: Account) -> str:
        return f"{in_short(account)} is {status}?"

    with _to_change(who, question, yes=yes) as (db, deployment, account):
        closed = closing.close_account(db, deployment, account, status=status, by=None, why=why)
        left = [f"  {left.count} {left.what} to be assigned anew" for left in closed.left]
    typer.echo("\n".join([f"{account.id}: {status}", *left]))


def reopen(who: Who, why: Why = "", yes: Sure = False) -> None:
    """Opens an account again that was closed or had moved; nothing is given back by itself.

    Example: python -m bot account reopen 0912345678 --why "closed by mistake"
    """
    _reason_or_exit(why)

    def question(_db: Db, account: Account) -> str:
        return f"{in_short(account)} is opened again?"

    with _to_change(who, question, yes=yes) as (db, deployment, account):
        if account.status == "active":
            raise Problem("same")
        closing.reopen_account(db, deployment, account, by=None, why=why)
    typer.echo(f"{account.id}: active")


def roles(
    who: Who,
    wanted: Annotated[list[str] | None, typer.Argument(metavar="[ROLE]...", help=f"{', '.join(OF_ACCOUNTS)}")] = None,
    why: Why = "",
    yes: Sure = False,
) -> None:
    """Gives an account these roles instead of those it has; without any, says which it has.

    Example: python -m bot account roles 0912345678 officer admin --why "takes over from Hùng"
    """
    given = tuple(role for role in OF_ACCOUNTS if role in (wanted or ()))
    if unknown := set(wanted or ()) - set(given):
        stop(f"there is no role {sorted(unknown)[0]}; there are {', '.join(OF_ACCOUNTS)}")
    if not given:
        with to_read() as (settings, db):
            typer.echo(", ".join(looked_at(db, settings.unit, who).roles))
        return
    _reason_or_exit(why)

    def question(_db: Db, account: Account) -> str:
        return f"{in_short(account)} becomes {', '.join(given)}?"

    with _to_change(who, question, yes=yes) as (db, deployment, account):
        changes.change_roles(db, deployment, account, given, by=None, why=why)
    typer.echo(f"{account.id}: {', '.join(given)}")


def phone(
    who: Who,
    number: Annotated[str, typer.Argument(help="the new number")],
    why: Why = "",
    yes: Sure = False,
) -> None:
    """Gives an account another phone number, and the record of the person too.

    Example: python -m bot account phone 244872001234567890 0912345678 --why "old SIM given up"
    """
    read = read_phone(number) or stop("this is not a telephone number of Viet Nam, such as 0912345678")
    _reason_or_exit(why)

    def question(_db: Db, account: Account) -> str:
        return f"another number for {in_short(account)}?"

    with _to_change(who, question, yes=yes) as (db, deployment, account):
        changes.change_phone(db, deployment, account, read, by=None, why=why)
    typer.echo(f"{account.id}: its number is changed")


def link(who: Who, why: Why = "", yes: Sure = False) -> None:
    """Lets the chat in that has brought the account's code and waits for a yes; a second officer is not asked.

    Example: python -m bot account link 0912345678 --why "new phone, shown at the office"
    """
    _reason_or_exit(why)

    def question(db: Db, account: Account) -> str:
        _waiting(db, account)
        return f"another chat speaks for {in_short(account)}?"

    with _to_change(who, question, yes=yes) as (db, deployment, account):
        changes.let_in(db, deployment, account, _waiting(db, account), by=None, why=why)
    typer.echo(f"{account.id}: linked")


def _waiting(db: Db, account: Account) -> LinkRequest:
    return link_requests.of_account(db, account.id) or stop("no chat waits for it: the code is typed there first")


def cut_off(who: str, numbers: list[int] | None, *, lost: bool, why: str, yes: bool) -> None:
    """Cuts chats of an account off, those of these numbers or all."""
    _reason_or_exit(why)

    def question(db: Db, account: Account) -> str:
        gone = _chosen(devices.of_account(db, account.id), numbers, lost=lost)
        return f"{len(gone)} chats of {in_short(account)} are cut off?"

    with _to_change(who, question, yes=yes) as (db, deployment, account):
        gone = _chosen(devices.of_account(db, account.id), numbers, lost=lost)
        what = changes.LOST if lost else changes.CUT
        changes.cut_off(db, deployment, account, gone, what, by=None, why=why)
    typer.echo(f"{len(gone)} cut off")


def _chosen(own: list[Chat], numbers: list[int] | None, *, lost: bool) -> list[Chat]:
    if lost:
        return own or stop("it has no chat")
    chosen = [chat for chat in own if chat.id in (numbers or ())]
    if missing := set(numbers or ()) - {chat.id for chat in chosen}:
        stop(f"it has no chat {sorted(missing)[0]}")
    return chosen


def end_sessions(who: str, numbers: list[int], *, yes: bool) -> None:
    """Ends browsers that speak for an account."""

    def question(db: Db, account: Account) -> str:
        own = {session.id for session in account_lines.sessions_of(db, account)}
        if missing := set(numbers) - own:
            stop(f"it has no browser {sorted(missing)[0]}")
        return f"{len(numbers)} browsers of {in_short(account)} are ended?"

    with _to_change(who, question, yes=yes) as (db, _, account):
        for session_id in numbers:
            sessions.end(db, session_id)
        db.audit(account.unit, None, "sessions.ended", account.id, f"command line: {len(numbers)}")
    typer.echo(f"{len(numbers)} ended")


def _reason_or_exit(why: str) -> None:
    if not why.strip():
        stop("say why: --why 'a few words'")


@contextmanager
def _problems_said() -> Iterator[None]:
    """Ends the command with one line where the rules do not allow the change."""
    try:
        yield
    except closing.LastAdmin:
        stop(PROBLEMS["last_admin"])
    except Problem as problem:
        stop(PROBLEMS.get(problem.code, problem.code))
