"""Looks up which of our templates the account has registered, by name: approved or not, parameters, price."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Literal
from unicodedata import normalize

from bot.channels.zalo_oa.calls import Asking
from bot.channels.zalo_oa.errors import Action
from bot.channels.zalo_oa.request import OaRequest
from bot.channels.zalo_oa.zbs.errors import action_of
from bot.channels.zalo_session import Refusal
from bot.delivery.channel import Rejected
from rules.templates import Template

LIST = "/template/all"
INFO = "/template/info/v2"
PAGE = 100
MOST_PAGES = 50
APPROVED = "ENABLE"
# đồng; anything higher is no price of a message, and would not fit the column
HIGHEST_PRICE = 1_000_000
STALE = timedelta(hours=3)
REFUSED_FOR = timedelta(minutes=1)
Problem = Literal["", "missing", "pending", "rejected", "disabled", "parameters"]
NOT_APPROVED: Mapping[str, Problem] = {"PENDING_REVIEW": "pending", "REJECT": "rejected"}


@dataclass(frozen=True, slots=True)
class Registered:
    """One of ours as the platform knows it. `takes`: parameter → the most characters, 0 where it does not say.

    `price_uid`, `price_phone`: in đồng. `unlike`: parameters that only one of the two sides knows.
    """

    template: Template
    id: str = ""
    problem: Problem = "missing"
    takes: Mapping[str, int] = field(default_factory=dict)
    price_uid: int = 0
    price_phone: int = 0
    unlike: tuple[str, ...] = ()

    def check(self, parameters: Mapping[str, str]) -> None:
        """Checks parameters before they are sent. Raises Rejected for what the platform would refuse."""
        if self.problem:
            raise Rejected(f"template_{self.problem}")
        if parameters.keys() != self.takes.keys():
            raise Rejected("template_parameters")
        if any(0 < self.takes[name] < len(value) for name, value in parameters.items()):
            raise Rejected("template_too_long")


@dataclass(slots=True)
class Templates:
    """Our templates as registered. `wanted`: ours, by code; an answer stands for three hours."""

    asking: Asking
    business: OaRequest
    wanted: Mapping[str, Template]
    now: Callable[[], datetime]
    again: asyncio.Event = field(default_factory=asyncio.Event, init=False)
    _found: Mapping[str, Registered] = field(default_factory=dict, init=False)
    _at: datetime | None = field(default=None, init=False)
    _refused: tuple[str, datetime] | None = field(default=None, init=False)
    _looking: "asyncio.Task[Mapping[str, Registered]] | None" = field(default=None, init=False)

    async def named(self, code: str) -> Registered:
        """Gives a template of ours by its code. Raises Rejected for an unknown one, and what keeps us from looking."""
        if code not in self.wanted:
            raise Rejected("no_template")
        registered = self._found if self._is_fresh() else await self._look_up_unless_refused()
        return registered[code]

    async def _look_up_unless_refused(self) -> Mapping[str, Registered]:
        """Looks up, unless that was refused within a minute: an account without money or rights has no templates."""
        if self._refused is not None and self.now() - self._refused[1] < REFUSED_FOR:
            raise Rejected(self._refused[0])
        try:
            return await self.look_up()
        except Refusal as refusal:
            if action_of(refusal.code) is not Action.OPERATOR:
                raise
            self._refused = f"template_list_{refusal.code}", self.now()
            raise Rejected(self._refused[0]) from None

    def _is_fresh(self) -> bool:
        return self._at is not None and self.now() - self._at < STALE

    def by_id(self, template_id: str) -> Registered | None:
        return next((registered for registered in self._found.values() if registered.id == template_id), None)

    async def look_up(self) -> Mapping[str, Registered]:
        """Asks the platform; several who want it wait for the same answer. Raises Refusal, Down, Retry."""
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._look_up())
            self._looking.add_done_callback(_look)
        return await asyncio.shield(self._looking)

    async def stop(self) -> None:
        if self._looking is not None:
            self._looking.cancel()
            await asyncio.gather(self._looking, return_exceptions=True)

    async def _look_up(self) -> Mapping[str, Registered]:
        rows = await self._all()
        registered = {code: await self._registration_of(template, rows) for code, template in self.wanted.items()}
        self._found, self._at, self._refused = registered, self.now(), None
        return registered

    async def _all(self) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = []
        for page in range(MOST_PAGES):
            listed = partial(self.business.rows, f"{LIST}?offset={page * PAGE}&limit={PAGE}")
            more = await self.asking(listed)
            rows += more
            if len(more) < PAGE:
                break
        return rows

    async def _registration_of(self, template: Template, rows: list[dict[str, Any]]) -> Registered:
        """Finds ours among all: of several by the same name the newest that is approved, else the newest."""
        of_name = [row for row in rows if _plain(row.get("templateName")) == _plain(template.registered_as)]
        if not of_name:
            return Registered(template)
        best = max(of_name, key=lambda row: (row.get("status") == APPROVED, _number(row.get("createdTime"))))
        template_id = str(best.get("templateId", ""))
        if best.get("status") != APPROVED:
            return Registered(template, template_id, NOT_APPROVED.get(str(best.get("status")), "disabled"))
        asked = partial(self.business.get, f"{INFO}?template_id={template_id}")
        details = await self.asking(asked)
        return read_details(template, template_id, details)


def read_details(template: Template, template_id: str, details: dict[str, Any]) -> Registered:
    listed = details.get("listParams")
    takes = {
        str(parameter.get("name")): _number(parameter.get("maxLength"))
        for parameter in (listed if isinstance(listed, list) else [])
        if isinstance(parameter, dict)
    }
    unlike = tuple(sorted(takes.keys() ^ {parameter.name for parameter in template.parameters}))
    price = details.get("price")
    return Registered(
        template,
        template_id,
        "parameters" if unlike else "",
        takes,
        min(_number(details.get("price_uid", price)), HIGHEST_PRICE),
        min(_number(details.get("price_sdt", price)), HIGHEST_PRICE),
        unlike,
    )


def _look(task: "asyncio.Task[Mapping[str, Registered]]") -> None:
    """Reads the task's exception, so that asyncio does not report it when nobody waits any more."""
    if not task.cancelled():
        task.exception()


def _plain(name: object) -> str:
    return normalize("NFC", str(name or "")).casefold().strip()


def _number(given: object) -> int:
    """Reads a number that may come as a string such as «200.0»; 0 for anything else."""
    try:
        return max(int(float(str(given))), 0)
    except (ValueError, OverflowError):
        return 0
