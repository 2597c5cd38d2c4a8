"""A day as people write it: "hôm qua", "thứ 3 tuần trước", "20/11", "mùng 5 tết", "cuối tháng"."""

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from handlers.understand.day_grammar import MONTHS, RULES, WORKING_DAYS
from handlers.understand.day_readers import Lean
from handlers.understand.spelling import spelled

LONGEST_ANSWER = 200
_FILLER = re.compile(
    r"^(?:(?:da|vang|a|thua|hinh nhu|chac|khoang|tam|vao|luc|la|tôi|toi|em|e|minh|tui|con|chau|moi|ghe|gap|den|tham|"
    r"ngay|hoi|ra trai|ve|tu|từ|co|duoc|cung|cung duoc) )+"
    r"|(?: (?:a|nhe|thoi|do|day|roi|roi a|ne|can bo|cb|bac|anh|chi|em|e|r|ghe|gap|co ghe|co gap|vua roi|moi ve|ve))+$"
)
# what no phrase of the grammar is without: most sentences have none of it
_DATED = re.compile(
    r"\d|(?<!\w)(?:tet|ram|mung|mong|thang|tuan|chu nhat|chua nhat|cn|hom|bua|ngay|mai|mơi|mot|mốt|thu|nay|ni|"
    r"nãy|qua|kia|te|"
    r"giao thua|trung|hoi|khi|luc|cuoi|dau|giua|het|noel|giang sinh|quoc khanh|ago|today|tonight|yesterday|tomorrow|"
    r"on|last|next|this|in)(?!\w)|day(?!\w)|(?<!\w)(?:gieng|chap)(?!\w)|kìa"
)
_NOT = re.compile(r"(?<!\w)(?:khong|ko|k|kh|hong|hok|kg|chang|no) (?:phai|fai)(?: la)?(?: vao)? $")
_EVERY = re.compile(r"(?<!\w)(?:mỗi|hang|cu|cac|nhung)(?: (?:sang|trua|chieu|tối|toi|dem|den|toan|la))* $")
# without accents «moi» is «mới» (just) as often
_PERHAPS_EVERY = re.compile(r"(?<!\w)moi $")
_OF_A_CALENDAR = ("thu", "chu", "cn", "mung", "dau", "cuoi", "giua", *(f"t{day}" for day in range(2, 8)))
_RELATIVE = ("nay", "ni", "qua", "kia", "mai")
_OPENING = re.compile(r"(?:^|(?<!\w)(?:da|vang|thua|a|oi|bc|bao cao|thi|cb|can bo|alo|chao) )$")
_EACH = re.compile(r" ?(?:hang|moi|mỗi|cac) (?:tuan|thang|nam|ngay)| nao cung| la lai")
_COUNTED_OR_SO = re.compile(r"(?<!\w)(?:\d+|mot|hai|ba|bon|nam|sau|bay|may|bao|vai|dam|cac|nhung|suot|may chuc) $")
# without accents: «xin mãi không ai gọi»
_ON_AND_ON = re.compile(r"(?<!\w)(?:cho|xin|goi|hoi|tim|doi|noi|nhan|lam|khoc|song|nho|nghi|ngoi|im|di|ngu|dau) $")
_IN_VAIN = re.compile(r" (?:khong|ko|k|chua|chang|ma|cung|van|the|roi)(?!\w)")
_NTH = re.compile(
    r"(?<!\w)(?:ben|lan|con|dua|nguoi|buoi|dot|quy|ky|cai|so|lop|vu|mon|vo|chong|nha|be|thang|cap|tap|vong|"
    r"hang|vi tri) $"
)
_FROM = re.compile(r"(?<!\w)(?:tu|từ|ke tu|ke từ) $")
_ADDRESS = re.compile(
    r"(?<!\w)(?:cong ~|"
    r"so|nha|nha so|ngo|hem|duong|kiet|ngach|truong|quan|to|thua|lo|do|hoa|van|lop|dieu|khoan|pho|cho|ty|quy|"
    r"diem|thua|thang|mau|xe|bien|luat|dinh|qd|nd|tt|trinh do|dien tich|xuyet|xet|o|bac|tho) $"
)
_SHARE = re.compile(
    r" (?:an|thoi|muc|so|tien|luong|dien|quang|ngay|thang|nam|gia|xa|ho|nguoi|dat|can|kg|lit|hinh|tan|dan|cong|nua|"
    r"chang|duong|hop|tai|quan so|phan|buoi|cai|ban|be|vo|chai)(?!\w)"
)
_SHARE_OF = re.compile(r"(?<!\w)(?:duoc|dc|hanh|giam|het|gan|hon|con|chiem|bot|tra|moi|xong|qua|dot|khoang) $")
_ROUND_THE_CLOCK = ("24/7", "24/24", "7/7")
_SCHOOL_YEARS = re.compile(r"(?:[1-9]|1[0-2])/12")


class Hit(NamedTuple):
    """`since`: said as the day from which something goes on."""

    start: int
    end: int
    day: date
    since: bool = False


def read_day(text: str, today: date, lean: Lean = "past") -> date | None:
    """Reads the day that a short answer names. `lean` decides what a bare "thứ 3" or "20/11" is."""
    said = _answer(text)
    for answer in dict.fromkeys((said, _FILLER.sub("", said, count=1), _FILLER.sub("", said))):
        for rule in RULES:
            if match := rule.pattern.fullmatch(answer):
                return rule.reader(match, today, lean)
    return None


def _answer(text: str) -> str:
    return " ".join(spelled(text[:LONGEST_ANSWER]).replace(" ,", " ").strip(" ,.-/").split())


def read_month(text: str, today: date) -> date | None:
    """Reads «tháng 8 năm ngoái», «8/2025» as the first of that month: for a day that may be that vague."""
    said = _answer(text)
    for answer in dict.fromkeys((said, _FILLER.sub("", said))):
        for rule in MONTHS:
            if match := rule.pattern.fullmatch(answer):
                return rule.reader(match, today, "past")
    return None


def find_month(text: str, today: date) -> date | None:
    """Finds the first month named in a longer text, as its first day."""
    said = spelled(text)
    return next((rule.reader(match, today, "past") for rule in MONTHS for match in rule.pattern.finditer(said)), None)


def find_day(text: str, today: date, lean: Lean = "past") -> date | None:
    """Finds the one day named in a longer text; None for none or for two different ones."""
    days = {hit.day for hit in find_days(text, today, lean)}
    return days.pop() if len(days) == 1 else None


def find_days(text: str, today: date, lean: Lean = "past") -> list[Hit]:
    """Finds the days named in a longer text, in its order; what is denied or comes again and again is none."""
    said = spelled(text)
    return sorted(_hits(said, today, lean)) if _DATED.search(said) else []


def _hits(said: str, today: date, lean: Lean) -> Iterator[Hit]:
    rest = WORKING_DAYS.sub(lambda days: "~" * len(days[0]), said)
    for rule in RULES:
        if rule.alone:
            continue
        for match in list(rule.pattern.finditer(rest)):
            start, end = match.span()
            rest = rest[:start] + "~" * (end - start) + rest[end:]
            if _is_no_day(match[0], said[:start], said[end:]) or _is_said_away(match[0], said[:start], said[end:]):
                continue
            if day := rule.reader(match, today, lean):
                yield Hit(start, end, day, bool(_FROM.search(said[:start])))


def _is_no_day(phrase: str, before: str, after: str) -> bool:
    """Says whether it only looks like a day: «3/4 án», «24/7», «số nhà 12/5», «3 hôm nay», «lần thứ 2»."""
    if phrase[0].isdigit() and "/" in phrase[:3]:
        return _is_no_date(phrase, before, after)
    if phrase == "nay":
        return not _OPENING.search(before)
    if phrase.endswith(" mot"):
        return bool(_COUNTED_OR_SO.search(before))
    if phrase in ("mai", "dem mai"):
        return bool(_ON_AND_ON.search(before) and _IN_VAIN.match(after))
    if phrase.startswith(("hom", "bua", "dem")) and phrase.endswith((" nay", " ni", " qua")):
        return bool(_COUNTED_OR_SO.search(before))
    return phrase.startswith(("thu", "t")) and bool(_NTH.search(before))


def _is_no_date(phrase: str, before: str, after: str) -> bool:
    day, _, month = phrase.partition("/")
    if phrase in _ROUND_THE_CLOCK or _ADDRESS.search(before):
        return True
    if _SCHOOL_YEARS.fullmatch(phrase) and re.search(r"(?:hoc|het|xong|hoa|lop|do) $", before):
        return True
    share = month.isdigit() and int(day) < int(month) <= 5
    return share and bool(_SHARE.match(after) or _SHARE_OF.search(before))


def _is_said_away(phrase: str, before: str, after: str) -> bool:
    every = not phrase.endswith(_RELATIVE) and _EVERY.search(before)
    perhaps = phrase.startswith(_OF_A_CALENDAR) and _PERHAPS_EVERY.search(before)
    return bool(_NOT.search(before) or every or perhaps or _EACH.match(after))
