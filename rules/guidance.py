"""Reviewed answers to what people ask about law and daily life: what one says, on what it rests, who knows more."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, get_args

# read in the text of the law; read in the press or in an article only; not read: whom to ask is all that is said
Seen = Literal["text", "press", "ask"]
WHOM = (
    *("police", "committee", "officer", "legal_aid", "clinic", "insurance", "enforcement", "traffic", "tax"),
    *("court", "shop", "job_centre"),
)
LONGEST_TITLE = 32


class BadEntry(ValueError):
    """An entry of seeds/guidance cannot be used. Its id and what is wrong with it stand in the message."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One answer. `asked`: how people ask for it. `see`: who knows more. `check_again_on`: until when it is trusted.

    `begins`: the form whose button its words name, `intents.button.<form>`.
    """

    id: str
    theme: str
    title: str
    asked: tuple[str, ...]
    answer: str
    steps: tuple[str, ...]
    source: str
    seen: Seen
    see: str
    checked_on: date
    check_again_on: date
    begins: str = ""

    def is_past_check(self, today: date) -> bool:
        """Says whether somebody should have read its source again."""
        return today >= self.check_again_on


def read(themes: Iterable[Mapping[str, Any]]) -> tuple[Entry, ...]:
    """Reads the files, a theme each; an entry may set its own days. Raises BadEntry."""
    entries = tuple(_entry(theme, row) for theme in themes for row in theme["entries"])
    twice = {entry.id for entry in entries if sum(other.id == entry.id for other in entries) > 1}
    if twice:
        raise BadEntry(f"{', '.join(sorted(twice))}: an id stands for one entry only")
    return entries


def _entry(theme: Mapping[str, Any], row: Mapping[str, Any]) -> Entry:
    days = {name: row.get(name, theme.get(name)) for name in ("checked_on", "check_again_on")}
    words = {name: str(row.get(name, "")).strip() for name in ("id", "title", "answer", "source", "seen", "see")}
    lists = {name: tuple(map(str, row.get(name, ()))) for name in ("asked", "steps")}
    if problem := _problem(words, lists, days):
        raise BadEntry(f"{words['id'] or '(without id)'}: {problem}")
    return Entry(theme=str(theme["theme"]), begins=str(row.get("begins", "")), **words, **lists, **days)  # type: ignore[arg-type]


def _problem(words: Mapping[str, str], lists: Mapping[str, tuple[str, ...]], days: Mapping[str, object]) -> str:
    """Says what is wrong with an entry; nothing where it can be used."""
    if missing := [name for name in (*words, *lists) if not (words.get(name) or lists.get(name))]:
        return f"it has no {', '.join(missing)}"
    if not all(isinstance(day, date) for day in days.values()):
        return "checked_on and check_again_on are days: 2026-11-29"
    if words["seen"] not in get_args(Seen) or words["see"] not in WHOM:
        return f"seen is one of {', '.join(get_args(Seen))}, and see one of {', '.join(WHOM)}"
    too_long = len(words["title"]) > LONGEST_TITLE
    return f"the title stands on buttons and has {LONGEST_TITLE} signs at most" if too_long else ""
