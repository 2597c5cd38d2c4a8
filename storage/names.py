"""How names are compared: by the beginnings of their words, accents counting where they tell people apart."""

import unicodedata
from functools import lru_cache

from vn_collate import collate_key


def folded(text: str) -> str:
    """Takes the accents off, as many type: `Đặng Thị Hoa` is `dang thi hoa`."""
    apart = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def given_name(name: str) -> str:
    """Gives the last word of a Vietnamese name, which people are called by: Nam of Lê Văn Nam."""
    words = name.split()
    return words[-1] if words else ""


def fits(wanted: list[str], words: list[str]) -> bool:
    """Tells whether each wanted word begins one of the words."""
    return bool(wanted) and all(any(word.startswith(start) for word in words) for start in wanted)


def sort_key(text: str) -> str:
    """Makes the key by which Vietnamese lists are sorted, as `collate_key` does, out of the keys of the words.

    Names are made of few words: these are remembered, which saves most of the work.
    """
    parts = [_levels(word) for word in text.split(" ")]
    space = _levels(" ")
    return "".join(f"{between.join(level)}00" for between, level in zip(space, zip(*parts, strict=True), strict=True))


@lru_cache(maxsize=8_192)
def _levels(word: str) -> tuple[str, str, str]:
    """Takes the key of a word apart: letters, accents and capitals, each of two digits a letter and ended by 00."""
    key = str(collate_key(word))
    end = len(key) // 3
    return key[: end - 2], key[end : 2 * end - 2], key[2 * end : 3 * end - 2]
