"""Finds the reviewed answer to what somebody types: by the pieces of its words, the rarer the more they count."""

from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from math import log, sqrt
from typing import NamedTuple

from handlers.understand.features import features
from rules.guidance import Entry

# what shares less with every question than this is about something else
LEAST = 0.14


class Found(NamedTuple):
    entry: Entry
    likeness: float


class Index:
    """All ways of asking, by the features they share; `find` looks at those alone that the words have in common."""

    def __init__(self, entries: Sequence[Entry]):
        self.entries = entries
        asked = [(place, text) for place, entry in enumerate(entries) for text in (entry.title, *entry.asked)]
        self.of_entry = [place for place, _ in asked]
        seen = [features(text) for _, text in asked]
        self.asked_with: dict[int, list[int]] = defaultdict(list)
        for number, known in enumerate(seen):
            for feature in known:
                self.asked_with[feature].append(number)
        self.weight = {feature: log(1 + len(seen) / len(with_it)) ** 2 for feature, with_it in self.asked_with.items()}
        self.length = [sqrt(sum(self.weight[feature] for feature in known)) for known in seen]
        self.unknown = log(1 + len(seen)) ** 2

    def find(self, text: str, most: int = 3) -> list[Found]:
        """Gives the likeliest entries, the best first, each once; nothing for what is about something else."""
        known = features(text)
        shared: dict[int, float] = defaultdict(float)
        length = 0.0
        for feature in known:
            weight = self.weight.get(feature)
            length += self.unknown if weight is None else weight
            for number in self.asked_with.get(feature, ()):
                shared[number] += weight or 0.0
        best: dict[int, float] = {}
        for number, common in shared.items():
            likeness = common / (sqrt(length) * self.length[number])
            place = self.of_entry[number]
            best[place] = max(best.get(place, 0.0), likeness)
        ranked = sorted(best.items(), key=lambda item: (-item[1], item[0]))
        return [Found(self.entries[place], likeness) for place, likeness in ranked[:most] if likeness >= LEAST]


@cache
def index_of(entries: tuple[Entry, ...]) -> Index:
    """Builds the index once, when somebody first asks."""
    return Index(entries)
