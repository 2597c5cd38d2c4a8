"""What is wished for by its name: «tôi muốn báo động», «cho em xem việc làm» → «bao dong», «viec lam»."""

import re

from handlers.understand.fold import bare

_SELF = r"(?:toi|em|minh|chau|bac|anh|chi|co|chu|tui|con|ben em|ben toi)"
_WISHED = re.compile(
    rf"(?:(?:da|a|oi|thoi|vay|ma|gio) )*(?:(?:{_SELF} )?muon(?: duoc)?(?: xem)?|cho {_SELF} xem) (?P<what>.+?)"
    rf"(?: (?:a|nhe|nha|voi|di|cai|luon|duoc khong|duoc ko|em oi|em))*"
)
# «khoan, tìm anh Nam cho tôi»
_OPENING = re.compile(
    r"^\s*(?:khoan(?: (?:đã|da))?|(?:từ|tu) (?:từ|tu)|(?:gấp|gap)(?: (?:lắm|lam))?"
    r"|(?:ủa|ua|à|a|ờ|ơ|o|mà|ma|thôi|thoi))\s*,\s*",
    re.IGNORECASE,
)
_OWN = re.compile(
    rf"\b(?:tin|tin tuyen|bai|viec|cho lam|lop)\b.*(?:\b{_SELF}|\bcong ty)\b.*\bdang\b(?! (?:lam|can|tim))"
)
_SHOWN = re.compile(r"^(?:(?:cho|toi|em|minh|da) )*(?:xem|coi|dua|danh sach|liet ke|mo|con)\b|\bdau(?: roi)?$|\bchua$")
_INTERESTED = re.compile(
    r"^(?:(?:da|cho hoi|vay|the) )*(?:co )?(?:ai|may nguoi|bao nhieu nguoi|nguoi nao|may ai)\b.*"
    r"\b(?:hoi|quan tam|xin|dang ky|ung tuyen|nop)\b"
)

_ROUND = re.compile(
    r"\b(?:tham|ghe|gap|di|den) (?:duoc |dc |het )?(?:[2-9]|1\d|hai|ba|bon|nam|sau|bay|may|nhieu) (?:nha|ho)\b"
)


_ANOTHERS = re.compile(
    r"\b(?:du lieu|thong tin|ho so|ly lich|benh an|so dien thoai|dia chi)(?: ca nhan)? (?:cua|ve) "
    r"(?:(?:thang|con|nguoi|ong|ba|cau|mu|lao) .+"
    r"|(?:anh|chi|em|co|chu|bac|chau) (?!(?:toi|minh|oi|a|di|voi|nha|nhe|ghi|viet|sai|nham|bi|co|khong|ko|chua"
    r"|dang|da|thi|duoc|the nao|sao|den|toi dau)\b).+)"
)


_ENDS = re.compile(r"\b(?:ngung|dung|thoi|khong|ko) tuyen\b|\b(?:du|tuyen du) nguoi (?:roi|r)\b")
_COMPLAINS = re.compile(
    r"\b(?:phan nan|phan anh|khieu nai|to cao|kien) (?:ve )?"
    r"(?:nguoi (?:giup|do dau|phu trach)|bac|co|chu|anh|can bo|cong an|cho lam|chu xuong|giam doc|cong ty|noi tuyen)\b"
)
_QUARTER = re.compile(r"\b(?:bao cao|bc) (?:hang |theo )?quy\b|\bmau (?:so )?0?8\b|\bhcd ?0?8\b|\bquarterly report\b")
_LEAVE = re.compile(
    r"^(?:(?:da|cho|toi|tui|bac|em|minh|chu|co|muon|can bo|oi|a) )*"
    r"(?:xin (?:phep )?(?:nghi|vang)|nghi (?:phep|om|benh|vai|may|tu|den|mot|hai|\d+))\b(?! viec| lam| hoc)"
)
_LAWYER = re.compile(r"\b(?:luat su|nguoi biet luat|tro giup phap ly)\b")
_COUNSELLOR = re.compile(r"\b(?:tu van tam ly|chuyen gia tam ly|bac si tam ly|nguoi tu van|tu van vien)\b")
_SEES = re.compile(r"\b(?:gap|hen|noi chuyen)\b")
_PHONE = r"(?:(?:cai |chiec |con |het |ca )*(?:dien thoai|dt|dtdd))"
_GONE = (
    r"(?:mat|roi mat|danh roi|danh mat|lam mat|lam roi|lam roi mat"
    r"|bi (?:mat|trom|giat|cuop|lay mat|moc)(?: trom| cap| mat)?)"
)
# of one's own: nobody else stands before it
_OWN_PHONE = (
    rf"^(?:(?:{_SELF}|da|a|oi|can bo|bi|lo|vua|moi|hom qua|hom nay|hom kia|sang nay|toi qua|chieu qua|hqua|la|thi"
    r"|chao|dang|nay|(?:toi|em|minh) la(?: \w+){1,4}?) )*"
)
_LOST_PHONE = re.compile(
    rf"{_OWN_PHONE}(?:{_GONE} {_PHONE}\b"
    rf"|(?:{_PHONE}|may)(?: (?:cua )?{_SELF})?(?: \w+)? (?:mat (?:roi|trom)|{_GONE})\b"
    rf"|{_GONE} may(?: (?:roi|r|hom qua|hom nay|sang nay|toi qua|a|can bo))*$)"
    r"|\b(?:lost|stole) my phone\b|\bmy phone (?:was|is|got|has been) (?:stolen|lost|gone)\b"
)
# it is asked about rather than asked for
_ASKED_ABOUT = re.compile(
    r"\b(?:o dau|bao nhieu|mien phi|free|mat tien|ton tien|the nao|bang cach nao|khong|ko|k|chua)\b"
)


def without_opening(text: str) -> str:
    """Leaves out what only holds up: «khoan, …», «ủa, …»."""
    return _OPENING.sub("", text)


def of_a_quarter(text: str) -> bool:
    """Says whether somebody speaks of the reports of a quarter, which are no reports of a visit."""
    return _QUARTER.search(bare(text)) is not None


def of_leave(text: str) -> bool:
    """Says whether somebody asks to be away from what they do for others: «xin nghỉ 1 tuần từ mai»."""
    return _LEAVE.search(bare(text)) is not None


def of_a_lost_phone(text: str) -> bool:
    """Says whether somebody has lost the phone they write with: «em làm rơi mất điện thoại», not «anh Nam mất máy»."""
    return _LOST_PHONE.search(bare(text)) is not None


def of_a_lawyer(text: str) -> bool:
    """Says whether somebody wants to speak with one who knows the law: «em muốn gặp luật sư»."""
    return _is_to_be_seen(_LAWYER, text)


def of_a_counsellor(text: str) -> bool:
    """Says whether somebody wants to speak with a counsellor: «cho em gặp người tư vấn tâm lý»."""
    return _is_to_be_seen(_COUNSELLOR, text)


def _is_to_be_seen(whom: re.Pattern[str], text: str) -> bool:
    said = bare(text)
    return bool(whom.search(said) and _SEES.search(said)) and not _ASKED_ABOUT.search(said)


def named(text: str) -> str:
    """Gives the folded name of what is wished for; empty where the text is no such wish, or wishes a single word."""
    wish = _WISHED.fullmatch(bare(text))
    return wish["what"] if wish and " " in wish["what"] else ""


def of_own_offers(text: str) -> bool:
    """Says whether somebody asks to see what they have offered: «cho xem các tin tôi đã đăng»."""
    said = bare(text)
    return _OWN.search(said) is not None and _SHOWN.search(said) is not None


def of_own_offers_or_their_end(text: str) -> bool:
    """Says whether somebody means their offers, or that one is to end: «ngừng tuyển tin V4», «đủ người rồi»."""
    return of_own_offers(text) or _ENDS.search(bare(text)) is not None


def of_a_complaint(text: str) -> bool:
    """Says whether somebody complains of one whom they name by what they do: «phàn nàn về người giúp đỡ»."""
    said = bare(text)
    return _COMPLAINS.search(said) is not None and not _ASKED_ABOUT.search(said)


def of_the_interested(text: str) -> bool:
    """Says whether somebody asks who wants what they offer: «có ai hỏi tin của tôi chưa»."""
    return _INTERESTED.search(bare(text)) is not None


def of_a_round(text: str) -> bool:
    """Says whether somebody tells of several homes seen in one go: «hôm nay tôi đi thăm 3 nhà»."""
    return _ROUND.search(bare(text)) is not None


def of_anothers_data(text: str) -> bool:
    """Says whether somebody asks for what is kept about another: «cho xem thông tin của anh Nam»."""
    return _ANOTHERS.search(bare(text)) is not None
