"""Keeps this process's keys those of the keys file, and tells the database which it holds."""

import asyncio
import socket
import time
from dataclasses import dataclass, field

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.supervision import beat
from storage import key_holders
from storage.database import Store
from storage.processes import own_name

log = structlog.get_logger()
EVERY = 1.0


class KeysBehind(Exception):
    """The database is sealed with a key that this machine's keys file has not got."""


def take_up_sealing(store: Store) -> None:
    """Seals with the key that the database says all processes hold. Raises KeysBehind where this one does not."""
    with store.transaction() as db:
        sealing = key_holders.sealing(db)
    keyring = store.keyring
    if sealing is None or sealing.number < keyring.current:
        return
    if sealing.number not in keyring.data_keys or keyring.fingerprint(sealing.number) != sealing.fingerprint:
        raise KeysBehind(f"the database is sealed with key {sealing.number}, which this machine's keys file lacks")
    if sealing.number > keyring.current:
        keyring.take_over(keyring.with_current(sealing.number))


@dataclass(slots=True)
class KeyFollower:
    """Looks at the keys file every second; renews its row when that changes, and every 20 seconds."""

    store: Store
    process: str = field(default_factory=own_name)
    host: str = field(default_factory=socket.gethostname)
    _told: tuple[frozenset[int], int] | None = field(default=None, init=False)
    _told_at: float = field(default=0.0, init=False)

    def look(self) -> None:
        """Takes over what has changed and tells of it."""
        keyring = self.store.keyring
        keyring.reload()
        if keyring.newest > keyring.current:
            take_up_sealing(self.store)
        holds = frozenset(keyring.data_keys), keyring.current
        now = time.monotonic()
        if holds != self._told or now - self._told_at > key_holders.RENEW:
            with self.store.transaction() as db:
                key_holders.tell(db, self.process, self.host, keyring)
            if self._told not in (None, holds):
                log.info("keys.changed", keys=sorted(keyring.data_keys), seals=keyring.current)
            self._told, self._told_at = holds, now

    def forget(self) -> None:
        with self.store.transaction() as db:
            key_holders.forget(db, self.process)

    async def run(self) -> None:
        """Looks until cancelled, then takes its row away."""
        failure = ""
        try:
            while True:
                try:
                    await asyncio.to_thread(self.look)
                    beat()
                    failure = ""
                except (SQLAlchemyError, KeysBehind) as problem:
                    if failure != type(problem).__name__:
                        failure = type(problem).__name__
                        await log.awarning("keys.watch_failed", failure=failure)
                await asyncio.sleep(EVERY)
        finally:
            try:
                await asyncio.to_thread(self.forget)
            except SQLAlchemyError as problem:
                await log.awarning("keys.watch_failed", failure=type(problem).__name__)
