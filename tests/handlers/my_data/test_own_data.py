"""All that is kept about somebody, as a file for themself alone: PDF or JSON, written down, gone with the account."""

import json

from handlers.kit.document import Document
from handlers.matters import REGISTRY
from handlers.my_data import own_data
from storage import accounts, attachments
from storage.attachments import Attachment
from storage.audit import audit
from tests.person import Talker, World


def wanted(world: World, talker: Talker, kind: str) -> Attachment:
    talker.says("tải dữ liệu")
    talker.chooses(kind)
    with world.look() as db:
        [asked] = attachments.to_make(db, 9)
        return asked


def made(world: World, asked: Attachment) -> bytes | None:
    document: Document = REGISTRY.documents[asked.document]
    with world.store.transaction() as db:
        writing = document.prepare(db, world.deployment, asked)
    return writing() if writing else None


def test_it_holds_every_theme_and_nothing_that_duty_keeps_back(world: World) -> None:
    guardian = world.guardian()
    nam = world.linked("Trần Văn Nam", "person", pronoun="anh")
    person = world.person("Trần Văn Nam", guardian=guardian, account_id=nam.account_id)
    guardian.reports(person, mood="good", note="nghe nói hay uống rượu")
    content = made(world, wanted(world, nam, "JSON"))
    assert content is not None
    body = json.loads(content)
    themes = {theme["id"]: theme for theme in body["themes"]}
    assert len(themes["visits"]["entries"]) == 1
    assert "nhiệm vụ" in themes["visits"]["held_back"]
    assert "Trần Văn Nam" in content.decode()
    assert "uống rượu" not in content.decode()


def test_it_is_a_pdf_to_read_too(world: World) -> None:
    content = made(world, wanted(world, world.guardian(), "PDF"))
    assert content is not None
    assert content.startswith(b"%PDF")


def test_its_making_is_written_down_and_its_address_names_nobody(world: World) -> None:
    nam = world.person_with_phone()
    asked = wanted(world, nam, "PDF")
    made(world, asked)
    with world.store.transaction() as db:
        actions = [row.action for row in db.execute(audit.select().where(audit.c.actor == nam.account_id))]
        assert {"account.data_asked", "account.data_made"} <= set(actions)
        told = own_data.tell(db, world.deployment, asked, f"https://donghanh.example/papers/{asked.id}-0-1-0")
    assert "mở được một lần" in told.instead
    assert "Nam" not in told.instead.partition("https")[2]


def test_whoever_is_closed_meanwhile_gets_none(world: World) -> None:
    nam = world.person_with_phone()
    asked = wanted(world, nam, "JSON")
    with world.store.transaction() as db:
        accounts.set_status(db, nam.account_id, "closed", None)
    assert made(world, asked) is None
