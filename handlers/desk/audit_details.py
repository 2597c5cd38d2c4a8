"""Words for the details of the audit: codes, days and numbers of records, as programs wrote them."""

import re
from collections.abc import Iterator, Mapping
from datetime import date

from handlers.kit.wording import Wording, capital

PART = re.compile(r"(?P<day>\b\d{4}-\d{2}-\d{2}\b)|(?P<codes>\b[a-z][\w-]*(?: [a-z][\w-]*)*)", re.ASCII)
# «a=b c=d,e» and «first..last»
SIGNS = (("=", ": "), (",", ", "), ("..", " – "))
# below which keys the words stand for codes that actions of this first word carry; tried before those of all
PLACES: Mapping[str, tuple[str, ...]] = {
    "account": ("role", "account.status"),
    "allowance": ("channel",),
    "approval": ("approval.kind",),
    "channel": ("channel",),
    "chat": ("channel",),
    "consent": ("purpose",),
    "link": ("channel",),
    "need": ("visit_report.needs",),
    "person": ("pause_management.reason", "end_management.reason"),
    "pledge": ("visit_report.needs",),
    "roll_call": ("roll_call.way",),
    "setup": ("channel",),
}
# what is worded as another code
AS = {"being taken in": "charge", "funnel": "interest"}


class _Unworded(LookupError):
    """A code that an older or newer program wrote."""


def in_words(wording: Wording, action: str, detail: str) -> str:
    """Words a detail; it stays as it was written where a code in it has no words here."""
    about = action.partition(".")[0]

    def said(part: re.Match[str]) -> str:
        return _day(wording, part["day"]) if part["day"] else _codes(wording, about, part["codes"])

    spelled = re.sub(r" (?=\w+=)", "; ", detail)
    for sign, shown in SIGNS:
        spelled = spelled.replace(sign, shown)
    try:
        return capital(PART.sub(said, spelled))
    except _Unworded:
        return detail


def _day(wording: Wording, day: str) -> str:
    try:
        return wording.date_on_paper(date.fromisoformat(day))
    except ValueError:
        return day


def _codes(wording: Wording, about: str, codes: str) -> str:
    """Words several codes together where they are one name, «loan list», else each by itself. Raises _Unworded."""
    if named := _name(wording, about, AS.get(codes, re.sub("[ -]", "_", codes))):
        return named
    names = [_name(wording, about, AS.get(code, code)) for code in codes.split()]
    if not all(names):
        raise _Unworded(codes)
    return " ".join(names)


def _name(wording: Wording, about: str, code: str) -> str:
    """Gives the first plain words that there are for the code; a sentence with fields is none."""
    sentences = (wording.template(key) for key in _keys(about, code) if wording.has_text(key))
    return next((words for words in sentences if "{" not in words), "")


def _keys(about: str, code: str) -> Iterator[str]:
    for place in PLACES.get(about, ()):
        yield f"{place}.{code}"
    if about == "desk":
        yield f"desk.{code}.title"
        yield f"audit_detail.page.{code}"
    yield f"audit_detail.{code}"
