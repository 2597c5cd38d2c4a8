"""The learnt weights of every feature, and what they say of a text; `make phrases` writes the file anew."""

import json
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import accumulate
from math import sqrt
from operator import add
from pathlib import Path
from struct import unpack
from typing import Any

from handlers.understand.features import features, unpacked

FILE = Path(__file__).with_name("weights.bin")
ZERO = 128  # a weight is stored as a byte; this one says nothing
KNOWN = "known"
LANE = 2  # bytes in which one sum has room
MOST_AT_ONCE = 256  # rows whose weights, a byte each, surely fit
HALF = 16  # bits of a feature's number
FEWEST = 40  # of so few known features nothing is said more loudly than of these


@dataclass(frozen=True, slots=True)
class Weights:
    """`header` holds all that is not a weight of a feature; `features` are in order, `rows` stand in the same order.

    `first_of` gives by the upper half of a feature's number where those with that half begin.
    A row is a number whose lanes of two bytes are the weights for each outcome: adding rows as whole numbers adds all
    outcomes at once.
    """

    header: Mapping[str, Any]
    outcomes: tuple[str, ...]
    scales: tuple[float, ...]
    biases: tuple[float, ...]
    features: "array[int]"
    first_of: "array[int]"
    rows: bytearray

    def sums(self, text: str) -> dict[str, float]:
        """Sums up for every outcome what speaks for it or against it, and says which share of the text is known."""
        said = features(text)
        places = self._places(said)
        lanes = [0] * len(self.outcomes)
        for first in range(0, len(places), MOST_AT_ONCE):
            lanes = list(map(add, lanes, self._added(places[first : first + MOST_AT_ONCE])))
        count = len(places)
        length = sqrt(max(count, FEWEST))
        sums = {
            outcome: (lane - ZERO * count) * scale / length + bias
            for outcome, lane, scale, bias in zip(self.outcomes, lanes, self.scales, self.biases, strict=True)
        }
        return sums | {KNOWN: count / max(len(said), 1)}

    def _places(self, said: Collection[int]) -> list[int]:
        keys, first_of = self.features, self.first_of
        places = []
        for key in said:
            first, last = first_of[key >> HALF], first_of[(key >> HALF) + 1]
            if first < last and (place := bisect_left(keys, key, first, last)) < last and keys[place] == key:
                places.append(place)
        return places

    def _added(self, places: Sequence[int]) -> tuple[int, ...]:
        size, rows = LANE * len(self.outcomes), self.rows
        total = sum(int.from_bytes(rows[place * size : (place + 1) * size], "little") for place in places)
        return unpack(f"<{len(self.outcomes)}H", total.to_bytes(size, "little"))


@cache
def weights() -> Weights:
    """Reads the file when the first text is typed, not when the program starts."""
    head, _, body = FILE.read_bytes().partition(b"\n")
    header = json.loads(head)
    outcomes = tuple(header["outcomes"])
    keys = unpacked(body[: 4 * header["features"]])
    rows = bytearray(LANE * len(outcomes) * len(keys))
    rows[::LANE] = body[4 * len(keys) :]
    halves = Counter(key >> HALF for key in keys)
    first_of = array("I", accumulate((halves[half] for half in range(1 << HALF)), initial=0))
    return Weights(header, outcomes, tuple(header["scales"]), tuple(header["biases"]), keys, first_of, rows)


@lru_cache(maxsize=8)
def sums(text: str) -> Mapping[str, float]:
    """Sums up what the weights say of a text; the same message is asked about more than once in a turn."""
    return weights().sums(text)
