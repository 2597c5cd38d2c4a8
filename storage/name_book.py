"""Names that lie sealed in the records, opened once and kept in memory, to search them and to sort by them."""

from collections.abc import Sequence
from typing import NamedTuple

from rules.tone_marks import comparable
from storage.columns import SealedCell
from storage.keyring import Keyring
from storage.names import folded, sort_key

# then the book begins anew: some 40 MB
MOST = 60_000


class Listed(NamedTuple):
    """Somebody as the database has them: the cells of the whole name and of the given one, and what is read openly."""

    id: int
    name: bytes
    given: bytes
    hamlet: str


class _Entry:
    """What was opened of somebody, for as long as the row is the same."""

    __slots__ = ("given", "hamlet", "name", "order", "words")

    def __init__(self, row: Listed, order: str):
        _, self.name, self.given, self.hamlet = row
        self.order = order
        self.words: tuple[str, str] | None = None


class NameBook:
    """Searches and sorts people by their names. Whoever's row has changed, or is sealed anew, is opened again."""

    def __init__(self, keyring: Keyring):
        self._keyring = keyring
        self._entries: dict[int, _Entry] = {}

    def in_order(self, rows: Sequence[Listed], *, backwards: bool = False) -> list[int]:
        """Gives the ids as a Vietnamese list has them: by given name, then by the whole, then by id."""
        order = {row[0]: entry.order for row, entry in zip(rows, self._read(rows), strict=True)}
        return sorted(sorted(order), key=order.__getitem__, reverse=backwards)

    def fitting(self, rows: Sequence[Listed], words: str) -> list[Listed]:
        """Picks those whose name or hamlet the words begin: as typed if that fits anybody, else without accents."""
        spelt = [self._words(row, entry) for row, entry in zip(rows, self._read(rows), strict=True)]
        for place, spell in enumerate((comparable, folded)):
            wanted = [f" {word}" for word in spell(words).split()]
            picked = [
                row
                for row, said in zip(rows, spelt, strict=True)
                if wanted and all(word in said[place] for word in wanted)
            ]
            if picked:
                return picked
        return []

    def _read(self, rows: Sequence[Listed]) -> list[_Entry]:
        entries = self._entries
        read = []
        for row in rows:
            entry = entries.get(row[0])
            if entry is None or entry.name != row[1] or entry.given != row[2] or entry.hamlet != row[3]:
                entry = self._opened(Listed(*row))
            read.append(entry)
        return read

    def _opened(self, row: Listed) -> _Entry:
        if len(self._entries) >= MOST:
            self._entries.clear()
        given = SealedCell(self._keyring, "persons.given", row.given).open(row.id)
        # no key begins another: two in a row compare as a pair does
        entry = self._entries[row.id] = _Entry(row, sort_key(given) + sort_key(self._name(row)))
        return entry

    def _name(self, row: Listed) -> str:
        return SealedCell(self._keyring, "persons.name", row.name).open(row.id)

    def _words(self, row: Listed, entry: _Entry) -> tuple[str, str]:
        if entry.words is None:
            said = f" {self._name(Listed(*row))} {row[3]}"
            entry.words = (comparable(said), folded(said))
        return entry.words
