"""An officer has one page about somebody made, to take along: asked for in a turn, made after it, sent as a file."""

from functools import partial

from handlers.documents.person_page import Printing, render
from handlers.kit import Outgoing, Said
from handlers.kit.commands import Command, Reply, Start
from handlers.kit.deployment import Deployment
from handlers.kit.document import Document, Writing
from handlers.kit.scope import Scope
from handlers.kit.viewer import Viewer
from handlers.kit.wording import Wording
from handlers.people.made_files import instead, reader_of
from handlers.people.offices import office_of
from handlers.people.records import form_of
from handlers.people.targets import not_here, person_in
from handlers.reports import person_page as report
from rules.retention import DAYS
from storage import access, attachments, persons
from storage.access import NotAllowed
from storage.attachments import Attachment
from storage.database import Db

ID = "person_page"


def ask(scope: Scope, argument: str) -> Reply:
    """Asks for the page to be made after the turn; the look is written down now, the making when it is made."""
    if not argument:
        return Start("find_person")
    person = person_in(scope, argument, ID)
    if person is None:
        return not_here(scope)
    attachments.ask_for(scope.db, scope.chat, ID, account_id=scope.account.id, person_id=person.id)
    card = scope.button("officer.button.card", f"do:person_card:{person.id}")
    return Said("document.person_page.coming", {"who": scope.wording.called(person)}, (card, scope.menu_button()))


def prepare(db: Db, deployment: Deployment, asked: Attachment) -> Writing | None:
    officer = reader_of(db, asked)
    try:
        person = access.look_for_document(db, officer, asked.person_id or 0, f"{ID} {asked.id}")
    except NotAllowed:
        return None
    wording = Wording.to(deployment.texts, officer)
    forms = [form_of(deployment, record) for record in ("visit_report", "checkin", "intake")]
    page = report.gather(person, Viewer.of(db, wording, person), *forms)
    office = office_of(db, wording, officer)
    printing = Printing(f"{officer.name} ({office})" if office else officer.name, db.now)
    return partial(render, page, wording, printing)


def tell(db: Db, deployment: Deployment, asked: Attachment, address: str) -> Outgoing:
    wording, who = _words(db, deployment, asked)
    link = instead(wording, deployment, "document.person_page.link", address, who=who)
    return Outgoing(
        wording.text("document.person_page.caption", who=who, days=DAYS["documents"]),
        attachment=asked.id,
        shows="file",
        instead=link,
    )


def tell_failed(db: Db, deployment: Deployment, asked: Attachment) -> Outgoing:
    wording, who = _words(db, deployment, asked)
    return Outgoing(wording.text("document.person_page.failed", who=who))


def _words(db: Db, deployment: Deployment, asked: Attachment) -> tuple[Wording, str]:
    """Gives the officer's words, and how they hear of the person."""
    wording = Wording.to(deployment.texts, reader_of(db, asked))
    person = persons.get(db, asked.person_id)
    assert person is not None
    return wording, wording.called(person)


PERSON_PAGE = Document(ID, prepare, tell, tell_failed)
COMMANDS = (
    Command(
        ID,
        ask,
        may=("officer",),
        words=("ho so mot trang", "/trang", "one page record"),
        takes_argument=True,
    ),
)
