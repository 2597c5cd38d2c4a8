"""A document that a turn asked for is made after it, kept sealed for a day, and sent; by a link where files are not."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.delivery.channel import Capabilities
from bot.delivery.render import fit
from bot.files.blobs import Folder
from bot.files.document_maker import DocumentMaker
from bot.files.store import FileStore
from bot.intake.desk import Desk
from handlers.kit import Outgoing
from handlers.kit.deployment import Deployment
from handlers.kit.document import DOCX, Writing
from handlers.people.person_page import PERSON_PAGE
from rules.retention import DAYS
from storage import accounts, attachments, chats, document_templates, outbox, persons, retention
from storage.attachments import Attachment
from storage.database import Db, Store
from tests.conftest import StandingClock
from tests.handlers.documents.test_word import template
from tests.storage.commune import UNIT

PAPERS = "https://donghanh.example/papers/"


def broken(_db: Db, _deployment: Deployment, _asked: Attachment) -> Writing:
    def writing() -> bytes:
        raise ValueError("Trần Văn Nam")

    return writing


@dataclass(slots=True)
class Office:
    store: Store
    desk: Desk
    files: FileStore
    officer: int
    asked: int

    def maker(self) -> DocumentMaker:
        return DocumentMaker(self.desk, self.files, lambda asked: f"{PAPERS}{asked}")

    @property
    def row(self) -> Attachment:
        with self.store.transaction() as db:
            found = attachments.get(db, self.asked)
        assert found is not None
        return found

    @property
    def messages(self) -> list[Outgoing]:
        with self.store.transaction() as db:
            rows = db.execute(outbox.outbox.select().order_by(outbox.outbox.c.id)).all()
            return [Outgoing.from_json(row.body.open_json(row.id)) for row in rows]


@pytest.fixture
async def office(store: Store, deployment: Deployment, tmp_path: Path) -> AsyncIterator[Office]:
    with store.transaction() as db:
        officer = accounts.add(db, unit=deployment.unit, name="Lê Văn Hùng", roles=("officer",), pronoun="anh")
        chat = chats.add(db, "web", "phone-of-hung")
        chats.link(db, chat.id, officer)
        person = persons.add(
            db,
            unit=deployment.unit,
            name="Trần Văn Nam",
            hamlet="xóm 6",
            case_type="finished",
            came_home_on=date(2026, 1, 10),
            pronoun="anh",
        )
        asked = attachments.ask_for(db, chat, "person_page", account_id=officer, person_id=person)
    desk = Desk(store, deployment, lambda _sendings: None)
    await desk.start()
    yield Office(store, desk, FileStore(Folder(tmp_path / "files"), store.keyring), officer, asked)
    await desk.stop()


async def test_it_is_made_once_sealed_and_sent_as_a_file(office: Office, tmp_path: Path) -> None:
    maker = office.maker()
    assert [await maker.round(), await maker.round()] == [1, 0]
    assert (office.row.state, office.row.type) == ("stored", "application/pdf")
    assert office.files.read(office.asked).startswith(b"%PDF-")
    assert not any(b"%PDF" in file.read_bytes() for file in (tmp_path / "files").iterdir())
    [message] = office.messages
    assert (message.attachment, message.shows) == (office.asked, "file")
    assert "anh Nam" in message.text
    assert "Trần Văn Nam" not in message.text


async def test_a_chat_that_shows_no_files_gets_the_link_instead(office: Office) -> None:
    await office.maker().round()
    [message] = office.messages
    said = fit(message, Capabilities(text=2000, buttons=0, shows=frozenset(("photo",))))
    assert f"{PAPERS}{office.asked}" in said.text
    assert "10 phút" in said.text
    assert said.attachment == 0


async def test_what_cannot_be_written_is_said_and_names_nobody_in_the_log(
    office: Office, deployment: Deployment, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(deployment.registry.documents, "person_page", replace(PERSON_PAGE, prepare=broken))
    await office.maker().round()
    assert office.row.state == "refused"
    [message] = office.messages
    assert message.text.startswith("Chưa soạn được hồ sơ một trang của anh Nam")
    assert "Nam" not in "".join(capfd.readouterr())


async def test_whoever_left_meanwhile_hears_nothing(office: Office) -> None:
    with office.store.transaction() as db:
        accounts.set_status(db, office.officer, "closed", by=None)
    await office.maker().round()
    assert (office.row.state, office.messages) == ("refused", [])


async def test_a_chat_that_is_somebody_elses_by_now_gets_nothing(office: Office, deployment: Deployment) -> None:
    chat_id = office.row.chat_id
    with office.store.transaction() as db:
        other = accounts.add(db, unit=deployment.unit, name="Vũ Thị Lành", roles=("guardian",))
        chats.link(db, chat_id, other)
    await office.maker().round()
    assert office.messages == []


async def test_what_nobody_made_for_an_hour_is_not_made_any_more(office: Office, clock: StandingClock) -> None:
    clock.move(hours=2)
    await office.maker().round()
    assert office.row.state == "refused"
    assert office.messages[0].text.startswith("Chưa soạn được")


async def test_after_a_day_the_file_goes(office: Office, clock: StandingClock, monkeypatch: pytest.MonkeyPatch) -> None:
    # ids tell the machine's day, not the clock's
    monkeypatch.setattr("storage.retention.Ids.at", lambda _moment: 2**63 - 1)
    await office.maker().round()
    clock.move_to(clock.now() + timedelta(days=DAYS["documents"] + 1, hours=1))
    with office.store.transaction() as db:
        assert retention.expire(db)["documents"] == 1
    with office.store.transaction() as db:
        assert retention.files_to_delete(db) == [office.asked]


def sends_template(office: Office, db: Db) -> int:
    """An officer sends a file as a template; gives the file's id. What waited before is not made."""
    attachments.refused(db, office.asked, "not this one")
    chat = chats.of_account(db, office.officer)[0]
    sent = attachments.expect(
        db, chat_id=chat.id, channel="web", kind="file", ref="x", size=9, account_id=office.officer
    )
    office.asked = attachments.ask_for(
        db, chat, "template_trial_docx", account_id=office.officer, argument=f"hcd_08.{sent}"
    )
    return sent


async def test_a_document_made_of_a_file_waits_for_it_and_says_what_is_wrong_with_it(office: Office) -> None:
    maker = office.maker()
    with office.store.transaction() as db:
        sent = sends_template(office, db)
    await maker.round()
    assert (office.row.state, office.messages) == ("to_make", [])
    office.files.keep(sent, template("{{ ho_va_ten }}"))
    with office.store.transaction() as db:
        attachments.stored(db, sent, media_type="x", size=9)
    await maker.round()
    assert office.row.state == "refused"
    assert "Không có ô nào tên «ho_va_ten»" in office.messages[0].text


async def test_a_file_that_could_not_be_fetched_is_named_for_what_it_is(office: Office) -> None:
    with office.store.transaction() as db:
        attachments.refused(db, sends_template(office, db), "word_macro")
    await office.maker().round()
    assert "macro" in office.messages[0].text


async def test_a_template_that_fits_is_kept_and_its_trial_sent_back(office: Office) -> None:
    with office.store.transaction() as db:
        sent = sends_template(office, db)
        attachments.stored(db, sent, media_type="x", size=9)
    office.files.keep(sent, template("Của {{ ho_ten }}"))
    await office.maker().round()
    assert (office.row.state, office.row.type) == ("stored", DOCX)
    assert office.files.read(office.asked).startswith(b"PK")
    [message] = office.messages
    assert message.attachment == office.asked
    with office.store.transaction() as db:
        kept = document_templates.newest(db, UNIT, "hcd_08")
    assert message.buttons[0].press == f"do:template_use:{kept.id}"
