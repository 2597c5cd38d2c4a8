"""The Bot API methods the fake knows, each a function of the state and its checked parameters."""

import io
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PIL import Image, UnidentifiedImageError

from tests.bot.channels.telegram.fake.checks import caption_of, chat_id_of, markup_of, text_of, utf16_length
from tests.bot.channels.telegram.fake.rates import Rates
from tests.bot.channels.telegram.fake.state import BotMessage, Json, Person, Refused, Request, State

LARGEST_PHOTO = 10 * 1024 * 1024
LARGEST_UPLOAD = 50 * 1024 * 1024
LARGEST_DOWNLOAD = 20 * 1024 * 1024
CHAT_ACTIONS = {
    "typing",
    "upload_photo",
    "record_video",
    "upload_video",
    "record_voice",
    "upload_voice",
    "upload_document",
    "choose_sticker",
    "find_location",
    "record_video_note",
    "upload_video_note",
}
TOO_OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"
NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)


def reachable(state: State, params: Json) -> Person:
    person = state.people.get(chat_id_of(params))
    if person is None:
        raise Refused(400, "Bad Request: chat not found")
    if person.deactivated:
        raise Refused(403, "Forbidden: user is deactivated")
    if person.blocked:
        raise Refused(403, "Forbidden: bot was blocked by the user")
    if not person.started:
        raise Refused(403, "Forbidden: bot can't initiate conversation with a user")
    return person


def get_me(state: State, _rates: Rates, _request: Request) -> Json:
    return {
        **state.bot,
        "can_join_groups": False,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def send_message(state: State, rates: Rates, request: Request) -> Json:
    return _send(state, rates, request, "text", text_of(request.params))


def send_photo(state: State, rates: Rates, request: Request) -> Json:
    content = _file(state, request, "photo", LARGEST_PHOTO)
    try:
        with Image.open(io.BytesIO(content)) as picture:
            width, height = picture.size
    except UnidentifiedImageError:
        raise Refused(400, "Bad Request: IMAGE_PROCESS_FAILED") from None
    message = _send(state, rates, request, "photo", caption_of(request.params), content)
    kept = state.keep_file("photos", "jpg", content)
    return {**message, "photo": [{**kept, "width": width, "height": height}]}


def send_voice(state: State, rates: Rates, request: Request) -> Json:
    content = _file(state, request, "voice", LARGEST_UPLOAD)
    message = _send(state, rates, request, "voice", caption_of(request.params), content)
    return {**message, "voice": {**state.keep_file("voice", "oga", content), "duration": 1}}


def send_document(state: State, rates: Rates, request: Request) -> Json:
    content = _file(state, request, "document", LARGEST_UPLOAD)
    message = _send(state, rates, request, "document", caption_of(request.params), content)
    return {**message, "document": state.keep_file("documents", "bin", content)}


def _file(state: State, request: Request, name: str, largest: int) -> bytes:
    content = request.files.get(name)
    if content is None:
        known = state.files.get(str(request.params.get(name)))
        if known is None:
            raise Refused(400, "Bad Request: wrong file identifier/HTTP URL specified")
        content = known[1]
    if not content:
        raise Refused(400, "Bad Request: file must be non-empty")
    if len(content) > largest:
        raise Refused(413, "Request Entity Too Large")
    return content


def _send(state: State, rates: Rates, request: Request, kind: str, text: str, file: bytes = b"") -> Json:
    markup = markup_of(request.params)
    person = reachable(state, request.params)
    chat_id = person.user["id"]
    rates.count(chat_id)
    message = BotMessage(
        chat_id, state.new_message_id(), int(state.now()), text, markup, kind, dict(request.params), file
    )
    state.messages[chat_id, message.message_id] = message
    state.sent.append(message)
    _seen(person, message)
    return state.as_json(message)


def _seen(person: Person, message: BotMessage) -> None:
    person.events.append(replace(message))
    person.news.set()


def edit_text(state: State, rates: Rates, request: Request) -> Json:
    text, markup = text_of(request.params), markup_of(request.params)
    message = _editable(state, request)
    if message.kind != "text":
        raise Refused(400, "Bad Request: there is no text in the message to edit")
    return _edit(state, rates, message, text, markup)


def edit_markup(state: State, rates: Rates, request: Request) -> Json:
    markup = markup_of(request.params)
    message = _editable(state, request)
    return _edit(state, rates, message, message.text, markup)


def _editable(state: State, request: Request) -> BotMessage:
    if request.params.get("inline_message_id"):
        raise Refused(400, "Bad Request: MESSAGE_ID_INVALID")
    reachable(state, request.params)
    if "message_id" not in request.params:
        raise Refused(400, "Bad Request: message identifier is not specified")
    message = state.messages.get((chat_id_of(request.params), int(request.params["message_id"])))
    if message is None or message.deleted:
        raise Refused(400, "Bad Request: message to edit not found")
    return message


def _edit(state: State, rates: Rates, message: BotMessage, text: str, markup: Json) -> Json:
    if (text, markup) == (message.text, message.markup if message.inline else {}):
        raise Refused(400, NOT_MODIFIED)
    if markup and "inline_keyboard" not in markup:
        raise Refused(400, "Bad Request: inline keyboard expected")
    if message.markup and not message.inline:
        raise Refused(400, "Bad Request: message can't be edited")
    rates.count(message.chat_id)
    message.text, message.markup = text, markup
    message.times += 1
    _seen(state.people[message.chat_id], message)
    return state.as_json(message)


def delete_message(state: State, _rates: Rates, request: Request) -> bool:
    reachable(state, request.params)
    message = state.messages.get((chat_id_of(request.params), int(request.params["message_id"])))
    if message is None or message.deleted:
        raise Refused(400, "Bad Request: message to delete not found")
    message.deleted = True
    return True


def answer_callback(state: State, _rates: Rates, request: Request) -> bool:
    query = state.queries.get(str(request.params["callback_query_id"]))
    if utf16_length(str(request.params.get("text") or "")) > 200:
        raise Refused(400, "Bad Request: MESSAGE_TOO_LONG")
    if query is None or query.answered or state.now() - query.at > state.callback_life:
        raise Refused(400, TOO_OLD)
    query.answered, query.answer = True, request.params
    return True


def send_chat_action(state: State, _rates: Rates, request: Request) -> bool:
    reachable(state, request.params)
    if request.params["action"] not in CHAT_ACTIONS:
        raise Refused(400, "Bad Request: wrong parameter action in request")
    return True


def set_my_commands(state: State, _rates: Rates, request: Request) -> bool:
    commands: list[Json] = request.params["commands"]
    if len(commands) > 100:
        raise Refused(400, "Bad Request: BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        if not re.fullmatch(r"[a-z0-9_]{1,32}", command["command"]):
            raise Refused(400, "Bad Request: BOT_COMMAND_INVALID")
        if not 1 <= len(command["description"]) <= 256:
            raise Refused(400, "Bad Request: BOT_COMMAND_DESCRIPTION_INVALID")
    state.commands[str(request.params.get("language_code") or "")] = commands
    return True


def get_my_commands(state: State, _rates: Rates, request: Request) -> list[Json]:
    return state.commands.get(str(request.params.get("language_code") or ""), [])


def get_file(state: State, _rates: Rates, request: Request) -> Json:
    known = state.files.get(str(request.params["file_id"]))
    if known is None:
        raise Refused(400, "Bad Request: wrong file_id or the file is temporarily unavailable")
    path, content = known
    if len(content) > LARGEST_DOWNLOAD:
        raise Refused(400, "Bad Request: file is too big")
    return {
        "file_id": request.params["file_id"],
        "file_unique_id": f"AQAD{abs(hash(path)) % 10**6:06d}",
        "file_size": len(content),
        "file_path": path,
    }


Method = Callable[[State, Rates, Request], Any]
METHODS: dict[str, Method] = {
    "getMe": get_me,
    "sendMessage": send_message,
    "sendPhoto": send_photo,
    "sendVoice": send_voice,
    "sendDocument": send_document,
    "editMessageText": edit_text,
    "editMessageReplyMarkup": edit_markup,
    "deleteMessage": delete_message,
    "answerCallbackQuery": answer_callback,
    "sendChatAction": send_chat_action,
    "setMyCommands": set_my_commands,
    "getMyCommands": get_my_commands,
    "getFile": get_file,
}
