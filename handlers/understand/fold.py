"""Typed text made comparable: composed, free of invisible signs, and folded to plain letters."""

import re
import unicodedata

from rules.tone_marks import one_tone_place

# C0 and C1 controls but for tab and newline, zero-width and direction marks, surrogates, tags, variation selectors
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e"
    "\u2060-\u2064\u2066-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e0fff]+"
)
# Vietnamese letters compose into one sign; a Latin mark left over after NFC is decoration
_LOOSE_MARKS = re.compile("[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+")
# a letter held down: «cứuuuu»
DRAWN_OUT = re.compile(r"([^\W\d_])\1{2,}")
_OTHER_BREAKS = re.compile("\r\n?|[\u2028\u2029\u0085]")
_WORD = re.compile(r"[^\W_]+")
_NOT_WORD = re.compile(r"[\W_]+")
_CONTROL_ASCII = re.compile("[\x00-\x08\x0b-\x1f\x7f]")


def clean(text: str) -> str:
    """Normalises to NFC, without NUL, zero-width signs, direction marks and stacked accents; words and lines stay."""
    if text.isascii():
        if not _CONTROL_ASCII.search(text):
            return text
        return _INVISIBLE.sub("", _OTHER_BREAKS.sub("\n", text))
    text = _INVISIBLE.sub("", _OTHER_BREAKS.sub("\n", text))
    return _LOOSE_MARKS.sub("", unicodedata.normalize("NFC", text))


def fold(text: str) -> str:
    """Folds to lower case, đ as d, no accents, single spaces."""
    if not text.isascii():
        text = _LOOSE_MARKS.sub("", unicodedata.normalize("NFKD", _INVISIBLE.sub("", text)))
        text = text.lower().replace("đ", "d")
        if not text.isascii():
            text = unicodedata.normalize("NFC", _LOOSE_MARKS.sub("", text))
        return " ".join(text.split())
    if _CONTROL_ASCII.search(text):
        text = _INVISIBLE.sub("", _OTHER_BREAKS.sub("\n", text))
    return " ".join(text.lower().split())


def words(text: str) -> list[str]:
    """Splits a text into words in lower case with their accents, tone marks in one place, without punctuation."""
    return _WORD.findall(one_tone_place(clean(text).lower()))


def folded_words(text: str) -> list[str]:
    return _WORD.findall(fold(text))


def bare(text: str) -> str:
    """Joins folded words by single spaces: what commands and short answers are compared by."""
    return _NOT_WORD.sub(" ", fold(text)).strip()
