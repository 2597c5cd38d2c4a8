"""Names that lie sealed in the records, opened once and kept in memory, to search people and to sort them by name."""

from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from rules.tone_marks import comparable
from storage.columns import SealedCell
from storage.keyring import Keyring
from storage.names import folded, sort_key

# names, some 40 MB, after which the book begins anew
MOST = 60_000


class Named(NamedTuple):
    """Somebody as the database has them: the cells of the whole name and of the given one."""

    id: int
    name: bytes
    given: bytes


class Living(NamedTuple):
    """Somebody whom the book knows, and where they live."""

    id: int
    hamlet: str


class Names:
    """Opened names: searched and sorted by. Several threads may use them at once, and add to them."""

    __slots__ = ("_keyring", "_keys", "_place", "_words")

    def __init__(self, keyring: Keyring):
        self._keyring = keyring
        self._keys: dict[int, str] = {}
        # id → the name as it was typed and without accents, each word behind a space
        self._words: dict[int, tuple[str, str]] = {}
        self._place: dict[int, int] = {}

    def __len__(self) -> int:
        return len(self._words)

    def unknown(self, ids: Iterable[int]) -> list[int]:
        """Lists those whose names were not opened yet."""
        return [each for each in ids if each not in self._words]

    def learn(self, rows: Iterable[Named]) -> None:
        """Opens the names of these people."""
        for each, sealed_name, sealed_given in rows:
            name = SealedCell(self._keyring, "persons.name", sealed_name).open(each)
            given = SealedCell(self._keyring, "persons.given", sealed_given).open(each)
            # no key begins another: two in a row compare as a pair does
            self._keys[each] = sort_key(given) + sort_key(name)
            self._words[each] = _spelt(name)

    def in_order(self, ids: Collection[int], *, backwards: bool = False) -> list[int]:
        """Gives the ids as a Vietnamese list has them: by given name, then by the whole, then by id."""
        if len(self._place) < len(self._keys):
            order = sorted(sorted(self._keys), key=self._keys.__getitem__)
            self._place = {each: place for place, each in enumerate(order)}
        return sorted(ids, key=self._place.__getitem__, reverse=backwards)

    def fitting(self, people: Sequence[Living], words: str) -> list[int]:
        """Picks those whose name or hamlet the words begin: as typed if that fits anybody, else without accents."""
        for place, spell in enumerate((comparable, folded)):
            wanted = [f" {word}" for word in spell(words).split()]
            picked = [
                each
                for each, hamlet in people
                if wanted and all(word in self._words[each][place] or word in _spelt(hamlet)[place] for word in wanted)
            ]
            if picked:
                return picked
        return []


class NameBook:
    """Keeps opened names in memory. A name is written once, so what was opened of somebody stays true."""

    __slots__ = ("_keyring", "_names")

    def __init__(self, keyring: Keyring):
        self._keyring = keyring
        self._names = Names(keyring)

    def open_for(self, ids: Collection[int]) -> Names:
        """Gives the names with room for these people, begun anew where there are too many."""
        names = self._names
        if len(names) + len(names.unknown(ids)) > MOST:
            names = self._names = Names(self._keyring)
        return names


@lru_cache(maxsize=4_096)
def _spelt(text: str) -> tuple[str, str]:
    words = text.split()
    return "".join(f" {_word(word)[0]}" for word in words), "".join(f" {_word(word)[1]}" for word in words)


# names are made of few words
@lru_cache(maxsize=8_192)
def _word(word: str) -> tuple[str, str]:
    return comparable(word), folded(word)
