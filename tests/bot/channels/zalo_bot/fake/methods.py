"""The methods that need nothing but the state: getMe and everything that is sent."""

from collections.abc import Awaitable, Callable, Mapping
from ipaddress import ip_address
from urllib.parse import urlsplit

import aiohttp

from tests.bot.channels.zalo_bot.fake.state import BotMessage, Json, Refused, State, new_id

LONGEST = 2000
PARSE_MODES = {"markdown", "html"}
Method = Callable[[State, Json], Awaitable[Json | None]]

PARAMETERS: Mapping[str, tuple[set[str], set[str]]] = {
    # method → needed, allowed beside
    "getMe": (set(), set()),
    "getUpdates": (set(), {"timeout"}),
    "setWebhook": ({"url", "secret_token"}, set()),
    "testWebhook": (set(), set()),
    "deleteWebhook": (set(), set()),
    "getWebhookInfo": (set(), set()),
    "sendMessage": ({"chat_id", "text"}, {"parse_mode", "text_styles"}),
    "sendPhoto": ({"chat_id", "photo"}, {"caption"}),
    "sendSticker": ({"chat_id", "sticker"}, set()),
    "sendVoice": ({"chat_id", "voice_url"}, set()),
    "sendChatAction": ({"chat_id", "action"}, set()),
}


def check(method: str, params: Json) -> None:
    """Method names are case-sensitive; buttons and edits do not exist, so a parameter for them is a mistake."""
    if method not in PARAMETERS:
        raise Refused(400, "Bad request")
    needed, beside = PARAMETERS[method]
    missing, unknown = needed - params.keys(), params.keys() - needed - beside
    if missing or unknown:
        raise Refused(400, f"Bad request: missing {sorted(missing)}, unknown {sorted(unknown)}")
    for name in needed:
        if not isinstance(params[name], str) or not params[name]:
            raise Refused(400, f"Bad request: {name} must be a string")


async def get_me(state: State, _params: Json) -> Json:
    return state.bot


async def send_message(state: State, params: Json) -> Json:
    if params.get("parse_mode", "html") not in PARSE_MODES:
        raise Refused(400, "Bad request: parse_mode")
    return _sent(state, params, "text", _text(params["text"]))


async def send_photo(state: State, params: Json) -> Json:
    caption = _text(params["caption"]) if "caption" in params else ""
    content, media_type = await _fetched(state, params["photo"])
    if not media_type.startswith("image/"):
        raise Refused(400, "Bad request: photo")
    return _sent(state, params, "photo", caption, content)


async def send_sticker(state: State, params: Json) -> Json:
    return _sent(state, params, "sticker", "")


async def send_voice(state: State, params: Json) -> Json:
    if not params["voice_url"].endswith(".aac"):
        raise Refused(400, "Bad request: voice_url")
    content, _ = await _fetched(state, params["voice_url"])
    return _sent(state, params, "voice", "", content)


async def send_chat_action(state: State, params: Json) -> None:
    """Answered without a result; only `typing` exists yet."""
    _reachable(state, params)
    if params["action"] != "typing":
        raise Refused(400, "Bad request: action")


def _reachable(state: State, params: Json) -> str:
    person = state.people.get(params["chat_id"])
    if person is None or not person.wrote:
        raise Refused(404, "Not found")
    return person.id


def _text(text: str) -> str:
    if any("\ud800" <= letter <= "\udfff" for letter in text):
        raise Refused(400, "Bad request: text is not UTF-8")
    if not 1 <= len(text.encode("utf-16-le")) // 2 <= LONGEST:
        raise Refused(400, "Bad request: text must have 1 to 2000 characters")
    return text


def _sent(state: State, params: Json, kind: str, text: str, file: bytes = b"") -> Json:
    person = state.people[_reachable(state, params)]
    if len(state.sent) >= state.quota:
        raise Refused(429, "Quota exceeded")
    message = BotMessage(person.id, new_id(), state.date(), kind, text, dict(params), file)
    state.sent.append(message)
    person.heard.append(message)
    person.news.set()
    return {"message_id": message.message_id, "date": message.date}


async def _fetched(state: State, url: str) -> tuple[bytes, str]:
    """The platform gets it from the internet by itself; there is no upload."""
    if not is_public(url, "https") and not (state.local and url.startswith("http")):
        raise Refused(400, "Bad request: not a public address")
    try:
        async with aiohttp.ClientSession() as session, session.get(url) as answer:
            if answer.status == 200:
                return await answer.read(), answer.content_type
    except aiohttp.ClientError:
        pass
    raise Refused(400, "Bad request: could not be fetched")


def is_public(url: str, scheme: str) -> bool:
    parts = urlsplit(url)
    host = parts.hostname or ""
    if parts.scheme != scheme or not host or host == "localhost" or host.endswith((".local", ".localhost")):
        return False
    try:
        return ip_address(host).is_global
    except ValueError:
        return "." in host


METHODS: Mapping[str, Method] = {
    "getMe": get_me,
    "sendMessage": send_message,
    "sendPhoto": send_photo,
    "sendSticker": send_sticker,
    "sendVoice": send_voice,
    "sendChatAction": send_chat_action,
}
