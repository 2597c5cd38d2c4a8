"""Which of the offered things a person means: accents first, then folded, and folded only if one thing matches."""

import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

from handlers.understand.fold import bare, folded_words, words

Pairs = Sequence[tuple[str, str]]

# the labels of a form are the same at every turn
_label_words = lru_cache(maxsize=2048)(words)
_folded_label_words = lru_cache(maxsize=2048)(folded_words)
_BETWEEN = re.compile(r"[,;/+&\n]|\s(?:và|va|voi|với|and)\s", re.IGNORECASE)


def match(text: str, options: Pairs) -> str | None:
    """Finds the value of the one option, given as (value, label), that is meant; None for nothing or for several.

    The whole label first; then words that stand in one label only ("Nam" for "Anh Nam · xóm 6").
    """
    said = words(text)
    if not said:
        return None
    folded = folded_words(text)
    for fits in (
        _matches(_label_words, said),
        _matches(_folded_label_words, folded),
        _within(_label_words, said),
        _within(_folded_label_words, folded),
    ):
        meant = {value for value, label in options if fits(label)}
        if len(meant) == 1:
            return meant.pop()
        if meant:
            return None
    return None


def match_whole(text: str, options: Pairs) -> str | None:
    """Finds the value of the one option whose label is said, no more and no less."""
    for split, split_label in ((words, _label_words), (folded_words, _folded_label_words)):
        said = split(text)
        meant = {value for value, label in options if split_label(label) == said}
        if len(meant) == 1:
            return meant.pop()
    return None


def match_several(text: str, options: Pairs) -> list[str] | None:
    """Lists the values named one after another, in the order of the options; None if any part is not clear."""
    whole = match(text, options)
    if whole is not None:
        return [whole]
    named: set[str] = set()
    for part in _BETWEEN.split(text):
        if not bare(part):
            continue
        value = match(part, options)
        if value is None:
            return None
        named.add(value)
    return [value for value, _ in options if value in named] or None


MOST_AROUND = 2
_DENIALS = frozenset(["khong", "ko", "k", "chua", "chang", "hong", "dau", "not", "no"])


def spoken_in(text: str, options: Pairs) -> str | None:
    """Finds the value of the one option whose label, of two words or more, is nearly all of the text and not denied."""
    said = folded_words(text)
    meant = {value for value, label in options if _is_spoken(_folded_label_words(label), said)}
    return meant.pop() if len(meant) == 1 else _half_of_a_label(said, match(text, options), options)


def _half_of_a_label(said: list[str], value: str | None, options: Pairs) -> str | None:
    """Keeps what is half of its label or more: «khỏe» is no «Chưa làm được vì sức khỏe», «có» no «Có, tôi ở xã này»."""
    longest = max((len(_folded_label_words(label)) for each, label in options if each == value), default=0)
    return value if longest <= 2 * len(said) else None


def _is_spoken(label: list[str], said: list[str]) -> bool:
    if not 2 <= len(label) <= len(said) <= len(label) + MOST_AROUND or not _in_a_row(label, said):
        return False
    return bool(_DENIALS.intersection(label)) or _DENIALS.isdisjoint(said)


Split = Callable[[str], list[str]]


def _matches(split: Split, said: list[str]) -> Callable[[str], bool]:
    return lambda label: split(label) == said


def _within(split: Split, said: list[str]) -> Callable[[str], bool]:
    """Says whether all that is said stands in the label, as whole words in a row."""
    if sum(map(len, said)) < 2:
        return lambda label: False
    return lambda label: _in_a_row(said, split(label))


def _in_a_row(few: list[str], many: Iterable[str]) -> bool:
    return f" {' '.join(few)} " in f" {' '.join(many)} "


ROOT = 4  # letters by which words of one stem are known: «working», «works»
_SAYING_LITTLE = frozenset(
    [
        "the",
        "and",
        "for",
        "with",
        "not",
        "but",
        "you",
        "are",
        "was",
        "has",
        "have",
        "had",
        "this",
        "that",
        "very",
        "just",
        "some",
        "they",
        "them",
    ]
)


def nearest(text: str, options: Pairs, most: int = 2) -> tuple[str, ...]:
    """Lists at most so many values whose labels share words with the text, by their roots; the best first.

    Nothing where no label shares any: it is for languages in which no answers were learnt.
    """
    said = _roots(text)
    shared = {value: len(said & _roots(label)) for value, label in options}
    ranked = sorted((value for value in shared if shared[value]), key=lambda value: -shared[value])
    return tuple(ranked[:most])


def _roots(text: str) -> set[str]:
    return {word[:ROOT] for word in folded_words(text) if len(word) > 2 and word not in _SAYING_LITTLE}
