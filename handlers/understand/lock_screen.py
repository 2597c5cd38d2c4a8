"""Words that must not stand where a locked phone shows them: the first 80 characters of what nobody asked for."""

import re
import unicodedata

from handlers.understand.fold import fold

SHOWN = 80
# Mostly with their accents: folded, «án» would forbid «ăn», «tội» would forbid «tới», «quản chế» the «quán chè».
WITH_ACCENTS = ("tù", "án", "phạm", "tội", "trại", "cai", "công an", "quản chế", "vay nợ", "bị bắt", "giam")
FOLDED = ("ma tuy", "tai hoa nhap", "an tich", "pham nhan")
ENGLISH = (
    *("prison", "jail", "crime", "criminal", "offender", "offence", "convict", "convicted", "inmate", "police"),
    *("drug", "drugs", "rehab", "parole", "probation", "reintegration", "debt", "debts"),
)
FIELD = re.compile(r"\{[^{}]*\}")


def unsafe_words(text: str, shown: int = SHOWN) -> set[str]:
    """Finds those of the listed words that somebody glancing at the locked phone would read."""
    glanced = FIELD.sub("", unicodedata.normalize("NFC", text))[:shown].casefold()
    unsafe = {word for word in (*WITH_ACCENTS, *ENGLISH) if has_word(glanced, word)}
    return unsafe | {word for word in FOLDED if has_word(fold(glanced), word)}


def has_word(text: str, word: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text) is not None
