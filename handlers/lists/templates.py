"""Empty lists to fill in, made after the turn and sent as workbooks."""

from functools import partial

from handlers.documents.sheet import as_workbook
from handlers.enrolment import sheets
from handlers.enrolment.facts import Kind
from handlers.kit import Outgoing, Said
from handlers.kit.commands import Command, Reply
from handlers.kit.deployment import Deployment
from handlers.kit.document import XLSX, Document, Writing
from handlers.kit.scope import Scope
from handlers.kit.wording import Wording
from handlers.people.made_files import instead, words_for
from storage import access, accounts, attachments
from storage.attachments import Attachment
from storage.database import Db

OFFICER = ("officer",)
KINDS: tuple[Kind, ...] = ("persons", "guardians", "partners", "duty")


def offer(scope: Scope, argument: str) -> Reply:
    """Asks which, or has it made."""
    if argument not in KINDS:
        kinds = [scope.button(f"roster.title.{kind}", f"do:list_templates:{kind}") for kind in KINDS]
        return Said("list_chat.which_template", buttons=(*kinds, scope.menu_button()))
    attachments.ask_for(scope.db, scope.chat, _id(argument), account_id=scope.account.id)
    return Said("list_chat.template_coming", buttons=(scope.menu_button(),))


def _id(kind: str) -> str:
    return f"list_template_{kind}"


def _prepare(kind: Kind, db: Db, deployment: Deployment, asked: Attachment) -> Writing | None:
    officer = accounts.get(db, asked.account_id)
    if officer is None or not access.acts(officer, "officer"):
        return None
    sheet = sheets.template(deployment.texts, kind, sheets.hamlets_of(db, officer.unit), officer.language)
    return partial(as_workbook, sheet)


def tell(db: Db, deployment: Deployment, asked: Attachment, address: str) -> Outgoing:
    return as_file(words_for(db, deployment, asked), "list_chat.template", asked.id, address, deployment)


def as_file(wording: Wording, key: str, attachment_id: int, address: str, deployment: Deployment) -> Outgoing:
    """Shows a workbook, or where a chat shows none, the link or the place where it opens."""
    link = instead(wording, deployment, "list_chat.link", address)
    return Outgoing(wording.text(key), attachment=attachment_id, shows="file", instead=f"{wording.text(key)} {link}")


def tell_failed(db: Db, deployment: Deployment, asked: Attachment) -> Outgoing:
    return Outgoing(words_for(db, deployment, asked).text("list_chat.template_failed"))


COMMANDS = (Command("list_templates", offer, may=OFFICER, words=("mau danh sach", "list templates")),)
DOCUMENTS = tuple(Document(_id(kind), partial(_prepare, kind), tell, tell_failed, type=XLSX) for kind in KINDS)
