"""A Zalo Official Account entered at set-up: tried at once, stored if it works; its tokens are the service's own."""

import asyncio
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from bot.channels.settings import PlatformSettings
from bot.channels.zalo_oa.platform import ZALO_OA
from bot.channels.zalo_oa.settings import ZaloOaSettings
from bot.installation.given import Given
from storage import installation, zalo_tokens
from storage.database import Db, Store

# in the order in which Zalo's pages show them; the last is spent when it is tried, and never stored here
FIELDS = (
    "zalo_oa_id",
    "zalo_oa_app_id",
    "zalo_oa_app_secret",
    "zalo_oa_secret",
    "zalo_oa_refresh_token",
)
STORED = FIELDS[:-1]
SECRET = FIELDS[2:]
PATIENCE = 15.0
# code of a refused exchange → the field that is wrong; of any other code: the refresh token
REFUSED_FOR = {"-14002": "oa_app", "-14003": "oa_app", "-14004": "oa_app_secret"}


def is_from_environment(settings: Given, db: Db) -> bool:
    """Tells whether the account is on by environment or `.env`, which set-up does not change."""
    return ZALO_OA.is_on(settings.of(ZaloOaSettings)) and not installation.get(db, "zalo_oa_id")


async def tried(settings: Given, store: Store, entered: Mapping[str, str]) -> tuple[str, str]:
    """Tries an account; gives `works` or the code of what is wrong, and the name of the account.

    The refresh token works once: what it is exchanged for is stored before it is used, as in the running service.
    """
    given: dict[str, Any] = {name: entered.get(name, "").strip() for name in FIELDS}
    if not all(given.values()):
        return "oa_missing", ""
    own: PlatformSettings = settings.of(ZaloOaSettings)
    bases = {name: getattr(own, name) for name in own.model_fields_set if name.endswith("_api")}
    try:
        account = ZaloOaSettings(_env_file=None, **bases, **given)  # type: ignore[call-arg]
    except ValidationError:
        return "oa_ids", ""
    try:
        async with asyncio.timeout(PATIENCE):
            return await _try_account(account, store, given)
    except TimeoutError:
        return "away", ""


async def _try_account(account: ZaloOaSettings, store: Store, given: Mapping[str, str]) -> tuple[str, str]:
    from bot.channels.zalo_oa.channel import ACCOUNT
    from bot.channels.zalo_oa.request import OaRequest
    from bot.channels.zalo_oa.tokens import LOST, App, Tokens
    from bot.channels.zalo_session import Refusal
    from bot.delivery.channel import SendFailed

    app = App(given["zalo_oa_id"], given["zalo_oa_app_id"], given["zalo_oa_app_secret"], account.zalo_oauth_api)
    tokens, request = Tokens(store, app, given["zalo_oa_refresh_token"]), OaRequest(account.zalo_oa_api)
    try:
        await tokens.start()
        await request.start()
        pair = await tokens.current()
        return _check_owner(await request.get(ACCOUNT, pair.access), app.oa_id)
    except Refusal:
        return "oa_account", ""
    except SendFailed as problem:
        return (await asyncio.to_thread(_refused_for, store, app.oa_id) if problem.code == LOST else "away"), ""
    finally:
        await request.stop()
        await tokens.stop()


def _check_owner(account: Mapping[str, Any], oa_id: str) -> tuple[str, str]:
    """Tells a consent that was given for another account: messages would leave in its name."""
    name = str(account.get("name", ""))
    return ("works", name) if str(account.get("oa_id", oa_id)) == oa_id else ("oa_other", name)


def _refused_for(store: Store, oa_id: str) -> str:
    with store.transaction() as db:
        return REFUSED_FOR.get(zalo_tokens.failure_of(db, oa_id), "oa_consent")


def store(db: Db, settings: Given, entered: Mapping[str, str]) -> None:
    """Stores what the account is known by; its tokens are stored already."""
    for name in STORED:
        installation.put(db, name, entered[name].strip())
    db.audit(settings.unit, None, "setup.channel", None, ZALO_OA.name)


def forget(db: Db, settings: Given) -> None:
    """Switches the account off again."""
    for name in STORED:
        installation.remove(db, name)
    db.audit(settings.unit, None, "setup.channel_off", None, ZALO_OA.name)
