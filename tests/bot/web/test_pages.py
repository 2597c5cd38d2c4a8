"""Pages, their headers, cookies and languages; the demo; health and figures."""

import gzip
import json
import re
import uuid
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from bot.web.pages import Pages
from bot.web.site import purpose_of
from bot.web.static_files import FOLDER, static_files
from handlers.kit import Button, Outgoing
from handlers.texts import Texts
from storage import accounts, chats, inbox, installation, migrations
from storage.database import Store
from tests.bot.web.conftest import ADDRESS, COOKIE, Client, Service, Stage

HTML = {"Accept": "text/html"}
INLINE = re.compile(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=|javascript:")
FOREIGN = re.compile(r"(?:src|href|url\()\s*=?[\"'(]?\s*(?:https?:)?//")


@pytest.mark.parametrize("cookie", ["", "dh_session=short", "dh_session=" + "A" * 42 + "!", "dh_session=" + "B" * 43])
@pytest.mark.parametrize("path", ["/chat/history", "/chat/events", "/chat/plain"])
async def test_nothing_is_told_without_a_cookie(client: Client, path: str, cookie: str) -> None:
    assert (await client.get(path, headers={"Cookie": cookie})).status == 409


@pytest.mark.parametrize(
    "path", ["/chat", "/chat/plain", "/demo", "/demo/phone/1/", "/chat/sw.js", "/nowhere", "/bao-tin", "/bao-tin/open"]
)
async def test_pages_are_strict(client: Client, path: str) -> None:
    answer = await client.get(path, headers=HTML)
    policy = answer.headers["Content-Security-Policy"]
    text = await answer.text()
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert ("frame-ancestors 'self'" if path.startswith("/demo/phone") else "frame-ancestors 'none'") in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert not INLINE.search(text)
    assert not FOREIGN.search(text)


@pytest.mark.parametrize("file", sorted(file for file in FOLDER.rglob("*") if file.suffix in {".css", ".js"}))
def test_styles_and_scripts_ask_no_other_host(file: Path) -> None:
    text = static_files().files[file.relative_to(FOLDER).as_posix()].content.decode()
    assert not FOREIGN.search(text)
    if "vendor" in file.parts:  # others' code, which the policy of the pages keeps from evaluating anything
        return
    assert not re.search(r"\bfetch\([\"'`]http|innerHTML|\beval\(|document\.write", text)
    assert len(text.splitlines()) < 300


async def test_the_first_page_is_small(client: Client) -> None:
    """Everything that a first visit loads, as it travels."""
    page = await (await client.get("/chat")).text()
    worker = await (await client.get("/chat/sw.js")).text()
    found = re.search(r"const FILES = (\[.*\]);", worker)
    assert found
    size = len(gzip.compress(page.encode())) + len(gzip.compress(worker.encode()))
    for address in json.loads(found[1]):
        async with client.get(address, headers={"Accept-Encoding": "gzip"}) as answer:
            assert answer.status == 200
            size += int(answer.headers["Content-Length"])
    assert size < 120_000


async def test_the_worker_keeps_everything_that_the_page_loads(client: Client) -> None:
    page = await (await client.get("/chat")).text()
    worker = await (await client.get("/chat/sw.js")).text()
    kept = set(json.loads(re.findall(r"const FILES = (\[.*\]);", worker)[0]))
    loaded = set(re.findall(r'(?:src|href)="(/static/[^"]+\.(?:css|js|svg|woff2))"', page))
    others = ("js/demo", "js/console", "js/passkey")  # of the demo and the desk
    scripts = {file for file in static_files().files if file.startswith("js/") and not file.startswith(others)}
    base = static_files().base
    assert loaded | {f"{base}/{script}" for script in scripts} <= kept


async def test_static_files_are_kept_for_ever_under_their_version(client: Client) -> None:
    static = static_files()
    answer = await client.get(f"{static.base}/css/base.css")
    assert "immutable" in answer.headers["Cache-Control"]
    for wrong in ("/static/0/css/base.css", f"{static.base}/../pages.py", f"{static.base}/css/none.css"):
        assert (await client.get(wrong)).status == 404


async def test_the_language_is_switched_and_remembered(client: Client) -> None:
    answer = await client.get("/chat?lang=en", allow_redirects=False)
    assert (answer.status, answer.headers["Location"]) == (303, "/chat")
    chosen = {"Cookie": f"dh_session={COOKIE}; dh_lang=en"}
    assert "Send a photo" in await (await client.get("/chat", headers=chosen)).text()
    assert "Gửi ảnh" in await (await client.get("/chat", headers={"Cookie": "dh_lang=xx"})).text()


async def test_an_account_reads_pages_in_its_own_language_unless_another_was_chosen_here(
    client: Client, service: Service
) -> None:
    with service.store.transaction() as db:
        account = accounts.add(db, unit="17791", name="Trần Văn Tư", roles=("guardian",), language="en")
        chats.link(db, inbox.parties(db, "web", [ADDRESS])[ADDRESS].chat.id, account)
    for path in ("/chat", "/chat/plain"):
        assert '<html lang="en">' in await (await client.get(path)).text()
    chosen = {"Cookie": f"dh_session={COOKIE}; dh_lang=vi"}
    assert '<html lang="vi">' in await (await client.get("/chat", headers=chosen)).text()


async def test_the_chat_opens_with_the_database_away(
    client: Client, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(_store: object) -> None:
        raise OperationalError("select 1", {}, Exception("gone"))

    monkeypatch.setattr(type(service.store), "transaction", gone)
    assert (await client.get("/chat")).status == 200


async def test_the_bare_address_leads_to_the_demo(client: Client) -> None:
    answer = await client.get("/", allow_redirects=False)
    assert (answer.status, answer.headers["Location"]) == (302, "/demo")


@pytest.mark.parametrize("stage", [None])
async def test_the_bare_address_leads_to_the_chat_where_there_is_no_demo(client: Client) -> None:
    answer = await client.get("/", allow_redirects=False)
    assert (answer.status, answer.headers["Location"]) == (302, "/chat")


@pytest.mark.parametrize("end", ["", "/"])
async def test_a_phone_of_the_demo_has_its_page_with_and_without_a_slash(client: Client, end: str) -> None:
    answer = await client.get(f"/demo/phone/1{end}")
    assert (answer.status, 'data-base="/demo/phone/1"' in await answer.text()) == (200, True)


async def test_choices_on_the_plain_page_have_numbers_while_those_mean_them(client: Client, service: Service) -> None:
    service.write(Outgoing("Bác cần gì?", (Button("Báo", "go:visit"), Button("Về menu", "do:menu", "command"))))
    assert ">1. Báo</button>" in await (await client.get("/chat/plain")).text()
    await client.post("/chat/messages", json={"id": str(uuid.uuid4()), "text": "Chào"})
    service.write(Outgoing("Ai ạ?", (Button("Nam", "visit:person:1"), Button("Hoa", "visit:person:2"))))
    page = await (await client.get("/chat/plain")).text()
    assert [button in page for button in (">1. Nam<", ">2. Hoa<", ">Báo<", ">Về menu<")] == [True] * 4


async def test_problems_are_pages_to_readers_and_bare_to_scripts(client: Client) -> None:
    page = await client.get("/nowhere", headers=HTML)
    assert page.status == 404
    assert "Không có trang này" in await page.text()
    assert await (await client.get("/nowhere")).json() == {"status": 404}
    answer = await client.get("/chat/messages")
    assert (answer.status, answer.headers["Allow"]) == (405, "POST")


async def test_what_people_write_stays_text(client: Client, service: Service) -> None:
    service.write(Outgoing("<script>alert(1)</script>"))
    page = await (await client.get("/chat/plain")).text()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


async def test_the_demo_shows_who_holds_what_and_when_it_is(client: Client) -> None:
    page = await (await client.get("/demo")).text()
    assert "Thứ Hai 23/11, 14:30" in page
    assert page.count("<iframe") == 3
    state = await (await client.get("/demo/state")).json()
    assert [(phone["n"], phone["account"], phone["role"]) for phone in state["phones"]] == [
        (1, "11", "guardian"),
        (2, "21", "person"),
        (3, "31", "officer"),
    ]


async def test_a_phone_changes_hands_and_with_it_the_chat(client: Client) -> None:
    async def chat_of(n: int) -> str:
        page = await (await client.get(f"/demo/phone/{n}/")).text()
        return str(re.findall(r'data-chat="(\w+)"', page)[0])

    before = await chat_of(1)
    state = await (await client.post("/demo/phone/1/holder", json={"account": "31"})).json()
    assert state["phones"][0]["account"] == "31"
    assert await chat_of(1) == await chat_of(3) != before
    late = {"id": "11111111-1111-4111-8111-111111111111", "text": "a", "chat": before}
    assert (await client.post("/demo/phone/1/messages", json=late)).status == 409


async def test_the_clock_is_moved_by_known_steps(client: Client, stage: Stage) -> None:
    for step, status in (("hour", 200), ("quarter", 200), ("year", 400), ("", 400)):
        assert (await client.post("/demo/clock", json={"step": step})).status == status
    answer = await client.post("/demo/clock", data={"step": "day"}, allow_redirects=False)
    assert (answer.status, stage.moved) == (303, ["hour", "quarter", "day"])


@pytest.mark.parametrize("account", ["99", "", "x"])
async def test_nobody_unknown_holds_a_phone(client: Client, stage: Stage, account: str) -> None:
    assert (await client.post("/demo/phone/1/holder", json={"account": account})).status == 400
    assert stage.held[1] == 11


async def test_alive_and_ready(client: Client) -> None:
    assert (await client.get("/healthz")).status == 200
    answer = await client.get("/readyz")
    assert answer.status == 200
    assert await answer.json() == {
        "ready": True,
        "database": "up",
        "migrations": True,
        "troubles": {},
        "warnings": {},
        "channels": {"web": "well", "telegram": "ails: token", "zalo_oa": "elsewhere"},
        "delivery_lag": {"web": 0},
        "late": [],
    }


async def test_not_ready_without_its_tables(client: Client, service: Service) -> None:
    set_version(service.store, "older")
    assert (await client.get("/readyz")).status == 503
    assert (await client.get("/healthz")).status == 200
    # no test empties this table
    set_version(service.store, migrations.latest())


def set_version(store: Store, version: str) -> None:
    with store.transaction() as db:
        db.connection.exec_driver_sql(f"UPDATE alembic_version SET version_num = '{version}'")


async def test_figures_are_for_this_machine_and_carry_no_word(client: Client, service: Service) -> None:
    service.write(Outgoing("Bí mật"))
    answer = await client.get("/metrics")
    text = await answer.text()
    assert "donghanh_open_pages 0.0" in text
    assert 'donghanh_delivery_lag_seconds{channel="web"} 0.0' in text
    assert 'donghanh_channel_up{channel="telegram"} 0.0' in text
    assert 'donghanh_channel_up{channel="zalo_oa"}' not in text
    assert 'donghanh_deliveries_total{cause="",channel="web",end="sent"} 3.0' in text
    assert "Bí mật" not in text
    assert (await client.get("/metrics", headers={"X-Forwarded-For": "10.0.0.1"})).status == 403


async def test_the_demo_says_above_every_chat_that_nobody_is_real(client: Client) -> None:
    for path in ("/demo/phone/1/", "/chat", "/chat/plain"):
        assert 'data-purpose="demo"' in await (await client.get(path, headers=HTML)).text(), path


@pytest.mark.parametrize(("purpose", "said"), [(installation.TRYING, True), (installation.REAL, False)])
def test_pages_say_that_a_service_is_for_trying_until_it_is_real(service: Service, purpose: str, said: bool) -> None:
    with service.store.transaction() as db:
        installation.put(db, installation.PURPOSE, purpose)
    pages = Pages.load(Texts.load(), purpose_of(service.store, is_demo=False))
    filled = pages.fill("chat.html", "vi", alone=False, base="/chat", chat="", now="", words="{}")
    assert ("Đang chạy thử" in filled) is said
