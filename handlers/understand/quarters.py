"""A quarter of a year as people write it: «quý này», «quý trước», «quý 3», «quý 4 năm 2025»."""

import re
from datetime import date

from handlers.understand.fold import bare
from rules.deadlines import Quarter, quarter_of

_NAMED = re.compile(
    r"\b(?:quy|quarter|q) ?(?P<which>[1-4]|nay|truoc|roi|vua roi|vua qua)\b(?: (?:nam )?(?P<year>20\d\d))?"
    r"|\b(?P<side>this|last) quarter\b"
)


def quarter_in(text: str, today: date) -> Quarter | None:
    """Finds the quarter named in a text; None for none. A bare number is the last one that has begun."""
    named = _NAMED.search(bare(text))
    if named is None:
        return None
    here, which = quarter_of(today), named["which"] or named["side"]
    if not which.isdecimal():
        return here if which in ("nay", "this") else here.previous
    if named["year"]:
        return Quarter(int(named["year"]), int(which))
    return Quarter(today.year if int(which) <= here.number else today.year - 1, int(which))
