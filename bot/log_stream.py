"""Writes log lines so that they never stop the work: what cannot be written at once is left out, and counted."""

import os
import select
import sys
import threading
from typing import ClassVar, TextIO

# PIPE_BUF: a pipe that is ready takes this many bytes at once, so that writing never waits
LONGEST = 4096


class LossyStream:
    """A stream for log lines. `lost`: how many this process left out, its reader being slow or gone or the disk full.

    With `stream` None, as where the process was started without one, all are.
    """

    lost: ClassVar[int] = 0

    def __init__(self, stream: TextIO | None):
        self._stream = stream
        self._descriptor = _descriptor(stream)
        self._one_at_a_time = threading.Lock()

    def write(self, text: str) -> None:
        try:
            with self._one_at_a_time:
                written = self._write(text)
        except (OSError, ValueError):
            written = False
        if not written:
            LossyStream.lost += 1

    def _write(self, text: str) -> bool:
        if self._descriptor is None:
            return self._stream is not None and bool(self._stream.write(text))
        if not _has_room(self._descriptor):
            return False
        line = text.encode(errors="replace")
        if len(line) > LONGEST:
            line = line[: LONGEST - 1] + b"\n"
        return os.write(self._descriptor, line) == len(line)

    def flush(self) -> None:
        """Does nothing: a line is written when it is written."""


def _descriptor(stream: TextIO | None) -> int | None:
    try:
        return stream.fileno() if stream is not None else None
    except (OSError, ValueError):
        return None


def _has_room(descriptor: int) -> bool:
    if sys.platform == "win32":
        return True  # whose select knows sockets only
    return bool(select.select((), (descriptor,), (), 0)[1])
