"""The words of which eight open a tip again: ours, without accents, no two of which sound alike in any region."""

from functools import cache
from pathlib import Path

FILE = Path(__file__).with_suffix(".txt")


@cache
def our_words() -> tuple[str, ...]:
    """Reads the 256 words, whose places are what is drawn."""
    return tuple(FILE.read_text(encoding="ascii").split())
