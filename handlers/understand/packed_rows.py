"""Rows of small weights, one for each known feature, added up for a text without NumPy.

A row is a whole number with a byte for each column; its odd bytes and the rest are added as whole numbers, each byte
with room to grow: so one addition adds half of all columns.
"""

import json
from array import array
from bisect import bisect_left
from collections.abc import Collection
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from struct import unpack
from typing import Any

from handlers.understand.features import unpacked

ZERO = 128  # a weight is stored as a byte; this one says nothing
MOST_AT_ONCE = 256  # rows whose bytes, two for each sum, surely fit
HALF = 16  # bits of a feature's number


def opened(file: Path) -> tuple[dict[str, Any], memoryview]:
    """Reads a file of weights: a line of JSON, and the bytes behind it, which are not copied."""
    whole = file.read_bytes()
    end = whole.index(b"\n")
    return json.loads(whole[:end]), memoryview(whole)[end + 1 :]


@dataclass(frozen=True, slots=True)
class PackedRows:
    """`features` are in order, `weights` stand in the same order, `width` bytes for each.

    `first_of` gives by the upper half of a feature's number where those with that half begin.
    """

    width: int
    features: "array[int]"
    first_of: "array[int]"
    weights: memoryview

    @classmethod
    def read(cls, body: memoryview, features: int, width: int) -> "PackedRows":
        """Reads the numbers of the features, four bytes each, and the weights after them."""
        keys = unpacked(body[: 4 * features].tobytes())
        of_half = array("I", bytes(4 << HALF))
        for key in keys:
            of_half[key >> HALF] += 1
        first_of = array("I", accumulate(of_half, initial=0))
        return cls(width, keys, first_of, body[4 * features : (4 + width) * features])

    def added(self, said: Collection[int]) -> tuple[list[int], int]:
        """Gives for each column the sum of its weights over the features that are known, and how many these are."""
        places = self._places(said)
        lanes = [-ZERO * len(places)] * self.width
        for first in range(0, len(places), MOST_AT_ONCE):
            some = self._added(places[first : first + MOST_AT_ONCE])
            lanes = [lane + more for lane, more in zip(lanes, some, strict=True)]
        return lanes, len(places)

    def _places(self, said: Collection[int]) -> list[int]:
        keys, first_of = self.features, self.first_of
        places = []
        for key in said:
            first, last = first_of[key >> HALF], first_of[(key >> HALF) + 1]
            if first < last and (place := bisect_left(keys, key, first, last)) < last and keys[place] == key:
                places.append(place)
        return places

    def _added(self, places: list[int]) -> list[int]:
        width, pairs = self.width, self.width + 1 >> 1
        odd_only = int.from_bytes(b"\xff\x00" * pairs, "little")
        rows = [int.from_bytes(self.weights[place * width : (place + 1) * width], "little") for place in places]
        odd = sum((row >> 8) & odd_only for row in rows)
        even = sum(rows) - (odd << 8)
        lanes = [0] * (2 * pairs)
        lanes[0::2] = unpack(f"<{pairs}H", even.to_bytes(2 * pairs, "little"))
        lanes[1::2] = unpack(f"<{pairs}H", odd.to_bytes(2 * pairs, "little"))
        return lanes[:width]
