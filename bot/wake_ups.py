"""Wakes parts of the service when a commit has put something there for them, in place of looking again and again."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from storage.database import Store

# seconds; finds what no signal told of (another process on the same file, a lost connection)
LOOK_ANYWAY = 30.0
# seconds; other nodes write there too, and no signal tells of it
LOOK_FOR_OTHERS = 0.5


@dataclass(slots=True)
class WakeUps:
    """Events of this process by signal (`storage.signals`), set after the commit that gives it.

    `others`: called with what commits and pages here give, for the other nodes; `hears`: theirs come here.
    `listeners`: called on the event loop with whatever signals come, from here and from there.
    """

    store: Store
    others: Callable[[frozenset[str]], None] | None = field(default=None, init=False)
    hears: bool = field(default=False, init=False)
    listeners: list[Callable[[frozenset[str]], None]] = field(default_factory=list, init=False)
    _events: defaultdict[str, list[asyncio.Event]] = field(default_factory=lambda: defaultdict(list), init=False)
    _loop: asyncio.AbstractEventLoop | None = field(default=None, init=False)

    @property
    def look_anyway(self) -> float:
        """Gives the seconds after which to look although nothing was heard."""
        return LOOK_ANYWAY if self.store.sqlite or self.hears else LOOK_FOR_OTHERS

    def start(self) -> None:
        """Listens from now on, on the running loop."""
        self._loop = asyncio.get_running_loop()
        self.store.committed.append(self._committed)

    def stop(self) -> None:
        self.store.committed.remove(self._committed)

    def event(self, *signals: str) -> asyncio.Event:
        """Makes an event that each of these signals sets; whoever waits for it clears it."""
        event = asyncio.Event()
        for signal in signals:
            self._events[signal].append(event)
        return event

    def wake(self, signals: Iterable[str]) -> None:
        """Sets the events of these signals. Called on the event loop."""
        heard = frozenset(signals)
        for listen in self.listeners:
            listen(heard)
        for signal in heard:
            for event in self._events.get(signal, ()):
                event.set()

    def wake_all(self) -> None:
        """Sets all events."""
        self.wake(list(self._events))

    def wake_later(self, signal: str, seconds: float) -> None:
        asyncio.get_running_loop().call_later(seconds, self.wake, (signal,))

    def wake_soon(self, signals: Iterable[str]) -> None:
        """Has the event loop set the events of these signals. Called on any thread."""
        self._on_loop(self.wake, frozenset(signals))

    def _committed(self, signals: frozenset[str]) -> None:
        """Hears of a commit, on whichever thread it was."""
        self._on_loop(self.pass_on, signals)

    def pass_on(self, signals: frozenset[str]) -> None:
        """Wakes those whom it concerns here, and has the other nodes hear of it. Called on the event loop."""
        self.wake(signals)
        if self.others is not None:
            self.others(signals)

    def _on_loop(self, work: Callable[[frozenset[str]], None], signals: frozenset[str]) -> None:
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(work, signals)


async def woken(event: asyncio.Event, seconds: float | None) -> bool:
    """Waits for an event, at most so many seconds if any are given, and clears it. True if it came."""
    if seconds is None:
        await event.wait()
        event.clear()
        return True
    try:
        # not wait_for: on Python 3.11 it swallows a cancellation that comes together with the event
        async with asyncio.timeout(seconds):
            await event.wait()
        return True
    except TimeoutError:
        return False
    finally:
        event.clear()
