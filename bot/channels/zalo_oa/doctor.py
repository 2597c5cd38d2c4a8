"""Checks the Zalo Official Account for the doctor: consent, tokens, what the platform says of it."""

import asyncio
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from bot.channels.findings import Finding
from bot.channels.zalo_oa.channel import ACCOUNT
from bot.channels.zalo_oa.errors import Action, action_of
from bot.channels.zalo_oa.request import OaRequest
from bot.channels.zalo_oa.running import PATH
from bot.channels.zalo_oa.settings import ZaloOaSettings
from bot.channels.zalo_oa.tokens import RENEW_AFTER
from bot.channels.zalo_oa.zbs.doctor import zbs
from bot.channels.zalo_session import Refusal
from bot.delivery.channel import SendFailed
from storage import usage, zalo_tokens
from storage.database import Store
from storage.keyring import CellTampered, KeyMissing
from storage.zalo_tokens import Pair

PATIENCE = 10.0
CHANNEL = "zalo_oa"
LATE = RENEW_AFTER + timedelta(hours=1)
CONSENT_AGAIN = "get an OA Access Token in the API Explorer, set DONGHANH_ZALO_OA_REFRESH_TOKEN, start again"


def zalo_oa(settings: ZaloOaSettings, public_url: str, store: Store) -> Iterator[Finding]:
    """Looks at the stored consent and asks the platform of the account; the pair of tokens is not renewed from here."""
    assert settings.zalo_oa_id is not None
    try:
        with store.transaction() as db:
            pair, now = zalo_tokens.newest(db, settings.zalo_oa_id), db.now
            paid = usage.paid_this_month(db, CHANNEL)
    except (KeyMissing, CellTampered):
        return  # another finding says what is wrong with the keys
    if public_url:
        yield Finding("good", f"zalo oa: the webhook of the app must be {public_url}{PATH}")
    else:
        yield Finding("bad", "zalo oa: DONGHANH_PUBLIC_URL is not set, so nothing is heard", "set it: https://…")
    yield _consent(settings, pair, now)
    yield Finding(
        "good", f"zalo oa: {paid} messages of this month had to be paid for, 48 hours after their reader wrote"
    )
    if pair is not None and pair.access and (pair.expires_at is None or pair.expires_at > now):
        yield asyncio.run(_account(settings, pair.access))
        yield from zbs(settings, store, pair.access)


def _consent(settings: ZaloOaSettings, pair: Pair | None, now: datetime) -> Finding:
    if pair is None:
        if settings.zalo_oa_refresh_token is None:
            return Finding("bad", "zalo oa: nobody has consented yet", CONSENT_AGAIN)
        return Finding("off", "zalo oa: a consent is set and not used yet", "the start of the service uses it")
    if pair.lost:
        return Finding("bad", "zalo oa: the refresh token is not taken any more", CONSENT_AGAIN)
    if pair.renewed_at is None:
        return Finding("off", "zalo oa: a consent is noted and not used yet", "the start of the service uses it")
    hours = int((now - pair.renewed_at).total_seconds() // 3600)
    if now - pair.renewed_at > LATE:
        cure = "see that the service runs and reaches DONGHANH_ZALO_OAUTH_API"
        return Finding("bad", f"zalo oa: the tokens are {hours} hours old and were not renewed", cure)
    return Finding("good", f"zalo oa: the tokens are {hours} hours old, renewed {pair.generation} times")


async def _account(settings: ZaloOaSettings, access: str) -> Finding:
    request = OaRequest(settings.zalo_oa_api)
    await request.start()
    try:
        async with asyncio.timeout(PATIENCE):
            return _seen(await request.get(ACCOUNT, access))
    except Refusal as refusal:
        if action_of(refusal.code) is Action.REFRESH:
            return Finding("bad", f"zalo oa: the access token is refused ({refusal.code})", CONSENT_AGAIN)
        cure = "look at plan, permissions and verification of the account on Zalo's pages"
        return Finding("bad", f"zalo oa: the account is refused (code {refusal.code})", cure)
    except (SendFailed, TimeoutError) as problem:
        code = problem.code if isinstance(problem, SendFailed) else type(problem).__name__
        away = f"zalo oa: {settings.zalo_oa_api} does not answer ({code})"
        return Finding("bad", away, "see whether this machine reaches it; what waits is sent later")
    finally:
        await request.stop()


def _seen(account: dict[str, Any]) -> Finding:
    name, plan = account.get("name", account.get("oa_id")), account.get("package_name", "no plan")
    if account.get("is_verified") is False:
        return Finding(
            "off", f"zalo oa: the token works, the account is {name}, not verified", "have it verified by Zalo"
        )
    return Finding("good", f"zalo oa: the token works, the account is {name} ({plan})")
