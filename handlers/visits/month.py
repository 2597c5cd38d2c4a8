"""The guardian's month as a picture, made after the turn that asks for it."""

from functools import partial

from handlers.documents.visit_month import render
from handlers.kit import Outgoing, Said
from handlers.kit.commands import Command, Reply
from handlers.kit.deployment import Deployment
from handlers.kit.document import JPEG, Document, Writing
from handlers.kit.scope import Scope
from handlers.kit.wording import Wording
from handlers.people.made_files import instead, reader_of, words_for
from handlers.reports.visit_month import gather, month_from
from handlers.visits.report import nobody_in_care
from storage import access, attachments
from storage.attachments import Attachment
from storage.database import Db

ID = "visit_month"


def ask(scope: Scope, argument: str) -> Reply:
    """Asks for this month's picture, or with `1` for the next month's."""
    if reason := nobody_in_care(scope):
        return reason
    attachments.ask_for(scope.db, scope.chat, ID, account_id=scope.account.id, argument=argument[:1])
    return Said("visit_month.coming", buttons=(scope.menu_button(),))


def prepare(db: Db, deployment: Deployment, asked: Attachment) -> Writing | None:
    guardian = reader_of(db, asked)
    if not access.acts(guardian, "guardian"):
        return None
    wording = Wording.to(deployment.texts, guardian)
    return partial(render, gather(db, guardian, wording, month_from(asked.argument, db.today)), wording)


def tell(db: Db, deployment: Deployment, asked: Attachment, address: str) -> Outgoing:
    wording = words_for(db, deployment, asked)
    link = instead(wording, deployment, "visit_month.link", address)
    return Outgoing(wording.text("visit_month.caption"), attachment=asked.id, shows="photo", instead=link)


def tell_failed(db: Db, deployment: Deployment, asked: Attachment) -> Outgoing:
    return Outgoing(words_for(db, deployment, asked).text("visit_month.failed"))


VISIT_MONTH = Document(ID, prepare, tell, tell_failed, JPEG)
COMMANDS = (
    Command(
        ID,
        ask,
        may=("guardian",),
        words=("/lichthang", "lich thang", "lich ghe tham", "lich tham", "hinh thang nay", "my month"),
        takes_argument=True,
    ),
)
