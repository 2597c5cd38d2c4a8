"""`python -m bot doctor`: what works, what does not, and what to do about it."""

import asyncio
import shutil
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import typer
from sqlalchemy.exc import SQLAlchemyError
from telegram.error import TelegramError

from bot.app import VAR
from bot.channels.telegram import Telegram
from bot.commands.opening import settings_or_exit, store_of
from bot.settings import Settings
from storage import migrations, outbox

MARKS = {"good": "✓", "off": "–", "bad": "✗"}
ENOUGH_DISK = 500_000_000


@dataclass(frozen=True, slots=True)
class Finding:
    """good, off or bad; what was found, and what to do."""

    state: str
    what: str
    cure: str = ""

    def __str__(self) -> str:
        return f"{MARKS[self.state]} {self.what}" + (f"\n    → {self.cure}" if self.cure else "")


def doctor() -> None:
    """Looks at settings, database, keys, channels and disk; one line each, and what to do. Exits with 1 if ill.

    Example: python -m bot doctor
    """
    settings = settings_or_exit()
    findings = [*_here(settings), *_database(settings), *asyncio.run(_channels(settings))]
    for finding in findings:
        typer.echo(str(finding))
    raise typer.Exit(1 if any(finding.state == "bad" for finding in findings) else 0)


def _here(settings: Settings) -> Iterator[Finding]:
    path = settings.keys_file
    if not path.exists():
        yield Finding("off", f"keys: {path} is not there yet", "the first start makes it; keep a copy of it apart")
    elif stat.S_IMODE(path.stat().st_mode) & 0o077:
        yield Finding("bad", f"keys: others may read {path}", f"chmod 600 {path}")
    else:
        yield Finding("good", f"keys: {path}, only for its owner")
    try:
        ZoneInfo("Asia/Ho_Chi_Minh")
        yield Finding("good", "time zone: Asia/Ho_Chi_Minh is known")
    except ZoneInfoNotFoundError:
        yield Finding("bad", "time zone: Asia/Ho_Chi_Minh is not known here", "pip install tzdata")
    free = shutil.disk_usage(VAR if VAR.exists() else ".").free
    state = "good" if free > ENOUGH_DISK else "bad"
    yield Finding(state, f"disk: {free // 1_000_000} MB free", "" if state == "good" else "make room on this disk")


def _database(settings: Settings) -> Iterator[Finding]:
    try:
        with store_of(settings) as store:
            version, latest = migrations.current(store), migrations.latest()
            if version != latest:
                yield Finding("bad", f"database: at version {version}, not {latest}", "python -m bot migrate")
                return
            yield Finding("good", f"database: reachable, at version {version}")
            with store.transaction() as db:
                counts = outbox.counts(db)
            waiting = counts.get("queued", 0) + counts.get("sending", 0)
            yield Finding("good", f"outbox: {waiting} messages wait to be sent")
    except SQLAlchemyError as problem:
        kind = type(problem).__name__
        yield Finding("bad", f"database: not reachable ({kind})", "see DONGHANH_DATABASE_URL, and whether it runs")


async def _channels(settings: Settings) -> list[Finding]:
    findings = [Finding("good", f"web chat: on, http://{settings.listen}/chat")]
    if settings.telegram_token is None:
        return [*findings, Finding("off", "telegram: off, DONGHANH_TELEGRAM_TOKEN is not set")]
    channel = Telegram(settings.telegram_token.get_secret_value(), settings.telegram_api)
    await channel.start()
    try:
        return [*findings, *await _telegram(channel, settings)]
    finally:
        await channel.stop()


async def _telegram(channel: Telegram, settings: Settings) -> list[Finding]:
    try:
        name = await channel.username()
        hook = await channel.webhook()
    except TelegramError as problem:
        kind = type(problem).__name__
        return [Finding("bad", f"telegram: the token does not work ({kind})", "take a new one from @BotFather")]
    findings = [Finding("good", f"telegram: the token works, the bot is @{name}")]
    if settings.telegram_mode == "polling":
        cure = "the start of the service takes it away" if hook.url else ""
        state = "off" if cure else "good"
        return [*findings, Finding(state, "telegram: polling" + (", but a webhook is set" if cure else ""), cure)]
    wanted = f"{settings.public_url}/hooks/telegram"
    if hook.url != wanted:
        cure = "set DONGHANH_PUBLIC_URL and start the service: it sets the webhook"
        return [*findings, Finding("bad", f"telegram: webhook is {hook.url or 'not set'}, not {wanted}", cure)]
    if hook.last_error_message:
        cure = "see that this address is reached from outside, with a valid certificate"
        findings.append(Finding("bad", f"telegram: last webhook error: {hook.last_error_message}", cure))
    waiting = hook.pending_update_count
    return [*findings, Finding("good", f"telegram: webhook set, {waiting} updates wait there")]
