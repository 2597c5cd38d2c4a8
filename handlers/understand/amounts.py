"""Money as people write it: "100tr", "1tr5", "2,5 triệu", "500k", "2 xị rưỡi", "7-9 triệu", "350 một công"."""

import re
from typing import NamedTuple

from handlers.understand.numerals import IN_WORDS, SHORT_IN_WORDS, WORD, number_of
from handlers.understand.spelling import spelled

MOST = 1_000_000_000_000
LONGEST_ANSWER = 120
_MILLION, _THOUSAND = 1_000_000, 1_000
_UNITS = {
    **dict.fromkeys(("ti", "ty", "tỏi"), 1_000_000_000),
    **dict.fromkeys(("trieu", "tr", "củ", "cu", "chai", "million"), _MILLION),
    **dict.fromkeys(("lit", "xi", "tram"), 100_000),
    "vạn": 10_000,
    **dict.fromkeys(("nghin", "ngan", "thousand", "ng", "k"), _THOUSAND),
    **dict.fromkeys(("dong", "vnd", "d"), 1),
}
_UNIT = "ti|ty|tỏi|trieu|tr|củ|cu|chai|million|lit|xi|tram|vạn|thousand|nghin|ngan|ng|k|dong|vnd|d"
_GROUPED = r"\d{1,3}(?:[.,]\d{3})+(?!\d)|\d{1,3}(?: \d{3}){2,}(?!\d)"
_FIGURE = (
    rf"(?:{_GROUPED}|\d+[.,]\d{{1,2}}(?!\d)|"
    rf"(?:\d+|\w+) (?:cham|phay) (?:\d|{WORD}(?!\w))|\d+ chuc|\d+ tram(?= (?:nghin|ngan|trieu))|\d+|nua|"
    rf"{IN_WORDS})"
)
_FIGURES = re.compile(_FIGURE)
_RUN = re.compile(r"\d+(?:[.,/:]\d+)*|\w+")
_PART = re.compile(rf"(?P<figure>{_FIGURE}) ?(?P<unit>{_UNIT})(?![a-z])(?: (?P<half>ruoi)(?!\w))?")
# «triệu rưỡi», «trăm hai»: one of them is not said
_ONE_AND = re.compile(r"(?P<unit>trieu|tram|ty) (?P<figure>ruoi|mốt|hai|ba|tu|nam|sáu|bay|tam|chin)(?!\w)")
_BARE = re.compile(rf"{_GROUPED}|\d{{5,12}}(?!\d)")
_ODD = re.compile(r"(?:le|linh|va) (?=\w+ (?:\w+ )*(?:nghin|ngan|k|dong)(?!\w))")
_TAIL = re.compile(rf" ?(?P<figure>\d{{1,3}}|(?!mot(?! *(?:,|$)))(?:{IN_WORDS})|mốt|tu)(?!\w|/\d|[.,]\d|-\d)")
# what follows a figure that counts something else: «2 triệu 5 người»
_COUNTS = re.compile(
    rf" ?(?:{_UNIT}|cong|buoi|nguoi|con|tho|thang|nam|ngay|lan|ve|cai|cong nhan|chau|anh|ng|tuoi|bua|ca|tieng|"
    rf"gio|h|%)(?!\w)"
)
_TO = re.compile(r" ?(?:-|den|toi|tới|len|,|hoac) ?")
_BESIDE = re.compile(r"(?P<low>\d{1,3}) (?P<high>\d{1,3}) ?(?:trieu|tr|k|nghin|ngan|củ|ty)(?!\w)")
_START = re.compile(
    rf"(?<![\w.,/:~%+-])(?:(?=\d)|(?<!\d )(?<!may )(?<!vai )(?<!phan )(?=(?:nua|{_UNIT}|{IN_WORDS})(?!\w)))"
)
_PAY_UNIT = re.compile(
    r" ?(?:/|(?:cho )?(?:mot|moi|mỗi|1|a|per) )? ?(?P<per>thang|th|month|ngay|day|cong|buoi|gio|tieng|hour|"
    r"h)(?!\w| (?:may|nao|\d))"
)
# a bare «350» is thousands where it is said for a day or an hour
_SMALL_FOR = r" ?(?:/|(?:mot|1|moi|mỗi) )(?:ngay|cong|buoi|gio|tieng|h)(?!\w)"
_SMALL = re.compile(rf"(?P<figure>\d{{2,3}}|{SHORT_IN_WORDS})(?P<half> ruoi)?(?={_SMALL_FOR})")
_PER = {"thang": "month", "th": "month", "month": "month", "ngay": "day", "day": "day", "cong": "day", "buoi": "day"}
_GOODS = re.compile(
    r" (?:cai |loai )?(?:ruou|bia|nuoc|mam|dau|xang|nhot|sua|khoai|san|hanh|toi|gung|nghe|ca rot|su hao|son|"
    r"thuoc|ga|mat|"
    r"giam|dam|de|trang|gao|nep|whisky|xi|con|keo|tuong|cu|cay|lac|dua|chuoi|nhua|thuy tinh|cafe|ca phe|tra|"
    r"hoa chat|~)(?!\w)"
)
_CONSUMED = re.compile(
    r"(?<!\w)(?:(?:uong|nhau|an|trong|dao|luoc|nop|say|nhap|lai rai)(?: \w+)?(?: (?:het|duoc|khoang|tam|co))?|"
    r"(?:mua|ban|lam|voi|cai|co)) $"
)
_RANGE_BEFORE = re.compile(rf"(?<!\w)(?:\d{{1,3}}|{SHORT_IN_WORDS}) ?(?:-|den|toi|tới) ?$")
_DRINKS = re.compile(r"(?<!\w)(?:uong|nhau|say|ruou|bia|vodka|xang|dau|mam|lit mam)(?!\w)")
_GOODS_UNITS = frozenset(["củ", "cu", "chai", "lit", "xi"])
_MAYBE_NOT_MONEY = frozenset(["ti", "ty", "k", "d", "ng", "tram", "dong", "nghin", "ngan"])
_OF_MONEY = re.compile(
    r"(?<!\w)(?:vay|von|no|tien|luong|cong|tra|gia|dong|thu nhap|trieu|muon|gop|phat|lai|goi|dat|pay)(?!\w)"
)
_DATE_BEFORE = re.compile(
    r"(?<!\w)(?:ngay|thu|thang|hom|mung|nam|t|cach|doi|cho|nhich|di|phut|luc|xom|to|so|lop|ap|khu) $"
)
_PLAIN_FIGURE = re.compile(r"[\d.,]+|nua|(?:.+ )?(?:chuc|muoi|tram)")
_ABOUT = re.compile(r"^(?:(?:da|chac|khoang|chung|co|~|tam(?= (?:\d|nua ))) )+")
_HEADS = re.compile(r" (?:con|nguoi|cay|vien|khau trang|khau|bao|trung|lan|ho|met|m2|chiec|suat|phieu|to)(?!\w)")
# «năm hai nghìn mười chín», «hồi hai ngàn lẻ tám»
_YEAR_IN_WORDS = re.compile(
    rf"(?:nam )?hai (?:nghin|ngan) (?:khong tram )?(?:le |linh )?{IN_WORDS}(?! (?:dong|nghin|ngan))"
)
_AWAY = re.compile(r"(?<!\w)(?:khong|ko|k|hong|hok|chang) (?:phai|fai)(?: la)? $")


class Money(NamedTuple):
    """A sum or a range in whole đồng, and for what it is paid: `per` month, day, hour or empty."""

    start: int
    end: int
    least: int
    most: int
    per: str = ""


def read_amount(text: str) -> int | None:
    """Reads the one sum of an answer, of a range its lower end; None for none and for a bare figure too small."""
    said = _ABOUT.sub("", spelled(text[:LONGEST_ANSWER]))
    if text.lstrip().startswith("-"):
        return None
    sums = _find(said)
    return sums[0].least if len(sums) == 1 else None


def find_amount(text: str) -> int | None:
    """Finds the first sum that a sentence names, of a range its lower end; counts, goods, days and phones are none."""
    sums = _find(spelled(text))
    return sums[0].least if sums else None


def find_money(text: str) -> list[Money]:
    """Finds all sums that a sentence names, ranges as such."""
    return _find(spelled(text))


def _find(said: str) -> list[Money]:
    sums, at = [], 0
    while start := _START.search(said, at):
        money = _money_at(said, start.start())
        if money is None:
            at = _skipped(said, start.start())
            continue
        at = money.end
        if not _AWAY.search(said[: money.start]) and 0 < money.least <= money.most <= MOST:
            sums.append(money)
    return sums


def _skipped(said: str, at: int) -> int:
    """Goes on after the figures or the word that is no sum."""
    run = _YEAR_IN_WORDS.match(said, at) or _RUN.match(said, at)
    return run.end() if run else at + 1


def _money_at(said: str, at: int) -> Money | None:
    if _YEAR_IN_WORDS.match(said, at):
        return None
    money = _range_at(said, at) or _sum_at(said, at)
    if money is None:
        return None
    if said[money.end : money.end + 1].isalnum():
        return None
    unit = _PAY_UNIT.match(said, money.end)
    return money._replace(end=unit.end(), per=_PER.get(unit["per"], "hour")) if unit else money


def _range_at(said: str, at: int) -> Money | None:
    """Reads «7-9tr», «7 triệu đến 9 triệu», «hai ba triệu»: a lower end without a unit has that of the upper one."""
    low = _FIGURES.match(said, at)
    if low is None:
        return None
    if neighbours := _neighbours(said, at):
        return neighbours
    first = _sum_at(said, at)
    if (beside := _BESIDE.match(said, at)) and not _DATE_BEFORE.search(said[:at]):
        low_figure, high_figure = int(beside["low"]), int(beside["high"])
        upper = _sum_at(said, beside.start("high"))
        if upper and low_figure < high_figure <= 2 * low_figure:
            return Money(at, upper.end, upper.most * low_figure // high_figure, upper.most)
    to = _TO.match(said, first.end if first else low.end())
    if to is None:
        return None
    upper = _sum_at(said, to.end())
    if upper is None:
        return None
    least = first.least if first else _times(low[0], upper, said)
    return Money(at, upper.end, least, upper.most) if least and least < upper.most else None


def _times(figure: str, upper: Money, said: str) -> int | None:
    part = _PART.match(said, upper.start)
    value = _value(figure)
    if value is None:
        return None
    unit = _UNITS[part["unit"]] if part else _THOUSAND
    if part and value < 10:
        # «ba đến bốn trăm nghìn», «hai đến ba mươi triệu»: what is said once counts for both
        tens = re.search(r"\w (?:muoi|chuc)$", part["figure"]) is not None and not figure.isdigit()
        unit *= 100 if (_value(part["figure"]) or 0) >= 100 else 10 if tens else 1
    return round(value * unit)


_TENS = {"mot": 1, "hai": 2, "ba": 3, "bon": 4, "nam": 5, "sau": 6, "sáu": 6, "bay": 7, "tam": 8, "chin": 9}
_TWO = re.compile(
    rf"(?P<low>{'|'.join(_TENS)}) (?P<high>{'|'.join(_TENS)}) (?P<rest>(?:chuc |tram )?(?:{_UNIT}))(?!\w)"
)
_TEENS = re.compile(rf"muoi (?P<low>{'|'.join(_TENS)}) muoi (?P<high>{'|'.join(_TENS)}) (?P<rest>{_UNIT})(?!\w)")


def _neighbours(said: str, at: int) -> Money | None:
    """Reads «hai ba triệu» and «năm sáu chục triệu»: two figures that follow each other are a range."""
    match = _TWO.match(said, at) or _TEENS.match(said, at)
    if match is None or _TENS[match["high"]] != _TENS[match["low"]] + 1:
        return None
    ten = 10 if match.re is _TEENS else 0
    times = {"chuc": 10, "tram": 100}.get(match["rest"].split()[0], 1) if " " in match["rest"] else 1
    unit = _UNITS[match["rest"].split()[-1]] * times
    return Money(at, match.end(), (ten + _TENS[match["low"]]) * unit, (ten + _TENS[match["high"]]) * unit)


def _sum_at(said: str, at: int) -> Money | None:
    if (one_and := _ONE_AND.match(said, at)) and not _is_counted(said[:at]):
        unit = _UNITS[one_and["unit"]]
        more = unit // 2 if one_and["figure"] == "ruoi" else (number_of(one_and["figure"]) or 0) * unit // 10
        return Money(at, one_and.end(), unit + more, unit + more)
    total, last, place = 0, 0, at
    while part := _PART.match(said, place):
        unit, value = _UNITS[part["unit"]], _value(part["figure"])
        if value is None or (last and unit >= last) or _is_no_money(part, said, first=not last):
            break
        total += round(value * unit) + (unit // 2 if part["half"] else 0)
        last, place = unit, part.end()
        if part["half"]:
            break
        place += said[place : place + 1] == " "
        if odd := _ODD.match(said, place):
            place = odd.end()
    if not last:
        return _bare(said, at)
    place -= said[place - 1] == " "
    if last >= 100_000 and (tail := _TAIL.match(said, place)) and not said[:place].endswith("ruoi"):
        apart = tail[0].startswith(" ")
        added = _after_unit(tail["figure"], last, said[tail.end() :] if apart else "")
        if added is not None:
            total, place = total + added, tail.end()
    return Money(at, place, total, total)


def _is_counted(before: str) -> bool:
    """Says whether a number stands before the unit."""
    return before != "" and number_of(before.split()[-1]) is not None


def _bare(said: str, at: int) -> Money | None:
    """Reads 8.000.000 and 50000000; 250 only where it is said for a day or an hour, in thousands."""
    bare = _BARE.match(said, at)
    if bare and not said[bare.end() : bare.end() + 1].isalpha():
        digits = re.sub(r"\D", "", bare[0])
        whole = said == bare[0] or int(digits) % _THOUSAND == 0
        is_money = bool(re.search(r"[.,]", bare[0])) or (whole and not digits.startswith("0"))
        return Money(at, bare.end(), int(digits), int(digits)) if is_money and len(digits) > 4 else None
    small = _SMALL.match(said, at)
    value = number_of(small["figure"]) if small else None
    if small is None or value is None or not 20 <= value <= 999:
        return None
    amount = (value + (50 if small["half"] else 0)) * _THOUSAND
    return Money(at, small.end(), amount, amount)


def _is_no_money(part: re.Match[str], said: str, *, first: bool) -> bool:
    """Says whether a unit means something else here: two bottles of beer, «đợi 1 tí», «ngày 20 k đi», ten people."""
    unit, before, after = part["unit"], said[: part.start()], said[part.end() :]
    if unit in _GOODS_UNITS:
        return _is_goods(part, before, after)
    if not first or unit not in _MAYBE_NOT_MONEY:
        return False
    glued = part["figure"].isdigit() and said[part.end("figure") : part.start("unit")] == ""
    if unit == "k":
        return not glued and (_DATE_BEFORE.search(before) is not None or not _round(part["figure"]))
    if unit == "ng":
        return not glued or int(part["figure"]) < 20
    if unit in ("d", "dong"):
        return (_value(part["figure"]) or 0) < 1000
    if unit in ("nghin", "ngan"):
        return _HEADS.match(after) is not None
    if unit in ("ti", "ty"):
        return bool(_DATE_BEFORE.search(before)) or not (
            part["half"] or _OF_MONEY.search(said) or said == part[0] or _TAIL.match(after)
        )
    if unit == "tram":
        return not part["half"] and not re.match(_SMALL_FOR, after)
    return False


def _is_goods(part: re.Match[str], before: str, after: str) -> bool:
    """Says whether they are bottles, litres or tubers; «cu» without its accent is as often «cụ» or «cũ»."""
    if _GOODS.match(after) or _CONSUMED.search(before):
        return True
    if part["unit"] in ("chai", "lit", "xi") and _DRINKS.search(before):
        return True
    sure = (
        not (before or after)
        or part["half"]
        or _PAY_UNIT.match(after)
        or _OF_MONEY.search(before)
        or _RANGE_BEFORE.search(before)
        or _TAIL.match(after)
    )
    return part["unit"] == "cu" and (
        not _PLAIN_FIGURE.fullmatch(part["figure"]) or bool(_DATE_BEFORE.search(before)) or not sure
    )


def _round(figure: str) -> bool:
    value = _value(figure)
    return value is not None and value >= 10 and value % 5 == 0


def _after_unit(figure: str, unit: int, after: str) -> int | None:
    """Reads what follows a unit without one of its own: 1tr5 is one and a half, 3 triệu 200 counts thousands."""
    if _COUNTS.match(after):
        return None
    number = number_of(figure)
    if number is None or number == 0 or unit < 100_000:
        return None
    if figure.isdigit():
        return int(number * unit // 10 ** len(figure))
    return number * unit // (10 if number < 10 else 1000)


def _value(text: str) -> float | None:
    if text == "nua":
        return 0.5
    if re.fullmatch(_GROUPED, text):
        return float(re.sub(r"\D", "", text))
    if point := re.fullmatch(r"(.+?)(?:[.,]| cham | phay )(\d{1,2}|\w+)", text):
        whole, part = number_of(point[1]), number_of(point[2])
        return None if whole is None or part is None else float(f"{whole}.{point[2] if point[2].isdigit() else part}")
    if match := re.fullmatch(r"(\d+) (chuc|tram)", text):
        return float(int(match[1]) * (10 if match[2] == "chuc" else 100))
    number = number_of(text)
    return None if number is None else float(number)
