"""A document behind its link: a button first, the file for whoever asked only, each opening written down."""

from datetime import timedelta

import pytest

from bot.files.signed_links import SignedLinks, document_names
from storage import accounts, attachments, chats, cutting, inbox, persons
from tests.audited import looks_at
from tests.bot.web.conftest import ADDRESS, NOW, Client, Service
from tests.bot.web.test_files import officer

PDF = b"%PDF-1.7 " + bytes(range(100))


@pytest.fixture
def asked(service: Service) -> int:
    """What an officer had made."""
    account_id = officer(service)
    with service.store.transaction() as db:
        chat = inbox.parties(db, "web", [ADDRESS])[ADDRESS].chat
        person = persons.add(
            db, unit="17791", name="Trần Văn Nam", hamlet="xóm 6", case_type="finished", came_home_on=NOW.date()
        )
        asked = attachments.ask_for(db, chat, "person_page", account_id=account_id, person_id=person)
        attachments.stored(db, asked, media_type="application/pdf", size=len(PDF))
    service.attachments.files.keep(asked, PDF)
    return asked


def path_of(service: Service, asked: int) -> str:
    return f"/papers/{document_names(service.store).of(asked)}"


def opened(service: Service, asked: int) -> int:
    with service.store.transaction() as db:
        found = attachments.get(db, asked)
        assert found is not None
        assert found.person_id is not None
        return sum(looks_at(db, found.person_id, NOW - timedelta(days=1)).values())


async def test_a_look_at_the_link_opens_nothing_and_the_button_does(
    client: Client, service: Service, asked: int
) -> None:
    path = path_of(service, asked)
    page = await client.get(path)
    assert page.status == 200
    assert "Mở hồ sơ" in await page.text()
    assert opened(service, asked) == 0
    answer = await client.post(path)
    assert (answer.status, await answer.read()) == (200, PDF)
    assert answer.headers["Content-Disposition"] == 'attachment; filename="file.pdf"'
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert opened(service, asked) == 1


async def test_the_page_before_it_is_in_the_askers_language_or_in_the_one_asked_for(
    client: Client, service: Service, asked: int
) -> None:
    path = path_of(service, asked)
    with service.store.transaction() as db:
        found = attachments.get(db, asked)
        assert found is not None
        accounts.change(db, found.account_id or 0, language="en")
    assert '<html lang="en">' in await (await client.get(path)).text()
    assert '<html lang="vi">' in await (await client.get(f"{path}?lang=vi")).text()
    assert (await client.post(f"{path}?lang=vi")).status == 200


async def test_the_link_to_all_that_is_kept_about_oneself_opens_once(client: Client, service: Service) -> None:
    account_id = officer(service)
    with service.store.transaction() as db:
        chat = inbox.parties(db, "web", [ADDRESS])[ADDRESS].chat
        own = attachments.ask_for(db, chat, "own_data_json", account_id=account_id)
        attachments.stored(db, own, media_type="application/json", size=len(PDF))
    service.attachments.files.keep(own, PDF)
    path = path_of(service, own)
    assert (await client.get(path)).status == 200
    answer = await client.post(path)
    assert (answer.status, await answer.read()) == (200, PDF)
    assert answer.headers["Content-Disposition"] == 'attachment; filename="file.json"'
    assert (await client.post(path)).status == 404
    assert (await client.get(path)).status == 404


async def test_nobody_guesses_or_keeps_a_link(
    client: Client, service: Service, asked: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = path_of(service, asked)
    photo = SignedLinks(service.attachments, "").address(asked, 1).removeprefix("/lent/").removesuffix(".jpg")
    for wrong in (path[:-1] + ("0" if path[-1] != "0" else "1"), f"/papers/{photo}", "/papers/1-1-1", "/papers/x"):
        assert (await client.post(wrong)).status == 404
        assert (await client.get(wrong)).status == 404
    monkeypatch.setattr(type(service.store), "now", lambda _store: NOW + timedelta(minutes=11))
    assert (await client.post(path)).status == 404


@pytest.mark.parametrize("lost", ["this", "another"])
async def test_links_given_before_a_phone_was_lost_are_dead_at_once(
    client: Client, service: Service, asked: int, lost: str
) -> None:
    path = path_of(service, asked)
    with service.store.transaction() as db:
        found = attachments.get(db, asked)
        assert found is not None
        assert found.account_id is not None
        other = chats.add(db, "telegram", "42")
        chats.link(db, other.id, found.account_id)
        cutting.cut(db, found.chat_id if lost == "this" else other.id, None)
    assert (await client.get(path)).status == 404
    assert (await client.post(path)).status == 404
    assert opened(service, asked) == 0


@pytest.mark.parametrize("change", ["closed", "moved"])
async def test_an_officer_who_may_no_longer_see_the_person_does_not_see_the_document(
    client: Client, service: Service, asked: int, change: str
) -> None:
    with service.store.transaction() as db:
        found = attachments.get(db, asked)
        assert found is not None
        if change == "closed":
            accounts.set_status(db, found.account_id or 0, "closed", by=None)
        else:
            persons.change(db, found.person_id or 0, unit="17792")
    assert (await client.post(path_of(service, asked))).status == 404


async def test_another_officer_of_the_commune_does_not_open_what_was_made_for_a_colleague(
    client: Client, service: Service, asked: int
) -> None:
    with service.store.transaction() as db:
        other = accounts.add(db, unit="17791", name="Trần Quốc Bình", roles=("officer",))
        chats.link(db, inbox.parties(db, "web", [ADDRESS])[ADDRESS].chat.id, other)
    assert (await client.get(f"/chat/files/{asked}")).status == 404


async def test_it_comes_down_in_the_chat_that_asked(client: Client, service: Service, asked: int) -> None:
    answer = await client.get(f"/chat/files/{asked}")
    assert (answer.status, await answer.read()) == (200, PDF)
