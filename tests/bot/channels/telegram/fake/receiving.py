"""The Bot API methods by which the bot says how it wants its updates."""

import ipaddress
import re
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlsplit

from tests.bot.channels.telegram.fake.state import Json, Refused
from tests.bot.channels.telegram.fake.updates import Updates, Webhook

LONGEST_POLL = 50
PORTS = (None, 443, 80, 88, 8443)


async def get_updates(updates: Updates, params: Json) -> list[Json]:
    if "allowed_updates" in params:
        updates.allowed = params["allowed_updates"] or []
    timeout = min(int(params.get("timeout") or 0), LONGEST_POLL)
    limit = min(max(int(params.get("limit") or 100), 1), 100)
    return await updates.poll(int(params.get("offset") or 0), limit, timeout)


async def set_webhook(updates: Updates, params: Json) -> bool:
    url = str(params["url"])
    if not url:
        return await delete_webhook(updates, params)
    secret = str(params.get("secret_token") or "")
    if secret and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", secret):
        raise Refused(400, "Bad Request: secret token contains unallowed characters")
    most = int(params.get("max_connections") or 40)
    if not 1 <= most <= 100:
        raise Refused(400, "Bad Request: max_connections must be between 1 and 100")
    _check_url(url)
    if "allowed_updates" in params:
        updates.allowed = params["allowed_updates"] or []
    _maybe_drop(updates, params)
    await updates.set_webhook(Webhook(url, secret, most))
    return True


async def delete_webhook(updates: Updates, params: Json) -> bool:
    _maybe_drop(updates, params)
    await updates.set_webhook(None)
    return True


async def webhook_info(updates: Updates, _params: Json) -> Json:
    webhook = updates.webhook
    info: Json = {"url": "", "has_custom_certificate": False, "pending_update_count": len(updates.pending)}
    if webhook is not None:
        info |= {"url": webhook.url, "max_connections": webhook.most_connections, "ip_address": "127.0.0.1"}
        if webhook.last_error:
            info |= {"last_error_date": webhook.last_error_at, "last_error_message": webhook.last_error}
    if updates.allowed:
        info["allowed_updates"] = updates.allowed
    return info


def _maybe_drop(updates: Updates, params: Json) -> None:
    if str(params.get("drop_pending_updates")).lower() in ("true", "1"):
        updates.pending.clear()


def _check_url(url: str) -> None:
    parts = urlsplit(url)
    if _is_loopback(parts.hostname or ""):
        return
    if parts.scheme != "https":
        raise Refused(400, "Bad Request: bad webhook: An HTTPS URL must be provided for webhook")
    if parts.port not in PORTS:
        raise Refused(400, "Bad Request: bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


RECEIVING: dict[str, Callable[[Updates, Json], Awaitable[Any]]] = {
    "getUpdates": get_updates,
    "setWebhook": set_webhook,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": webhook_info,
}
