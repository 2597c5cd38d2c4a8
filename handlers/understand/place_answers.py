"""Names of places: «xóm 7», «ở nhà, xóm 6», «xưởng bên Thanh Liêm», «gần chợ Bến Thủy»; nothing else is in them."""

import re

from handlers.understand.fold import clean, fold

LONGEST = 12  # words
_NOUNS = (
    r"xuong|xom|thon|xa|phuong|ap|to dan pho|to|ban|buon|lang|khoi|huyen|quan|tinh|cho|nha may|cong ty|kho|ben|cang"
    r"|truong|tram|nong trai|trang trai|cong trinh|cong truong|cua hang|quan|tiem|khu|duong|pho|thi tran|thanh pho|tp"
    r"|so nha|ngo|ngach|hem|kiet|khu pho|khu dan cu"
)
_JOINING = r"o|tai|ben|gan|canh|sau|truoc|dau|cuoi|giua|tren|duoi|trong|ngoai|phia|doi dien|so|gan do|nha|chu"
_BEFORE = re.compile(rf"(?:(?:{_JOINING}|da|a|lam|dang|hien|em|toi|minh|tro|so \d{{1,4}}[a-z]?) )*(?=(?:{_NOUNS})\b)")
_NOUN = re.compile(rf"(?:{_NOUNS})(?!\w)")
_NAME = re.compile(r"[A-ZĐÀ-Ỹ][a-zđà-ỹ]*|\d{1,4}[a-zA-Z]?|[IVX]{1,4}")
_SAID_IN = re.compile(rf"(?<!\w)(?:o|tai) (?=(?:{_NOUNS})(?!\w))")


# what says nothing by itself, beside a place that is named: «ở nhà mẹ», «thị trấn»
_KIN = r"bo me|me|bo|ba|ong|ngoai|noi|vo|chong|anh|chi|em|trai|gai|chu|bac|co|di|cau|nguoi quen|toi|minh|rieng"
_VAGUE = re.compile(
    rf"(?:(?:o|tai|dang|hien|em|toi|minh|ve|tam) )*(?:(?:nha|tro|nha tro|phong tro|que)(?: (?:cua )?(?:{_KIN}))*"
    rf"|(?:{_NOUNS}))"
)


def is_place(text: str) -> bool:
    """Says whether the whole text names a place: a word for one, then names, numbers and words such as «bên».

    Of several parts between commas each is a place, and one of them is named.
    """
    said = clean(text).strip(" .,!")
    if said.isupper() or len(said.split()) > LONGEST:
        return False
    parts = [part.strip(" .") for part in re.split(r"[,;]| [-–] ", said) if part.strip(" .")]
    named = [part for part in parts if _is_named(part)]
    return bool(named) and all(part in named or _VAGUE.fullmatch(fold(part)) for part in parts)


def _is_named(said: str) -> bool:
    before = _BEFORE.match(fold(said))
    if before is None:
        return False
    return _end_of_place(said, len(before[0].split())) == len(said.split())


def place_in(text: str) -> str:
    """Finds the place that a sentence names behind «ở» or «tại»; empty where none stands there."""
    said = clean(text).replace(",", " , ")
    tokens = said.split()
    for match in _SAID_IN.finditer(" ".join(map(fold, tokens))):
        start = len(match.string[: match.end()].split())
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
