"""Holds one thing that the doctor found, printed as a line."""

from dataclasses import dataclass

MARKS = {"good": "✓", "off": "–", "bad": "✗"}


@dataclass(frozen=True, slots=True)
class Finding:
    """good, off or bad; what was found, and what to do."""

    state: str
    what: str
    cure: str = ""

    def __str__(self) -> str:
        return f"{MARKS[self.state]} {self.what}" + (f"\n    → {self.cure}" if self.cure else "")
