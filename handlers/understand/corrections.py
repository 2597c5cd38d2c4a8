"""Words that put something right: «nhầm, vay 80 triệu mới đúng», «hôm kia chứ không phải hôm nay»."""

import re
from functools import lru_cache
from typing import NamedTuple

from handlers.understand.fold import clean, fold

# what is mended with the hands: «sửa xe máy» is a trade
_REPAIRED = r"(?:xe|may|dien|tivi|ti vi|nha|tu lanh|dieu hoa|dong ho|giay|dan|quat|o to|oto|chua)"
_LEAD = re.compile(
    r"^(?:(?:(?:khong|ko|k) phai(?=,)|a|o|oi|uh|ua|khoan|thoi|da|xin loi|em|toi|tui|minh|ma"
    r"|luc nay|hoi nay|khi nay|nay gio)[ ,]+)*"
    r"(?:a,? (?:khong|ko|k)|o,? khong|nham(?: roi| mat)?|lon(?: roi)?"
    r"|(?:ghi|bam|go|noi|viet|nhan|nghe|nho|bao) (?:nham|lon)"
    r"(?: (?:ngay|cho|ten|nguoi|viec|so|tien)(?= ?,))?"
    rf"|sua lai|sua(?! (?:cau|{_REPAIRED})\b)|doi lai|noi lai|chinh lai|ghi lai|dung ra(?: la)?"
    r"|chinh xac(?: ra)?(?: la)?|y (?:toi|em|minh) la|sorry|i mean|no,)"
    r"(?: (?:a|nhe|giup|la|thanh|cho|em|voi|roi))*[ ,:.]+"
)
_END = re.compile(r"[ ,]+(?:(?:moi|thi)(?: la)? (?:dung|phai|chuan)|co|chu|a|nhe|nha|em)[ .!]*$")
_RATHER = re.compile(
    r"[ ,]*(?:chu )?(?:khong|ko|k|hong|dau) phai(?: la)?(?: |$)|[ ,]*chu dau phai(?: la)?(?: |$)|,? not "
)
# «không ở nhà, gặp ở ủy ban»
_ELSEWHERE = re.compile(
    r"(?:(?:no|chau|em|a|da|nham|khong) )?(?:khong|ko|k|chang|hong|dau co) "
    r"(?P<wrong>(?:gap |ghe )?(?:o|tai) [^,;]+)[,;] ?(?:ma |chi )?(?P<right>(?:gap|ghe|o|tai|len|ra) .+)"
)
_BETWEEN = re.compile(r",|;| ma la | ma ")


_NAMED = re.compile(
    r"^(?:(?:a|da|thoi|cho|em|toi|minh|nho) )*(?:sua|doi|chinh|ghi)(?: lai)?(?: giup)?(?: (?:toi|em|minh))?"
    r"(?: (?:muc|dong|phan))? (?P<name>[^,:]+?)(?: (?:la|thanh|sang|lai la|lai thanh|thi la) |: ?)(?P<value>.+)$"
)
# the name first: «lương sửa thành 8-10tr»
_NAMED_FIRST = re.compile(
    r"^(?:(?:a|da|thoi|phan|muc|dong) )*(?P<name>[^,:]{2,30}?) (?:thi )?(?:sua|doi|chinh)(?: lai)?"
    r" (?:thanh|la|sang) (?P<value>.+?)(?: (?:a|nhe|nha|em|giup|di))*$"
)


class Correction(NamedTuple):
    """What is right, and what it takes the place of; either may be empty."""

    right: str
    wrong: str


def correction(text: str) -> Correction | None:
    """Reads what a message puts right; None where nothing in it says that it does."""
    said = clean(text).strip()
    flat = _flat(said)
    lead = _LEAD.match(flat)
    start = lead.end() if lead else 0
    if elsewhere := _ELSEWHERE.fullmatch(flat):
        return Correction(
            said[elsewhere.start("right") : elsewhere.end("right")], said[slice(*elsewhere.span("wrong"))]
        )
    rather = _RATHER.search(flat, max(start - 1, 0))
    if rather is None:
        return Correction(_without_end(said[start:]), "") if lead else None
    before, after = said[start : rather.start()].strip(" ,"), said[rather.end() :]
    if before:
        return Correction(_without_end(before), _without_end(after))
    between = _BETWEEN.search(_flat(after))
    if between is None:
        return Correction("", _without_end(after))
    return Correction(_without_end(after[between.end() :]), after[: between.start()].strip())


def named_correction(text: str) -> tuple[str, str] | None:
    """Reads which answer is put right by its name, and into what: «sửa chỗ làm là xóm 7»; None where none is named."""
    said = clean(text).strip()
    named = _NAMED.match(_flat(said)) or _NAMED_FIRST.match(_flat(said))
    return (said[named.start("name") : named.end("name")], said[named.start("value") :]) if named else None


def _without_end(said: str) -> str:
    end = _END.search(_flat(said))
    return (said[: end.start()] if end else said).strip(" ,")


def _flat(said: str) -> str:
    """Takes the accents off letter by letter, so that places stay what they are."""
    return said.lower() if said.isascii() else "".join(map(_flat_sign, said))


@lru_cache(maxsize=1000)
def _flat_sign(sign: str) -> str:
    return fold(sign) or sign
