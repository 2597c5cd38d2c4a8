"""Finds the reviewed answer to what somebody types: by the pieces of its words, the rarer the more they count."""

from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import accumulate, chain, pairwise
from math import log, sqrt
from typing import NamedTuple

from handlers.understand.features import features
from rules.guidance import Entry

# what shares less with every question than this is about something else
LEAST = 0.2
# chosen on questions written apart, so that the right entry is most often among three
SHARE_OF_ALL = 0.2
# entries that share most with the words, of which each way of asking is compared
LOOKED_AT = 12


class Found(NamedTuple):
    entry: Entry
    likeness: float


class Index:
    """All ways of asking; `find` looks at those alone that share a feature with the words.

    An entry is as like as its likest way of asking, and a little more for what all its ways of asking share with the
    words: somebody may say one half as the first person does and the other half as the second.

    Features are kept by their place among `numbers`, packed: as sets of integers they take twenty times the memory.
    """

    def __init__(self, entries: Sequence[Entry]):
        self.entries = entries
        # each text's features at once in packed form: all sets together would stay with the process as its memory
        self.asked = [[array("I", features(text)) for text in (entry.title, *entry.asked)] for entry in entries]
        self.numbers = array("I", sorted(set(chain.from_iterable(chain.from_iterable(self.asked)))))
        place_of = {number: place for place, number in enumerate(self.numbers)}
        for ways in self.asked:
            ways[:] = [array("I", map(place_of.__getitem__, way)) for way in ways]
        del place_of
        of_all = [array("I", set(chain.from_iterable(ways))) for ways in self.asked]
        self.starts, self.having = self._inverted(of_all)
        self.weights = array("d", (log(1 + len(entries) / (end - start)) for start, end in pairwise(self.starts)))
        self.unknown = log(1 + len(entries))
        self.length = [[sqrt(self._sum(way)) for way in ways] for ways in self.asked]
        self.length_of_all = [self._sum(places) ** 0.25 for places in of_all]

    def _inverted(self, of_all: Sequence["array[int]"]) -> tuple["array[int]", "array[int]"]:
        """Gives which entries hold each feature, in one row, and where in it those of each feature begin."""
        held_by = array("I", bytes(4 * len(self.numbers)))
        for place in chain.from_iterable(of_all):
            held_by[place] += 1
        starts = array("I", accumulate(held_by, initial=0))
        having, following = array("H", bytes(2 * starts[-1])), array("I", starts)
        for entry, places in enumerate(of_all):
            for place in places:
                having[following[place]] = entry
                following[place] += 1
        return starts, having

    def _sum(self, places: "array[int]") -> float:
        return sum(self.weights[place] for place in places)

    def find(self, text: str, most: int = 3) -> list[Found]:
        """Gives the likeliest entries, the best first, each once; nothing for what is about something else."""
        numbers = features(text)
        weights = {place: self.weights[place] for number in numbers if (place := self._place(number)) is not None}
        length = sqrt(sum(weights.values()) + self.unknown * (len(numbers) - len(weights)))
        shared: dict[int, float] = defaultdict(float)
        for place, weight in weights.items():
            for entry in self.having[self.starts[place] : self.starts[place + 1]]:
                shared[entry] += weight
        share = {entry: SHARE_OF_ALL * common / self.length_of_all[entry] for entry, common in shared.items()}
        near = sorted(share, key=lambda entry: (-share[entry], entry))[:LOOKED_AT]
        likeness = {entry: (self._likest(weights, entry) + share[entry]) / length for entry in near}
        ranked = sorted(near, key=lambda entry: (-likeness[entry], entry))
        return [Found(self.entries[entry], likeness[entry]) for entry in ranked[:most] if likeness[entry] >= LEAST]

    def _place(self, number: int) -> int | None:
        place = bisect_left(self.numbers, number)
        return place if place < len(self.numbers) and self.numbers[place] == number else None

    def _likest(self, weights: Mapping[int, float], entry: int) -> float:
        """Gives what the words share with the entry's likest way of asking, by that one's length."""
        asked = zip(self.asked[entry], self.length[entry], strict=True)
        return max(sum(weights[place] for place in way if place in weights) / length for way, length in asked)


@cache
def index_of(entries: tuple[Entry, ...]) -> Index:
    """Builds the index once: the service does so as it starts, so that nobody who asks waits for it."""
    return Index(entries)
