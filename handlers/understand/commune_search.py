"""Finds communes by what people call them: with or without accents, by today's names and those of before July 2025."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from handlers.understand.fold import bare
from handlers.understand.place_names import COMMUNES, KINDS, Row, rows_of

MOST_NAMES = 30
# «tx», «tp» and the like are left out: a kind narrows nothing that its name does not
SHORT_KINDS = frozenset({"tx", "tt", "tp", "p", "x", "h", "q", "t"})


@dataclass(frozen=True, slots=True)
class CommuneFound:
    """A commune of today; `was`: the communes it was made of, or the former name that was searched for first."""

    code: str
    name: str
    province: str
    was: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.name}, {self.province}"


def search_communes(words: str, most: int = MOST_NAMES) -> list[CommuneFound]:
    """Finds the communes whose name of today, or a former name, district or province, holds all the words.

    Those that are called so today come first, then those that were, then those of a district of that name.
    """
    sought = [word for word in bare(words).split() if word not in SHORT_KINDS]
    if not sought:
        return []
    ranks: dict[str, int] = {}
    for rank, code in _hits(sought):
        ranks[code] = min(rank, ranks.get(code, rank))
    best = sorted(ranks, key=lambda code: (ranks[code], code))[:most]
    return [_described(code, sought) for code in best]


def commune_named(code: str) -> CommuneFound | None:
    """Gives the commune of today with this code; None if there is none."""
    return _described(code, []) if code in _today() else None


def _hits(sought: list[str]) -> Iterator[tuple[int, str]]:
    """Yields (rank, code); a lower rank is nearer to what was meant."""
    joined = " ".join(sought)
    for row in _communes_and_districts():
        own, around = _folded(row)
        if row.codes == (joined,):
            yield 0, row.codes[0]
        elif all(f" {word} " in f" {own} {around} " for word in sought) and _names_it(row, own, sought):
            is_exact = joined in f"{own} {around}"
            rank = (1 if row.now else 2 if row.level == "commune" else 3) + (0 if is_exact else 3)
            yield from ((rank, code) for code in row.codes if code in _today())


def _names_it(row: Row, own: str, sought: list[str]) -> bool:
    """Says whether a word is of the unit's own name: a province's name alone would be all of its communes."""
    return bool(set(own.split()).intersection(sought)) or (row.now and sought == bare(row.district).split())


@lru_cache(maxsize=1)
def _communes_and_districts() -> tuple[Row, ...]:
    return tuple(row for province in _provinces() for row in rows_of(province))


@lru_cache(maxsize=1)
def _provinces() -> dict[str, str]:
    return {row.codes[0]: f"{KINDS[row.kind]} {row.name}" for row in rows_of("") if row.now}


@lru_cache(maxsize=64)
def _merged_into(province: str) -> tuple[str, ...]:
    """Names the provinces of before that are this one now."""
    return tuple(row.name for row in rows_of("") if not row.now and row.codes == (province,))


def _district(row: Row) -> str:
    """Names the district of a former commune; a number alone says nothing."""
    return f"{KINDS['quan']} {row.district}" if row.district.isdecimal() else row.district


@lru_cache(maxsize=1)
def _today() -> dict[str, Row]:
    return {row.codes[0]: row for row in _communes_and_districts() if row.now}


@lru_cache(maxsize=1)
def _before() -> dict[str, list[Row]]:
    former: dict[str, list[Row]] = defaultdict(list)
    for row in _communes_and_districts():
        if not row.now and row.kind in COMMUNES:
            for code in row.codes:
                former[code].append(row)
    return former


@lru_cache(maxsize=16_384)
def _folded(row: Row) -> tuple[str, str]:
    """Gives the unit's name with its kind, and what it lies in, folded."""
    around = " ".join((_district(row), _provinces().get(row.province, ""), *_merged_into(row.province)))
    return bare(f"{KINDS[row.kind]} {row.name}"), bare(around)


def _described(code: str, sought: Iterable[str]) -> CommuneFound:
    row = _today()[code]
    former = sorted(_before().get(code, ()), key=lambda old: (-_likeness(old, sought), old.name))
    was = tuple(f"{KINDS[old.kind]} {old.name}" + (f" ({_district(old)})" if old.district else "") for old in former)
    return CommuneFound(code, f"{KINDS[row.kind]} {row.name}", _provinces()[row.province], was)


def _likeness(row: Row, sought: Iterable[str]) -> int:
    return len(set(_folded(row)[0].split()).intersection(sought))
