"""While a long list was compared with the commune, SQLite's one writer was held, and every message waited for it."""

from pathlib import Path

import pytest

from bot.files.blobs import Folder
from bot.files.store import FileStore
from bot.intake.desk import Desk
from handlers.kit.deployment import Deployment
from handlers.lists import looking
from handlers.lists.looking import Looked
from storage.database import Db
from storage.list_drafts import ListDraft
from tests.handlers.enrolment.files import persons as list_of_persons
from tests.handlers.lists.test_lists_in_chat import AN, Office
from tests.person import World


async def test_a_turn_commits_while_a_list_is_compared(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    look, answered = looking.look, []
    nam = world.person_with_phone()

    def look_and_be_asked(db: Db, deployment: Deployment, draft: ListDraft, file: bytes) -> Looked | None:
        looked = look(db, deployment, draft, file)
        answered.append(nam.says("menu"))
        return looked

    monkeypatch.setattr(looking, "look", look_and_be_asked)
    desk = Desk(world.store, world.deployment, lambda _sendings: None)
    await desk.start()
    try:
        office = Office(world, world.officer(), FileStore(Folder(tmp_path / "files"), world.store.keyring), desk)
        shown = await office.sends(list_of_persons(AN))
    finally:
        await desk.stop()
    assert "Mới: 1" in shown
    assert answered
    assert "Chào" in answered[0]
