"""Tells whether a word can be Vietnamese by its sounds: what is written in an old font or read wrongly can not."""

import re
import unicodedata
from functools import lru_cache

_TONES = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
_SYLLABLE = re.compile(
    "(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdđghklmnpqrstvxfjwz])?"
    "(?:uyê|uya|uyu|iêu|yêu|oai|oay|oao|oeo|uây|uôi|ươi|ươu|ia|iê|yê|ua|uô|ưa|ươ|oa|oă|oe|oo|uâ|uê|uy|uơ|ai|ao|au|ay|"
    "âu|ây|eo|êu|iu|oi|ôi|ơi|ui|ưi|ưu|[aăâeêioôơuưy])"
    "(?:ch|ng|nh|[cmnptk])?"
)
_WORD = re.compile(r"[^\W\d_]+")


@lru_cache(maxsize=20_000)
def is_syllable(word: str) -> bool:
    """Says whether a word is built as Vietnamese ones are, with one tone at most."""
    apart = unicodedata.normalize("NFD", word.lower())
    plain = unicodedata.normalize("NFC", _TONES.sub("", apart))
    return len(_TONES.findall(apart)) <= 1 and bool(_SYLLABLE.fullmatch(plain))


def odd_words(text: str) -> int:
    """Counts the words that cannot be Vietnamese, and the signs that stand in no text of an office."""
    strange = sum(
        unicodedata.category(sign) in ("Sm", "Sk", "So", "Cc", "Cn", "Po") and ord(sign) > 126 for sign in text
    )
    capitals = sum(bool(word != word.upper() and word[1:] != word[1:].lower()) for word in _WORD.findall(text))
    wrong = sum(not is_syllable(word) for word in _WORD.findall(text) if not word.isascii())
    return strange + capitals + wrong
