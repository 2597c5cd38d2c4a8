"""Needs in words at the menu: what the learnt answers do not know (schooling, tools, family), and plain asking."""

import re

from handlers.understand import answers
from handlers.understand.abbreviations import expand
from handlers.understand.fold import bare, clean, folded_words

_WHOSE = r"(?:em|e|toi|tui|minh|gai|trai|nho|be|ut|lon|dau|thu|dang|vao|vo|chong)"
# «con» without its accents may be «còn»: it is a child where somebody has it, or something is for it
_CHILD = re.compile(
    rf"\b(?:cho|cua|nuoi|lo|may|thang|dua|hai|2|ba|3) (?:may |(?:hai |2 )?dua |hai |2 |thang )?(?:con|chau|be|nho)\b"
    rf"|\bcon {_WHOSE}\b|\b(?:chau|dua nho|be nho|may nho|sap nho)\b"
)
_STILL = re.compile(r"\bcòn\b", re.IGNORECASE)
_SCHOOLING = re.compile(
    r"\b(?:hoc phi|tien hoc|tien truong|tien lop|tien sach|tien vo|dong hoc|dong truong|dong tien hoc|nop hoc|hoc them"
    r"|sach vo|sach giao khoa|dong phuc|cap sach|nhap hoc|vao lop|vao nam hoc|nam hoc moi|di hoc|an hoc|hoc hanh"
    r"|den truong|toi truong|nghi hoc|bo hoc|hoc dai hoc|hoc cao dang|vao dai hoc|tien an ban tru)\b"
)
# who goes there is a child, whether it is named or not
_OF_CHILDREN = re.compile(
    r"\b(?:mam non|mau giao|nha tre|ban tru|hoc phi (?:cho |cua )?(?:con|chau|be)"
    r"|tien (?:hoc|truong) (?:con|chau|be))\b"
)
_LEARNS = re.compile(r"\bcho (?:may )?(?:dua )?(?:con|chau|be)(?: \w+)? (?:di )?hoc\b")
_TOOLS = re.compile(
    r"\b(?:do nghe|do lam nghe|dung cu|cong cu|bo do (?:nghe|sua|lam|han|cat)|do (?:sua xe|han|xay|cat toc|lam moc)"
    r"|may (?:khoan|cat|han|khau|cua|xay xat|mai|bom|cay|tuoi|nen|hoi|vat so|say toc|tron)|may may"
    r"|xe (?:keo|day|rua|ba gac|banh mi|nuoc mia|ban hang|hang rong|tho)|tu kem|cuoc xeng|cuoc thuong|gian giao"
    r"|keo cat toc|tong do|can cau|luoi ca|binh phun)\b"
)
_FAMILY = re.compile(
    r"\b(?:(?:chuyen|viec) (?:gia dinh|trong nha|nha cua|vo chong|vo con|bo me|nha em|nha toi)"
    r"|(?:gia dinh|nha em|nha toi|nha) (?:\w+ ){0,2}"
    r"(?:luc duc|bat hoa|mau thuan|cai|khong (?:cho|nhan|nhin|chiu)|hat hui|ghet|gian)"
    r"|(?:vo|chong|bo|me|con|nguoi nha|anh em|bo me|vo chong) (?:\w+ ){0,2}"
    r"(?:cai nhau|cai va|luc duc|gian|bat hoa|mau thuan|bo di|doi bo|tu mat|khong (?:noi|nhin|nhan|cho|chiu))"
    r"|hoa giai|noi giup (?:voi )?(?:vo|chong|bo|me|gia dinh)|nha khong cho ve|con khong (?:chiu|noi chuyen|nhin))\b"
)


# «em muốn xin giúp đỡ», and nothing besides
_ASKS_FOR_HELP = re.compile(
    r"(?:(?:da|a|oi|thua|chao|can bo|em|e|toi|tui|minh|chau|con|anh|chi|bac|co|chu|gio|dang|rat|that su) )*"
    r"(?:can|xin|nho|mong|muon (?:xin|nho|duoc))(?: (?:xin|nho|duoc|xa|can bo|moi nguoi|nguoi|co nguoi|su))*"
    r" (?:giup do|giup|ho tro|do dan)"
    r"(?: (?:em|e|toi|tui|minh|chau|con|voi|a|nhe|nha|mot chut|mot viec|mot tay|it viec))*"
)
# a loan for a house is a loan
_HOUSING = re.compile(
    r"^(?!.*\b(?:vay|von)\b).*\b(?:giup|ho tro)\b.*"
    r"\b(?:(?:sua|xay|lam|lop|dung) (?:lai )?(?:nha|mai)|cho (?:o|ngu|tro))\b"
)
_FOR_ANOTHER = re.compile(
    r"^(?:(?:da|can bo|oi|a|e|em|toi) )*(?:nho (?:\w+ )?(?:ho|giup|xa|can bo)|xin (?:ho|giup|cho)|giup cho)\b"
    r"|^(?:anh|chi|em|co|chu|bac|ong|ba|chau|thang|con) \w+(?: \w+)? (?:dang |rat )?(?:can|thieu|xin|muon xin)\b"
)
_WANTS = re.compile(r"\b(?:can|muon|xin|nho|mong|giup|ho tro|thieu|khong co|chua co|het)\b")
# what no list or form of its own begins with
_BY_LEARNT_ANSWERS = ("papers", "health_care", "housing", "legal")
_HAS_WORK = re.compile(r"\bco (?:cong )?viec\b")
_WANTS_WORK = re.compile(
    r"\b(?:can|muon|tim|kiem|xin|mong|nho|giup|chua|khong|de|nao|gi|chi|moi|lo|cho|duoc|neu|thieu) "
    r"|\bviec (?:lam )?(?:khong|nao|gi|chi)\b"
)

_SUPPORT = re.compile(
    r"\b(?:ho tro|cho|tra|bao|giam|mien)(?: (?:tien|hoc phi|phi|duoc|them|bao nhieu))+\b"
    r".*\b(?:khong|ko|k|may|bao nhieu|the nao|sao)\b"
)


def _plain(text: str) -> str:
    """Writes words without accents and short forms; «còn» is no «con» where its accent says so."""
    return bare(" ".join(expand(folded_words(_STILL.sub("-", clean(text))))))


def is_childs_schooling(text: str) -> bool:
    """Says whether this is about what a child's school costs: «hoc phi cho con», «dong hoc cho chau»."""
    said = _plain(text)
    if _OF_CHILDREN.search(said) or _LEARNS.search(said):
        return True
    return bool(_SCHOOLING.search(said) and _CHILD.search(said))


def asks_for_support(text: str) -> bool:
    """Says whether somebody asks what is paid towards something: «học lái xe có được hỗ trợ tiền không»."""
    return _SUPPORT.search(_plain(text)) is not None


def has_work(text: str) -> bool:
    """Says whether somebody is said to have work: «có việc làm rồi», but not «chưa có việc», «cần có việc làm»."""
    said = _plain(text)
    return bool(_HAS_WORK.search(said)) and not _WANTS_WORK.search(said)


def need_in(text: str) -> str:
    """Finds the need that nobody has written answers of: «tuition», «tools», «family», help with a house; or «»."""
    if is_childs_schooling(text):
        return "tuition"
    said = _plain(text)
    kinds = (("tools", _TOOLS), ("family", _FAMILY), ("housing", _HOUSING))
    return next((kind for kind, pattern in kinds if pattern.search(said)), "")


def asks_for_help(text: str) -> bool:
    """Says whether somebody asks to be helped, without a word of what with: «tôi cần giúp đỡ»."""
    return _ASKS_FOR_HELP.fullmatch(_plain(text)) is not None


def wanted_by_learnt_answers(text: str) -> str:
    """Finds the one need that a wish tells of as an answer at the need's question would: «cần chỗ trọ»; or «»."""
    sure = answers.read_several("needs", text, _BY_LEARNT_ANSWERS).sure or ()
    return sure[0] if len(sure) == 1 and _WANTS.search(_plain(text)) else ""


def wanted_for_another(text: str) -> str:
    """Finds what somebody asks for in another's name: «anh Nam cần tiền học cho con», «nhờ hộ cái máy khâu»; or «»."""
    return need_in(text) if _FOR_ANOTHER.search(_plain(text)) else ""
