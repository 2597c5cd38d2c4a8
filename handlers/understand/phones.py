"""A phone number in what somebody typed or shared, as +84…, and as people read one out."""

import re
from itertools import pairwise
from typing import NamedTuple

import phonenumbers
from phonenumbers import PhoneNumberFormat, PhoneNumberType

from handlers.understand.fold import clean, fold
from handlers.understand.spoken_digits import in_figures

LONGEST = 200
HOME = "+84"
MOST_DIGITS = 15
_BEGINNINGS = ("0", "84", "+")
_ROUND = "00000"  # 350000000 is money
# not the short and free numbers of services, where nobody of ours can be reached
SOMEBODYS = (PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE, PhoneNumberType.FIXED_LINE_OR_MOBILE)
# mobile numbers of eleven figures have ten since 2018; people and old papers still give them with eleven
_OLD_STARTS = "0120 0121 0122 0126 0128 0123 0124 0125 0127 0129 0186 0188 0199"
_NEW_STARTS = "070 079 077 076 078 083 084 085 081 082 056 058 059"
_SINCE_2018 = dict(zip(_OLD_STARTS.split(), _NEW_STARTS.split(), strict=True))
_SINCE_2018 |= {f"016{last}": f"03{last}" for last in range(2, 10)}
_OLD_LENGTH = 11
_CHUNK = re.compile(r"(?<![^\W\d_])[+(]*\d+")
_JOINTS = re.compile(r"[\s.\-–()_]{0,3}")
_LETTER_O = re.compile(r"(?<!\w)[oO](?=[1-9][\d .\-]{7,})")
# what stands behind a number that is longer than it may be: «0987654321 0»
_GOES_ON = re.compile(r"\w|[.\-–_/]\d{1,7}(?!\d)|\s\d{1,7}\s*$")
_OTHER_NUMBERS = (
    r"stk|tai khoan|ngan hang|atm|cccd|cmnd|cmt|can cuoc|dinh danh|chung minh|ma so|ma ho so|ma don|ma van don|mst|"
    r"bhxh|bhyt|bao hiem|so the|the so|bien so|so khung|so may|imei|seri|hoa don|ho chieu|giay phep|so hop dong"
)
_PHONES = r"sdt|dt|dien thoai|di dong|goi|zalo|lien he|lien lac|alo|hotline|sim|phone|nhan tin|nhan vao"
_KIND = re.compile(rf"(?<!\w)(?:(?P<other>{_OTHER_NUMBERS})|(?P<phone>{_PHONES}))(?!\w)")
# what leads to a number and says nothing without it
_CALLED = re.compile(
    r"(?:(?<!\w)(?:sđt|sdt|đt|dt|điện thoại|dien thoai|số|so|gọi|goi|lh|liên hệ|lien he|zalo|alo|call)[\s.:]*)+$",
    re.IGNORECASE,
)
_MONEY = re.compile(r"\s?(?:dong|d|vnd|k|trieu|tr|nghin|ngan|ty)(?!\w)")
_NEW = re.compile(
    r"(?<!\w)(?:moi|doi sang|doi qua|doi thanh|chuyen sang|chuyen qua|sang so|qua so|sang|thanh|gio|nay|ma la|hien|"
    r"thay bang)(?!\w)"
)
_OLD = re.compile(
    r"(?<!\w)(?:cu|truoc|mat|bo|hong|khong phai|khong dung|khong xai|ngung|huy|tu so|doi tu|thay cho)(?!\w)"
)


class _Number(NamedTuple):
    """A number at its place in the text."""

    written: str
    start: int
    end: int


def read_phone(text: str) -> str | None:
    """Reads the one number in the text as E.164; None for none, for a masked or wrong one, or for two.

    Of an old number and a new one it is the new one: «số cũ 0912… hỏng rồi, giờ dùng 0987…».
    """
    text = in_figures(_LETTER_O.sub("0", clean(text[:LONGEST])))
    numbers = _numbers_in(text)
    written = {number.written for number in numbers}
    if len(written) > 1:
        return _newest(text, numbers)
    return written.pop() if written else _whole(text)


def taken_out(text: str) -> tuple[str, list[str]]:
    """Cuts the numbers out of a text that many will read; gives what is left, and the numbers as E.164."""
    said = clean(text)
    parts, numbers, after = [], _numbers_in(said), 0
    for number in numbers:
        parts.append(_CALLED.sub("", said[after : number.start]))
        after = number.end
    left = " ".join([*parts, said[after:]] if numbers else [said])
    return " ".join(left.split()).strip(" ,;:-–"), [number.written for number in numbers]


def _numbers_in(text: str) -> list[_Number]:
    """Lists the numbers in the text's order; figures with a space, dot or dash between belong to one number."""
    chunks = list(_CHUNK.finditer(text))
    numbers, at = [], 0
    while at < len(chunks):
        number, taken = _longest_from(text, chunks[at:])
        if number and _is_a_phone(text, number):
            numbers.append(number)
        at += taken
    return numbers


def _longest_from(text: str, chunks: list[re.Match[str]]) -> tuple[_Number | None, int]:
    """Joins the first chunks to the longest number there is; gives it, and how many chunks it takes."""
    if not chunks[0][0].lstrip("(").startswith(_BEGINNINGS):
        return None, 1
    joined = 1
    for chunk, next_chunk in pairwise(chunks):
        if not _JOINTS.fullmatch(text[chunk.end() : next_chunk.start()]):
            break
        joined += 1
    for count in range(joined, 0, -1):
        start, end = chunks[0].start(), chunks[count - 1].end()
        if (written := _written(text[start:end])) and not _GOES_ON.match(text, end):
            return _Number(written, start, end), count
    return None, 1


def _is_a_phone(text: str, number: _Number) -> bool:
    """Says no to money, and to what the words before it call a bank account, an identity card or another number."""
    if _MONEY.match(fold(text[number.end : number.end + 8])):
        return False
    kinds = list(_KIND.finditer(fold(text[max(0, number.start - 60) : number.start])))
    return not kinds or not kinds[-1]["other"]


def _newest(text: str, numbers: list[_Number]) -> str | None:
    """Gives the one number that is said to be new, or that is left beside those which are old; else None."""
    starts = [0, *(number.end for number in numbers[:-1])]
    before = [fold(text[start : number.start]) for start, number in zip(starts, numbers, strict=True)]
    new = {number.written for number, words in zip(numbers, before, strict=True) if _is_new(words)}
    old = {number.written for number, words in zip(numbers, before, strict=True) if _is_old(words)}
    left = new or ({number.written for number in numbers} - old if old else set())
    return left.pop() if len(left) == 1 else None


def _is_new(words: str) -> bool:
    return _last(_NEW, words) > _last(_OLD, words)


def _is_old(words: str) -> bool:
    return _last(_OLD, words) > _last(_NEW, words)


def _last(pattern: re.Pattern[str], words: str) -> int:
    return max((match.start() for match in pattern.finditer(words)), default=-1)


def _whole(text: str) -> str | None:
    """Reads what is nothing but figures: «912345678»; None if it is no number."""
    bare = "".join(sign for sign in text if sign not in " .-()\t\n")
    is_sum = bare.endswith(_ROUND)
    return _written(bare) if bare.isascii() and bare.removeprefix("+").isdigit() and not is_sum else None


def _written(said: str) -> str | None:
    """Writes a number as E.164; None for what is none, or nobody's."""
    figures = "".join(sign for sign in said if sign.isdecimal())
    if not 8 < len(figures) <= MOST_DIGITS:
        return None
    abroad = "+" if said.lstrip("(").startswith("+") else ""
    home = figures.removeprefix("00").removeprefix("84") if figures.startswith(("84", "0084")) else figures
    if home != figures and len(home) >= 9:
        figures, abroad = "0" + home.removeprefix("0"), ""
    if len(figures) == _OLD_LENGTH and figures[:4] in _SINCE_2018:
        figures = _SINCE_2018[figures[:4]] + figures[4:]
    try:
        number = phonenumbers.parse(abroad + figures, "VN")
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number) or phonenumbers.number_type(number) not in SOMEBODYS:
        return None
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def spoken(phone: str) -> str:
    """Writes a stored number of Viet Nam in groups, «0912 345 678»; others as they are."""
    if not phone.startswith(HOME):
        return phone
    digits = "0" + phone.removeprefix(HOME)
    return f"{digits[:4]} {digits[4:7]} {digits[7:]}".strip()
