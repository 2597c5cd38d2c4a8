"""Names of places: «xóm 7», «xưởng bên Thanh Liêm», «gần chợ Bến Thủy»; nothing else stands in them."""

import re

from handlers.understand.fold import clean, fold

LONGEST = 8  # words
_NOUNS = (
    r"xuong|xom|thon|xa|phuong|ap|to dan pho|to|ban|buon|lang|khoi|huyen|quan|tinh|cho|nha may|cong ty|kho|ben|cang"
    r"|truong|tram|nong trai|trang trai|cong trinh|cong truong|cua hang|quan|tiem|khu|duong|pho|thi tran|thanh pho|tp"
)
_JOINING = r"o|tai|ben|gan|canh|sau|truoc|dau|cuoi|giua|tren|duoi|trong|ngoai|phia|doi dien|so|gan do|nha|chu"
_BEFORE = re.compile(rf"(?:(?:{_JOINING}|da|a|lam) )*(?=(?:{_NOUNS})\b)")
_NOUN = re.compile(rf"(?:{_NOUNS})(?!\w)")
_NAME = re.compile(r"[A-ZĐÀ-Ỹ][a-zđà-ỹ]*|\d{1,4}[a-zA-Z]?|[IVX]{1,4}")
_SAID_IN = re.compile(rf"(?<!\w)(?:o|tai) (?=(?:{_NOUNS})(?!\w))")


def is_place(text: str) -> bool:
    """Says whether the whole text names a place: a word for one, then names, numbers and words such as «bên»."""
    said = clean(text).strip(" .,!")
    if said.isupper() or len(said.split()) > LONGEST:
        return False
    before = _BEFORE.match(fold(said))
    if before is None:
        return False
    return _end_of_place(said, len(before[0].split())) == len(said.split())


def place_in(text: str) -> str:
    """Finds the place that a sentence names behind «ở» or «tại»; empty where none stands there."""
    said = clean(text).replace(",", " , ")
    tokens = said.split()
    for found in _SAID_IN.finditer(" ".join(map(fold, tokens))):
        start = len(found.string[: found.end()].split())
        end = _end_of_place(said, start)
        if end > start:
            return " ".join(tokens[start:end])
    return ""


def _end_of_place(said: str, start: int) -> int:
    """Gives the word behind the place that begins at this word; `start` where there is only a word for one."""
    tokens = said.split()
    noun = _NOUN.match(" ".join(map(fold, tokens[start:])))
    if noun is None:
        return start
    place = named = start + len(noun[0].split())
    while place < len(tokens):
        if _NAME.fullmatch(tokens[place]):
            named = place + 1
        elif not re.fullmatch(rf"{_JOINING}|{_NOUNS}", fold(tokens[place])):
            break
        place += 1
    return named if named > start + len(noun[0].split()) else start
