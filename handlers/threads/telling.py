"""Who hears that something was said in a thread: the other side, by a notice that tells nothing of what it says."""

from handlers.kit import Button, Outgoing
from handlers.kit.deployment import Deployment
from handlers.kit.wording import Wording, capital
from handlers.notify import notices
from handlers.notify.pass_on import NOTICE_PAUSE
from handlers.people.offices import with_office
from storage import access, accounts, persons, threads
from storage.accounts import Account
from storage.database import Db
from storage.persons import Person
from storage.threads import Thread

KIND = "thread"


def owner_of(db: Db, thread: Thread) -> Account | None:
    """Finds the officer who answered and goes on with it, as long as they are there and on duty."""
    owner = accounts.get(db, thread.officer_id)
    if owner is None or not access.acts(owner, "officer", unit=thread.unit):
        return None
    return owner if accounts.is_on_duty(db, owner) else None


def officers_for(db: Db, thread: Thread) -> list[Account]:
    """Lists whom a guardian's words go to: the officer who goes on with it, else those on duty."""
    owner = owner_of(db, thread)
    return [owner] if owner else accounts.on_call(db, thread.unit)


def tell_other_side(db: Db, deployment: Deployment, thread: Thread, by: Account, *, from_office: bool) -> list[Account]:
    """Tells the other side that there is something to read; says who is reached.

    Nobody is told twice of what was said one after the other.
    """
    readers = _guardian(db, thread) if from_office else officers_for(db, thread)
    if _just_told(db, thread, from_office):
        return [reader for reader in readers if notices.reachable(db, reader.id)]
    person = persons.get(db, thread.person_id)
    key = "to_guardian" if from_office else "to_office"
    return [reader for reader in readers if tell(db, deployment, thread, reader, person, key, by)]


def _guardian(db: Db, thread: Thread) -> list[Account]:
    guardian = accounts.get(db, thread.guardian_id)
    return [guardian] if guardian else []


def _just_told(db: Db, thread: Thread, from_office: bool) -> bool:
    """Says whether the words before the last ones are of the same side and of just now."""
    before = threads.messages(db, thread.id, 2)[:-1]
    return any(said.from_office == from_office and db.now - said.at < NOTICE_PAUSE for said in before)


def tell(
    db: Db, deployment: Deployment, thread: Thread, reader: Account, person: Person | None, key: str, by: Account | None
) -> bool:
    """Tells one reader by the text `notice.thread.<key>`, with the buttons that read it and answer it."""

    def telling(wording: Wording) -> Outgoing:
        who = with_office(db, wording, by) if by and key == "to_guardian" else wording.called(by) if by else ""
        about = wording.called(person) if person else ""
        text = wording.text(f"notice.thread.{key}", who=who, Who=capital(who), person=about)
        return Outgoing(text, buttons(wording, thread))

    return notices.tell(db, deployment, reader.id, KIND, telling, subject_id=thread.person_id)


def buttons(wording: Wording, thread: Thread) -> tuple[Button, ...]:
    return tuple(
        Button(
            wording.text(f"thread.button.{name}"),
            f"do:thread_{name}:{thread.id}",
            role="command",
            typed=wording.text(f"thread.typed.{name}"),
        )
        for name in ("read", "answer")
    )
