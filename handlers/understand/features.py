"""What a learnt model sees of a text: pieces of its folded words, the words, and the accents where it has some."""

import re
from array import array
from functools import lru_cache
from itertools import chain, pairwise
from sys import byteorder
from zlib import crc32

from handlers.understand.abbreviations import expand
from handlers.understand.fold import DRAWN_OUT, clean, fold
from handlers.understand.telex import untelexed
from rules.tone_marks import one_tone_place

LONGEST = 400
SHORTEST_PIECE, LONGEST_PIECE = 2, 5
ACCENTED_FROM = 4  # one accented word in so many

TOKEN = re.compile(r"[^\W_]+|[^\w\s]")
_DIGITS = re.compile(r"\d+")


def unpacked(packed: bytes) -> "array[int]":
    """Unpacks the numbers of features from a file of weights: in order, four bytes each, the lowest first."""
    numbers = array("I", packed)
    if byteorder == "big":
        numbers.byteswap()
    return numbers


@lru_cache(maxsize=8)
def features(text: str) -> frozenset[int]:
    """Gives the 32-bit numbers of all that stands in the first 400 signs; the same for hòa, hoà and hòa decomposed."""
    said = clean(text[:LONGEST]).lower()
    said = DRAWN_OUT.sub(r"\1", _DIGITS.sub("0", said))
    tokens = [untelexed(token) for token in TOKEN.findall(one_tone_place(said))]
    if not tokens:
        return frozenset()
    plain = [fold(token) for token in expand(tokens)]
    named = chain(
        _pieces(plain),
        plain,
        map(" ".join, pairwise(plain)),
        map(" ".join, zip(plain, plain[1:], plain[2:], strict=False)),
        ("^" + plain[0], plain[-1] + "$", f"^{len(tokens).bit_length()}$"),
        _accented(tokens),
    )
    return frozenset(crc32(name.encode()) for name in named)


def _pieces(plain: list[str]) -> set[str]:
    """Lists runs of letters within a word and its bounds: what is left of a word that was mistyped."""
    pieces: set[str] = set()
    for word in plain:
        bounded = f" {word} "
        for size in range(SHORTEST_PIECE, min(LONGEST_PIECE, len(bounded)) + 1):
            pieces.update("_" + bounded[at : at + size] for at in range(len(bounded) - size + 1))
    return pieces


def _accented(tokens: list[str]) -> list[str]:
    """Lists words and pairs as written, if accents are written at all: «dao» and «dạo» are one word without."""
    if sum(not token.isascii() for token in tokens) * ACCENTED_FROM <= len(tokens):
        return []
    marked = ["~" + token for token in tokens]
    return marked + [f"{first} {second}" for first, second in pairwise(marked)]
