"""The Zalo Official Account as a part of the service: its channel, its webhook, its tokens, and what must be mended."""

from collections.abc import Coroutine, Iterable
from datetime import timedelta
from ipaddress import ip_address
from urllib.parse import urlsplit

import structlog
from aiohttp import web
from pydantic import SecretStr

from bot.channels.platform import Figure, Refused
from bot.channels.zalo_oa.channel import ZaloOa
from bot.channels.zalo_oa.consent import watch_consent
from bot.channels.zalo_oa.event import OaReader
from bot.channels.zalo_oa.hook import OaHook
from bot.channels.zalo_oa.signature import Signature
from bot.channels.zalo_oa.template_news import TemplateEvents
from bot.channels.zalo_oa.tokens import App, Tokens
from bot.delivery.receipts import Receipts
from bot.files.attachments import Attachments
from bot.intake.desk import Desk
from bot.intake.spool import Spool
from bot.settings import Settings
from bot.web.static_files import StaticFiles
from storage import usage, zalo_tokens
from storage.database import Db

log = structlog.get_logger()
PATH = "/hooks/zalo-oa"
PICTURE = "icons/icon-512.png"


def open_zalo_oa(settings: Settings, attachments: Attachments) -> ZaloOa:
    """What is sent along may lie on this machine only if the platform does: a fake one."""
    assert settings.zalo_oa_id is not None
    app = App(
        settings.zalo_oa_id,
        settings.zalo_oa_app_id or "",
        _plain(settings.zalo_oa_app_secret),
        settings.zalo_oauth_api,
    )
    tokens = Tokens(attachments.store, app, _plain(settings.zalo_oa_refresh_token))
    picture = f"{settings.public_url}{StaticFiles.load().base}/{PICTURE}" if settings.public_url else ""
    api = settings.zalo_oa_api
    return ZaloOa(tokens, api, picture=picture, loopback=_is_loopback(api), attachments=attachments)


def _plain(secret: SecretStr | None) -> str:
    return secret.get_secret_value() if secret else ""


def _is_loopback(api: str) -> bool:
    try:
        return ip_address(urlsplit(api).hostname or "").is_loopback
    except ValueError:
        return False


class ZaloOaPlatform:
    def __init__(self, settings: Settings, attachments: Attachments):
        self.settings = settings
        self.channel = open_zalo_oa(settings, attachments)
        self.spool = Spool(settings.folder / "spool", attachments.store.keyring)
        self.receipts = Receipts()
        self.of_templates = TemplateEvents()

    def routes(self, desk: Desk) -> Iterable[web.RouteDef]:
        app = self.channel.tokens.app
        mac = Signature(app.app_id, app.oa_id, _plain(self.settings.zalo_oa_secret))
        reader = OaReader(self.channel.name, app.oa_id)
        hushed = timedelta(minutes=self.settings.zalo_oa_takeover_minutes)
        windows, told = self.channel.windows, (self.receipts, self.of_templates)
        yield web.post(PATH, OaHook(desk, mac, reader, windows, self.spool, hushed, *told).receive)

    def work(self, desk: Desk, _refused: Refused) -> Iterable[Coroutine[object, object, None]]:
        yield watch_consent(self.channel.tokens, desk)
        yield self.spool.run(desk)
        yield self.receipts.run(desk)

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
