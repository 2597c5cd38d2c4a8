"""False alarms: danger in idioms, in everyday news, of medicine that runs out, of what is over, of tools at work."""

import re

from handlers.understand.fold import bare
from handlers.understand.medicine import without_need


def _any_of(*lines: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(lines)})\b")


# folded; what is left of a message without them is what it says
_IDIOM = _any_of(
    "phong chay(?: chua chay)?|chong chay(?: no)?|binh chua chay|chay (?:tui|hang|giao an|nang)",
    "(?:cuoi|doi|nong|them|ngon|vui|buon cuoi)(?: muon)? (?:chet|xiu|ngat)|chet (?:cuoi|me|tiet|khiep)|me chet",
    "chet cay(?: chet dang)?|chet lang (?:di|nguoi)",
    "giet thoi gian|dau (?:het ca )?dau (?:vi|voi)|dam (?:don|lo|ra|chan|ghien)|chem gio|nhay (?:viec|mui|nui)",
    "treo (?:may|mang|acc|nick)|(?:may|mang) treo|dot (?:tien|via|nen|nhang|phong long)|dao (?:gieng|tao|dien|dong)",
    "(?:nong|nang)(?: (?:nhu|muon|den|qua))* chay (?:mo|mo hoi|da|nguoi)",
    "nghien cuu|cuu (?:chien binh|hoc sinh)",
    "(?:khong|ko|k|khoi) (?:muon )?(?:tra loi|nhan tin|ke|khai) (?:nua|tiep)",
    "(?:(?:doi|xin|dang|muon|lam|nop) )?(?:don )?ly (?:hon|di)",
    # whoever is a guest
    "(?:pha|rot|moi|nau)(?: (?:am|coc|ly|chen))? (?:nuoc|tra|che|ca phe|cafe)"
    "(?: (?:che|tra|voi|moi|cho|de|ra|cung|ngoi|va|tui|toi|minh|bac|co|chu|anh|chi|em|chau|nhau))* uong",
)
# as it is written, with accents or without
_JOY = re.compile(
    r"\b(?P<joy>cười|cuoi|vui|mừng|mung|khỏe|khoẻ|khoe|sướng|suong|ngon)"
    r"(?: (?:muốn|muon|đến|den|gần|gan))? (?:chết|chet|xỉu|xiu|ngất|ngat|khóc|khoc)\b"
    r"(?: (?:được|duoc|mất|mat|luôn|luon))?",
    re.IGNORECASE,
)
_PAST = _any_of(
    "nam (?:ngoai|kia|truoc|xua)|thang truoc|tuan truoc|hom (?:no|truoc)|ngay (?:xua|truoc)|truoc (?:kia|day)|cach day",
    "tung (?:bi|co|dinh|doi|uong|nhay)",
    r"hoi (?:\d+|do|nho|truoc|xua|con (?:be|nho|tre)|nam|tre|bo doi|di hoc|trong trai)|\d+ nam (?:truoc|roi)",
    r"(?:da |moi )?(?:xuat|ra) vien|khoi (?:han )?roi|lau roi|last (?:year|month|week)|(?:years?|months?) ago",
)
_PRESENT = _any_of(
    "dang|bay gio|bay chu|lai|nay|toi nay|vua|moi (?:day|xong|bi)|gap|cuu|giup voi|van|con (?:dau|doa|danh)",
    "now|again|help|still",
)
_TOOL = _any_of("dao|rua|bua|riu|liem|keo|cua|cuoc|xeng|luoi hai|phang")
_WORK = _any_of(
    "lam bep|nau|thai|got|bam|goc|dot|cat (?:rau|co|toc|vai|may|tia|banh)|gat|phat co|lam co",
    "mo (?:bung )?(?:ca|ga|heo|lon|bo|mit)|loc (?:ca|thit|xuong|vo)|xe thit|giet (?:ga|heo|lon|vit)",
    "chat (?:cui|cay|ga|tre|mia|xuong|dua|thit|vit|heo)|mai",
)
_AT_SOMEBODY = _any_of(
    "chem|dam|doa|giet (?!ga|heo|lon|vit)|ruot|duoi|ke (?:vao )?co|danh|hanh hung|cuop|doi|xin|chan cua|lao (?:ra|vao)",
    "tu (?:tu|sat|van)|(?:rach|cat|cua) (?:co )?tay|dinh mau",
)


_SELF = "toi|tui|em|e|minh|chau|con|anh|chi|bac|co|chu|ong|ba|me|bo|no|vo|chong"
_BESIDE = (
    rf"{_SELF}|da|vang|a|oi|can bo|chao|roi|r|do|thoi|nhe|nha|luon|thi|la|nay|day|gio|vua|moi|dang|se|van"
    r"|hom (?:nay|qua|kia)|(?:ngay |sang |chieu )?mai|(?:sang|chieu|trua) (?:nay|qua)|\d{1,2}(?:h| gio)?"
)
_PHONE = "dien thoai|dt|may"
_THING = rf"{_PHONE}|vi|the|sim|chia khoa|giay to|cccd|cmnd|can cuoc|bang lai|so ho khau"
# what, in letters alone, looks like worse
_EVERYDAY = (
    "di (?:lam|cho|hoc|vinh|an cuoi|nhau)|o cho lam|(?:o )?tren duong|den(?! gio)(?: noi| xa| tre| som)?|toi noi|len xa"
    "|(?:ve|toi|den) nha|dung gio|an com|ngu day|buon ngu|doi bung|(?:xin loi (?:em |chau |toi |con )?)?ngu quen"
    "|(?:tim|xin|nghi|co) viec|lay (?:vo|chong)|moi sinh(?: con)?|gui (?:anh|don|giay|hinh)|goi (?:em|toi|lai)"
    "|(?:cho|doi) (?:mai|hoai|lau qua|tu sang|chut|ti)|bam (?:gio|nham)|gat lua|cay ruong|trong rau"
    r"|ban (?:bo|trau|ga|lua|rau)|(?:bo|trau|heo|lon) (?:\w+ )?de|no tien (?:quan|dien|nuoc)"
    "|(?:khong|ko|k) (?:co (?:gi|xe|may|so|giay to)|biet (?:chu|doc|viet|bam|nhan tin)|doc duoc|nhin ro)"
    "|mat (?:kem|mo)|gia (?:roi|ca)|chu (?:nho|be) qua"
    "|het (?:tien(?: dt| dien thoai)?|pin|mang)"
    rf"|(?:(?:lam|danh|bi|lo) (?:roi |lam )?|roi )mat (?:cai |chiec |het |ca )?(?:{_THING})"
    r"|(?:nam )?sinh(?: nam)?(?: \d{4}| (?:ghi )?(?:sai|nham))|(?:ghi )?sai nam sinh|\d{1,2} tuoi"
    r"|(?:chu )?(?:khong|ko|k) phai \d{4}"
    rf"|dung chung (?:{_PHONE})(?: voi (?:{_SELF}))?"
)
_PLAIN = re.compile(rf"(?:(?:{_BESIDE}) )*(?:{_EVERYDAY})(?: (?:{_EVERYDAY}|{_BESIDE}))*")


def is_everyday(text: str) -> bool:
    """Says whether the whole message is everyday news: «em làm rơi mất ví», «cháu 16 tuổi», «em đang đi làm»."""
    return _PLAIN.fullmatch(bare(text)) is not None


def without_idioms(text: str) -> str:
    """Leaves out idioms, and that medicine runs out; a text without any stays as it is written."""
    said = bare(text)
    left = without_need(_IDIOM.sub(" ", said))
    return text if left == said else " ".join(left.split())


def without_exaggeration(text: str) -> str:
    """Says plainly what is said in an idiom of joy: «cười muốn chết» is «cười»."""
    return _JOY.sub(r"\g<joy>", text)


def is_over(text: str) -> bool:
    """Says whether the message tells of what was, and of nothing that is."""
    said = bare(text)
    return bool(_PAST.search(said)) and not _PRESENT.search(said)


def is_at_work(text: str) -> bool:
    """Says whether a blade is spoken of at its work, and not against anybody."""
    said = bare(text)
    return bool(_TOOL.search(said) and _WORK.search(said)) and not _AT_SOMEBODY.search(said)
