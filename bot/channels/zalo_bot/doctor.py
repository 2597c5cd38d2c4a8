"""Checks the Zalo bot for the doctor: token, mode, the webhook as the platform sees it, allowance."""

import asyncio
from collections.abc import AsyncIterator, Iterator

from bot.channels.findings import Finding
from bot.channels.zalo_bot.channel import ZaloBot
from bot.channels.zalo_bot.running import PATH, open_zalo_bot
from bot.channels.zalo_bot.settings import ZaloBotSettings
from bot.delivery.channel import Rejected, Retry, SendFailed
from handlers.notify import allowances
from rules.allowances import step_of
from storage.database import Db

PATIENCE = 15.0
CURES = {
    "webhook.http.403": "let its servers through: User-Agent Java/…, network AS38244 (a firewall or CDN is before it)",
    "webhook.http.404": f"pass {PATH} on to this service",
    "webhook.http.5xx": "see this service's log",
    "webhook.err.tls": "see that the certificate is valid",
    "webhook.err.dns": "see that the name is known in the internet",
    "webhook.err.blocked": "use a public address with https",
}
NOT_REACHED = "see that this address is reached from outside, with a valid certificate"


def zalo_bot(settings: ZaloBotSettings, public_url: str) -> list[Finding]:
    """Asks the platform for the bot and its webhook, which it may try once for that."""
    return asyncio.run(_ask_platform(settings, public_url))


async def tried(settings: ZaloBotSettings) -> tuple[str, str]:
    """Tries a token; gives `works`, `refused` or `away`, and the name of the bot."""
    channel = open_zalo_bot(settings)
    await channel.start()
    try:
        async with asyncio.timeout(PATIENCE):
            account = await channel.account()
            return "works", str(account.get("account_name") or account.get("id", ""))
    except SendFailed as problem:
        return "refused" if problem.code == "token" else "away", ""
    except TimeoutError:
        return "away", ""
    finally:
        await channel.stop()


async def _ask_platform(settings: ZaloBotSettings, public_url: str) -> list[Finding]:
    channel = open_zalo_bot(settings)
    await channel.start()
    try:
        async with asyncio.timeout(PATIENCE):
            return [finding async for finding in _findings(channel, settings, public_url)]
    except (SendFailed, TimeoutError) as problem:
        if isinstance(problem, SendFailed) and problem.code == "token":
            return [Finding("bad", "zalo bot: the token does not work", "take it anew in Zalo Bot Creator")]
        code = problem.code if isinstance(problem, SendFailed) else type(problem).__name__
        away = f"zalo bot: {settings.zalo_bot_api} does not answer ({code})"
        return [Finding("bad", away, "see whether this machine reaches it; what waits is sent later")]
    finally:
        await channel.stop()


async def _findings(channel: ZaloBot, settings: ZaloBotSettings, public_url: str) -> AsyncIterator[Finding]:
    account = await channel.account()
    yield Finding("good", f"zalo bot: the token works, the bot is {account.get('account_name', account.get('id'))}")
    hook = await channel.webhook()
    if settings.zalo_bot_mode == "polling":
        yield _polling(hook)
        return
    wanted = f"{public_url}{PATH}" if public_url else ""
    wrong = _wrong(wanted, hook)
    yield wrong or await _seen_from_there(channel)


def _polling(hook: str) -> Finding:
    if hook:
        return Finding("off", "zalo bot: polling, but a webhook is set", "the start of the service takes it away")
    return Finding("good", "zalo bot: polling, no webhook is set; meant for development")


def _wrong(wanted: str, hook: str) -> Finding | None:
    if not wanted:
        cure = "set it: https://…"
        return Finding("bad", "zalo bot: webhook mode, but DONGHANH_PUBLIC_URL is not set", cure)
    if hook != wanted:
        actual = "another address is set" if hook else "none is set"
        what = f"zalo bot: webhook, but {actual}; it should be {wanted}"
        return Finding("bad", what, "start the service: it sets it")
    return None


async def _seen_from_there(channel: ZaloBot) -> Finding:
    """Has the platform try the webhook, which it does only a few times a day."""
    try:
        outcome = await channel.try_webhook()
    except (Retry, Rejected) as problem:
        why = "it was tried often enough for today" if isinstance(problem, Retry) else "it does not try any more"
        return Finding("good", f"zalo bot: webhook set; whether it is reached the platform does not say: {why}")
    if outcome == "webhook.ok":
        return Finding("good", "zalo bot: webhook set, and reached by the platform (webhook.ok)")
    return Finding("bad", f"zalo bot: webhook set, but not reached ({outcome})", CURES.get(outcome, NOT_REACHED))


def zalo_bot_allowance(db: Db) -> Iterator[Finding]:
    can = ZaloBot.capabilities
    now = allowances.read(db, ZaloBot.name, can.per_month, can.people)
    for used, most, what, cure in (
        (now.sent, now.per_month, "messages this month", "what cannot leave takes another channel or the call list"),
        (now.met, now.people, "people", "newcomers beyond that are not heard: invite them to another channel"),
    ):
        step = step_of(used, most)
        state = "bad" if step == 100 else "off" if step else "good"
        yield Finding(state, f"zalo bot: {used} of {most} {what}", cure if step else "")
