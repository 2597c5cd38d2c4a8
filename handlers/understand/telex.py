"""Telex keys that stayed in a word, because the keyboard did not take them: «hoom», «ngayf», «truwowcs»."""

import re
import unicodedata

_INITIAL = "(?:b|ch?|dd?|gh?|gi|h|kh?|l|m|ngh?|nh?|ph?|qu|r|s|th?|tr|v|x)?"
_FINAL = "(?:ch?|m|ng?|nh|p|t)?"
_PLAIN = re.compile(rf"{_INITIAL}(?!aa|ee|oo|uu|ii|yy)[aeiouy]{{1,3}}{_FINAL}")
_SLIP = re.compile(rf"({_INITIAL})([aeiouyw][aeiouywsfrxj]*)({_FINAL})([sfrxjwaeo]*)")
_TONES = {"s": "\u0301", "f": "\u0300", "r": "\u0309", "x": "\u0303", "j": "\u0323"}
_ADORNED = (("uow", "ươ"), ("aa", "â"), ("ee", "ê"), ("oo", "ô"), ("aw", "ă"), ("ow", "ơ"), ("uw", "ư"), ("w", "ư"))
_LONGEST = 10
# English words of the grammars that look like slips
_ENGLISH = frozenset(["next", "last", "first", "was", "for"])


def untelexed(word: str) -> str:
    """Writes the syllable that the keys stand for; a word that needs no mending, or is none, stays as it is."""
    if not 3 <= len(word) <= _LONGEST or not word.isascii() or word in _ENGLISH or _PLAIN.fullmatch(word):
        return word
    slip = _SLIP.fullmatch(word)
    if slip is None:
        return word
    initial, vowels, final, trailing = slip.groups()
    tone = next((_TONES[key] for key in reversed(vowels + trailing) if key in _TONES), "")
    plain = re.sub("[sfrxj]", "", vowels)
    for key in re.sub("[sfrxj]", "", trailing):
        # «tuana» and «truocw»: the key that adorns a vowel comes after the syllable
        plain = plain.replace("uo", "ươ") if key == "w" and "uo" in plain else plain.replace(key, key * 2, 1)
        if key == "w" and "ươ" not in plain:
            plain = re.sub("([aou])(?=[^aou]*$)", r"\1w", plain, count=1)
    for keys, letter in _ADORNED:
        plain = plain.replace(keys, letter)
    if not plain or len(plain) > 3:
        return word
    return unicodedata.normalize("NFC", initial.replace("dd", "đ") + _toned(initial, plain, tone, final) + final)


def _toned(initial: str, vowels: str, tone: str, final: str) -> str:
    """Puts the tone where it is written: on an adorned vowel, before a final consonant, else on the last but one."""
    if not tone:
        return vowels
    adorned = [place for place, letter in enumerate(vowels) if not letter.isascii()]
    place = adorned[-1] if adorned else len(vowels) - (1 if final or len(vowels) == 1 else 2)
    return vowels[: place + 1] + tone + vowels[place + 1 :]
