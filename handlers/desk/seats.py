"""Who sits at the desk: the account that a browser's session speaks for, asked anew at every request."""

from dataclasses import dataclass
from datetime import datetime

from handlers.desk.page import ROLES, DeskPage
from handlers.kit.deployment import Deployment
from handlers.kit.scope import Scope
from handlers.kit.wording import Wording
from storage import access, accounts, chats, conversations, sessions, units
from storage.accounts import Account
from storage.chats import Chat
from storage.database import Db
from storage.units import Unit

# how a session of the desk was begun, behind this word in its standing
DESK = "desk."
PROVINCE = "province"


@dataclass(frozen=True, slots=True)
class Seat:
    """Whoever sits at the desk. `roles`: those of the desk; `agency`: the kind of their organisation.

    `way`: how they came in: link, passkey or demo. `used_at`: when they last did something.
    """

    session: int
    address: str
    proof: bytes
    account: Account
    chat: Chat
    roles: tuple[str, ...]
    unit_name: str
    agency: str
    agency_name: str
    way: str
    used_at: datetime

    def may_open(self, page: DeskPage) -> bool:
        of_agency = not page.agencies or self.agency in page.agencies
        return of_agency and any(role in page.may for role in self.roles)

    def scope(self, db: Db, deployment: Deployment, language: str = "") -> Scope:
        """Makes what a page reads with: the officer's own, in the language of the page."""
        wording = Wording(deployment.texts, language or self.account.language, self.account)
        return Scope(db, deployment, wording, self.chat, self.account, self.account.unit, "web")


def seat_of(db: Db, key: str) -> Seat | None:
    """Finds who sits at the desk with this key; None for a stranger, and for whoever has lost account or role."""
    session = sessions.look(db, key) if key else None
    if session is None or not session.standing.startswith(DESK):
        return None
    chat = chats.at(db, "web", session.address)
    account = accounts.get(db, chat.account_id) if chat else None
    if chat is None or account is None or not access.acts(account):
        return None
    unit = units.get(db, account.unit)
    roles = desk_roles(account, unit)
    if not roles:
        return None
    agency = units.organisation(db, account.organisation_id) if account.organisation_id else None
    return Seat(
        session=session.id,
        address=session.address,
        proof=session.proof,
        account=account,
        chat=chat,
        roles=roles,
        unit_name=unit.name if unit else account.unit,
        agency=agency.kind if agency else "",
        agency_name=agency.name if agency else "",
        way=session.standing.removeprefix(DESK).partition(" ")[0],
        used_at=session.used_at,
    )


def desk_roles(account: Account, unit: Unit | None) -> tuple[str, ...]:
    """Gives the roles of the desk that the account holds; an admin of a province counts communes, no more."""
    if unit is not None and unit.parent is None:
        return (PROVINCE,) if access.acts(account, "admin") else ()
    return tuple(role for role in ROLES if access.acts(account, role))


def open_form(db: Db, seat: Seat) -> str:
    """Names the form of theirs that waits for an answer; empty where none does."""
    talk = conversations.get(db, seat.chat.party_id)
    return talk.form or "" if talk is not None else ""
