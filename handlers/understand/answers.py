"""What an answer in people's own words means at a question with choices; learnt from seeds/answers by `make phrases`.

A *set* is what one question may be answered, or several questions that offer the same. It has a row of weights for
each feature: a byte for each of its codes, and one for `NO_ANSWER`, what people type there that answers nothing.
"""

from array import array
from bisect import bisect_left
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from math import exp, sqrt
from pathlib import Path
from typing import Any
from zlib import crc32

from handlers.understand.abbreviations import expand
from handlers.understand.clauses import clauses
from handlers.understand.features import LONGEST, TOKEN, features, unpacked
from handlers.understand.fold import clean, fold
from handlers.understand.packed_rows import ZERO, opened
from handlers.understand.questions import asks_something

FILE = Path(__file__).with_name("answers.bin")
NO_ANSWER, NONE_OF_THESE = "-", "none"
FEWEST = 12  # of so few known features nothing is said more loudly than of these
HEAT = 0.25
SILENCE = -0.7  # what speaks for each code when nothing does
UNLEARNT = float("-inf")  # what speaks for a code of which nobody has written how it is said
SURELY = 0.6  # what has to speak for an answer that was not asked for
SURELY_ALONE = 0.5  # or, where nothing speaks for anything else
SURELY_OF_TWO = 0.9  # and for one that two words of a sentence give
RIVAL = -0.3  # a second answer for which so much speaks is asked about
BEYOND_DOUBT = 0.8  # how likely a trade nobody asked for has to be, and the answer in what is itself a question
REFUSING = 0.4  # by how much «no answer» must outdo every code
OFFERED, LEAST_OFFERED = 2, 0.08
WHOLE = 4  # words; so short an answer is a feature as a whole
_DENYING = frozenset(("khong", "chua", "chang", "het", "bo"))
_TURNING = frozenset(("nhung", "ma", "chi", "chu", "gio", "nay", "con"))


@dataclass(frozen=True, slots=True)
class Meant:
    """`sure`: the codes that are meant beyond doubt, or None; an empty tuple means none of these.

    `nearest`: if it is not sure, at most two codes that it may be; none for what is no answer at all.
    """

    sure: tuple[str, ...] | None = None
    nearest: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AnswerSet:
    codes: tuple[str, ...]
    scales: tuple[float, ...]
    biases: tuple[float, ...]
    features: "array[int]"
    weights: memoryview

    def margins(self, said: Collection[int]) -> dict[str, float]:
        """Gives code → what speaks for it: above 0, more than against it."""
        width = len(self.codes)
        rows = []
        for feature in said:
            place = bisect_left(self.features, feature)
            if place < len(self.features) and self.features[place] == feature:
                rows.append(self.weights[place * width : place * width + width])
        sums = map(sum, zip(*rows, strict=True)) if rows else [0] * width
        length = sqrt(max(len(rows), FEWEST))
        return {
            code: (total - ZERO * len(rows)) * scale / length + bias
            for code, total, scale, bias in zip(self.codes, sums, self.scales, self.biases, strict=True)
        }


@dataclass(frozen=True, slots=True)
class Learnt:
    header: Mapping[str, Any]
    body: memoryview

    def answer_set(self, name: str) -> AnswerSet:
        layout = self.header["sets"][name]
        count, start = layout["features"], layout["start"]
        keys = unpacked(self.body[start : start + 4 * count].tobytes())
        end = start + (4 + len(layout["codes"])) * count
        return AnswerSet(
            tuple(layout["codes"]),
            tuple(layout["scales"]),
            tuple(layout["biases"]),
            keys,
            self.body[start + 4 * count : end],
        )


@cache
def learnt() -> Learnt:
    return Learnt(*opened(FILE))


@cache
def answer_set(name: str) -> AnswerSet:
    """Unpacks a set when its question is asked for the first time."""
    return learnt().answer_set(name)


def is_learnt(name: str) -> bool:
    return name in learnt().header["sets"]


def read_one(name: str, text: str, codes: Collection[str]) -> Meant:
    """Reads the one of these codes that is meant; whoever asks something answers only beyond doubt."""
    sure = BEYOND_DOUBT if asks_something(text) else learnt().header["sure"]["one"]
    return one_of(answer_set(name).margins(said(text)), codes, sure)


def read_several(name: str, text: str, codes: Collection[str]) -> Meant:
    """Reads all of these codes that are meant, clause by clause, in the order of the codes."""
    of_parts = [answer_set(name).margins(said(part)) for part in parts(text)]
    return several_of(of_parts, codes, learnt().header["sure"]["several"])


def weighed(name: str, text: str, codes: Collection[str]) -> dict[str, float]:
    """Gives the codes that speak for themselves in words meant for another question, with what speaks for each."""
    margins = answer_set(name).margins(said(text))
    sure = SURELY_ALONE if sum(margin > RIVAL for margin in margins.values()) == 1 else SURELY
    told = {code: margins[code] for code in (*codes, NONE_OF_THESE) if margins.get(code, 0.0) >= sure}
    return told if told and max(told.values()) > margins[NO_ANSWER] else {}


def weighed_within(name: str, text: str, codes: Collection[str]) -> dict[str, float]:
    """Gives the codes that two words running of a sentence speak for: «tuyển 5 thợ hàn lương 9 triệu»."""
    words = TOKEN.findall(clean(text[:LONGEST]))
    pairs = (weighed(name, f"{word} {next_word}", codes) for word, next_word in pairwise(words))
    told = [(weight, code) for pair in pairs for code, weight in pair.items() if weight >= SURELY_OF_TWO]
    return {code: weight for weight, code in sorted(told)}


def is_trade(text: str) -> bool:
    """Says whether a few words name a trade and nothing else: «lái xe ba gác»."""
    if len(text.split()) > WHOLE:
        return False
    trades = answer_set("trade")
    return one_of(trades.margins(said(text)), trades.codes[:-1], BEYOND_DOUBT).sure is not None


def parts(text: str) -> list[str]:
    """Lists the whole first, then its clauses."""
    return list(dict.fromkeys((text, *clauses(text))))


def one_of(margins: Mapping[str, float], codes: Collection[str], sure: float) -> Meant:
    shares, refused = shares_of(margins, codes)
    if refused:
        return Meant()
    first, *others = shares
    rivalled = any(margins[other] > RIVAL for other in others[:1])
    return Meant((first,)) if shares[first] >= sure and not rivalled else Meant(nearest=_offered(shares))


def several_of(of_parts: Sequence[Mapping[str, float]], codes: Collection[str], sure: float) -> Meant:
    """Joins what the parts tell; what the whole denies, no part of it may tell."""
    whole = of_parts[0]
    nothing = whole.get(NONE_OF_THESE, UNLEARNT)
    told: set[str] = set()
    likely: dict[str, float] = {}
    for margins in of_parts:
        shares, refused = shares_of(margins, (*codes, NONE_OF_THESE))
        if not refused:
            told |= {code for code in shares if margins[code] >= max(sure, margins.get(NONE_OF_THESE, UNLEARNT))}
            likely |= {code: max(share, likely.get(code, 0)) for code, share in shares.items()}
    denied = nothing >= max(0.0, *(whole.get(code, UNLEARNT) for code in codes))
    if told and (denied or told == {NONE_OF_THESE}):
        return Meant(())
    if told:
        return Meant(tuple(code for code in codes if code in told))
    likely.pop(NONE_OF_THESE, None)
    return Meant(nearest=_offered(dict(sorted(likely.items(), key=lambda share: -share[1]))))


def _offered(shares: Mapping[str, float]) -> tuple[str, ...]:
    return tuple(code for code, share in shares.items() if share >= LEAST_OFFERED)[:OFFERED]


def shares_of(margins: Mapping[str, float], codes: Collection[str]) -> tuple[dict[str, float], bool]:
    """Gives code → how likely it is, from 0 to 1, the likeliest first; and whether it is no answer at all."""
    offered = {code: margins[code] for code in codes if code in margins}
    if not offered:
        return {}, True
    refused = margins[NO_ANSWER] > max(offered.values()) + REFUSING
    weights = {code: exp((margin - SILENCE) / HEAT) for code, margin in offered.items()}
    whole = sum(weights.values()) + 1
    return {code: weights[code] / whole for code in sorted(weights, key=lambda code: -weights[code])}, refused


@lru_cache(maxsize=32)
def said(text: str) -> frozenset[int]:
    """Gives the numbers of all that stands in a text: its features, what is denied, and a short answer as a whole."""
    words = [fold(word) for word in expand(TOKEN.findall(clean(text[:LONGEST]).lower()))]
    named = {f"!{word}" for word in _denied(words)}
    spoken = [word for word in words if word.isalnum()]
    if len(spoken) <= WHOLE:
        named.add("=" + " ".join(spoken))
    return features(text) | {crc32(name.encode()) for name in named}


def _denied(words: list[str]) -> set[str]:
    """Lists the words that stand behind a «không» in the same clause."""
    denied: set[str] = set()
    denying = False
    for word in words:
        if not word.isalnum() or word in _TURNING:
            denying = False
            continue
        if denying:
            denied.add(word)
        denying = denying or word in _DENYING
    return denied
