"""How names are compared: by the beginnings of their words, accents counting where they tell people apart."""

import unicodedata


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
