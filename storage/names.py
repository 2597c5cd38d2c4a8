"""How names are compared: by the beginnings of their words, accents counting where they tell people apart."""

import unicodedata


def lowered(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold()


def folded(text: str) -> str:
    """Without accents, as many type: `Đặng Thị Hoa` is `dang thi hoa`."""
    apart = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def given_name(name: str) -> str:
    """The last word of a Vietnamese name is what people are called by: Nam of Lê Văn Nam."""
    words = name.split()
    return words[-1] if words else ""


def fits(wanted: list[str], words: list[str]) -> bool:
    """Each wanted word begins one of the words."""
    return bool(wanted) and all(any(word.startswith(start) for word in words) for start in wanted)
