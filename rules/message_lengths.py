"""Cutting a text to what a channel takes, counted as the platforms count, with no sign cut in two."""

import unicodedata

JOINER = "\u200d"
BELONGS_TO_WHAT_STANDS_BEFORE = {JOINER, "\ufe0e", "\ufe0f", "\u20e3", *map(chr, range(0x1F3FB, 0x1F400))}


def units(text: str) -> int:
    """Counts UTF-16 units, as the platforms do: signs beyond the first plane, such as emoji, count twice."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def cut(text: str, limit: int) -> str:
    """Cuts a text to at most `limit` units, at a space where one is near, with an ellipsis; no sign is cut in two."""
    if len(text) * 2 <= limit or units(text) <= limit:
        return text
    shorter = text[: _whole_signs(text, _reach(text, limit - 1))]
    space = shorter.rfind(" ")
    return f"{shorter[:space] if space > limit * 0.8 else shorter}…"


def _reach(text: str, limit: int) -> int:
    used = 0
    for place, sign in enumerate(text):
        used += 2 if sign > "\uffff" else 1
        if used > limit:
            return place
    return len(text)


def _whole_signs(text: str, end: int) -> int:
    """Gives the last place up to `end` that is not within a sign made of several, such as a family or a flag."""
    while 0 < end < len(text) and _within(text, end):
        end -= 1
    return end


def _within(text: str, place: int) -> bool:
    after, before = text[place], text[place - 1]
    if after in BELONGS_TO_WHAT_STANDS_BEFORE or before == JOINER or unicodedata.combining(after):
        return True
    flags = 0
    while _half_flag(after) and flags < place and _half_flag(text[place - 1 - flags]):
        flags += 1
    return flags % 2 == 1


def _half_flag(sign: str) -> bool:
    return "\U0001f1e6" <= sign <= "\U0001f1ff"
