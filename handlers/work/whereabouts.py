"""Which communes of today the words for a place mean: «xóm 4», «Thanh Thủy cũ», «huyện Thanh Chương»."""

import re

from handlers.understand.fold import bare
from handlers.understand.places import find_place

# words that name no commune and mean «at home»
_AT_HOME = re.compile(
    r"\b(?:(?:xom|thon|ap|khoi|to|lang|khu|to dan pho) (?:\w{1,3}|\w+ \w+)|trong xa|xa (?:minh|nha|ta))$"
)


def communes_of(place: str, unit: str) -> tuple[str, ...]:
    """Lists the communes that a place is, or lies in if it was a district; empty where the words do not say it."""
    named = find_place(place, unit)
    if named is not None:
        return named.codes if named.level != "province" else ()
    return (unit,) if _AT_HOME.search(bare(place)) else ()
