"""Names that lie sealed in the records, opened once and kept in memory, to search people and to sort them by name."""

from bisect import insort
from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import NamedTuple

from rules.tone_marks import comparable
from storage.columns import SealedCell
from storage.keyring import Keyring
from storage.names import folded, sort_key

# names, some 40 MB, after which the book begins anew
MOST = 60_000
# so many newcomers are put in their places; more are sorted with all others
FEW = 100


class Named(NamedTuple):
    """Somebody as the database has them: the cells of the whole name and of the given one."""

    id: int
    name: bytes
    given: bytes


class Living(NamedTuple):
    """Somebody whom the book knows, and where they live."""

    id: int
    hamlet: str


class NameBook:
    """Searches and sorts people by their names. A name is written once, so what was opened stays true.

    Whoever looks says first whom the book does not know yet (`unknown`), and lets it learn them.
    """

    def __init__(self, keyring: Keyring):
        self._keyring = keyring
        # id → the name as it was typed and without accents, each word behind a space
        self._words: dict[int, tuple[str, str]] = {}
        self._order: list[tuple[str, int]] = []
        self._place: dict[int, int] = {}

    def unknown(self, ids: Collection[int]) -> list[int]:
        """Lists those whom the book does not know, all where it has to begin anew."""
        fresh = [each for each in ids if each not in self._words]
        if len(self._words) + len(fresh) > MOST:
            self._words, self._order, self._place = {}, [], {}
            return list(ids)
        return fresh

    def learn(self, rows: Sequence[Named]) -> None:
        """Opens the names of these people and puts each in their place."""
        keys = []
        for each, sealed_name, sealed_given in rows:
            if each not in self._words:
                name = SealedCell(self._keyring, "persons.name", sealed_name).open(each)
                given = SealedCell(self._keyring, "persons.given", sealed_given).open(each)
                self._words[each] = _spelt(name)
                # no key begins another: two in a row compare as a pair does
                keys.append((sort_key(given) + sort_key(name), each))
        order = [*self._order, *keys] if len(keys) > FEW else list(self._order)
        if len(keys) > FEW:
            order.sort()
        else:
            for key in keys:
                insort(order, key)
        self._order, self._place = order, {each: place for place, (_, each) in enumerate(order)}

    def in_order(self, ids: Collection[int], *, backwards: bool = False) -> list[int]:
        """Gives the ids as a Vietnamese list has them: by given name, then by the whole, then by id."""
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


@lru_cache(maxsize=4_096)
def _spelt(text: str) -> tuple[str, str]:
    words = text.split()
    return "".join(f" {_word(word)[0]}" for word in words), "".join(f" {_word(word)[1]}" for word in words)


# names are made of few words
@lru_cache(maxsize=8_192)
def _word(word: str) -> tuple[str, str]:
    return comparable(word), folded(word)
