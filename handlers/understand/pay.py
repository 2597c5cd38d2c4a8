"""What somebody is paid, as employers write it: "7-9tr", "bảy triệu rưỡi", "350k một công", "2 xị rưỡi một ngày"."""

import re
from typing import NamedTuple

from handlers.understand.amounts import LONGEST_ANSWER, Money, find_money
from handlers.understand.hours import tells_hours
from handlers.understand.numerals import SHORT_IN_WORDS
from handlers.understand.spelling import spelled

_CALLED = ("luong", "cong", "tra", "ngay", "thang")
# nobody is paid less a month, nor so much a day or an hour: for what a sum is paid is said by its size
_MOST_AN_HOUR, _MOST_A_DAY = 100_000, 1_500_000


_PIECE = re.compile(
    r" ?(?:/|cho |tren |moi |mỗi |mot |một |1 |a |per )+(?:san pham|sp|cai|chiec|bo|doi|kg|ki|kilo|bao|"
    r"thung|met|m2|piece)(?!\w)"
)


# «ngày bốn trăm»: for what it is paid stands first
_FOR_FIRST = re.compile(
    rf"^(?:(?:luong|tra|cong|moi|mỗi|mot|1) )*(?P<per>ngay|cong|buoi) (?P<sum>\d{{3}}|{SHORT_IN_WORDS})(?= ?,|$)"
)


class Pay(NamedTuple):
    """In whole đồng, `per` month, day, hour or piece."""

    least: int
    most: int
    per: str


def read_pay(text: str) -> Pay | None:
    """Reads the pay of an answer; a sum of which it is not said is taken by its size for that of a month or a day."""
    said = _FOR_FIRST.sub(r"\g<sum>/\g<per>", spelled(text[:LONGEST_ANSWER]))
    sums = find_money(said)
    return _pay_of(sums[0], said) if sums and not text.lstrip().startswith("-") else None


def find_pay(text: str) -> Pay | None:
    """Finds the pay in a sentence that tells of work: after «lương» or «công», else the first sum."""
    said, sums = spelled(text), find_money(text)
    named = [money for money in sums if said[: money.start].rstrip().endswith(_CALLED)]
    return _pay_of((named or sums)[0], said) if sums else None


def is_pay(text: str) -> bool:
    """Says whether words tell of money and not of hours: «9 trieu» is no working time."""
    return bool(find_money(text)) and not tells_hours(text)


def _pay_of(money: Money, said: str) -> Pay:
    if not money.per and _PIECE.match(said, money.end):
        return Pay(money.least, money.most, "piece")
    by_size = "hour" if money.most <= _MOST_AN_HOUR else "day" if money.most <= _MOST_A_DAY else "month"
    return Pay(money.least, money.most, money.per or by_size)
