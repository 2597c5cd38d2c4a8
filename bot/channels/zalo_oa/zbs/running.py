"""Runs Zalo's templates in the service: looks up which are approved, watches their use, hears of changes."""

import asyncio
from collections.abc import Iterable
from functools import partial
from typing import Protocol

import structlog
from aiohttp import web
from sqlalchemy.exc import SQLAlchemyError

from bot.channels.platform import Figure, Refused
from bot.channels.zalo_oa.calls import Asking, Renewing
from bot.channels.zalo_oa.news import LimitChanged
from bot.channels.zalo_oa.request import OaRequest
from bot.channels.zalo_oa.settings import ZaloOaSettings
from bot.channels.zalo_oa.template_events import TemplateEvents, TemplateNews
from bot.channels.zalo_oa.tokens import Tokens
from bot.channels.zalo_oa.zbs.channel import Zbs
from bot.channels.zalo_oa.zbs.errors import is_of_the_token
from bot.channels.zalo_oa.zbs.figures import template_figures
from bot.channels.zalo_oa.zbs.money import Till
from bot.channels.zalo_oa.zbs.templates import Registered, Templates
from bot.channels.zalo_session import Refusal
from bot.delivery.channel import SendFailed
from bot.intake.desk import Desk
from bot.supervision import Part, ails, beat
from handlers.notify import template_use
from seeds.tables import load_tables
from storage.database import Db

log = structlog.get_logger()
QUOTA = "/message/quota"
EVERY, AGAIN, LOOK = 3600.0, 60.0, 60.0


class Account(Protocol):
    """What is shared with the Official Account: its tokens, its session, and what its webhook hears of templates."""

    @property
    def tokens(self) -> Tokens: ...

    @property
    def request(self) -> OaRequest: ...


def open_zbs(settings: ZaloOaSettings, account: Account) -> Zbs:
    store, business = account.tokens.store, OaRequest(settings.zalo_zbs_api)
    asking = Renewing(account.tokens, is_of_the_token)
    templates = Templates(asking, business, load_tables(store.now().date()).templates, store.now)
    return Zbs(asking, account.request, business, templates, Till(store))


class RunningZbs:
    """Runs the templates of an account. `events`: what its webhook hears of them; `announced`: template → state."""

    def __init__(self, settings: ZaloOaSettings, account: Account, events: TemplateEvents):
        self.channel = open_zbs(settings, account)
        self.events = events
        self.announced: dict[str, str] = {}

    def routes(self, desk: Desk) -> Iterable[web.RouteDef]:
        """Gives none: the account's own webhook hears for both."""
        return ()

    def work(self, desk: Desk, _refused: Refused) -> Iterable[Part]:
        yield Part("zbs.templates", partial(keep_templates, self.channel, desk))
        yield Part("zbs.use", partial(watch_use, desk))
        yield Part("zbs.news", partial(self.hear, desk))

    def figures(self, db: Db) -> Iterable[Figure]:
        return template_figures(template_use.read(db))

    async def hear(self, desk: Desk) -> None:
        """Takes in what the webhook heard, until cancelled."""
        while True:
            news = await self.events.waiting.get()
            try:
                await self.take_in(news, desk)
            except (SendFailed, Refusal, SQLAlchemyError) as problem:
                await log.awarning("zbs.news", failure=_code(problem))

    async def take_in(self, news: TemplateNews, desk: Desk) -> None:
        """Tells the admins of a changed quota, or of a template of ours whose state has changed."""
        if isinstance(news, LimitChanged):
            await desk.run(
                partial(template_use.tell_limit, deployment=desk.deployment, before=news.before, most=news.most)
            )
            return
        before = self.channel.templates.by_id(news.template_id)
        await self.channel.templates.look_up()
        registered = self.channel.templates.by_id(news.template_id) or before
        if registered is None or self.announced.get(news.template_id) == news.state:
            return
        name = registered.template.registered_as
        await desk.run(
            partial(template_use.tell_state, deployment=desk.deployment, registered_as=name, state=news.state)
        )
        self.announced[news.template_id] = news.state


async def keep_templates(channel: Zbs, desk: Desk) -> None:
    """Looks up templates, prices and quota, at the start and every hour, until cancelled."""
    ill: frozenset[tuple[str, str]] = frozenset()
    while True:
        try:
            templates = list((await channel.templates.look_up()).values())
            channel.till.note_quota(await read_quota(channel.asking, channel.business))
            await channel.till.write()
            await desk.run(partial(_note_prices, templates=templates))
        except (SendFailed, Refusal, SQLAlchemyError) as problem:
            ails(_code(problem))
            await log.awarning("zbs.templates", failure=_code(problem))
            await asyncio.sleep(AGAIN)
            continue
        beat()
        now = frozenset(
            (registered.template.code, registered.problem) for registered in templates if registered.problem
        )
        for template, failure in sorted(now - ill):
            await log.awarning("zbs.template", template=template, failure=failure, cure="run `python -m bot doctor`")
        ill = now
        await asyncio.sleep(EVERY)


async def read_quota(asking: Asking, business: OaRequest) -> dict[str, object]:
    return await asking(lambda access: business.get(QUOTA, access))


def _note_prices(db: Db, templates: list[Registered]) -> None:
    usable = [template for template in templates if not template.problem]
    if usable:
        template_use.note_prices(
            db, max(template.price_uid for template in usable), max(template.price_phone for template in usable)
        )


async def watch_use(desk: Desk) -> None:
    """Tells the admins in time that the day's templates are nearly used up; looks every minute until cancelled."""
    while True:
        try:
            await desk.run(partial(template_use.watch, deployment=desk.deployment))
        except SQLAlchemyError as problem:
            await log.awarning("zbs.store_away", failure=type(problem).__name__)
        await asyncio.sleep(LOOK)


def _code(problem: Exception) -> str:
    if isinstance(problem, SendFailed):
        return problem.code
    return str(problem.code) if isinstance(problem, Refusal) else type(problem).__name__
