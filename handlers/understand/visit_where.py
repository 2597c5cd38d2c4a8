"""Where or how a visit was, when it is said outright: «ghé nhà anh Nam», «gọi điện cho», «gặp trên ủy ban»."""

import re

from handlers.understand.abbreviations import expand
from handlers.understand.features import LONGEST, TOKEN
from handlers.understand.fold import clean, fold

_OFFICE = r"(?:xa|uy ban|ubnd|ub|tru so|phuong|cong an xa|tram y te|nha van hoa)"
_SOMEBODY = r"(?:anh|chi|em|chu|bac|co|ong|ba|chau|cau|thang|con|no|han|hanh|o|a|e|c)"
_OUTRIGHT = (
    (
        "office",
        rf"\b(?:moi|goi|hen|keu) (?:\w+ )?(?:len|ra) {_OFFICE}\b|"
        rf"\b(?:len|ra|tren|o|tai) {_OFFICE}\b[^,.;]{{0,40}}\bgap\b|\bgap [^,.;]{{0,25}}\b(?:o|tren|tai) {_OFFICE}\b",
    ),
    (
        "phone",
        r"^(?:\w+ ){0,4}(?:(?:goi|dien) (?:dien )?(?:thoai |zalo |video )?(?:cho|hoi|tham)|goi (?:zalo|video)|"
        r"goi (?:vao |toi )?may (?:ban|cua|me|bo|vo|no|han)|"
        r"alo (?:cho|hoi))\b|\bqua (?:dien thoai|zalo|messenger)\b",
    ),
    (
        "work",
        rf"\b(?:o|tai|toi|den|ra|ghe|len) (?:tan )?(?:cho|noi)(?: {_SOMEBODY})? lam(?: viec)?\b(?! (?:gi|chi|an))"
        rf"|\b(?:gap|ghe|toi|den|ra)(?: {_SOMEBODY})? (?:o |tai |ben |ngoai |trong )?"
        r"(?:cong trinh|nha may|xuong (?:go|may|moc|han|det|gach))\b",
    ),
    (
        "home",
        rf"^(?:\w+ ){{0,6}}(?:ghe|tham|den|toi|sang|vao|vo|qua|tan|xuong)(?: tan| tham| qua| toi)? nha {_SOMEBODY}\b"
        r"|^(?:\w+ ){0,4}(?:ghe|den|toi|sang|vao|vo|xuong|qua|len|ra) nha\b"
        r"(?! (?:van|may|hang|nuoc|tro|minh|toi|tui|bac|nguoi|tho|nghi|kho))",
    ),
)
_PATTERNS = tuple((how, re.compile(pattern)) for how, pattern in _OUTRIGHT)
_CLAUSE_ENDS = re.compile(r"[,.;:!?]|\b(?:nhung|nma)\b")
# who has not been there yet, or is somebody else
_NOT_SO = re.compile(
    r"\b(?:chua|dinh|hen|mai|nao|so|tron|doi no|app|dua|bon|chung|khong can|bo qua|dam|tui no|tui doi|tui mo|"
    r"nguoi ta)\b"
)


def where_outright(text: str) -> str:
    """Gives home, phone, work or office where the words say so, in a clause in which nothing speaks against it."""
    said = " ".join(fold(word) for word in expand(TOKEN.findall(clean(text[:LONGEST]).lower())))
    clauses = [clause.strip() for clause in _CLAUSE_ENDS.split(said)]
    told = (how for clause in clauses if not _NOT_SO.search(clause) for how, of in _PATTERNS if of.search(clause))
    return next(told, "")
