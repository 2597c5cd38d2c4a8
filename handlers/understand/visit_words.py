"""Words that tell of a visit, by what they tell (`visits.tsv`), and whether each is denied or long past in a sentence.

A word in the list without accents stands for all its spellings; one with accents only for itself («nợ», not «nó»).
"""

import re
from functools import cache
from pathlib import Path

from handlers.understand.abbreviations import expand
from handlers.understand.features import LONGEST
from handlers.understand.fold import clean, fold

FILE = Path(__file__).with_name("visits.tsv")
DENIED, PAST = "!", "<"
SCOPE = 4  # words that a denial reaches
_WORD = re.compile(r"[^\W_]+|[^\w\s]")
_DIGITS = re.compile(r"\d+")
_DENYING = frozenset(["khong", "chua", "chang", "cha", "het", "bo", "ngung"])
_TURNING = frozenset(["nhung", "ma", "chi", "chu", "gio", "nay", "con", "van", "lai", "thi"])
_NOW = frozenset(["gio", "nay", "chu", "hien", "ni"])
_SENTENCE_ENDS = frozenset(".;!?")


def _listed(words: str) -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(each.split()) for each in words.split("|"))


_BEFORE = _listed(
    "hoi truoc|truoc day|ngay truoc|nam ngoai|nam kia|hoi xua|ngay xua|hoi do|bua truoc|thang truoc|hoi moi|hoi nam"
    "|dot truoc|truoc kia|lan truoc|tuan truoc|thoi truoc|luc truoc|xua|nam truoc|hom truoc|dao truoc|hoi thang|hoi tet"
    "|hoi dau|hoi cuoi|hoi he|hoi nho|hoi trong|hom no|bua no|tuan roi|tung"
)
_OVER = _listed(
    "bo roi|bo han|da bo|bo het|bo luon|het roi|het han|khoi roi|lanh roi|xong roi|tra xong|tra het|tra roi|cai roi"
    "|dut han|em roi|da het|da cai|thoi roi|thoi han|khong con|nghi roi|bo duoc|cai duoc|am tinh|lam lanh|lam hoa"
    "|hoa giai|da khoi|khoe lai|binh phuc|cai xong|bo lau|xuat vien|ra vien|mo xong|lanh lai"
)


@cache
def listed() -> dict[str, tuple[tuple[list[str], str], ...]]:
    """Gives first word → the phrases that begin with it, each as its words and the code that they tell."""
    phrases: dict[str, tuple[tuple[list[str], str], ...]] = {}
    for line in FILE.read_text(encoding="utf-8").splitlines():
        code, _, of_code = line.partition("\t")
        for phrase in of_code.split("|"):
            words = phrase.split()
            phrases[words[0]] = (*phrases.get(words[0], ()), (words, code))
    return phrases


def codes() -> list[str]:
    return sorted({code for phrases in listed().values() for _, code in phrases})


def codes_told(text: str) -> set[str]:
    """Lists the codes whose words stand in the text, with `DENIED` or `PAST` before those that are."""
    written = expand(_WORD.findall(_DIGITS.sub("0", clean(text[:LONGEST]).lower())))
    plain = [fold(word) for word in written]
    states = _states(written, plain)
    return {
        states[start] + code
        for spelling in ([plain] if plain == written else [plain, written])
        for start, first in enumerate(spelling)
        for words, code in listed().get(first, ())
        if spelling[start : start + len(words)] == words
    }


def _states(written: list[str], plain: list[str]) -> list[str]:
    """Says of every word whether it is denied, past, or neither."""
    states: list[str] = []
    reach, before, clause = 0, False, 0
    for place, word in enumerate(plain):
        if not word.isalnum():
            reach, before, clause = 0, before and word not in _SENTENCE_ENDS, place + 1
        if _stands(_BEFORE, plain, place) or (word == "truoc" and place == clause):
            before = True
            states[clause:] = [state or PAST for state in states[clause:]]
        elif word in _NOW:
            before = False
        if word in _TURNING:
            reach = 0
        states.append(DENIED if reach else PAST if before else "")
        reach = SCOPE if word in _DENYING else 1 if written[place] == "cai" else max(reach - 1, 0)
        if _stands(_OVER, plain, place):
            states[clause:] = [DENIED] * (place + 1 - clause)
    return states


def _stands(phrases: frozenset[tuple[str, ...]], plain: list[str], place: int) -> bool:
    return tuple(plain[place : place + 1]) in phrases or tuple(plain[place : place + 2]) in phrases
