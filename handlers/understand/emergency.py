"""Words that cannot wait: found in any message, inside any dialogue, with accents or without."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal, cast

from handlers.understand.fold import DRAWN_OUT, clean, fold, words
from rules.tone_marks import one_tone_place

Kind = Literal["self_harm", "violence", "overdose", "fire", "medical"]

GAP = "…"
END = "$"
LONGEST_GAP = 2
SHORT = 3
SPELLINGS = {
    "không": {"ko", "k", "kh", "hk", "hok", "hong", "hông", "hổng", "khum", "kg", "kô", "nỏ", "chẳng", "chả", "đéo"},
    "bị": {"bi", "bj"},
    "sốc": {"sock", "shock", "sóc"},
    "người": {"ng"},
    "muốn": {"mún", "mun"},
    "em": {"e", "iem"},
    "nữa": {"nua", "nx"},
}
# "không đánh nhau" reports that all is well, "tội đánh nhau" what was long ago; of self-harm any mention counts
UNDONE = frozenset(["không", "khong", "ko", "k", "kh", "hk", "chưa", "chua", "chẳng", "chang", "hết", "het", "tội"])
UNDONE_BEFORE_HELPER = frozenset(["không", "khong", "ko", "k", "kh", "chưa", "chua"])
HELPERS = frozenset(["còn", "con", "có", "co", "bị", "bi", "hề", "he", "thấy", "thay", "đi", "di", "xảy", "xay", "ra"])


@dataclass(frozen=True, slots=True)
class _Phrase:
    kind: Kind
    steps: tuple[frozenset[str] | None, ...]  # None stands for a gap
    not_before: frozenset[str]
    not_after: frozenset[str]
    accented_or_short: bool


def _spellings(word: str, as_written: bool) -> frozenset[str]:
    spellings = {one_tone_place(word)}
    if as_written:
        return frozenset(spellings)
    spellings |= {fold(word), *SPELLINGS.get(word, ())}
    if word.startswith("đ"):
        spellings.add("đ" + fold(word)[1:])
    return frozenset(spellings)


def _read(line: str) -> _Phrase:
    kind, phrase, *rest = [*line.split("\t"), "", ""]
    mark = phrase[0] if phrase[0] in "=~" else ""
    steps = tuple(None if word == GAP else _spellings(word, bool(mark)) for word in phrase.removeprefix(mark).split())
    before, after = (frozenset(column.split()) for column in rest[:2])
    return _Phrase(cast(Kind, kind), steps, before, after, mark == "~")


def _load() -> dict[str, list[_Phrase]]:
    lines = Path(__file__).with_suffix(".tsv").read_text(encoding="utf-8").splitlines()
    by_first: dict[str, list[_Phrase]] = {}
    for phrase in (_read(line) for line in lines if line and not line.startswith("#")):
        for word in phrase.steps[0] or ():
            by_first.setdefault(word, []).append(phrase)
    return by_first


_BY_FIRST = _load()


@lru_cache(maxsize=8)
def emergency(text: str) -> Kind | None:
    """Finds what kind of emergency a message tells of, if any; remembered for the turn, which asks more than once."""
    kind = _kind_in(text, [*words(text), END])
    if kind is None and DRAWN_OUT.search(text):
        for short in (r"\1", r"\1\1"):
            kind = kind or _kind_in(text, [*words(DRAWN_OUT.sub(short, text)), END])
    return kind


def _kind_in(text: str, said: list[str]) -> Kind | None:
    if _BY_FIRST.keys().isdisjoint(said):
        return None
    for place, word in enumerate(said):
        for phrase in _BY_FIRST.get(word, ()):
            end = _end_of(phrase, said, place)
            if end and _counts(phrase, said, place, end, text):
                return phrase.kind
    return None


def _end_of(phrase: _Phrase, said: list[str], place: int) -> int:
    """Finds where the phrase ends if it starts at this place; 0 if it does not."""
    place += 1
    reach = 0
    for step in phrase.steps[1:]:
        if step is None:
            reach = LONGEST_GAP
            continue
        for there in range(place, min(place + reach + 1, len(said))):
            if said[there] in step:
                place = there + 1
                break
        else:
            return 0
        reach = 0
    return place


def _counts(phrase: _Phrase, said: list[str], start: int, end: int, text: str) -> bool:
    if phrase.accented_or_short and text.isascii() and len(said) - 1 > SHORT:
        return False
    if start and fold(said[start - 1]) in phrase.not_before:
        return False
    if end < len(said) and fold(said[end]) in phrase.not_after:
        return False
    return phrase.kind == "self_harm" or not _undone(said, start, text)


def _undone(said: list[str], start: int, text: str) -> bool:
    """Says whether a denial stands just before, in the same clause."""
    if not start:
        return False
    before = said[start - 1]
    if before in UNDONE:
        lead = before
    elif before in HELPERS and start > 1 and said[start - 2] in UNDONE_BEFORE_HELPER:
        lead = f"{said[start - 2]} {before}"
    else:
        return False
    return f"{lead} {said[start]}" in " ".join(one_tone_place(clean(text).lower()).split())
