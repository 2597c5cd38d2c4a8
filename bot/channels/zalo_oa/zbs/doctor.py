"""Checks Zalo's templates for the doctor: registered, approved, what they cost, how many are left."""

import asyncio
from collections.abc import Iterable, Iterator, Mapping

from bot.channels.findings import Finding
from bot.channels.zalo_oa.calls import AsItIs
from bot.channels.zalo_oa.request import OaRequest
from bot.channels.zalo_oa.settings import ZaloOaSettings
from bot.channels.zalo_oa.zbs.error_words import ERROR_WORDS
from bot.channels.zalo_oa.zbs.money import of_the_day
from bot.channels.zalo_oa.zbs.running import read_quota
from bot.channels.zalo_oa.zbs.templates import Registered, Templates
from bot.channels.zalo_session import Refusal
from bot.delivery.channel import SendFailed
from bot.delivery.failures import in_words
from handlers.notify import template_use
from rules.allowances import step_of
from seeds.tables import load_tables
from storage.database import Store

PATIENCE = 15.0
GUIDE = "docs/operating.md, «Mẫu tin ZBS»"
CALLED = "until then, who was silent for a week is put on the call list"
NOT_USABLE: Mapping[str, tuple[str, str, str]] = {
    "missing": ("off", "is not registered", f"register it by that name with the words in {GUIDE}; {CALLED}"),
    "pending": ("off", "waits for Zalo's review, usually one or two working days", CALLED),
    "rejected": ("bad", "was not approved", f"read why on the ZBS pages, mend it by {GUIDE}, submit it again"),
    "disabled": ("bad", "is switched off", "read why on the ZBS pages; switch it on or register it anew by that name"),
    "parameters": ("bad", "takes other parameters than ours", f"register it anew with the words in {GUIDE}"),
}


def zbs(settings: ZaloOaSettings, store: Store, access: str) -> Iterator[Finding]:
    """Asks for templates and quota; no token is renewed and no template sent."""
    yield from asyncio.run(_ask_platform(settings, store, access))
    with store.transaction() as db:
        use = template_use.read(db)
    yield Finding("good", f"zbs: {use.sent} templates this month, {use.dong} đ")


async def _ask_platform(settings: ZaloOaSettings, store: Store, access: str) -> list[Finding]:
    business = OaRequest(settings.zalo_zbs_api)
    asking, wanted = AsItIs(access), load_tables(store.now().date()).templates
    await business.start()
    try:
        async with asyncio.timeout(PATIENCE):
            templates = await Templates(asking, business, wanted, store.now).look_up()
            quota = of_the_day(await read_quota(asking, business))
        return [*_templates(templates.values()), *_today(*quota)]
    except Refusal as refusal:
        cure = "look at the ZBS account on Zalo's pages: its money, and whether app and OA are linked with it"
        return [Finding("bad", f"zbs: refused: {in_words(ERROR_WORDS, str(refusal.code))}", cure)]
    except (SendFailed, TimeoutError) as problem:
        code = problem.code if isinstance(problem, SendFailed) else type(problem).__name__
        away = f"zbs: {settings.zalo_zbs_api} does not answer ({code})"
        return [Finding("bad", away, "see whether this machine reaches it; what waits is sent later")]
    finally:
        await business.stop()


def _templates(templates: Iterable[Registered]) -> Iterator[Finding]:
    for registered in templates:
        name = f"zbs: the template {registered.template.registered_as}"
        if not registered.problem:
            yield _short(registered) or Finding(
                "good", f"{name} is approved: {registered.price_uid} đ by user id, {registered.price_phone} đ by phone"
            )
            continue
        state, what, cure = NOT_USABLE[registered.problem]
        unlike = f": {', '.join(registered.unlike)}" if registered.unlike else ""
        yield Finding(state, f"{name} {what}{unlike}", cure)


def _short(registered: Registered) -> Finding | None:
    """Finds parameters for which the platform takes fewer characters than ours may have."""
    longest = {each.name: each.longest for each in registered.template.parameters}
    short = [name for name, most in registered.takes.items() if 0 < most < longest.get(name, 0)]
    if not short:
        return None
    lengths = ", ".join(f"{name} {registered.takes[name]} instead of {longest[name]}" for name in short)
    what = f"zbs: the template {registered.template.registered_as} takes fewer characters than ours: {lengths}"
    return Finding("bad", what, f"register it anew with the kinds of parameters in {GUIDE}")


def _today(most: int | None, remaining: int | None) -> Iterator[Finding]:
    if most is None or remaining is None:
        return
    step = step_of(most - remaining, most)
    state = "bad" if step == 100 else "off" if step else "good"
    cure = "what cannot leave puts its reader on the call list, until tomorrow" if step else ""
    yield Finding(state, f"zbs: {most - remaining} of {most} templates today", cure)
