"""Tickets for passkeys: what a new key is made of and what a key is to sign, each for one use in one browser."""

from handlers.desk import signing_in
from handlers.desk.seats import Seat, seat_of
from handlers.kit.deployment import Deployment
from storage import desk_tickets, passkeys
from storage.database import Db
from storage.passkeys import Passkey

# so many keys may one account have
MOST = 8


def begin_making(db: Db, key: str, mark: str) -> tuple[Seat, str, list[bytes]] | None:
    """Gives who sits here, the ticket, and what their devices call the keys they have; None for strangers."""
    seat = seat_of(db, key)
    if seat is None or not mark or signing_in.is_covered(db, seat) or seat.way not in signing_in.WAYS:
        return None
    own = passkeys.of_account(db, seat.account.id)
    if len(own) >= MOST:
        return None
    secret = desk_tickets.issue(db, desk_tickets.TO_REGISTER, account_id=seat.account.id, browser=mark)
    return seat, secret, [passkey.credential for passkey in own]


def keep(
    db: Db, deployment: Deployment, key: str, mark: str, secret: str, credential: bytes, public_key: bytes, count: int
) -> bool:
    """Keeps a key that was made with a ticket of whoever sits here; False where it was not."""
    seat = seat_of(db, key)
    ticket = desk_tickets.spend(db, secret, (desk_tickets.TO_REGISTER,), mark)
    if seat is None or ticket is None or ticket.account_id != seat.account.id or signing_in.is_covered(db, seat):
        return False
    if len(passkeys.of_account(db, seat.account.id)) >= MOST:
        return False
    if passkeys.of_credential(db, credential) is not None:
        return False
    signing_in.add_key(db, deployment, seat, credential, public_key, count)
    return True


def begin_signing(db: Db, mark: str) -> str:
    return desk_tickets.issue(db, desk_tickets.TO_SIGN, browser=mark)


def spend_signing(db: Db, secret: str, mark: str, credential: bytes) -> Passkey | None:
    """Uses the ticket up and finds whose key it was that signed; None where either is not there."""
    ticket = desk_tickets.spend(db, secret, (desk_tickets.TO_SIGN,), mark)
    return signing_in.key_of(db, credential) if ticket else None
