"""Whoever wants it has all that is kept about them made as a file: a PDF, or JSON; its link opens once."""

from functools import partial

from handlers.documents.own_data import Section, as_json, as_pdf
from handlers.kit import Outgoing, Said
from handlers.kit.commands import Command, Reply
from handlers.kit.deployment import Deployment
from handlers.kit.document import JSON, PDF, Document, Writing
from handlers.kit.scope import Scope
from handlers.my_data import themes
from handlers.my_data.subject import Subject
from handlers.people.made_files import instead, reader_of, words_for
from rules.retention import DAYS
from storage import access, attachments
from storage.attachments import OPENED_ONCE, Attachment
from storage.database import Db

AS_PDF, AS_JSON = OPENED_ONCE


def ask(scope: Scope, argument: str) -> Reply:
    """Asks which kind of file, or for the one that is named, to be made after the turn."""
    if argument not in OPENED_ONCE:
        kinds = tuple(scope.button(f"own_data.{kind}", f"do:own_data:{kind}") for kind in OPENED_ONCE)
        return Said("own_data.which", {"days": DAYS["documents"]}, (*kinds, scope.menu_button()))
    asked = attachments.ask_for(scope.db, scope.chat, argument, account_id=scope.account.id)
    scope.audit("account.data_asked", scope.account.id, f"{argument} {asked}")
    return Said("own_data.coming", buttons=(scope.button("more.me", "do:me"), scope.menu_button()))


def prepare(db: Db, deployment: Deployment, asked: Attachment) -> Writing | None:
    """Gathers what whoever asked may read of themself now; it is written down that it was made."""
    reader = reader_of(db, asked)
    if not access.acts(reader):
        return None
    wording = words_for(db, deployment, asked)
    sections = [
        Section(
            theme.id,
            wording.text(f"kept.theme.{theme.id}"),
            wording.text(theme.held_back) if theme.held_back else "",
            tuple(theme.entries),
        )
        for theme in themes.of(Subject.of(db, deployment, wording, reader))
    ]
    db.audit(reader.unit, reader.id, "account.data_made", reader.id, f"{asked.document} {asked.id}")
    return (
        partial(as_json, sections, db.now) if asked.document == AS_JSON else partial(as_pdf, sections, wording, db.now)
    )


def tell(db: Db, deployment: Deployment, asked: Attachment, address: str) -> Outgoing:
    wording = words_for(db, deployment, asked)
    link = instead(wording, deployment, "document.own_data.link", address)
    return Outgoing(
        wording.text("document.own_data.caption", days=DAYS["documents"]),
        attachment=asked.id,
        shows="file",
        instead=link,
    )


def tell_failed(db: Db, deployment: Deployment, asked: Attachment) -> Outgoing:
    return Outgoing(words_for(db, deployment, asked).text("document.own_data.failed"))


DOCUMENTS = (
    Document(AS_PDF, prepare, tell, tell_failed, PDF),
    Document(AS_JSON, prepare, tell, tell_failed, JSON),
)
COMMANDS = (Command("own_data", ask, words=("/taidulieu", "tai du lieu", "tai du lieu cua toi", "download my data")),)
