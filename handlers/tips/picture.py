"""A picture that came with a tip: opened for the officer who asks, as a file that is kept for a day."""

from handlers.kit import Outgoing, Said
from handlers.kit.commands import Command, id_in
from handlers.kit.deployment import Deployment
from handlers.kit.document import JPEG, Document, Writing
from handlers.kit.scope import Scope
from handlers.people.made_files import instead, reader_of, words_for
from storage import access, attachments, tips
from storage.accounts import Account
from storage.attachments import Attachment
from storage.database import Db

ID = "tip_picture"


def _content(db: Db, reader: Account, picture_id: int) -> bytes | None:
    """Opens the picture for an officer of the unit that reads its tip; None for anybody else."""
    tip_id, content = tips.picture(db, picture_id) or (0, b"")
    tip = tips.get(db, tip_id)
    return content if tip is not None and access.acts(reader, "officer", unit=tip.unit) else None


def ask(scope: Scope, argument: str) -> Said:
    picture_id = id_in(argument)
    if _content(scope.db, scope.account, picture_id) is None:
        return Said("tip_picture.gone", buttons=(scope.menu_button(),))
    attachments.ask_for(scope.db, scope.chat, ID, account_id=scope.account.id, argument=str(picture_id))
    return Said("tip_picture.coming", buttons=(scope.menu_button(),))


def prepare(db: Db, _deployment: Deployment, asked: Attachment) -> Writing | None:
    reader = reader_of(db, asked)
    content = _content(db, reader, id_in(asked.argument))
    if content is None:
        return None
    tip_id, _ = tips.picture(db, id_in(asked.argument)) or (0, b"")
    db.audit(reader.unit, reader.id, "tip.looked", tip_id, "picture")
    return lambda: content


def tell(db: Db, deployment: Deployment, asked: Attachment, address: str) -> Outgoing:
    wording = words_for(db, deployment, asked)
    link = instead(wording, deployment, "tip_picture.link", address)
    return Outgoing(wording.text("tip_picture.caption"), attachment=asked.id, shows="photo", instead=link)


def tell_failed(db: Db, deployment: Deployment, asked: Attachment) -> Outgoing:
    return Outgoing(words_for(db, deployment, asked).text("tip_picture.failed"))


TIP_PICTURE = Document(ID, prepare, tell, tell_failed, JPEG)
COMMANDS = (Command(ID, ask, may=("officer",)),)
