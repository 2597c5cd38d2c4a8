"""Reads single values of what a platform brings: nothing is trusted, nothing unstorable is let through."""

from typing import Any, Literal

Json = dict[str, Any]
LONGEST_TEXT = 20_000


class NotAnUpdate(ValueError):
    """The body is not what the platform sends."""


def plain(value: object) -> str:
    """Gives a text that can be stored: no half signs, no NULs, 20,000 characters at most."""
    return str(value)[:LONGEST_TEXT].encode("utf-8", "ignore").decode().replace("\0", "")


def count(given: object) -> int | None:
    """Reads a count that may come as a string; None for anything else, and for more than nine digits."""
    text = str(given).strip() if isinstance(given, str | int) and not isinstance(given, bool) else ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def typed(text: str) -> tuple[Literal["start", "text"], str]:
    """Gives the kind of a typed text and what is left of it: the code behind `/start`, or all."""
    if text == "/start" or text.startswith("/start "):
        return "start", text[7:].strip()
    return "text", text
