"""The parts of a sentence, each of which may answer another question: «hôm qua, gọi điện, có gặp»."""

import re

from handlers.understand.fold import clean

_BETWEEN = re.compile(
    r"[;:!?\n…]|,(?!\d)|\.(?!\d)|(?:^|\s)(?:và|va|nhưng|nhung|với lại|voi lại|voi lai|and|but)(?=\s)", re.IGNORECASE
)


def clauses(text: str) -> list[str]:
    """Splits a sentence at its signs and at «và», «nhưng»; empty parts are left out."""
    return [part.strip() for part in _BETWEEN.split(clean(text)) if part.strip()]
