"""The agreed time as a file for the phone's own calendar; a changed one replaces the file of before."""

from functools import partial

from handlers.documents.calendar import Event, write
from handlers.kit import Outgoing, Said
from handlers.kit.commands import Command, Reply, id_in
from handlers.kit.deployment import Deployment
from handlers.kit.document import CALENDAR, Document, Writing
from handlers.kit.scope import Scope
from handlers.kit.wording import Wording
from handlers.people import record
from handlers.people.made_files import instead, reader_of, words_for
from storage import access, appointments, attachments
from storage.access import NotAllowed
from storage.attachments import Attachment
from storage.database import Db

ID = "appointment_calendar"


def ask(scope: Scope, argument: str) -> Reply:
    person = record.person_of(scope)
    made = appointments.get(scope.db, id_in(argument))
    if person is None or made is None or made.person_id != person.id or made.state != "confirmed":
        return Said("appointments_own.none", buttons=(scope.menu_button(),))
    attachments.ask_for(
        scope.db, scope.chat, ID, account_id=scope.account.id, person_id=person.id, argument=str(made.id)
    )
    return Said("appointment_calendar.coming", buttons=(scope.menu_button(),))


def prepare(db: Db, deployment: Deployment, asked: Attachment) -> Writing | None:
    """Writes no more into the file than a lock screen may show: where and when, not what about."""
    reader = reader_of(db, asked)
    try:
        person = access.look_for_document(db, reader, asked.person_id or 0, f"{ID} {asked.id}", ("self",))
    except NotAllowed:
        return None
    made = appointments.get(db, id_in(asked.argument))
    if made is None or made.person_id != person.id or made.at is None:
        return None
    title = Wording.to(deployment.texts, reader).text("appointment_calendar.title")
    return partial(write, Event(made.id, made.version, made.at, title, made.place, db.now))


def tell(db: Db, deployment: Deployment, asked: Attachment, address: str) -> Outgoing:
    wording = words_for(db, deployment, asked)
    link = instead(wording, deployment, "appointment_calendar.link", address)
    return Outgoing(wording.text("appointment_calendar.caption"), attachment=asked.id, shows="file", instead=link)


def tell_failed(db: Db, deployment: Deployment, asked: Attachment) -> Outgoing:
    return Outgoing(words_for(db, deployment, asked).text("appointment_calendar.failed"))


CALENDAR_FILE = Document(ID, prepare, tell, tell_failed, CALENDAR)
COMMANDS = (Command(ID, ask, may=("person",)),)
