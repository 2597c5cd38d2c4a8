"""Finds the reviewed answer to what somebody types: by the pieces of its words, the rarer the more they count."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache
from math import log, sqrt
from typing import NamedTuple

from handlers.understand.features import features
from rules.guidance import Entry

# what shares less with every question than this is about something else
LEAST = 0.2
# chosen so that on questions written apart the right entry is oftenest among three
SHARE_OF_ALL = 0.2
# of so many entries, which share most with the words, each way of asking is compared
LOOKED_AT = 12


class Found(NamedTuple):
    entry: Entry
    likeness: float


class Index:
    """All ways of asking; `find` looks at those alone that share a feature with the words.

    An entry is as like as its likest way of asking, and a little more for what all its ways of asking share with the
    words: somebody may say one half as the first person does and the other half as the second.
    """

    def __init__(self, entries: Sequence[Entry]):
        self.entries = entries
        self.asked = [[features(text) for text in (entry.title, *entry.asked)] for entry in entries]
        of_all = [frozenset[int]().union(*asked) for asked in self.asked]
        self.having: dict[int, list[int]] = defaultdict(list)
        for place, known in enumerate(of_all):
            for feature in known:
                self.having[feature].append(place)
        self.weight = {feature: log(1 + len(entries) / len(having)) for feature, having in self.having.items()}
        self.unknown = log(1 + len(entries))
        self.length = [[sqrt(self._sum(known)) for known in asked] for asked in self.asked]
        self.length_of_all = [self._sum(known) ** 0.25 for known in of_all]

    def find(self, text: str, most: int = 3) -> list[Found]:
        """Gives the likeliest entries, the best first, each once; nothing for what is about something else."""
        known = features(text)
        length = sqrt(sum(self.weight.get(feature, self.unknown) for feature in known))
        shared: dict[int, float] = defaultdict(float)
        for feature in known:
            for place in self.having.get(feature, ()):
                shared[place] += self.weight[feature]
        share = {place: SHARE_OF_ALL * common / self.length_of_all[place] for place, common in shared.items()}
        near = sorted(share, key=lambda place: (-share[place], place))[:LOOKED_AT]
        likeness = {place: (self._likest(known, place) + share[place]) / length for place in near}
        ranked = sorted(near, key=lambda place: (-likeness[place], place))
        return [Found(self.entries[place], likeness[place]) for place in ranked[:most] if likeness[place] >= LEAST]

    def _likest(self, known: frozenset[int], place: int) -> float:
        """Gives what the words share with the entry's likest way of asking, by that one's length."""
        asked = zip(self.asked[place], self.length[place], strict=True)
        return max(self._sum(known & way) / length for way, length in asked)

    def _sum(self, known: Iterable[int]) -> float:
        return sum(self.weight[feature] for feature in known)


@cache
def index_of(entries: tuple[Entry, ...]) -> Index:
    """Builds the index once, when somebody first asks."""
    return Index(entries)
