"""What was asked for at one moment is made in the order in which it was asked for, whatever became of it since."""

from sqlalchemy import update

from storage import attachments, chats
from storage.database import Db
from tests.storage.commune import Commune


def test_the_first_of_two_stays_the_first_when_it_is_asked_for_again(commune: Commune, db: Db) -> None:
    chat = chats.get(db, commune.chat)
    assert chat is not None
    asked = [attachments.ask_for(db, chat, "tests.paper", account_id=commune.guardian) for _ in range(3)]
    table = attachments.attachments
    for state in ("refused", "to_make"):
        db.execute(update(table).where(table.c.id == asked[0]).values(state=state))
    assert [one.id for one in attachments.to_make(db, 9)] == asked
