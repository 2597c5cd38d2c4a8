"""The letter of each kind of record that people see by a number: C12 is an alert, and 12 alone a place in a list."""

import re
from collections.abc import Mapping
from typing import NamedTuple

# C cảnh báo, V việc (an offer), N người mới, T thông báo, D đề nghị (what waits for a second person's yes), P phép
# (to be away), H hẹn, B buổi (a job fair or a talk), G giao việc (a task), K khiếu nại, M món vay, Y yêu cầu (about
# one's data), L lời báo (a tip without a name); a visit report is shown by its receipt (TH-0412)
LETTERS: Mapping[str, str] = {
    "alert": "C",
    "offer": "V",
    "fair": "B",
    "newcomer": "N",
    "broadcast": "T",
    "approval": "D",
    "absence": "P",
    "appointment": "H",
    "task": "G",
    "complaint": "K",
    "loan": "M",
    "data_request": "Y",
    "tip": "L",
    "visit": "TH",
}
_TYPED = re.compile(r"(?:(?P<word>.*?) )??(?:(?P<mark>so|th|[a-z]) ?)?(?P<number>\d{1,20})")


class Typed(NamedTuple):
    """A typed record: `word` is what stands before it, `mark` its letter in capitals, «so» for «số 12», or nothing."""

    word: str
    mark: str
    number: str


def written(record: str, number: int | None) -> str:
    """Writes the number of a record as people read it: «C12»."""
    return f"{LETTERS[record]}{number}"


def read(words: str) -> Typed | None:
    """Reads folded words that end in a number: «nhan c4», «nhan c 4», «so 4»; None for others."""
    typed = _TYPED.fullmatch(words)
    if typed is None:
        return None
    mark = typed["mark"] or ""
    return Typed(typed["word"] or "", mark if mark == "so" else mark.upper(), typed["number"])


def record_of(letter: str) -> str:
    """Finds the kind of record by its letter; empty for none."""
    return next((record for record, own in LETTERS.items() if own == letter), "")
