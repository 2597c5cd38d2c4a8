"""Opens the store: the engine with its keys, and what every transaction writes at its end."""

from collections.abc import Callable
from datetime import datetime

from storage import audit
from storage.database import Store, connect, utc_now
from storage.keyring import Keyring
from storage.outbox.put import write as write_outgoing


def open_store(url: str, keyring: Keyring, now: Callable[[], datetime] = utc_now) -> Store:
    """Opens the store at the address with its keys; `now` is the clock that all of it goes by."""
    engine = connect(url)
    engine.dialect.keyring = keyring  # type: ignore[attr-defined]
    return Store(engine, keyring, now, before_commit=[write_outgoing, audit.write])
