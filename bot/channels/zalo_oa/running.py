"""Runs a Zalo Official Account in the service: its channel, webhook, tokens and receipts."""

from collections.abc import Iterable
from datetime import timedelta
from functools import partial

from aiohttp import web
from pydantic import SecretStr

from bot.channels.downloads import is_loopback
from bot.channels.platform import Figure, Refused, Surroundings
from bot.channels.zalo_oa.channel import ZaloOa
from bot.channels.zalo_oa.consent import watch_consent
from bot.channels.zalo_oa.event import OaReader
from bot.channels.zalo_oa.hook import OaHook
from bot.channels.zalo_oa.settings import ZaloOaSettings
from bot.channels.zalo_oa.signature import Signature
from bot.channels.zalo_oa.template_events import TemplateEvents
from bot.channels.zalo_oa.tokens import App, Tokens
from bot.delivery.receipts import Receipts
from bot.intake.desk import Desk
from bot.intake.spool import Spool
from bot.supervision import Part
from storage import usage, zalo_tokens
from storage.database import Db

PATH = "/hooks/zalo-oa"
SILENCE = 300.0


def open_zalo_oa(settings: ZaloOaSettings, around: Surroundings) -> ZaloOa:
    """Makes the account's channel; files it names may lie on this machine only if the platform does."""
    assert settings.zalo_oa_id is not None
    app = App(
        settings.zalo_oa_id,
        settings.zalo_oa_app_id or "",
        _plain(settings.zalo_oa_app_secret),
        settings.zalo_oauth_api,
    )
    tokens = Tokens(around.store, app, _plain(settings.zalo_oa_refresh_token))
    public_url = around.server.public_url
    picture = f"{public_url}{around.icon()}" if public_url else ""
    api = settings.zalo_oa_api
    return ZaloOa(tokens, api, picture=picture, loopback=is_loopback(api), attachments=around.attachments)


def _plain(secret: SecretStr | None) -> str:
    return secret.get_secret_value() if secret else ""


class RunningZaloOa:
    """Runs one account: its webhook, its tokens, and what waits on this disk when the store is away."""

    def __init__(self, settings: ZaloOaSettings, around: Surroundings):
        self.settings = settings
        self.channel = open_zalo_oa(settings, around)
        self.spool = Spool(around.server.folder / "spool", around.store.keyring)
        self.receipts = Receipts()
        self.template_events = TemplateEvents()

    def routes(self, desk: Desk) -> Iterable[web.RouteDef]:
        app = self.channel.tokens.app
        mac = Signature(app.app_id, app.oa_id, _plain(self.settings.zalo_oa_secret))
        reader = OaReader(self.channel.name, app.oa_id)
        hushed = timedelta(minutes=self.settings.zalo_oa_takeover_minutes)
        hook = OaHook(desk, mac, reader, self.channel.windows, self.spool, hushed, self.receipts, self.template_events)
        yield web.post(PATH, hook.receive)

    def work(self, desk: Desk, _refused: Refused) -> Iterable[Part]:
        yield Part("zalo_oa.consent", partial(watch_consent, self.channel.tokens, desk), silence=SILENCE)
        yield Part("zalo_oa.spool", partial(self.spool.run, desk), silence=SILENCE)
        yield Part("zalo_oa.receipts", partial(self.receipts.run, desk))

    def figures(self, db: Db) -> Iterable[Figure]:
        pair = zalo_tokens.newest(db, self.channel.tokens.app.oa_id)
        if pair is not None and pair.renewed_at is not None:
            age = (db.now - pair.renewed_at).total_seconds()
            yield Figure("donghanh_zalo_oa_token_age_seconds", "Since the pair of tokens was renewed", age)
        if pair is not None:
            yield Figure("donghanh_zalo_oa_token_lost", "1 when only a new consent helps", pair.lost)
        spooled = len(self.spool.waiting())
        yield Figure("donghanh_zalo_oa_spooled_messages", "What waits on this disk for the store", spooled)
        paid = usage.paid_this_month(db, self.channel.name)
        yield Figure("donghanh_zalo_oa_paid_messages_month", "Messages that had to be paid for this month", paid)
