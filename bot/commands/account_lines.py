"""An account at the command line: the one that is meant, and how it is said, as lines or as JSON."""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import typer

from bot.commands.message_history import moment
from bot.commands.opening import commune_settings_or_exit, stop, store_of
from bot.settings import Settings
from handlers.kit.commands import id_in
from handlers.people import devices
from handlers.understand.phones import read_phone
from storage import account_changes, accounts, invites, persons, phones, units
from storage.accounts import Account
from storage.chats import Chat
from storage.database import Db
from storage.sessions import Session


@contextmanager
def to_read() -> Iterator[tuple[Settings, Db]]:
    """Opens the store of the settings in one transaction, to look things up in."""
    settings = commune_settings_or_exit()
    with store_of(settings) as store, store.transaction() as db:
        yield settings, db


def meant(db: Db, unit: str, who: str) -> Account:
    """Finds the account by its id, its phone number, that of its person's record, or a code that opens it.

    Ends the command where there is none, or more than one.
    """
    candidates = {account.id: account for account in _candidates(db, unit, who.strip())}
    if not candidates:
        stop("no account has this id, phone number or code: see `python -m bot account list`")
    if len(candidates) > 1:
        ids = ", ".join(str(account_id) for account_id in sorted(candidates))
        stop(f"{len(candidates)} accounts are meant by this: {ids}; give one of these ids")
    return next(iter(candidates.values()))


def looked_at(db: Db, unit: str, who: str) -> Account:
    """Finds the account and writes the look down."""
    account = meant(db, unit, who)
    db.audit(account.unit, None, "account.looked", account.id, "command line")
    return account


def _candidates(db: Db, unit: str, who: str) -> Iterator[Account]:
    if account := accounts.get(db, id_in(who)):
        yield account
    if phone := read_phone(who):
        own = accounts.by_phone(db, phone)
        if own is not None:
            yield own
        else:
            on_record = [person.account_id for person in persons.by_phone(db, unit, phone) if person.account_id]
            yield from accounts.several(db, on_record).values()
    invite = invites.find(db, who)
    if invite is not None and (account := accounts.get(db, invite.account_id)):
        yield account


def in_short(account: Account) -> str:
    """Names an account in a question: «Lê Văn Hùng (officer, admin)»."""
    return f"{account.name} ({', '.join(account.roles) or 'no role'})"


def facts(account: Account, phone: str | None) -> dict[str, Any]:
    """Gives what a list says of an account; of the number only its end."""
    return {
        "id": account.id,
        "unit": account.unit,
        "name": account.name,
        "roles": list(account.roles),
        "status": account.status,
        "on_duty": account.on_duty,
        "phone": f"…{phones.ending(phone)}" if phone else None,
    }


def sessions_of(db: Db, account: Account) -> list[Session]:
    return devices.browsers(db, devices.of_account(db, account.id))


def chat_facts(chat: Chat) -> dict[str, Any]:
    """Gives what is said of a chat: never its address, which opens it on some channels."""
    return {"id": chat.id, "channel": chat.channel, "state": chat.state, "last_used": _iso(chat.last_in_at)}


def session_facts(session: Session) -> dict[str, Any]:
    return {"id": session.id, "made": _iso(session.made_at), "last_used": _iso(session.used_at)}


def change_facts(db: Db, account: Account) -> list[dict[str, Any]]:
    """Lists what was changed, the latest first. `by` is an account; None: the command line, or the service itself."""
    return [
        {"at": _iso(change.at), "by": change.by, "what": change.what, "why": change.why}
        for change in account_changes.of_account(db, account.id)
    ]


def _iso(when: datetime | None) -> str | None:
    return when.isoformat(timespec="seconds") if when else None


def line(said: dict[str, Any]) -> str:
    """Says the facts of an account in a line."""
    duty = ", on duty" if said["on_duty"] else ""
    phone = f", phone {said['phone']}" if said["phone"] else ""
    return f"{said['id']} {said['name']}: {', '.join(said['roles']) or 'no role'}, {said['status']}{duty}{phone}"


def chat_line(db: Db, chat: Chat) -> str:
    used = f"last used {moment(chat.last_in_at, db.now)}" if chat.last_in_at else "never used"
    return f"{chat.id} {chat.channel}: {chat.state}, {used}"


def session_line(db: Db, session: Session) -> str:
    return f"{session.id}: since {moment(session.made_at, db.now)}, last used {moment(session.used_at, db.now)}"


def whole(db: Db, account: Account) -> Iterator[str]:
    """Says all about an account, a line each."""
    office = units.organisation(db, account.organisation_id) if account.organisation_id else None
    yield line(facts(account, phones.of_account(db, account))) + (f", {office.name}" if office else "")
    own = devices.of_account(db, account.id)
    yield from (f"  chat {chat_line(db, chat)}" for chat in own)
    if not own:
        yield "  no chat yet"
    yield from (f"  browser {session_line(db, session)}" for session in sessions_of(db, account))
    for change in account_changes.of_account(db, account.id):
        by = f"account {change.by}" if change.by else "command line"
        why = f": {change.why}" if change.why else ""
        yield f"  {moment(change.at, db.now)} {change.what}, by {by}{why}"


def print_json(values: Iterable[dict[str, Any]]) -> None:
    """Prints one JSON object a line."""
    for value in values:
        typer.echo(json.dumps(value, ensure_ascii=False))
