"""Whether a message tells of danger: learnt from sentences and their look-alikes, with what the word list finds."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from operator import mul
from typing import Literal

from handlers.understand import emergency as listed
from handlers.understand import learnt

Verdict = Literal["yes", "maybe", "no"]
KINDS = ("suicide", "violence", "weapon", "overdose", "medical", "fire", "abuse")
# kind → what the list of words calls it, which is also the reason of the alert
REASON_OF: dict[str, listed.Kind] = {
    "suicide": "self_harm",
    "violence": "violence",
    "weapon": "violence",
    "overdose": "overdose",
    "medical": "medical",
    "fire": "fire",
    "abuse": "violence",
}


@dataclass(frozen=True, slots=True)
class Danger:
    """`verdict` yes: somebody is in danger; maybe: ask at once. `kind` is empty for no."""

    verdict: Verdict
    kind: str = ""

    @property
    def reason(self) -> listed.Kind:
        return REASON_OF[self.kind]


NONE = Danger("no")
FEW_WORDS = 6


@lru_cache(maxsize=8)
def danger(text: str) -> Danger:
    """Reads a message. Recall comes first: what may be danger is at least maybe.

    Remembered for the turn: distress is asked first and the typed wish asks again.
    """
    said = learnt.sums(text)
    found = listed.emergency(text)
    doubts = learnt.weights().header["danger"]
    others = (said[intent] for intent in learnt.weights().header["intents"] if intent != "emergency")
    leaning = said["emergency"] - max(others)
    marks = listed_marks(text, found)
    any_danger, sure = (
        said[outcome] + leaning + sum(map(mul, marks, doubts[f"listed.{outcome}"]))
        for outcome in ("danger", "danger.yes")
    )
    # a few bare words leave little to learn from: those of the list are at least asked about
    in_few_words, leans_to_danger = marks == (0, 1), any_danger >= doubts["maybe"]
    if sure >= doubts["yes"] or (in_few_words and leans_to_danger):
        return Danger("yes", _kind(said, found))
    if leans_to_danger or in_few_words:
        return Danger("maybe", _kind(said, found))
    return NONE


def listed_marks(text: str, found: listed.Kind | None) -> tuple[int, int]:
    """Says what the word list adds to the features: its words in a longer message; in one of a few words."""
    return (0, 0) if found is None else (0, 1) if len(text.split()) <= FEW_WORDS else (1, 0)


def _kind(said: Mapping[str, float], found: listed.Kind | None) -> str:
    """Picks the likeliest of those that the list of words allows, where it has found something."""
    return max((kind for kind in KINDS if found in (None, REASON_OF[kind])), key=lambda kind: said[f"kind.{kind}"])
