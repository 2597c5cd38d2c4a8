"""The learnt weights of every feature, and what they say of a text; `make phrases` writes the file anew."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from math import sqrt
from pathlib import Path
from typing import Any

from handlers.understand.features import features
from handlers.understand.packed_rows import PackedRows, opened

FILE = Path(__file__).with_name("weights.bin")
KNOWN = "known"
FEWEST = 40  # of so few known features nothing is said more loudly than of these


@dataclass(frozen=True, slots=True)
class Weights:
    """`header` holds all that is not a weight of a feature; `rows` have a column for each outcome."""

    header: Mapping[str, Any]
    outcomes: tuple[str, ...]
    scales: tuple[float, ...]
    biases: tuple[float, ...]
    rows: PackedRows

    def sums(self, text: str) -> dict[str, float]:
        """Sums up for every outcome what speaks for it or against it, and says which share of the text is known."""
        said = features(text)
        lanes, count = self.rows.added(said)
        length = sqrt(max(count, FEWEST))
        sums = {
            outcome: lane * scale / length + bias
            for outcome, lane, scale, bias in zip(self.outcomes, lanes, self.scales, self.biases, strict=True)
        }
        return sums | {KNOWN: count / max(len(said), 1)}


@cache
def weights() -> Weights:
    """Reads the file when the first text is typed, not when the program starts."""
    header, body = opened(FILE)
    outcomes = tuple(header["outcomes"])
    rows = PackedRows.read(body, header["features"], len(outcomes))
    return Weights(header, outcomes, tuple(header["scales"]), tuple(header["biases"]), rows)


@lru_cache(maxsize=8)
def sums(text: str) -> Mapping[str, float]:
    """Sums up what the weights say of a text; the same message is asked about more than once in a turn."""
    return weights().sums(text)
