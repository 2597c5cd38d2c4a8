"""`python -m bot invite`: a code that links somebody's chat to their account."""

import asyncio
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from bot.clock import Clock
from bot.commands import code_shown, invite_many
from bot.commands.invite_many import Wanted
from bot.commands.opening import commune_settings_or_exit, stop, store_of
from bot.settings import Settings
from handlers.enrolment.enrol import Enrolment, enrol
from handlers.understand.dates import read_day
from handlers.understand.phones import read_phone
from rules.case_types import CODES as CASE_TYPES
from rules.pronouns import PRONOUNS
from rules.roles import OF_ACCOUNTS
from seeds.units import make_known
from storage import accounts, invites
from storage.database import VIETNAM, Db
from storage.units import ORGANISATION_KINDS

NO_PHONE = "--phone is not a telephone number of Viet Nam, such as 0912345678 (or give --all, --list or --revoke)"


def invite(
    phone: Annotated[str, typer.Option(help="telephone number of the account")] = "",
    name: Annotated[str, typer.Option(help="for a new account: the full name")] = "",
    role: Annotated[list[str] | None, typer.Option(help=f"for a new account: {', '.join(OF_ACCOUNTS)}")] = None,
    born: Annotated[int, typer.Option(help="for a new account: year of birth, asked for when linking")] = 0,
    pronoun: Annotated[str, typer.Option(help=f"for a new account: {', '.join(PRONOUNS)}")] = "neutral",
    organisation: Annotated[str, typer.Option(help="of an officer or partner: the agency, enterprise, school")] = "",
    kind: Annotated[str, typer.Option(help=f"of a new organisation: {', '.join(ORGANISATION_KINDS)}")] = "",
    hamlet: Annotated[str, typer.Option(help="of a person: where they live, such as 'xóm 6'")] = "",
    came_home: Annotated[str, typer.Option(help="of a person: the day, such as 05/10/2026")] = "",
    case_type: Annotated[str, typer.Option(help=f"of a person: {', '.join(CASE_TYPES)}")] = "finished",
    everybody: Annotated[bool, typer.Option("--all", help="all who have not linked: a fresh code each")] = False,
    listed: Annotated[bool, typer.Option("--list", help="who has linked, who holds a code, who has none")] = False,
    revoke: Annotated[str, typer.Option(help="end the codes of this phone number, id or code, or of 'all'")] = "",
    pdf: Annotated[Path | None, typer.Option(help="with --all: the file to print, A4, eight to a page")] = None,
    texts: Annotated[Path | None, typer.Option(help="with --all: messages to copy, in a text file")] = None,
    by: Annotated[str, typer.Option(help="sorted by hamlet or guardian")] = "hamlet",
    letters: Annotated[bool, typer.Option("--letters", help="A5 letters instead")] = False,
    call: Annotated[str, typer.Option(help="whom to call, as printed; else the officers on duty")] = "",
) -> None:
    """Prints a link code, a link for each channel and a QR. Without --name the account must be there already.

    Example: python -m bot invite --phone 0912345678 --name "Nguyễn Văn A" --role guardian --born 1965

    For all who have not linked yet: python -m bot invite --all --pdf giay-moi.pdf --by guardian
    """
    settings = commune_settings_or_exit()
    many = Wanted(everybody, listed, revoke, pdf, texts, by, letters, call)
    if many.is_many:
        return invite_many.run(settings, many, asyncio.run(code_shown.asked_addresses(settings)) if everybody else {})
    _check_choices(roles := tuple(role or ()), pronoun, kind, case_type)
    wanted = Enrolment(
        unit=settings.unit,
        name=" ".join(name.split()),
        roles=roles,
        phone=read_phone(phone) or stop(NO_PHONE),
        born=born or None,
        pronoun=pronoun,
        organisation=organisation,
        kind=kind,
        hamlet=hamlet,
        came_home_on=_day(came_home),
        case_type=case_type,
    )
    return _show(settings, _made(settings, wanted))


def _made(settings: Settings, wanted: Enrolment) -> str:
    with store_of(settings) as store, store.transaction() as db:
        make_known(db, settings.unit)
        return _code(db, wanted)


def _check_choices(roles: tuple[str, ...], pronoun: str, kind: str, case_type: str) -> None:
    for option, given, allowed in (
        ("--role", roles, OF_ACCOUNTS),
        ("--pronoun", (pronoun,), PRONOUNS),
        ("--kind", (kind,) if kind else (), ORGANISATION_KINDS),
        ("--case-type", (case_type,), CASE_TYPES),
    ):
        if not set(given) <= set(allowed):
            stop(f"{option} must be one of {', '.join(allowed)}")


def _day(came_home: str) -> date | None:
    today = Clock().now().astimezone(VIETNAM).date()
    day = read_day(came_home, today) if came_home else None
    if came_home and (day is None or day > today):
        stop("--came-home is not a day of the past, such as 05/10/2026")
    return day


def _code(db: Db, wanted: Enrolment) -> str:
    account = accounts.by_phone(db, wanted.phone or "")
    if account is not None and account.status != "active":
        stop("the account of this number is closed")
    if account is None and not (wanted.name and wanted.roles):
        stop("nobody has this number yet: give --name and --role to make an account")
    account_id = account.id if account else enrol(db, wanted)
    db.audit(wanted.unit, None, "account.invited", account_id)
    return invites.create(db, account_id, None)


def _show(settings: Settings, code: str) -> None:
    typer.echo(f"code: {code}   (good for 7 days, once)")
    code_shown.print_ways(settings, code)
