"""`python -m bot invite`: a code that links somebody's chat to their account."""

from typing import Annotated

import segno
import typer

from bot.app import open_book
from bot.clock import Clock
from bot.commands.opening import settings_or_exit, store_of
from handlers.understand.phones import read_phone
from handlers.visitor.invitation import describe
from storage import accounts, invites
from storage.database import Db

ROLES = ("guardian", "officer", "partner", "admin")


def invite(
    phone: Annotated[str, typer.Option(help="telephone number of the account")],
    name: Annotated[str, typer.Option(help="for a new account: the full name")] = "",
    role: Annotated[str, typer.Option(help=f"for a new account: one of {', '.join(ROLES)}")] = "",
    born: Annotated[int, typer.Option(help="for a new account: year of birth, asked for when linking")] = 0,
) -> None:
    """Prints a link code, a link for each channel and a QR. Without --name the account must be there already.

    Example: python -m bot invite --phone 0912345678 --name "Nguyễn Văn A" --role guardian --born 1965
    """
    settings = settings_or_exit()
    number = read_phone(phone)
    if number is None:
        _stop("--phone is not a telephone number of Viet Nam, such as 0912345678")
    if name and role not in ROLES:
        _stop(f"--role must be one of {', '.join(ROLES)}")
    with store_of(settings) as store, store.transaction() as db:
        account_id = _account(db, settings.unit, str(number), name, role, born)
        code = invites.create(db, account_id, None)
    typer.echo(f"code: {code}   (good for 7 days, once)")
    for channel, link in describe(open_book(settings, Clock()), code).items():
        typer.echo(f"{channel}: {link}")
        segno.make(link).terminal(compact=True)


def _account(db: Db, unit: str, phone: str, name: str, role: str, born: int) -> int:
    known = accounts.by_phone(db, phone)
    if known is not None:
        return known.id
    if not name:
        _stop("nobody has this number yet: give --name and --role to make an account")
    duty = role == "officer"
    account_id = accounts.add(db, unit=unit, name=name, roles=(role,), phone=phone, born=born or None, on_duty=duty)
    db.audit(unit, None, "account.added", account_id, role)
    return account_id


def _stop(why: str) -> None:
    typer.echo(why, err=True)
    raise typer.Exit(2)
