"""Keeps this process's keys those of the keys file, and tells the database which it holds."""

import asyncio
import socket
import time
from dataclasses import dataclass, field

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.supervision import beat
from bot.threads import to_the_end
from storage import key_holders
from storage.database import Store
from storage.processes import own_name

log = structlog.get_logger()
EVERY = 5.0


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
    """Looks at the keys file every five seconds; renews its row when that changes, and twice a minute."""

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
        holds, now = self._holds(), time.monotonic()
        if holds != self._told or self._must_renew():
            with self.store.transaction() as db:
                key_holders.tell(db, self.process, self.host, keyring)
            if self._told not in (None, holds):
                log.info("keys.changed", keys=sorted(keyring.data_keys), seals=keyring.current)
            self._told, self._told_at = holds, now

    def _holds(self) -> tuple[frozenset[int], int]:
        return frozenset(self.store.keyring.data_keys), self.store.keyring.current

    def _must_renew(self) -> bool:
        return time.monotonic() - self._told_at >= key_holders.RENEW

    def has_something_to_do(self) -> bool:
        """Tells whether a look would change anything or tell of it; itself it reads nothing but the file's date."""
        keyring = self.store.keyring
        is_late = keyring.is_behind_its_file() or keyring.newest > keyring.current
        return is_late or self._holds() != self._told or self._must_renew()

    def forget(self) -> None:
        with self.store.transaction() as db:
            key_holders.forget(db, self.process)

    async def run(self) -> None:
        """Looks until cancelled, then takes its row away."""
        failure = ""
        try:
            while True:
                try:
                    if self.has_something_to_do():
                        await to_the_end(self.look)
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
