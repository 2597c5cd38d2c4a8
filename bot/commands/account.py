"""`python -m bot account …`: who has an account, and what the technician may change beside a running service.

At the command line no second person is asked: whoever can run it holds the keys already. It is told all the same.
"""

from typing import Annotated

import typer

from bot.commands import account_changes, account_lines
from bot.commands.account_changes import Sure, Who, Why
from bot.commands.account_lines import looked_at, to_read
from bot.commands.opening import stop
from handlers.people import devices
from rules.roles import OF_ACCOUNTS
from storage import account_pages, phones
from storage.account_pages import Wanted

app = typer.Typer(no_args_is_help=True, help="Accounts: who they are, and ending them.")
app.command("close")(account_changes.close)
app.command("reopen")(account_changes.reopen)
app.command("roles")(account_changes.roles)
app.command("phone")(account_changes.phone)
app.command("link")(account_changes.link)

AsJson = Annotated[bool, typer.Option("--json", help="one JSON object a line")]


@app.callback()
def main() -> None:
    """Commands about accounts."""


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
    with to_read() as (settings, db):
        wanted = Wanted(role=role, in_use=not closed)
        page = account_pages.page_of(db, settings.unit, wanted, most=limit, skipped=skip)
        count = account_pages.how_many(db, settings.unit, wanted)
        numbers = phones.of_accounts(db, page)
        listed = [account_lines.facts(account, numbers.get(account.id)) for account in page]
        db.audit(settings.unit, None, "accounts.listed", None, f"command line: {len(page)}")
    if as_json:
        account_lines.print_json(listed)
        return
    for each in listed:
        typer.echo(account_lines.line(each))
    typer.echo(f"{len(listed)} of {count}")


@app.command("show")
def show(who: Who, as_json: AsJson = False) -> None:
    """Tells all about one account: roles, chats, browsers, what was changed, by whom and why.

    Example: python -m bot account show 0912345678
    """
    with to_read() as (settings, db):
        account = looked_at(db, settings.unit, who)
        if as_json:
            whole = account_lines.facts(account, phones.of_account(db, account)) | {
                "chats": [account_lines.chat_facts(chat) for chat in devices.of_account(db, account.id)],
                "sessions": [account_lines.session_facts(each) for each in account_lines.sessions_of(db, account)],
                "changes": account_lines.change_facts(db, account),
            }
            account_lines.print_json([whole])
            return
        for said in account_lines.whole(db, account):
            typer.echo(said)


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
        account_changes.cut_off(who, cut, lost=lost, why=why, yes=yes)
        return
    with to_read() as (settings, db):
        own = devices.of_account(db, looked_at(db, settings.unit, who).id)
        if as_json:
            account_lines.print_json(account_lines.chat_facts(chat) for chat in own)
            return
        for chat in own:
            typer.echo(account_lines.chat_line(db, chat))


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
        account_changes.end_sessions(who, cut, yes=yes)
        return
    with to_read() as (settings, db):
        own = account_lines.sessions_of(db, looked_at(db, settings.unit, who))
        if as_json:
            account_lines.print_json(account_lines.session_facts(session) for session in own)
            return
        for session in own:
            typer.echo(account_lines.session_line(db, session))
