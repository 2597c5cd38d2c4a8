"""The two ways of placing a tone mark over oa, oe and uy made one: for comparing, not for showing."""

import re
import unicodedata

# decomposed, the mark follows its letter: the new style has it on the second, the traditional one on the first
_ON_THE_SECOND = re.compile("(o)([ae])([\u0300\u0301\u0303\u0309\u0323])(?![\\w\u0300-\u036f])")
_ON_THE_Y = re.compile("(u)(y)([\u0300\u0301\u0303\u0309\u0323])(?![\\w\u0300-\u036f])")


def one_tone_place(text: str) -> str:
    """Writes the marks of small letters in the traditional places; takes and gives NFC."""
    if text.isascii():
        return text
    apart = unicodedata.normalize("NFD", text)
    return unicodedata.normalize("NFC", _ON_THE_Y.sub(r"\1\3\2", _ON_THE_SECOND.sub(r"\1\3\2", apart)))


def comparable(text: str) -> str:
    """Composes a text, in small letters, tone marks in one place: equal words are equal however they were typed."""
    return one_tone_place(unicodedata.normalize("NFC", text).casefold())
