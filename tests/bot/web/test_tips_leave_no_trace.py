"""Who has sent a tip is nowhere: not in a file, a row, freed space, the log or a figure; and what is let go is gone."""

import ast
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import OperationalError

from bot.web.tips import routes
from handlers.kit.deployment import Deployment
from storage import accounts, retention, tips
from storage.ids import Ids
from storage.tables import metadata
from storage.tips import tables
from tests.bot.web.conftest import NOW, Client, Service
from tests.bot.web.tip_sender import UNIT, WORD, Sender, an_officer, filled, jpeg, tell_officers

TOLD = "XeLaDoHangSauChua"
CAMERA = "CameraCuaLanDanThan"
# what a browser, a proxy and a file tell of whoever sends
OF_SENDER = {
    "User-Agent": "TrinhDuyetCuaLan/1.0",
    "Accept-Language": "xx-lan-quen",
    "X-Forwarded-For": "203.0.113.77",
    "X-Real-IP": "203.0.113.77",
    "Forwarded": "for=203.0.113.77",
    "Referer": "https://noibo.example/lan",
    "Cookie": "dh_session=" + "L" * 43 + "; dh_lang=vi",
}
SECRETS = (
    *(b"TrinhDuyetCuaLan", b"xx-lan-quen", b"203.0.113.77", b"noibo.example", b"L" * 43),
    *(CAMERA.encode(), b"IMG_lan_o_nha", TOLD.encode()),
)


@pytest.fixture
def sender(client: Client, service: Service, monkeypatch: pytest.MonkeyPatch) -> Sender:
    an_officer(service)
    client.session.headers.update(OF_SENDER)
    return Sender(client, service, monkeypatch)


def files(service: Service, folder: Path) -> Iterator[tuple[Path, bytes]]:
    """All that lies on disk of the service: attachments, uploads, and of an embedded database also log and index."""
    database = service.store.engine.url.database or ""
    beside = list(Path(database).parent.glob(f"{Path(database).name}*")) if service.store.sqlite else []
    for file in {*beside, *(one for one in folder.rglob("*") if one.is_file())}:
        yield file, file.read_bytes()


def rows(service: Service) -> Iterator[tuple[str, str, Any]]:
    """Every cell of every table, sealed ones as they lie there."""
    with service.store.engine.connect() as connection:
        for table in metadata.sorted_tables:
            for row in connection.execute(text(f"SELECT * FROM {table.name}")).mappings():
                yield from ((table.name, column, cell) for column, cell in row.items())


def traces(service: Service, folder: Path, secrets: tuple[bytes, ...]) -> set[tuple[str, bytes]]:
    found = {(file.name, one) for file, content in files(service, folder) for one in secrets if one in content}
    for table, column, cell in rows(service):
        lies = cell if isinstance(cell, bytes) else str(cell).encode()
        found |= {(f"{table}.{column}", one) for one in secrets if one in lies}
    return found


async def everything(sender: Sender, service: Service, deployment: Deployment) -> list[str]:
    """A tip that is refused, sent twice, told of, answered, read and added to."""
    await sender.sends("", form=await sender.form())
    form = await sender.form()
    for _ in range(2):
        page = await sender.sends(TOLD, jpeg(CAMERA), form=form)
    words = WORD.findall(await page.text())
    tell_officers(service, deployment)
    with service.store.transaction() as db:
        ((_, tip_id),) = {(0, one) for one in db.execute(select(tables.tips.c.id)).scalars()}
        tip = tips.get(db, tip_id)
        assert tip is not None
        (officer,) = accounts.officers_of(db, UNIT)
        tips.take(db, tip, officer.id)
        tips.answer(db, tip, "Cảm ơn", officer.id)
    await sender.opens([*words[:-1], "nha" if words[-1] != "nha" else "gao"])
    await sender.adds(words, f"{TOLD} nữa", jpeg(CAMERA))
    return words


async def test_nothing_of_the_sender_is_on_disk_in_a_row_or_in_the_log(
    sender: Sender, service: Service, deployment: Deployment, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    words = await everything(sender, service, deployment)
    phrase = (" ".join(words).encode(), "".join(words).encode())
    assert traces(service, tmp_path, (*SECRETS, *phrase)) == set()
    said = "".join(capfd.readouterr()).encode()
    assert [one for one in (*SECRETS, *phrase) if one in said] == []


async def test_not_even_when_it_fails(
    sender: Sender, service: Service, tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise ValueError(TOLD)

    def is_away(*_: object, **__: object) -> None:
        raise OperationalError("INSERT", {"text": TOLD}, Exception(TOLD))

    form = await sender.form()
    for failing, status in ((fails, 500), (is_away, 503)):
        monkeypatch.setattr(tips, "add", failing)
        assert (await sender.sends(TOLD, jpeg(CAMERA), form=form)).status == status
    monkeypatch.setattr(routes, "check", fails)
    assert (await sender.sends(TOLD, form=form)).status == 500
    said = "".join(capfd.readouterr()).encode()
    assert b"page.failed" in said
    assert [one for one in SECRETS if one in said] == []
    assert traces(service, tmp_path, SECRETS) == set()


async def test_no_row_tells_when_or_in_which_order_it_was_written(sender: Sender, service: Service) -> None:
    for _ in range(3):
        await sender.sent(TOLD, jpeg(CAMERA))
    moment, ids = int(NOW.timestamp()), (Ids.at(NOW - timedelta(days=1)), Ids.at(NOW + timedelta(days=1)))
    of_tips = [(table, column, cell) for table, column, cell in rows(service) if table.startswith("tip")]
    assert of_tips
    for table, column, cell in of_tips:
        if isinstance(cell, int):
            where = f"{table}.{column}"
            assert abs(cell / 1000 - moment) > 86_400, f"{where} is a moment"
            assert not ids[0] < cell < ids[1], f"{where} is an id that grows with time"
    with service.store.transaction() as db:
        drawn = list(db.execute(select(tables.tip_messages.c.id)).scalars())
    assert all(one > 2**40 for one in drawn)


async def test_others_tables_do_not_hear_of_it_until_officers_are_told(sender: Sender, service: Service) -> None:
    before = sum(not table.startswith("tip") for table, _, _ in rows(service))
    await sender.sent(TOLD)
    assert sum(not table.startswith("tip") for table, _, _ in rows(service)) == before


async def test_figures_do_not_move_with_a_tip(
    client: Client, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    an_officer(service)

    async def figures() -> set[str]:
        lines = (await (await client.get("/metrics")).text()).splitlines()
        return {
            line
            for line in lines
            if line.startswith("donghanh_") and "held_bytes" not in line and "_created" not in line
        }

    before = await figures()
    assert before
    await Sender(client, service, monkeypatch).sent(TOLD, jpeg(CAMERA))
    assert await figures() == before


async def test_what_is_let_go_is_gone_from_the_files_too(
    sender: Sender, service: Service, deployment: Deployment, tmp_path: Path
) -> None:
    await everything(sender, service, deployment)
    with service.store.engine.connect() as connection:
        sealed = tuple(
            bytes(cell)
            for statement in ("SELECT text FROM tip_messages", "SELECT content FROM tip_pictures")
            for cell in connection.execute(text(statement)).scalars()
        )
    # of a long cell only the first page lies in one piece
    begun = tuple(cell[:60] for cell in sealed)
    if service.store.sqlite:
        assert traces(service, tmp_path, begun)
    with service.store.transaction() as db:
        tip = tips.page_of(db, UNIT, most=1)[0]
        tips.close(db, tip, "acted")
    sender.wait(days=91)
    with service.store.transaction() as db:
        assert retention.expire(db)["tips"] == 1
    service.store.forget_written()
    if service.store.sqlite:
        assert traces(service, tmp_path, begun) == set()
    assert [row for row in rows(service) if row[0].startswith("tip")] == []


@pytest.mark.parametrize("name", [file.name for file in sorted(Path(routes.__file__).parent.glob("*.py"))])
def test_the_code_of_the_page_asks_for_nothing_that_tells_one_reader_from_another(name: str) -> None:
    tree = ast.parse((Path(routes.__file__).parent / name).read_text(encoding="utf-8"))
    named = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    named |= {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    forbidden = {"remote", "cookies", "headers", "transport", "peername", "reader_address", "log", "structlog", "print"}
    assert named & forbidden == set()


async def test_nothing_is_written_to_a_temporary_file(
    sender: Sender, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = await sender.form()
    sender.wait(seconds=10)
    body = filled({**form, "about": UNIT, "text": TOLD}, (jpeg(CAMERA, (800, 800)),))

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a temporary file")

    for name in ("TemporaryFile", "NamedTemporaryFile", "SpooledTemporaryFile", "mkstemp"):
        monkeypatch.setattr(f"tempfile.{name}", refuse)
    assert (await client.post("/bao-tin/send", data=body)).status == 200
