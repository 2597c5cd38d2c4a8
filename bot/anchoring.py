"""Anchors the audit: every minute in a file beside the keys, every hour in the log and wherever the settings say."""

import asyncio
import contextlib
import json
import shlex
import time
from dataclasses import dataclass, field
from ipaddress import ip_address
from urllib.parse import urlsplit

import aiohttp
import structlog
from prometheus_client import Counter
from sqlalchemy.exc import SQLAlchemyError

from bot.anchor_file import AnchorFile, as_json
from storage import audit
from storage.audit import Head
from storage.database import Store

log = structlog.get_logger()
seconds = time.monotonic
HOUR = 3600.0
PATIENCE = 20.0
FAILURES = Counter("donghanh_audit_anchor_failures", "Ends of the audit that could not be kept elsewhere")
SENT = Counter("donghanh_audit_anchors_sent", "Ends of the audit that were handed to DONGHANH_AUDIT_ANCHOR")


class NotTaken(Exception):
    """Whoever gets the anchors did not take them; the message holds no address."""


def is_url(target: str) -> bool:
    return "://" in target.split()[0]


def anchor_problem(target: str) -> str | None:
    """Tells what is wrong with a target; None for https, http on this machine, and commands."""
    try:
        if is_url(target):
            url = urlsplit(target)
            is_safe = url.scheme == "https" or (url.scheme == "http" and _is_loopback(url.hostname or ""))
            return None if is_safe and url.hostname else "is neither https://… nor http:// on this machine"
        return None if shlex.split(target) else "is empty"
    except (ValueError, IndexError):
        return "is neither an address nor a command"


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


@dataclass(slots=True)
class Anchoring:
    """Notes heads that have moved; what could not be handed over is tried again a minute later."""

    store: Store
    file: AnchorFile
    target: str | None = None
    _latest: dict[str, Head] | None = field(default=None, init=False)
    _told_at: float | None = field(default=None, init=False)

    async def anchor(self) -> None:
        """Anchors now: in the file what has moved, elsewhere what stands, if an hour is over."""
        try:
            heads = await asyncio.to_thread(self._note)
        except (OSError, SQLAlchemyError) as problem:
            FAILURES.inc()
            await log.aerror("audit.anchor_failed", where="file", failure=type(problem).__name__)
            return
        if self._told_at is None or seconds() - self._told_at >= HOUR:
            await self.tell(heads)

    async def tell(self, heads: list[Head]) -> bool:
        """Logs the heads and hands them over. False if whoever was to get them did not take them."""
        for head in heads:
            await log.ainfo("audit.anchored", unit=head.unit, seq=head.seq, hash=head.hash.hex())
        if self.target is not None:
            try:
                await hand_over(self.target, heads)
            except NotTaken as problem:
                FAILURES.inc()
                await log.aerror("audit.anchor_failed", where="elsewhere", failure=str(problem))
                return False
            SENT.inc()
        self._told_at = seconds()
        return True

    def _note(self) -> list[Head]:
        if self._latest is None:
            self._latest = self.file.latest()
        with self.store.transaction() as db:
            heads = audit.heads(db)
        moved = [head for head in heads if not _is_same(self._latest.get(head.unit), head)]
        self.file.add(moved)
        self._latest |= {head.unit: head for head in moved}
        return heads


def _is_same(before: Head | None, head: Head) -> bool:
    return before is not None and (before.seq, before.hash) == (head.seq, head.hash)


async def hand_over(target: str, heads: list[Head]) -> None:
    """Posts the heads as JSON, or gives them to a command, a line each. Raises NotTaken."""
    try:
        async with asyncio.timeout(PATIENCE):
            if is_url(target):
                await _post(target, heads)
            else:
                await _run(shlex.split(target), heads)
    except (aiohttp.ClientError, OSError, TimeoutError) as problem:
        raise NotTaken(type(problem).__name__) from None


async def _post(url: str, heads: list[Head]) -> None:
    body = {"heads": [as_json(head) for head in heads]}
    async with aiohttp.ClientSession() as session:
        # another place than the one that was set gets nothing
        async with session.post(url, json=body, allow_redirects=False) as answer:
            if answer.status // 100 != 2:
                raise NotTaken(f"status {answer.status}")


async def _run(command: list[str], heads: list[Head]) -> None:
    process = await asyncio.create_subprocess_exec(
        *command,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        await process.communicate("".join(json.dumps(as_json(head)) + "\n" for head in heads).encode())
    finally:
        if process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()
    if process.returncode:
        raise NotTaken(f"exit {process.returncode}")
