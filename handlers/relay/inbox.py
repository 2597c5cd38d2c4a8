"""What persons have written to the officers: who waits, what was said, an answer; the first to answer goes on."""

from handlers.kit import Answers, Button, Choice, Form, Note, Option, Outgoing, Problem, Said
from handlers.kit.commands import Command, Reply, Start, id_in
from handlers.kit.pages import ListPage
from handlers.kit.scope import Scope
from handlers.notify import pass_on
from handlers.people import attachments
from handlers.people.naming import for_officers, name_of
from handlers.people.offices import with_office
from handlers.people.targets import not_here
from rules import consent
from storage import access, accounts, consents, persons, relays
from storage.persons import Person
from storage.relays import Relay

OFFICER = ("officer",)
LAST_SAID = 6
SHOWN = 400


def waiting(scope: Scope, argument: str) -> Reply:
    """Lists who has written and has no answer yet, the longest waiting first; `argument` says how many are skipped."""
    first = {relay.person_account: relay for relay in reversed(relays.waiting(scope.db, scope.unit))}
    people = [person for account in reversed(first) if (person := _person_of(scope, account))]
    if not people:
        return Said("messages.none", buttons=(scope.menu_button(),))
    if len(people) == 1:
        return read(scope, str(people[0].account_id))
    names, page = for_officers(scope.wording, people), ListPage.asked(argument, len(people))
    buttons = page.numbered(
        [_waiting_button(scope, person, names[person.id], first[person.account_id or 0]) for person in page.of(people)]
    )
    return Said("messages.waiting", {"count": len(people)}, (*buttons, *page.more(scope, "do:waiting_messages:")))


def _waiting_button(scope: Scope, person: Person, name: str, asked: Relay) -> Button:
    label = scope.text("messages.line", who=name, at=scope.moment(asked.at))
    return Button(label, f"do:relay_read:{person.account_id}")


def _person_of(scope: Scope, account_id: int) -> Person | None:
    """Finds somebody of the officer's own commune."""
    person = persons.by_account(scope.db, account_id)
    return person if person and access.may_see(scope.db, scope.account, person) else None


def read(scope: Scope, argument: str) -> Reply:
    """Shows the last words of the thread, and a button to answer."""
    person = _person_of(scope, id_in(argument))
    if person is None or person.account_id is None:
        return not_here(scope)
    scope.audit("relay.read", person.id)
    thread = relays.thread(scope.db, person.account_id, LAST_SAID)
    lines = [scope.text("messages.of", who=name_of(person)), *(_message_line(scope, person, relay) for relay in thread)]
    answer = scope.button("messages.button.answer", f"do:relay_write:{person.account_id}")
    card = scope.button("officer.button.card", f"do:person_card:{person.id}")
    return Outgoing("\n".join(lines), (answer, *_sent_along(scope, thread), card))


def _sent_along(scope: Scope, thread: list[Relay]) -> tuple[Button, ...]:
    """Gives the attachments' buttons, the last first, each with its moment, so that two are told apart."""
    sent = [(relay.attachment_id, scope.moment(relay.at)) for relay in reversed(thread)]
    return attachments.buttons(scope.db, scope.wording, sent)


def _message_line(scope: Scope, person: Person, relay: Relay) -> str:
    officer = accounts.get(scope.db, relay.officer_account)
    who = scope.wording.called(officer) if officer else scope.wording.called(person)
    text = attachments.said_with(scope.db, scope.wording, relay.text[:SHOWN], relay.attachment_id)
    return scope.text("messages.said", who=who, at=scope.moment(relay.at), text=text)


def write(scope: Scope, argument: str) -> Reply:
    person = _person_of(scope, id_in(argument))
    if person is None:
        return not_here(scope)
    return _hindered(scope, person) or Start("relay_reply", {"to": str(person.account_id)})


def _hindered(scope: Scope, person: Person) -> Said | None:
    """Says why not to write: two voices would confuse whoever asked, and nobody is written to who does not want it."""
    account_id = person.account_id or 0
    who = scope.wording.called(person)
    owner = pass_on.owner_of(scope.db, account_id)
    if owner is None or owner.id == scope.account.id:
        asked = any(relay.person_account == account_id for relay in relays.waiting(scope.db, scope.unit))
        if asked or consent.allows(consents.current(scope.db, account_id), "relay"):
            return None
        card = scope.button("officer.button.card", f"do:person_card:{person.id}")
        return Said("messages.not_wanted", {"who": who}, (card, scope.menu_button()))
    fields = {"officer": with_office(scope.db, scope.wording, owner), "who": who}
    read_it = scope.button("messages.button.read", f"do:relay_read:{person.account_id}")
    return Said("messages.somebody_else", fields, (read_it, scope.menu_button()))


def reachable_people(_answers: Answers, scope: Scope) -> list[Option]:
    people = access.visible_persons(scope.db, scope.account, "")
    names = for_officers(scope.wording, people)
    return [Option(str(person.account_id), names[person.id]) for person in people if person.account_id]


def send(answers: Answers, scope: Scope) -> Said:
    person = _person_of(scope, id_in(answers["to"]))
    if person is None or person.account_id is None:
        raise Problem("no_longer_there", question="to")
    hindered = _hindered(scope, person)
    if hindered is not None:
        return hindered
    reached = pass_on.to_person(scope, person.account_id, answers["text"])
    key = "relay_reply.sent" if reached else "relay_reply.call"
    return Said(key, {"who": scope.wording.called(person)}, (scope.menu_button(),))


relay_reply = Form(
    "relay_reply",
    Choice("to", reachable_people),
    Note("text", longest=1500, optional=False, verbatim=True),
    submit=send,
    may=OFFICER,
    review=False,
)
COMMANDS = (
    Command(
        "waiting_messages", waiting, may=OFFICER, words=("/messages", "/tinnhan", "doc tin", "tra loi", "messages")
    ),
    Command("relay_read", read, may=OFFICER),
    Command("relay_write", write, may=OFFICER),
)
