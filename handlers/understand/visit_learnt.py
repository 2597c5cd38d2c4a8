"""What a story of a visit tells, by a learnt network with one hidden layer; `make phrases` writes `visits.bin` anew."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from math import sqrt
from operator import mul
from pathlib import Path
from typing import Any
from zlib import crc32

from handlers.understand.answers import said
from handlers.understand.packed_rows import PackedRows, opened
from handlers.understand.visit_words import codes_told

FILE = Path(__file__).with_name("visits.bin")
FEWEST = 40  # of so few known features nothing is said more loudly than of these


def number_of(mark: str) -> int:
    """Gives the feature of a listed word that tells something, plain, denied or past."""
    return crc32(f"#{mark}".encode())


def features_of(text: str) -> frozenset[int]:
    """Gives the numbers of all that stands in a text, with what its words are listed for."""
    return said(text) | {number_of(mark) for mark in codes_told(text)}


@dataclass(frozen=True, slots=True)
class Network:
    """`header`: for each unit of the hidden layer its scale and bias; for each code its weights, bias and threshold."""

    header: Mapping[str, Any]
    rows: PackedRows

    def margins(self, text: str) -> list[float]:
        """Gives for each code what speaks for it: above 0, more than against it."""
        lanes, count = self.rows.added(features_of(text))
        length = sqrt(max(count, FEWEST))
        units = zip(lanes, self.header["scales"], self.header["inner_biases"], strict=True)
        hidden = [max(lane * scale / length + bias, 0.0) for lane, scale, bias in units]
        outer = zip(self.header["outer"], self.header["biases"], strict=True)
        return [sum(map(mul, hidden, weights)) + bias for weights, bias in outer]


@cache
def network() -> Network:
    """Reads the file when a visit is first told of."""
    header, body = opened(FILE)
    return Network(header, PackedRows.read(body, header["features"], len(header["scales"])))


def margins_above_doubt(text: str) -> dict[str, tuple[float, float]]:
    """Gives field and code → what speaks for it, and by how much that is beyond doubt."""
    header = network().header
    each = zip(header["codes"], network().margins(text), header["sure"], strict=True)
    return {code: (margin, margin - least) for code, margin, least in each}
