"""The day on which a told visit was, and not that of something else in the story: «chồng đánh tối qua»."""

import re
from datetime import date

from handlers.understand.dates import Hit, find_days
from handlers.understand.spelling import spelled

_VISITING = re.compile(
    r"(?<!\w)(?:ghe|tham|gap|toi|tới|den|qua|sang|xuong|len|vao|vô|vo nha|vo tham|ra|goi|dien|alo|dt|tiep|bat duoc|"
    r"noi chuyen|hop|hoi|tat|co mat|visited|saw|met|called)(?!\w)"
)
_HAPPENING = re.compile(
    r"(?<!\w)(?:danh|dam|chem|dap|cai nhau|cai lon|cai co|bop co|tron|bo di|bo nha|bien mat|mat tich|chuyen|don|bi|say|"
    r"uong|nhau|chay|mo|mo ruot|nam vien|vay|thua|da ga|duoi|nghi|mat|chet|sinh|de|nga|tai nan|di lam|di hoc)(?!\w)"
)
_TO_COME = re.compile(r" (?:moi|mới) (?:ve|len|ra|vo|vao|co|xong|ranh|gap)(?!\w)| di lam(?!\w)")


def visited_on(text: str, today: date) -> date | None:
    """Finds the one day up to today that a told visit names. Two different days of visiting are none.

    A day to come is that of the next visit, and a day from which something has gone on is no visit's; nor is one on
    which, in its clause, something happened and nobody went to see anybody.
    """
    said = spelled(text)
    past = [hit for hit in find_days(text, today, "past") if hit.day <= today and not hit.since]
    days = {hit.day for hit in past if not _is_of_something_else(hit, said)}
    return days.pop() if len(days) == 1 else None


def _is_of_something_else(hit: Hit, said: str) -> bool:
    if _TO_COME.match(said, hit.end):
        return True
    before = said[: hit.start].rpartition(" ,")[2]
    after = said[hit.end :].partition(" ,")[0]
    clause = f"{before} {after}"
    return bool(_HAPPENING.search(clause)) and not _VISITING.search(clause)
