"""What was told of somebody, the last first, with the words and what was sent along: visits and check-ins alike."""

from collections.abc import Callable
from dataclasses import dataclass

from handlers.kit import Button, Line, Outgoing, Said
from handlers.kit.scope import Scope
from handlers.kit.viewer import Viewer
from handlers.kit.wording import Wording
from handlers.people import attachments
from handlers.people.targets import not_here, person_in
from storage.persons import Person

LONGEST_NOTE = 200


@dataclass(frozen=True, slots=True)
class Entry:
    """A record in its one line, and what stands below it; `mark` tells what was sent along apart."""

    in_short: str
    below: list[Line]
    mark: str


def listed(scope: Scope, argument: str, what: str, read: Callable[[Person, Viewer], list[Entry]]) -> Said | Outgoing:
    """Lists somebody's records of a kind (`what`); the look is written down."""
    person = person_in(scope, argument, what)
    if person is None:
        return not_here(scope)
    entries = read(person, scope.viewer(person))
    back = scope.button("officer.button.card", f"do:person_card:{person.id}")
    who = scope.wording.called(person)
    if not entries:
        return Said(f"officer.{what}.none", {"who": who}, (back,))
    head = scope.text(f"officer.{what}.of", who=who)
    return Outgoing("\n".join([head, *written(entries, scope.wording)]), (*sent_along(scope, entries), back))


def sent_along(scope: Scope, entries: list[Entry]) -> tuple[Button, ...]:
    """Gives a button for what came with each."""
    sent = [
        (attachment, _mark(entry, place, len(line.attachments)))
        for entry in entries
        for line in entry.below
        for place, attachment in enumerate(line.attachments, start=1)
    ]
    return attachments.buttons(scope.db, scope.wording, sent)


def _mark(entry: Entry, place: int, count: int) -> str:
    return entry.mark if count == 1 else f"{entry.mark} · {place}/{count}"


def written(entries: list[Entry], wording: Wording) -> list[str]:
    return [text for entry in entries for text in (entry.in_short, *(_below(line, wording) for line in entry.below))]


def _below(line: Line, wording: Wording) -> str:
    """Puts their own words in quotation marks; of anything else it says what it answers."""
    if line.attachments:
        return line.value
    if line.note:
        return wording.text("alert.card.note", note=line.value[:LONGEST_NOTE])
    return f"{line.label}: {line.value}"
