"""What was told of somebody, the last first, with the words and what was sent along: visits and check-ins alike."""

from collections.abc import Callable
from dataclasses import dataclass

from handlers.kit import JsonValue, Outgoing, Said
from handlers.kit.commands import Reply
from handlers.kit.scope import Scope
from handlers.people import attachments, naming
from handlers.people.targets import not_here, person_in
from storage.persons import Person

LONGEST_NOTE = 200


@dataclass(frozen=True, slots=True)
class Entries:
    """`words` as they were answered: typed, or sent along, or none; `mark` tells what was sent along apart."""

    line: str
    words: JsonValue
    mark: str


def listed(scope: Scope, argument: str, what: str, read: Callable[[Person], list[Entries]]) -> Reply:
    """`what` is looked at, which is written down."""
    person = person_in(scope, argument, what)
    if person is None:
        return not_here(scope)
    found = read(person)
    back = scope.button("officer.button.card", f"do:person_card:{person.id}")
    who = naming.called(scope.wording, person)
    if not found:
        return Said(f"officer.{what}.none", {"who": who}, (back,))
    lines = [scope.text(f"officer.{what}.of", who=who)]
    for one in found:
        lines += [one.line, *_words(scope, one.words)]
    sent = [(attachments.id_of(one.words), one.mark) for one in found]
    return Outgoing("\n".join(lines), (*attachments.buttons(scope.db, scope.wording, sent), back))


def _words(scope: Scope, words: JsonValue) -> list[str]:
    if isinstance(words, str):
        return [scope.text("alert.card.note", note=words[:LONGEST_NOTE])]
    return [scope.text(f"dialogue.sent.{words['kind']}")] if words else []
