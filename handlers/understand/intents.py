"""What somebody came for, from a typed sentence: the nearest of our own phrases, or nothing when two are near."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from math import log, sqrt
from pathlib import Path

from rapidfuzz import process
from rapidfuzz.distance import OSA

from handlers.understand.abbreviations import expand
from handlers.understand.emergency import emergency
from handlers.understand.fold import fold, words
from handlers.understand.stopwords import is_stop
from rules.roles import who_come_for

INTENTS = (
    "find_job",
    "training",
    "loan_info",
    "loan_apply",
    "loan_status",
    "record_clearance",
    "id_papers",
    "residence",
    "mental_health",
    "addiction_help",
    "emergency",
    "report_visit",
    "my_people",
    "my_status",
    "talk_to_officer",
    "complaint",
    "stop_messages",
    "my_data",
    "change_phone",
    "offer_job",
    "broadcast",
    "anonymous_tip",
    "volunteer",
    "about",
    "help",
    "thanks",
    "other",
)
# what only some come for; everything else is everybody's
ONLY_FOR: Mapping[str, frozenset[str]] = {intent: who_come_for(intent) for intent in INTENTS}
PHRASES = Path(__file__).resolve().parents[2] / "seeds" / "phrases.tsv"
LONGEST = 400
LEAST = 0.28
SURE = 0.72
CLEAR = 0.3
LEAST_CONFIDENCE = 0.35
FOLDED = "~"
ACCENTED_FROM = 4  # one accented word in so many
SHORTEST_SLIP = 5
UNKNOWN, EVEN, PAIR = 0.5, 0.3, 0.8

_FILLER = frozenset(
    {"em", "anh", "chị", "tôi", "mình", "bác", "cô", "chú", "cháu", "ạ", "a", "dạ", "vâng", "ơi", "oi", "nhé", "nha"}
    | {"với", "cho", "hỏi", "thì", "là", "luôn", "đó", "này", "của", "và", "cũng", "cả", "có", "lắm", "thế", "vậy"}
    | {"toi", "minh", "da", "vang", "nhe", "voi", "hoi", "thi", "la", "luon", "do", "bac", "chu", "co", "chau"}
    | {"cua", "va", "cung", "ca", "mà", "để", "hay"}
)
_DIGITS = re.compile(r"\d+")
_I_OR_Y = re.compile(r"([hklmst])([yýỳỷỹỵ])")
_I = str.maketrans("yýỳỷỹỵ", "iíìỉĩị")


@dataclass(frozen=True, slots=True)
class Corpus:
    """Our phrases by their features: single words and pairs, each as written and folded."""

    intents: tuple[str, ...]  # of each phrase
    norms: tuple[float, ...]
    found_in: Mapping[str, tuple[int, ...]]
    weights: Mapping[str, float]
    slips_of: tuple[str, ...]


def intent_of(text: str, role: str | Collection[str] | None = None) -> tuple[str, float] | None:
    """Finds the intent and how sure we are of it, from 0 to 1; None when nothing or more than one thing is meant.

    Above 0.7 it may be acted on; below, asked back.
    """
    if emergency(text):
        return "emergency", 1.0
    if is_stop(text):
        return "stop_messages", 1.0
    scores = score(text[:LONGEST], role)
    if not scores or scores[0][1] < LEAST:
        return None
    (best, first), second = scores[0], scores[1][1] if len(scores) > 1 else 0.0
    clear = min((first - second) / (CLEAR * first), 1.0)
    confidence = round(min(first / SURE, 1.0) * (0.4 + 0.6 * clear), 2)
    return (best, confidence) if confidence >= LEAST_CONFIDENCE else None


def score(text: str, role: str | Collection[str] | None = None) -> list[tuple[str, float]]:
    """Lists every intent open to the role with its nearness, the nearest first."""
    corpus = _corpus()
    said = set(_features([_known(word, corpus) for word in _said(text)]))
    weights = {key: corpus.weights.get(key, corpus.weights[""]) for key in said}
    norm = sqrt(sum(weight * weight for weight in weights.values()))
    if not norm or not any(sign.isalpha() for sign in text):
        return []
    shared: dict[int, float] = {}
    for key, weight in weights.items():
        for phrase in corpus.found_in.get(key, ()):
            shared[phrase] = shared.get(phrase, 0.0) + weight * weight
    near: dict[str, list[float]] = {}
    for phrase, common in shared.items():
        near.setdefault(corpus.intents[phrase], []).append(common / (norm * corpus.norms[phrase]))
    roles = (role,) if isinstance(role, str) else role or ()
    scored = ((intent, _together(each)) for intent, each in near.items() if _open_to(intent, roles))
    return sorted(scored, key=lambda intent_and_nearness: -intent_and_nearness[1])


def _open_to(intent: str, roles: Collection[str]) -> bool:
    only_for = ONLY_FOR.get(intent)
    return not roles or not only_for or not only_for.isdisjoint(roles)


def _together(near: list[float]) -> float:
    """Counts the nearest phrase; others as near make it likelier."""
    first, *rest = sorted(near, reverse=True)[:3]
    return first + 0.15 * sum(rest) / 2


def _words(text: str) -> list[str]:
    said = (_DIGITS.sub("#", word) for word in expand(words(text)))
    return [_I_OR_Y.sub(lambda hit: hit[1] + hit[2].translate(_I), word) for word in said if word not in _FILLER]


def _said(text: str) -> list[str]:
    """Reads a word without accents as any of those it is the folded form of; one with them means itself."""
    raw = words(text)
    accented = sum(not word.isascii() for word in raw)
    if accented * ACCENTED_FROM > len(raw):
        return _words(text)
    return [FOLDED + word if word.isascii() else word for word in _words(text)]


def _features(said: list[str]) -> list[str]:
    return said + [f"{one} {other}" for one, other in pairwise(said)]


def _known(word: str, corpus: Corpus) -> str:
    """Finds the word of ours that this one is a slip of."""
    if len(word) < SHORTEST_SLIP or word in corpus.weights:
        return word
    near = process.extractOne(word, corpus.slips_of, scorer=OSA.distance, score_cutoff=1)
    return near[0] if near else word


@cache
def _corpus() -> Corpus:
    lines = PHRASES.read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    spelled = [(intent, _spelled(_words(phrase))) for intent, phrase in rows]
    seen: dict[str, Counter[str]] = {}
    for intent, features in spelled:
        for key in {key for keys in features for key in keys}:
            seen.setdefault(key, Counter())[intent] += 1
    weights = {key: _weight(key, counts, len(rows)) for key, counts in seen.items()}
    weights[""] = log(1 + len(rows)) * UNKNOWN
    found_in: dict[str, list[int]] = {}
    for place, (_, features) in enumerate(spelled):
        for key in {key for keys in features for key in keys}:
            found_in.setdefault(key, []).append(place)
    return Corpus(
        tuple(intent for intent, _ in spelled),
        tuple(_norm(features, weights) for _, features in spelled),
        {key: tuple(places) for key, places in found_in.items()},
        weights,
        tuple(key for key in weights if " " not in key and len(key) >= SHORTEST_SLIP),
    )


def _weight(key: str, counts: Counter[str], rows: int) -> float:
    """Weighs a word: rare ones more, and those that belong to one thing people come for."""
    telling = max(counts.values()) / counts.total()
    return log(1 + rows / counts.total()) * (EVEN + (1 - EVEN) * telling) * (PAIR if " " in key else 1.0)


def _spelled(said: list[str]) -> list[frozenset[str]]:
    single = [(word, FOLDED + fold(word)) for word in said]
    double = [frozenset(f"{one} {other}" for one in first for other in second) for first, second in pairwise(single)]
    return [*(frozenset(both) for both in single), *double]


def _norm(features: Iterable[frozenset[str]], weights: Mapping[str, float]) -> float:
    return sqrt(sum(max(weights[key] for key in keys) ** 2 for keys in features)) or 1.0
