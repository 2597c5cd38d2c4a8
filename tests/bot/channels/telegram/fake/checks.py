"""Strictness: parameters by aiogram's models, texts, markups and buttons by Telegram's own rules."""

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from html.parser import HTMLParser

from pydantic import BaseModel, ValidationError

from tests.bot.channels.telegram.fake.state import Json, Refused


@cache
def models() -> Mapping[str, type[BaseModel]]:
    """Of every method of Telegram; asked for late, because aiogram takes seconds to load."""
    import aiogram.methods

    found = (getattr(aiogram.methods, name) for name in aiogram.methods.__all__ if name != "TelegramMethod")
    return {str(getattr(one, "__api_method__")): one for one in found if hasattr(one, "__api_method__")}  # noqa: B009


@cache
def markups() -> Mapping[str, type[BaseModel]]:
    import aiogram.types

    return {
        "inline_keyboard": aiogram.types.InlineKeyboardMarkup,
        "keyboard": aiogram.types.ReplyKeyboardMarkup,
        "remove_keyboard": aiogram.types.ReplyKeyboardRemove,
        "force_reply": aiogram.types.ForceReply,
    }


WRITTEN_AS_JSON = {
    "allowed_updates",
    "caption_entities",
    "commands",
    "entities",
    "link_preview_options",
    "reply_markup",
    "reply_parameters",
    "scope",
}
BUTTON_ACTIONS = {
    "url",
    "callback_data",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
}
HTML_TAGS = {"b", "strong", "i", "em", "u", "ins", "s", "strike", "del", "a", "code", "pre", "tg-spoiler", "blockquote"}
LONGEST_TEXT = 4096
LONGEST_CAPTION = 1024
LONGEST_DATA = 64
MOST_BUTTONS = 100


def params_of(method: str, raw: Json, files: dict[str, bytes]) -> Json:
    """The parameters, read as Telegram reads them from any encoding; unknown or misshapen ones are refused."""
    params = {key: _decoded(key, value) for key, value in raw.items()}
    model = models()[method]
    unknown = params.keys() - model.model_fields.keys()
    if unknown:
        raise Refused(400, f"Bad Request: unknown parameters {sorted(unknown)}")
    for key, value in params.items():
        part = str(value).removeprefix("attach://")
        if part in files and str(value).startswith("attach://"):
            files[key] = files.pop(part)
    uploads = {name: f"attach://{name}" for name in files if name in model.model_fields}
    try:
        markup = params.get("reply_markup")
        if isinstance(markup, dict):
            _markup_model(markup).model_validate(markup)
        parsed = model.model_validate({**params, **uploads})
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        raise Refused(400, f"Bad Request: {'.'.join(map(str, first['loc']))}: {first['msg']}") from None
    strange = sorted(_strange(parsed))
    if strange:
        raise Refused(400, f"Bad Request: unknown fields {strange}")
    return {**params, **uploads}


def _markup_model(markup: Json) -> type[BaseModel]:
    for name, model in markups().items():
        if name in markup:
            return model
    raise Refused(400, "Bad Request: object expected as reply markup")


def _decoded(key: str, value: object) -> object:
    if key not in WRITTEN_AS_JSON or not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        raise Refused(400, f"Bad Request: can't parse {key} JSON object") from None


def _strange(value: object) -> Iterator[str]:
    """Names of fields that no model knows, however deep."""
    if isinstance(value, BaseModel):
        yield from value.model_extra or ()
        for name in type(value).model_fields:
            yield from _strange(getattr(value, name))
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from _strange(item)


def chat_id_of(params: Json) -> int:
    try:
        return int(params["chat_id"])
    except (ValueError, TypeError):
        raise Refused(400, "Bad Request: chat not found") from None


def text_of(params: Json) -> str:
    text = _visible(str(params["text"]), params.get("parse_mode"))
    if not text.strip():
        raise Refused(400, "Bad Request: message text is empty")
    if utf16_length(text) > LONGEST_TEXT:
        raise Refused(400, "Bad Request: message is too long")
    return text


def caption_of(params: Json) -> str:
    caption = _visible(str(params.get("caption", "")), params.get("parse_mode"))
    if utf16_length(caption) > LONGEST_CAPTION:
        raise Refused(400, "Bad Request: message caption is too long")
    return caption


def utf16_length(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _visible(text: str, parse_mode: object) -> str:
    if "\0" in text or any("\ud800" <= letter <= "\udfff" for letter in text):
        raise Refused(400, "Bad Request: strings must be encoded in UTF-8")
    if not parse_mode:
        return text.strip()
    if str(parse_mode).lower() != "html":
        raise Refused(400, f"Bad Request: the fake reads plain text and HTML, not {parse_mode}")
    return _Html.visible(text).strip()


class _Html(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.parts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in HTML_TAGS:
            raise Refused(400, f'Bad Request: can\'t parse entities: Unsupported start tag "{tag}"')
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            raise Refused(400, f'Bad Request: can\'t parse entities: Unmatched end tag "{tag}"')

    def handle_data(self, data: str) -> None:
        self.parts.append(data)

    @classmethod
    def visible(cls, text: str) -> str:
        if re.search(r"<(?![a-zA-Z/])", text):
            raise Refused(400, "Bad Request: can't parse entities: Unsupported start tag")
        parser = cls()
        parser.feed(text)
        parser.close()
        if parser.open:
            raise Refused(400, f"Bad Request: can't parse entities: Can't find end tag of \"{parser.open[-1]}\"")
        return "".join(parser.parts)


def markup_of(params: Json) -> Json:
    markup: Json = params.get("reply_markup") or {}
    rows = markup.get("inline_keyboard") or []
    if sum(len(row) for row in rows) > MOST_BUTTONS:
        raise Refused(400, "Bad Request: REPLY_MARKUP_TOO_LONG")
    for row in rows:
        for button in row:
            _check_inline(button)
    for row in markup.get("keyboard") or []:
        for key in row:
            label = key if isinstance(key, str) else key.get("text")
            if not str(label or "").strip():
                raise Refused(400, "Bad Request: keyboard button text must be non-empty")
    return {} if markup.keys() & {"remove_keyboard", "force_reply"} else _without_empty_rows(markup)


def _without_empty_rows(markup: Json) -> Json:
    kept = {**markup}
    for name in ("inline_keyboard", "keyboard"):
        if name in kept:
            kept[name] = [row for row in kept[name] if row]
            if not kept[name]:
                del kept[name]
    return kept


def _check_inline(button: Json) -> None:
    if not str(button.get("text") or "").strip():
        raise Refused(400, "Bad Request: can't parse inline keyboard button: text must be non-empty")
    if len(button.keys() & BUTTON_ACTIONS) != 1:
        raise Refused(400, "Bad Request: can't parse inline keyboard button: Text buttons are unallowed")
    if "callback_data" in button and not 1 <= len(str(button["callback_data"]).encode()) <= LONGEST_DATA:
        raise Refused(400, "Bad Request: BUTTON_DATA_INVALID")
    if "url" in button and not re.match(r"(https?|tg)://[^\s/]+\.?\S*$", str(button["url"])):
        raise Refused(400, "Bad Request: inline keyboard button URL is invalid")
