"""A file that was made for somebody, as they get it: in the chat, by a link for some minutes, or where it opens."""

from handlers.kit.deployment import Deployment
from handlers.kit.wording import Wording
from rules.retention import DOCUMENT_LINK_LIFE
from storage import accounts
from storage.accounts import Account
from storage.attachments import Attachment
from storage.database import Db


def reader_of(db: Db, asked: Attachment) -> Account:
    """Gives the account that has asked for the file."""
    reader = accounts.get(db, asked.account_id)
    assert reader is not None
    return reader


def words_for(db: Db, deployment: Deployment, asked: Attachment) -> Wording:
    return Wording.to(deployment.texts, reader_of(db, asked))


def elsewhere(wording: Wording, deployment: Deployment, kind_word: str) -> str:
    """Says where a photo or a file opens that the chat cannot show; `thing` names it."""
    return wording.text("attachment.elsewhere", Thing=kind_word, address=f"{deployment.addresses.get('web', '')}/chat")


def instead(wording: Wording, deployment: Deployment, key: str, address: str, **fields: object) -> str:
    """Gives the sentence `key` with the link; where there is none, says where the file opens."""
    if not address:
        return elsewhere(wording, deployment, wording.text("attachment.thing.file"))
    minutes = int(DOCUMENT_LINK_LIFE.total_seconds() // 60)
    return wording.text(key, minutes=minutes, link=address, **fields)
