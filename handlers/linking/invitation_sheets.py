"""An officer has the invitations of the commune made: asked for in a turn, made with their codes after it, and sent."""

from functools import partial

from handlers.documents.invitations import Layout, render
from handlers.kit import Outgoing
from handlers.kit.deployment import Deployment
from handlers.kit.document import Document, Writing
from handlers.linking import sheets
from handlers.linking.sheets import By
from handlers.people.made_files import instead, words_for
from rules.retention import DAYS
from storage import access, accounts
from storage.attachments import Attachment
from storage.database import Db

# what may be asked for: how it is sorted, how it is laid out
KINDS: dict[str, tuple[By, Layout]] = {
    "hamlet": ("hamlet", "cards"),
    "guardian": ("guardian", "cards"),
    "letters": ("hamlet", "letters"),
    "texts": ("guardian", "texts"),
}
ID = "invitations"


def document_id(kind: str) -> str:
    return f"{ID}_{kind}"


def _prepare(by: By, layout: Layout, db: Db, deployment: Deployment, asked: Attachment) -> Writing | None:
    """Makes the codes now: what is sent again has new ones, and the former sheet opens nothing."""
    officer = accounts.get(db, asked.account_id)
    if officer is None or not access.acts(officer, "officer"):
        return None
    invitations = sheets.make(db, deployment, officer.unit, by, inviter=officer)
    return partial(render, invitations, layout, sheets.words(deployment), db.now)


def tell(db: Db, deployment: Deployment, asked: Attachment, address: str) -> Outgoing:
    wording = words_for(db, deployment, asked)
    link = instead(wording, deployment, "document.invitations.link", address)
    caption = wording.text("document.invitations.caption", days=DAYS["documents"])
    return Outgoing(caption, attachment=asked.id, shows="file", instead=link)


def tell_failed(db: Db, deployment: Deployment, asked: Attachment) -> Outgoing:
    return Outgoing(words_for(db, deployment, asked).text("document.invitations.failed"))


DOCUMENTS = tuple(
    Document(document_id(kind), partial(_prepare, by, layout), tell, tell_failed)
    for kind, (by, layout) in KINDS.items()
)
