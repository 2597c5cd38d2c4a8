"""Numbers that are read out figure by figure: «không chín một hai, ba bốn lăm, ba con tám»."""

import re

from handlers.understand.fold import fold
from handlers.understand.numerals import ONES

FEWEST = 9  # figures; of fewer words nobody's number is made
_DIGITS = {word: str(number) for word, number in ONES.items()} | dict.fromkeys(("le", "linh", "zero"), "0")
_DIGIT = rf"(?:{'|'.join(sorted(_DIGITS, key=len, reverse=True))})"
_WORD = rf"(?:{_DIGIT}|muoi|teen|tram|so|con|\d+)"
_RUN = re.compile(rf"(?<!\w)(?:khong|zero|cong tam tu|0\d*|\+?84)(?:[\s,.\-–]+{_WORD})+(?!\w)")
_TIMES = re.compile(rf"(?<!\w)(?P<times>hai|ba|bon|nam|[2-5]) (?:so|con) (?P<digit>{_DIGIT}|\d)(?!\w)")
# «mười hai» is 12, «hai mươi» is 20: without accents they are one word, and it is the second
_TEEN = re.compile(r"(?<!\w)mười(?!\w)", re.IGNORECASE)


def in_figures(text: str) -> str:
    """Writes figures for a telephone number in words; what is no such number stays as it is."""
    text = " ".join(text.split())
    folded = fold(text)
    if len(folded) != len(text):
        return text
    for teen in _TEEN.finditer(text):
        folded = folded[: teen.start()] + "teen" + folded[teen.end() :]
    for run in reversed(list(_RUN.finditer(folded))):
        figures = _figures(run[0])
        if not run[0].isdecimal() and any(word.isalpha() for word in run[0].split()) and len(figures) >= FEWEST:
            text = text[: run.start()] + figures + text[run.end() :]
    return text


def _figures(run: str) -> str:
    said = _TIMES.sub(lambda same: " ".join([same["digit"]] * int(_DIGITS.get(same["times"], same["times"]))), run)
    words = re.findall(r"\w+", said)
    figures = ""
    for word, following in zip(words, [*words[1:], ""], strict=True):
        if word == "teen":
            figures += "1" if following in _DIGITS else "10"
        elif word == "muoi":
            figures += "" if following in _DIGITS else "0"
        elif word == "tram":
            figures += "" if following in _DIGITS else "00"
        elif word not in ("so", "con", "cong"):
            figures += _DIGITS.get(word, word)
    return figures
