"""A new key while the service runs: published, taken up by every process, used, and the old one let go of at last."""

import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from bot.files.blobs import Blobs, Folder
from bot.files.opening import open_blobs
from bot.files.store import FileStore, key_numbers
from bot.settings import Settings
from storage import attachments, key_holders, resealing
from storage.database import Store
from storage.key_holders import KeyHolder

LOOK_AGAIN = 0.5
# rows that somebody was just writing are sealed by the next pass
PASSES = 20


class CannotRotate(Exception):
    """The rotation stopped where it was; run again it goes on from there. The message says what it waits for."""


@dataclass(slots=True)
class Rotation:
    """`say` is told of each step; `patience`: seconds to wait for the running processes at each of them."""

    store: Store
    settings: Settings
    say: Callable[[str], None]
    patience: float = 90.0

    @property
    def files(self) -> FileStore:
        return FileStore(self._blobs("files"), self.store.keyring)

    def _blobs(self, kind: str) -> Blobs:
        return open_blobs(self.settings.files, self.settings.folder, kind)

    def rotate(self) -> None:
        """Publishes a key, or goes on with the one of an interrupted run, and seals everything with it."""
        keyring = self.store.keyring
        if keyring.newest == keyring.current and not self.files.old() and not resealing.uses_old_keys(self.store):
            keyring.take_over(keyring.with_published())
            keyring.save(self.settings.keys_file)
        if keyring.newest > keyring.current:
            self._publish()
        self._wait(self._seals_the_old_way, f"seals with key {keyring.current} yet")
        self._seal_cells()
        self.say(f"files: {self.files.reseal(self._is_kept)}")
        self.say(f"everything is sealed with key {keyring.current}")

    def _publish(self) -> None:
        """Lets every process have the new key before any of them seals with it."""
        keyring = self.store.keyring
        number = keyring.newest
        with self.store.transaction() as db:
            is_ours = key_holders.publish(db, number, keyring.fingerprint(number))
        if not is_ours:
            raise CannotRotate(f"another machine has published its own key {number}: copy its keys file to this one")
        self.say(f"key {number} is published")
        self._wait(self._lacks_the_newest, f"has key {number}: copy {self.settings.keys_file} to its machine")
        with self.store.transaction() as db:
            key_holders.seal_with(db, number)
        keyring.take_over(keyring.with_current(number))
        keyring.save(self.settings.keys_file)

    def _lacks_the_newest(self, holder: KeyHolder) -> bool:
        number = self.store.keyring.newest
        return holder.keys.get(number) != self.store.keyring.fingerprint(number)

    def _seals_the_old_way(self, holder: KeyHolder) -> bool:
        return holder.seals != self.store.keyring.current

    def _wait(self, is_behind: Callable[[KeyHolder], bool], what_not: str) -> None:
        end = time.monotonic() + self.patience
        while behind := [holder for holder in key_holders.running(self.store) if is_behind(holder)]:
            if time.monotonic() > end:
                raise CannotRotate("\n".join(f"not {holder} {what_not}" for holder in behind))
            time.sleep(LOOK_AGAIN)

    def _seal_cells(self) -> None:
        sealed: Counter[str] = Counter()
        for _ in range(PASSES):
            sealed.update(dict(resealing.cells(self.store)))
            if not resealing.uses_old_keys(self.store):
                break
            time.sleep(LOOK_AGAIN)
        else:
            raise CannotRotate("some rows are being written all the time: run it again")
        for table in resealing.sealed_tables():
            self.say(f"{table.name}: {sealed[table.name]} cells")

    def _is_kept(self, attachment_id: int) -> bool:
        with self.store.transaction() as db:
            attachment = attachments.get(db, attachment_id)
        return attachment is not None and attachment.state != "expired"

    def still_needed(self) -> dict[int, list[str]]:
        """Tells by number of an old key what is still sealed with it; nothing when all old keys can go."""
        places: dict[str, Counter[int]] = dict(resealing.key_numbers(self.store))
        places["files"] = key_numbers(self._blobs("files"))
        places["uploads"] = key_numbers(self._blobs("uploads"))
        places["spool"] = key_numbers(Folder(self.settings.folder / "spool"))
        needed: dict[int, list[str]] = {}
        for place, counts in places.items():
            for number, count in counts.items():
                if number != self.store.keyring.current:
                    needed.setdefault(number, []).append(f"{place} ({count})")
        return needed

    def retire(self) -> list[int]:
        """Takes the old data keys out of the keys file, when nothing needs them. Gives their numbers."""
        keyring = self.store.keyring
        if keyring.newest > keyring.current:
            raise CannotRotate(f"key {keyring.newest} is published and not in use: run `python -m bot keys rotate`")
        self._wait(self._seals_the_old_way, f"seals with key {keyring.current} yet")
        if needed := self.still_needed():
            raise CannotRotate("\n".join(_said_of(number, places) for number, places in sorted(needed.items())))
        old = [number for number in sorted(keyring.data_keys) if number < keyring.current]
        if old:
            keyring.take_over(keyring.without_old())
            keyring.save(self.settings.keys_file)
        return old


def _said_of(number: int, places: Iterable[str]) -> str:
    return f"key {number} is still needed by {', '.join(places)}: run `keys rotate`; uploads go within two days"
