"""Lists for the doctor what set-up still lacks, the most important first, each with the command that does it."""

from collections.abc import Iterator

from sqlalchemy.exc import SQLAlchemyError

from bot.clock import Clock
from bot.commands.opening import sqlite_file
from bot.installation import steps
from bot.settings import Settings
from storage import migrations
from storage.keyring import CellTampered, KeyMissing, Keyring, KeysFileUnreadable
from storage.opening import open_store

# chưa làm → how it is done at the command line; every step is a page of set-up, too
LACKING = {
    "commune": "chưa chọn xã / no commune is chosen: python -m bot setup --commune CODE",
    "agencies": "cơ quan chưa có cán bộ / an agency without an officer: python -m bot setup --officer …",
    "admin": "chưa có quản trị đã kết nối điện thoại / no linked admin: python -m bot setup --admin PHONE",
    "channels": "chưa có kênh Telegram hay Zalo / neither Telegram nor Zalo: python -m bot setup",
    "keys": "chưa cất bản sao khóa / no copy of the keys is kept: python -m bot setup --keys-kept",
    "times": "chưa xem thời hạn báo động / the clocks of alerts were not looked at: python -m bot setup --urgent 10",
    "import": "chưa nạp danh sách / nobody is in care yet: python -m bot import FILE",
    "invitations": "chưa phát mã mời / nobody was invited yet: python -m bot setup --link",
    "real": "còn là chạy thử / still for trying: python -m bot setup --real",
}


def still_missing(settings: Settings) -> Iterator[str]:
    """Yields a line for each step that is not done; none where the database does not open, of which doctor tells."""
    try:
        lacking = _lacking(settings)
    except (SQLAlchemyError, KeysFileUnreadable, KeyMissing, CellTampered):
        return
    if lacking:
        yield "Còn thiếu, việc quan trọng trước / still missing, the most important first:"
    yield from (f"  {place}. {LACKING[step]}" for place, step in enumerate(lacking, start=1))


def _lacking(settings: Settings) -> list[str]:
    file = sqlite_file(settings)
    if not settings.keys_file.exists() or (file is not None and not file.exists()):
        return list(steps.STEPS)
    store = open_store(settings.database_url, Keyring.load(settings.keys_file), Clock().now)
    try:
        if not migrations.current_is_latest(store):
            return []
        with store.transaction() as db:
            return steps.missing(db, settings)
    finally:
        store.close()
