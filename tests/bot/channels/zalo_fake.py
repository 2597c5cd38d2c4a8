"""What the fakes of both Zalo platforms have in common: a server on a free port of loopback, trouble on demand."""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, ClassVar, Literal, Protocol, Self

from aiohttp import web

from tests.patience import until


class Kept(Protocol):
    """What the platform remembers: its own address, and by path what its people sent, as (media type, content)."""

    base: str
    media: dict[str, tuple[str, bytes]]


class Handing(Protocol):
    """Hands over what happens at the platform."""

    deliveries: list[Any]

    @property
    def busy(self) -> bool: ...

    async def close(self) -> None: ...


@dataclass(slots=True)
class Fault:
    """Trouble on demand. `call`: the method or path that meets it, None for any.

    `after`: the call has its effect first, only its answer is lost.
    """

    kind: Literal["code", "drop", "hang", "nonsense"]
    call: str | None
    times: int
    code: int = 0
    after: bool = False


class FakeZalo(ABC):
    """A server while its `async with` lasts; `url` is the base of its APIs. `refused` is how it says no."""

    refused: ClassVar[type[Exception]]

    def __init__(self, state: Kept, receiving: Handing):
        self.state = state
        self.receiving = receiving
        self.url = ""
        self.faults: list[Fault] = []
        self._hanging: set[asyncio.Task[Any]] = set()
        self._runner: web.AppRunner | None = None

    @abstractmethod
    def app(self) -> web.Application:
        """Makes the application with its routes."""

    async def __aenter__(self) -> Self:
        app = self.app()
        app.router.add_get("/media/{name}", self._media)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = self.state.base = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.receiving.close()
        for task in self._hanging:
            task.cancel()
        if self._runner is not None:
            await self._runner.cleanup()

    async def delivered(self) -> None:
        """Waits until whatever happened was handed over."""
        await until(lambda: not self.receiving.busy, lambda: f"not taken: {self.receiving.deliveries}")

    def fails(self, call: str | None = None, *, code: int, times: int = 1) -> None:
        self.faults.append(Fault("code", call, times, code))

    def drops(self, call: str | None = None, *, times: int = 1, after: bool = False) -> None:
        self.faults.append(Fault("drop", call, times, after=after))

    def hangs(self, call: str | None = None, *, times: int = 1) -> None:
        self.faults.append(Fault("hang", call, times))

    def babbles(self, call: str | None = None, *, times: int = 1) -> None:
        """Something in front of the platform answers with a page."""
        self.faults.append(Fault("nonsense", call, times))

    @contextmanager
    def _answering(self) -> Iterator[None]:
        """Lets the end of the server cancel what hangs in here."""
        task = asyncio.current_task()
        assert task is not None
        self._hanging.add(task)
        try:
            yield
        finally:
            self._hanging.discard(task)

    def _fault(self, call: str) -> Fault | None:
        fault = next((fault for fault in self.faults if fault.times > 0 and fault.call in (None, call)), None)
        if fault is not None:
            fault.times -= 1
        return fault

    async def _strike(self, fault: Fault, http: web.Request) -> web.StreamResponse:
        if fault.kind == "code":
            raise self.refused(fault.code, "Injected")
        if fault.kind == "nonsense":
            return web.Response(text="<html>Bad gateway</html>", content_type="text/html", status=502)
        if fault.kind == "hang":
            await asyncio.sleep(60)
        if http.transport is not None:
            http.transport.abort()
        return web.Response(status=502)

    async def _media(self, http: web.Request) -> web.StreamResponse:
        media_type, content = self.state.media.get(http.path, ("", b""))
        return web.Response(body=content, content_type=media_type) if media_type else web.Response(status=404)
