"""`python -m bot account …`: who has an account, and what the technician may change beside a running service.

At the command line no second person is asked: whoever can run it holds the keys already. It is told all the same.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Annotated, NamedTuple

import typer

from bot.app import open_deployment
from bot.clock import Clock
from bot.commands import account_lines
from bot.commands.account_lines import in_short, meant
from bot.commands.opening import settings_or_exit, stop, store_of
from bot.settings import Settings
from handlers.accounts import changes
from handlers.kit import Problem
from handlers.kit.deployment import Deployment
from handlers.understand.phones import read_phone
from rules.roles import OF_ACCOUNTS
from storage import account_pages, accounts, sessions
from storage.account_pages import Wanted
from storage.accounts import Account
from storage.chats import Chat
from storage.database import Db

app = typer.Typer(no_args_is_help=True, help="Accounts: who they are, and ending them.")


class Change(NamedTuple):
    """What a change is made with."""

    db: Db
    deployment: Deployment
    account: Account


PROBLEMS = {
    "no_role": "an account holds at least one role; close it if it is to hold none",
    "same": "it is so already",
    "last_admin": "this is the commune's last active admin: give the role to somebody else first",
    "taken": "another account has this number",
}

Who = Annotated[str, typer.Argument(help="id of the account, its phone number, or a code that opens it")]
Why = Annotated[str, typer.Option(help="the reason, in a few words; kept sealed")]
Sure = Annotated[bool, typer.Option("--yes", help="without asking")]
AsJson = Annotated[bool, typer.Option("--json", help="one JSON object a line")]


@app.callback()
def main() -> None:
    """Commands about accounts."""


@contextmanager
def _to_read() -> Iterator[tuple[Settings, Db]]:
    settings = settings_or_exit()
    with store_of(settings) as store, store.transaction() as db:
        yield settings, db


@contextmanager
def _to_change(who: str, question: Callable[[Db, Account], str], *, yes: bool) -> Iterator[Change]:
    """Finds the account and asks, then opens a transaction to change it in: nobody is kept waiting by a question."""
    settings = settings_or_exit()
    with store_of(settings) as store:
        with store.transaction() as db:
            account = _looked_at(db, settings, who)
            asked = question(db, account)
        if not yes:
            typer.confirm(asked, abort=True)
        with store.transaction() as db, _problems_said():
            yield Change(db, open_deployment(settings, Clock()), accounts.get(db, account.id) or account)


@app.command("list")
def list_(
    role: Annotated[str, typer.Option(help=f"only these: {', '.join(OF_ACCOUNTS)}")] = "",
    closed: Annotated[bool, typer.Option("--closed", help="those no longer in use instead")] = False,
    limit: Annotated[int, typer.Option(min=1, max=100_000, help="how many at most")] = 100,
    skip: Annotated[int, typer.Option(min=0, help="how many to pass over")] = 0,
    as_json: AsJson = False,
) -> None:
    """Lists the accounts of the commune, a line each, in the order they were made; of a number only its end.

    Example: python -m bot account list --role officer
    """
    if role and role not in OF_ACCOUNTS:
        stop(f"--role {role}: there is no such role; there are {', '.join(OF_ACCOUNTS)}")
    with _to_read() as (settings, db):
        wanted = Wanted(role=role, in_use=not closed)
        page = account_pages.page_of(db, settings.unit, wanted, most=limit, skipped=skip)
        count = account_pages.how_many(db, settings.unit, wanted)
        known = [account_lines.facts(db, account) for account in page]
        db.audit(settings.unit, None, "accounts.listed", None, f"command line: {len(page)}")
    if as_json:
        account_lines.print_json(known)
        return
    for each in known:
        typer.echo(account_lines.line(each))
    typer.echo(f"{len(known)} of {count}")


@app.command("show")
def show(who: Who, as_json: AsJson = False) -> None:
    """Tells all about one account: roles, chats, browsers, what was changed, by whom and why.

    Example: python -m bot account show 0912345678
    """
    with _to_read() as (settings, db):
        account = _looked_at(db, settings, who)
        if as_json:
            known = account_lines.facts(db, account) | {
                "chats": [account_lines.chat_facts(chat) for chat in account_lines.chats_of(db, account)],
                "sessions": [account_lines.session_facts(each) for each in account_lines.sessions_of(db, account)],
                "changes": account_lines.change_facts(db, account),
            }
            account_lines.print_json([known])
            return
        for said in account_lines.whole(db, account):
            typer.echo(said)


@app.command("roles")
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
        with _to_read() as (settings, db):
            typer.echo(", ".join(_looked_at(db, settings, who).roles))
        return
    _reason_or_exit(why)

    def question(_db: Db, account: Account) -> str:
        return f"{in_short(account)} becomes {', '.join(given)}?"

    with _to_change(who, question, yes=yes) as (db, deployment, account):
        changes.change_roles(db, deployment, account, given, by=None, why=why)
    typer.echo(f"{account.id}: {', '.join(given)}")


@app.command("phone")
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


@app.command("chats")
def chats(
    who: Who,
    cut: Annotated[list[int] | None, typer.Option(help="number of a chat to cut off, as shown here")] = None,
    lost: Annotated[bool, typer.Option("--lost", help="cut off all of them: the phone is lost")] = False,
    why: Why = "",
    yes: Sure = False,
    as_json: AsJson = False,
) -> None:
    """Lists the chats of an account, or cuts some off: their browsers, codes and links die at once.

    Example: python -m bot account chats 0912345678 --lost --why "phone stolen"
    """
    if cut or lost:
        _reason_or_exit(why)
        _cut_off(who, cut, lost=lost, why=why, yes=yes)
        return
    with _to_read() as (settings, db):
        own = account_lines.chats_of(db, _looked_at(db, settings, who))
        if as_json:
            account_lines.print_json(account_lines.chat_facts(chat) for chat in own)
            return
        for chat in own:
            typer.echo(account_lines.chat_line(db, chat))


def _cut_off(who: str, numbers: list[int] | None, *, lost: bool, why: str, yes: bool) -> None:
    def question(db: Db, account: Account) -> str:
        gone = _chosen(account_lines.chats_of(db, account), numbers, lost=lost)
        return f"{len(gone)} chats of {in_short(account)} are cut off?"

    with _to_change(who, question, yes=yes) as (db, deployment, account):
        gone = _chosen(account_lines.chats_of(db, account), numbers, lost=lost)
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


@app.command("sessions")
def web_sessions(
    who: Who,
    cut: Annotated[list[int] | None, typer.Option(help="number of a browser to end, as shown here")] = None,
    yes: Sure = False,
    as_json: AsJson = False,
) -> None:
    """Lists the browsers that speak for an account, or ends some; its chats stay.

    Example: python -m bot account sessions 0912345678 --cut 244872001234567890
    """
    if cut:
        _end_sessions(who, cut, yes=yes)
        return
    with _to_read() as (settings, db):
        own = account_lines.sessions_of(db, _looked_at(db, settings, who))
        if as_json:
            account_lines.print_json(account_lines.session_facts(session) for session in own)
            return
        for session in own:
            typer.echo(account_lines.session_line(db, session))


def _end_sessions(who: str, numbers: list[int], *, yes: bool) -> None:
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


def _looked_at(db: Db, settings: Settings, who: str) -> Account:
    account = meant(db, settings.unit, who)
    db.audit(account.unit, None, "account.looked", account.id, "command line")
    return account


def _reason_or_exit(why: str) -> None:
    if not why.strip():
        stop("say why: --why 'a few words'")


@contextmanager
def _problems_said() -> Iterator[None]:
    """Ends the command with one line where the rules do not allow the change."""
    try:
        yield
    except Problem as problem:
        stop(PROBLEMS.get(problem.code, problem.code))
