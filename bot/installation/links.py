"""The one-time link to set-up, and the browser that used it. Of both only the hash is stored."""

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta

from storage import installation
from storage.database import Db

BYTES = 32
LINK, SESSION = "setup_link", "setup_session"
LINK_LIFE = timedelta(hours=1)
SESSION_LIFE = timedelta(hours=12)


def new_link(db: Db) -> str:
    """Makes the token of a link that opens set-up once within the hour; an earlier one opens nothing any more."""
    return _store_token(db, LINK, LINK_LIFE)


def spend(db: Db, token: str) -> str | None:
    """Takes a link's token for the key of a session, which ends the session of any other browser; None if it is none.

    Of two browsers with one link the quicker gets in.
    """
    if not is_open(db, token) or not installation.remove(db, LINK):
        return None
    return _store_token(db, SESSION, SESSION_LIFE)


def is_open(db: Db, token: str) -> bool:
    """Tells whether a link with this token can still be used."""
    return _holds(db, LINK, token)


def is_signed_in(db: Db, key: str) -> bool:
    """Tells whether this is the key of the browser that used the link."""
    return _holds(db, SESSION, key)


def sign_out(db: Db) -> None:
    """Ends set-up by browser; the next needs a new link."""
    installation.remove(db, SESSION)


def _store_token(db: Db, name: str, life: timedelta) -> str:
    token = secrets.token_urlsafe(BYTES)
    installation.put(db, name, f"{_hash(token)} {(db.now + life).isoformat()}")
    return token


def _holds(db: Db, name: str, token: str) -> bool:
    kept, _, until = installation.get(db, name).partition(" ")
    return bool(kept) and hmac.compare_digest(kept, _hash(token)) and db.now < datetime.fromisoformat(until)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
