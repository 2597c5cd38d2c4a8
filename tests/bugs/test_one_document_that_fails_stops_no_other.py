"""A document that could not be prepared ended the making of all others until the service was started again."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bot.files.blobs import Folder
from bot.files.document_maker import DocumentMaker
from bot.files.store import FileStore
from bot.intake.desk import Desk
from handlers.kit.deployment import Deployment
from handlers.kit.document import Writing
from handlers.people.person_page import PERSON_PAGE
from storage import accounts, attachments, chats, persons
from storage.attachments import Attachment
from storage.database import Db, Store
from storage.keyring import KeyMissing


def ask_twice(store: Store, unit: str) -> tuple[int, int]:
    with store.transaction() as db:
        officer = accounts.add(db, unit=unit, name="Lê Văn Hùng", roles=("officer",))
        chat = chats.add(db, "web", "phone-of-hung")
        chats.link(db, chat.id, officer)
        person = persons.add(
            db, unit=unit, name="Trần Văn Nam", hamlet="", case_type="finished", came_home_on=date(2026, 1, 10)
        )
        first, second = (
            attachments.ask_for(db, chat, "person_page", account_id=officer, person_id=person) for _ in range(2)
        )
    return first, second


async def test_the_next_one_is_made_all_the_same(
    store: Store, deployment: Deployment, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = ask_twice(store, deployment.unit)

    def prepare(db: Db, deployment: Deployment, asked: Attachment) -> Writing | None:
        if asked.id == first:
            raise KeyMissing("key 7")
        return PERSON_PAGE.prepare(db, deployment, asked)

    monkeypatch.setitem(deployment.registry.documents, "person_page", replace(PERSON_PAGE, prepare=prepare))
    desk = Desk(store, deployment, lambda _sendings: None)
    await desk.start()
    maker = DocumentMaker(desk, FileStore(Folder(tmp_path / "files"), store.keyring), lambda _asked: "")
    for _ in range(6):
        await maker.round()
    await desk.stop()
    with store.transaction() as db:
        assert [row.state for row in (attachments.get(db, first), attachments.get(db, second)) if row] == [
            "refused",
            "stored",
        ]
