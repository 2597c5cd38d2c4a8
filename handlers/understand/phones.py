"""A phone number in what somebody typed or shared, as +84…, and as people read one out."""

import re

import phonenumbers
from phonenumbers import PhoneNumber, PhoneNumberFormat, PhoneNumberType

from handlers.understand.fold import clean, fold

LONGEST = 200
HOME = "+84"
# not the short and free numbers of services, where nobody of ours can be reached
SOMEBODYS = (PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE, PhoneNumberType.FIXED_LINE_OR_MOBILE)
_DIGITS = dict(
    zip(("khong", "mot", "hai", "ba", "bon", "nam", "sau", "bay", "tam", "chin"), range(10), strict=True), tu=4, lam=5
)
_DIGIT = f"(?:{'|'.join(_DIGITS)})"
_SPELLED_OUT = re.compile(rf"(?<!\w)(?:khong|khong {_DIGIT}) {_DIGIT}(?: {_DIGIT}){{7,8}}(?!\w)")
_LETTER_O = re.compile(r"(?<!\w)[oO](?=[1-9][\d .\-]{7,})")


def read_phone(text: str) -> str | None:
    """Reads the one number in the text as E.164; None for none, for a masked or wrong one, or for two."""
    text = _in_figures(clean(text[:LONGEST]))
    hits = phonenumbers.PhoneNumberMatcher(text, "VN", leniency=phonenumbers.Leniency.VALID)
    numbers = {written for hit in hits if (written := _written(hit.number))}
    if numbers:
        return numbers.pop() if len(numbers) == 1 else None
    return _whole(text)


def _in_figures(text: str) -> str:
    """Writes figures for the letter O before figures, and for a number that is spelled out in words."""
    text = _LETTER_O.sub("0", text)
    if not _SPELLED_OUT.search(folded := fold(text)):
        return text
    return _SPELLED_OUT.sub(lambda said: "".join(str(_DIGITS[word]) for word in said[0].split()), folded)


def _whole(text: str) -> str | None:
    """Reads "0912.34.56.78" and the like, which the matcher takes for a date or a version; None if it is none."""
    bare = "".join(sign for sign in text if sign not in " .-()\t\n")
    if not (bare.isascii() and bare.removeprefix("+").isdigit()):
        return None
    try:
        return _written(phonenumbers.parse(bare, "VN"))
    except phonenumbers.NumberParseException:
        return None


def _written(number: PhoneNumber) -> str | None:
    if not phonenumbers.is_valid_number(number) or phonenumbers.number_type(number) not in SOMEBODYS:
        return None
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def spoken(phone: str) -> str:
    """Writes a stored number of Viet Nam in groups, «0912 345 678»; others as they are."""
    if not phone.startswith(HOME):
        return phone
    digits = "0" + phone.removeprefix(HOME)
    return f"{digits[:4]} {digits[4:7]} {digits[7:]}".strip()
