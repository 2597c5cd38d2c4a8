"""The demo's page: three phones over the real service, who holds each, and a clock that can be moved on."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from aiohttp import web

from bot.channels.web.lines import stamp
from bot.web.chat.messages import clean
from bot.web.chat.routes import add_chat, show_page
from bot.web.chat.seats import Seat
from bot.web.forms import read_fields, read_json
from bot.web.language import language_of, switch_language
from bot.web.pages import PAGES, json_answer
from handlers.kit.wording import Wording, capital
from rules.roles import OF_ACCOUNTS
from storage.database import VIETNAM

PHONES = (1, 2, 3)
STEPS = ("hour", "day", "quarter")
# whose phones are shown first; the other roles' follow in the list of everybody
FIRST = ("guardian", "person", "officer")


@dataclass(frozen=True, slots=True)
class Holder:
    """An account that may hold a phone; `label` is its name with what tells it from others."""

    id: int
    name: str
    role: str
    label: str


@dataclass(frozen=True, slots=True)
class Phone:
    n: int
    account: int
    name: str
    role: str


@dataclass(frozen=True, slots=True)
class State:
    now: datetime
    phones: list[Phone]
    accounts: list[Holder]


class Stage(Protocol):
    """What the demo lets its visitors do; the service itself knows nothing of it."""

    async def state(self) -> State: ...
    async def hold(self, n: int, account_id: int) -> None: ...
    async def advance(self, step: str) -> None: ...


STAGE: web.AppKey[Stage] = web.AppKey("stage")


def phone_address(account_id: int) -> str:
    """Gives the one phone an account has in the demo, whoever looks at it: its alerts wait there."""
    return hashlib.sha256(f"demo phone of {account_id}".encode()).hexdigest()


def add_demo(app: web.Application) -> None:
    app.router.add_get("/demo", get_page)
    app.router.add_get("/demo/state", get_state)
    app.router.add_post("/demo/clock", post_clock)
    app.router.add_post(r"/demo/phone/{n:[123]}/holder", post_holder)
    for end in ("", "/"):
        app.router.add_get(rf"/demo/phone/{{n:[123]}}{end}", get_phone)
    add_chat(app, r"/demo/phone/{n:[123]}", phone_seat)


async def phone_seat(request: web.Request) -> Seat:
    state = await request.config_dict[STAGE].state()
    n = int(request.match_info["n"])
    phone = next((phone for phone in state.phones if phone.n == n), None)
    if phone is None:
        raise web.HTTPNotFound
    return Seat(f"/demo/phone/{n}", phone_address(phone.account), alone=False)


async def get_phone(request: web.Request) -> web.Response:
    return await show_page(request, await phone_seat(request))


async def get_page(request: web.Request) -> web.Response:
    if switched := switch_language(request, "/demo"):
        return switched
    state = await request.config_dict[STAGE].state()
    groups = [
        (role, _say(request, f"page.demo.role.{role}"), [account for account in state.accounts if account.role == role])
        for role in dict.fromkeys((*FIRST, *OF_ACCOUNTS))
    ]
    return request.config_dict[PAGES].answer(
        request,
        "demo.html",
        now=stamp(state.now),
        now_said=_now_said(request, state.now),
        phones=_phones(request, state),
        groups=[group for group in groups if group[2]],
    )


async def get_state(request: web.Request) -> web.Response:
    return await _state(request)


async def post_clock(request: web.Request) -> web.Response:
    step = await _field(request, "step")
    if step not in STEPS:
        raise web.HTTPBadRequest
    await request.config_dict[STAGE].advance(step)
    return await _answer_changed(request)


async def post_holder(request: web.Request) -> web.Response:
    account = await _field(request, "account")
    stage = request.config_dict[STAGE]
    account_ids = {str(each.id) for each in (await stage.state()).accounts}
    if account not in account_ids:
        raise web.HTTPBadRequest
    await stage.hold(int(request.match_info["n"]), int(account))
    return await _answer_changed(request)


async def _field(request: web.Request, name: str) -> str:
    """Reads a field from a script's JSON, or from a form where there is no script."""
    if request.content_type == "application/json":
        return clean((await read_json(request)).get(name), 32)
    return clean((await read_fields(request)).get(name), 32)


async def _answer_changed(request: web.Request) -> web.Response:
    if request.content_type == "application/json":
        return await _state(request)
    return web.Response(status=303, headers={"Location": "/demo"})


async def _state(request: web.Request) -> web.Response:
    """Gives the state with ids as text: a script's numbers are too small for them."""
    state = await request.config_dict[STAGE].state()
    accounts = [
        {"id": str(account.id), "name": account.name, "role": account.role, "label": account.label}
        for account in state.accounts
    ]
    return json_answer({"now": stamp(state.now), "phones": _phones(request, state), "accounts": accounts})


def _phones(request: web.Request, state: State) -> list[dict[str, Any]]:
    return [
        {
            "n": phone.n,
            "account": str(phone.account),
            "name": phone.name,
            "role": phone.role,
            "title": _say(request, f"page.demo.role.{phone.role}"),
        }
        for phone in state.phones
    ]


def _say(request: web.Request, key: str) -> str:
    return request.config_dict[PAGES].say(language_of(request))(key)


def _now_said(request: web.Request, now: datetime) -> str:
    local = now.astimezone(VIETNAM)
    wording = Wording(request.config_dict[PAGES].texts, language_of(request))
    return f"{capital(wording.day(local.date()))}, {local:%H:%M}"
