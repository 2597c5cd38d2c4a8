"""The learnt weights of every feature, and what they say of a text; `make phrases` writes the file anew."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from math import sqrt
from pathlib import Path
from struct import unpack
from typing import Any

from handlers.understand.features import features

FILE = Path(__file__).with_name("weights.bin")
ZERO = 128  # a weight is stored as a byte; this one says nothing
KNOWN = "known"
LANE = 4  # bytes in which one sum has room
FEWEST = 40  # of so few known features nothing is said more loudly than of these


@dataclass(frozen=True, slots=True)
class Weights:
    """`header` holds all that is not a weight of a feature. A row, by its feature, is a number whose lanes of four
    bytes are the weights for each outcome: adding rows as whole numbers adds all outcomes at once.
    """

    header: Mapping[str, Any]
    outcomes: tuple[str, ...]
    scales: tuple[float, ...]
    biases: tuple[float, ...]
    row_of: Mapping[int, int]
    rows: bytearray

    def sums(self, text: str) -> dict[str, float]:
        """Sums up for every outcome what speaks for it or against it, and says which share of the text is known."""
        size = LANE * len(self.outcomes)
        said = features(text)
        starts = [start for key in said if (start := self.row_of.get(key)) is not None]
        total = sum(int.from_bytes(self.rows[start : start + size], "little") for start in starts)
        lanes = unpack(f"<{len(self.outcomes)}I", total.to_bytes(size, "little"))
        count = len(starts)
        length = sqrt(max(count, FEWEST))
        sums = {
            outcome: (lane - ZERO * count) * scale / length + bias
            for outcome, lane, scale, bias in zip(self.outcomes, lanes, self.scales, self.biases, strict=True)
        }
        return sums | {KNOWN: count / max(len(said), 1)}


@cache
def weights() -> Weights:
    """Reads the file when the first text is typed, not when the program starts."""
    head, _, body = FILE.read_bytes().partition(b"\n")
    header = json.loads(head)
    outcomes = tuple(header["outcomes"])
    count = header["features"]
    keys = unpack(f"<{count}I", body[: 4 * count])
    rows = bytearray(LANE * len(outcomes) * count)
    rows[::LANE] = body[4 * count :]
    return Weights(
        header,
        outcomes,
        tuple(header["scales"]),
        tuple(header["biases"]),
        {key: place * LANE * len(outcomes) for place, key in enumerate(keys)},
        rows,
    )


@lru_cache(maxsize=8)
def sums(text: str) -> Mapping[str, float]:
    """Sums up what the weights say of a text; the same message is asked about more than once in a turn."""
    return weights().sums(text)
