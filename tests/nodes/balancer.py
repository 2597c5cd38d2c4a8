"""What stands before several nodes: hands each request to the next node that takes a connection."""

import asyncio
from typing import Self

import aiohttp
from aiohttp import web

ANSWERS_WITHIN = 10.0


class Balancer:
    """A node that is gone is passed over; one that breaks off in the middle is the sender's to bring again (502)."""

    def __init__(self, ports: list[int]):
        self.ports = ports
        self.url = ""
        self.served: dict[int, int] = dict.fromkeys(ports, 0)
        self._turn = 0
        self._runner: web.AppRunner | None = None
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", self._pass_on)
        self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=ANSWERS_WITHIN))
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._runner is not None:
            await self._runner.cleanup()
        if self._session is not None:
            await self._session.close()

    async def _pass_on(self, request: web.Request) -> web.Response:
        body = await request.read()
        self._turn += 1
        for step in range(len(self.ports)):
            port = self.ports[(self._turn + step) % len(self.ports)]
            try:
                return await self._ask(port, request, body)
            except aiohttp.ClientConnectorError:
                continue
            except (aiohttp.ClientError, TimeoutError, asyncio.IncompleteReadError):
                break
        return web.Response(status=502)

    async def _ask(self, port: int, request: web.Request, body: bytes) -> web.Response:
        assert self._session is not None
        kept = {
            name: value for name, value in request.headers.items() if name.lower() not in ("host", "content-length")
        }
        url = f"http://127.0.0.1:{port}{request.path_qs}"
        async with self._session.request(request.method, url, data=body, headers=kept) as answer:
            content = await answer.read()
            self.served[port] += 1
            passed = {name: answer.headers[name] for name in ("Content-Type", "Retry-After") if name in answer.headers}
            return web.Response(status=answer.status, body=content, headers=passed)
