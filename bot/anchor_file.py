"""Keeps where the audit's chains ended, outside the database: a line of JSON a head, in the folder of the keys."""

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from storage.audit import Head
from storage.columns import from_ms, to_ms

ANCHORS = "audit-anchors.jsonl"
# a head an hour for two days, a head a day before, as long as the file has room
HOURLY_FOR = timedelta(days=2)
MOST_LINES = 20_000


def as_json(head: Head) -> dict[str, Any]:
    """Writes a head for a file or another machine; nothing in it is personal."""
    return {"unit": head.unit, "seq": head.seq, "hash": head.hash.hex(), "at": to_ms(head.at)}


def from_lines(lines: Iterable[str]) -> Iterator[Head]:
    """Reads heads, and passes over a line that a crash has cut off."""
    for line in lines:
        try:
            told = json.loads(line)
            yield Head(str(told["unit"]), int(told["seq"]), bytes.fromhex(told["hash"]), from_ms(int(told["at"])))
        except (ValueError, KeyError, TypeError):
            continue


def by_unit(heads: Iterable[Head]) -> dict[str, list[Head]]:
    heads_by_unit: dict[str, list[Head]] = {}
    for head in heads:
        heads_by_unit.setdefault(head.unit, []).append(head)
    return heads_by_unit


@dataclass(frozen=True, slots=True)
class AnchorFile:
    path: Path

    def read(self) -> list[Head]:
        """Gives the heads, the oldest first; none where there is no file."""
        try:
            return list(from_lines(self.path.read_text().splitlines()))
        except FileNotFoundError:
            return []

    def latest(self) -> dict[str, Head]:
        return {head.unit: head for head in self.read()}

    def add(self, heads: Iterable[Head]) -> None:
        """Adds heads; they are on the disk when this returns. A full file is thinned out."""
        lines = "".join(json.dumps(as_json(head)) + "\n" for head in heads)
        if not lines:
            return
        opened = os.open(self.path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
        with os.fdopen(opened, "r+") as file:
            size = os.fstat(opened).st_size
            # a line that a crash has cut off must not take the next one with it
            torn = size > 0 and os.pread(opened, 1, size - 1) != b"\n"
            file.write("\n" * torn + lines)
            file.flush()
            os.fsync(opened)
        kept = self.read()
        if len(kept) > MOST_LINES:
            self._rewrite(thinned(kept))

    def _rewrite(self, heads: list[Head]) -> None:
        draft = self.path.with_suffix(".new")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.writelines(json.dumps(as_json(head)) + "\n" for head in heads)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(self.path)


def thinned(heads: list[Head], most: int = MOST_LINES // 2) -> list[Head]:
    """Leaves the last head of each hour and, before the last two days, of each day; never fewer than one a commune."""
    now = max(head.at for head in heads)
    kept: list[Head] = []
    taken: set[tuple[str, str]] = set()
    for head in reversed(heads):
        period = f"{head.at:%Y-%m-%dT%H}" if now - head.at < HOURLY_FOR else f"{head.at:%Y-%m-%d}"
        is_latest = (head.unit, "") not in taken
        if is_latest or (len(kept) < most and (head.unit, period) not in taken):
            kept.append(head)
        taken |= {(head.unit, ""), (head.unit, period)}
    return kept[::-1]
