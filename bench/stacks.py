"""Where a process spends its processor time: stacks looked at every millisecond, weighed by what their thread took."""

import json
import signal
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

EVERY = 0.001
MOST_FRAMES = 40
# from the innermost frame outwards, the first that is one of these says what the time went for
PURPOSES = (
    ("bot/delivery/channel", "sending: the platform's client"),
    ("bot/channels/telegram/channel.py", "sending: request and answer"),
    ("bot/delivery/", "sending: queue, rates, marks"),
    ("handlers/", "the turn: dialogue, texts, buttons"),
    ("storage/database.py:transaction", "transaction: begin, commit, audit, outbox"),
    ("storage/", "storing: inbox, dialogues, marks"),
    ("bot/intake/turns.py", "storing: inbox, dialogues, marks"),
    ("bot/intake/turn_taker.py", "transaction: begin, commit, audit, outbox"),
    ("bot/intake/hooks.py", "webhook: our own part"),
    ("bot/channels/telegram/", "webhook: our own part"),
    ("bot/intake/", "desk: queue and hand-over"),
    ("aiohttp/web_protocol.py", "webhook: the web server"),
    ("aiohttp/", "sending: the platform's client"),
    ("concurrent/futures/", "hand-over between threads"),
    ("asyncio/", "event loop"),
)
OTHERS = "the rest"


class Sampler(threading.Thread):
    """Looks at all other threads until it is told to stop; `seconds`: processor time by purpose."""

    def __init__(self) -> None:
        super().__init__(name="stacks", daemon=True)
        self.seconds: dict[str, float] = defaultdict(float)
        self._stop_it = threading.Event()
        self._taken: dict[int, float] = {}

    def run(self) -> None:
        while not self._stop_it.wait(EVERY):
            frames = sys._current_frames()
            for thread in threading.enumerate():
                if thread is not self and thread.ident in frames:
                    self._note(thread.ident, frames[thread.ident])

    def _note(self, thread: int, frame: FrameType) -> None:
        try:
            now = time.clock_gettime(time.pthread_getcpuclockid(thread))
        except OSError:
            return
        spent = now - self._taken.get(thread, now)
        self._taken[thread] = now
        if spent > 0:
            self.seconds[purpose(list(_places(frame)))] += spent

    def stop(self) -> None:
        self._stop_it.set()


def _places(frame: FrameType | None) -> Iterator[str]:
    """Yields file and function of each frame, the innermost first."""
    for _ in range(MOST_FRAMES):
        if frame is None:
            return
        yield f"{frame.f_code.co_filename}:{frame.f_code.co_name}"
        frame = frame.f_back


def purpose(places: list[str]) -> str:
    """Tells what the innermost frame that is any of ours works for; libraries count for whoever called them."""
    for place in places:
        for part, name in PURPOSES:
            if part in place:
                return name
    return OTHERS


def listen(file: Path) -> None:
    """Begins at SIGUSR1; at SIGUSR2 writes `{purpose: seconds}` to the file."""
    running: list[Sampler] = []

    def begin(*_: object) -> None:
        sys.setswitchinterval(EVERY / 20)  # else a short piece of work is over before the sampler gets to look
        running.append(Sampler())
        running[-1].start()

    def end(*_: object) -> None:
        running[-1].stop()
        file.write_text(json.dumps(running[-1].seconds))

    signal.signal(signal.SIGUSR1, begin)
    signal.signal(signal.SIGUSR2, end)
