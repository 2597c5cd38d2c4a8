"""How many there are, where a number is asked for: «5», «hai thợ», «chừng chục người», «hai ba người gì đó»."""

import re

from handlers.understand.numerals import NUMBER, ONES, number_of
from handlers.understand.spelling import spelled

LONGEST = 40
_NUMBERS = re.compile(rf"(?<!\w){NUMBER}(?!\w)")


def only_number(text: str) -> int | None:
    """Reads the one number of a short answer, of two neighbours the first; None for none and for several."""
    numbers = _NUMBERS.findall(spelled(text[:LONGEST]))
    if len(numbers) != 1:
        return None
    first, *rest = numbers[0].split()
    is_range = len(rest) == 1 and rest[0] in ONES and ONES.get(first, -1) + 1 == ONES[rest[0]] > 1
    return number_of(first if is_range else numbers[0])
