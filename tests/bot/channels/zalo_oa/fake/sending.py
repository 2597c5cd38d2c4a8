"""What the account may send in the window: checked as the platform does, and shown to its reader."""

import unicodedata
from collections.abc import Mapping

from tests.bot.channels.zalo_oa.fake.state import Json, OaMessage, Person, Refused, State, new_message_id

FREE = 48 * 3600
PAID = 7 * 24 * 3600
LONGEST = 2000
REPLIES = 8
LARGEST_IMAGE = 1024 * 1024
TAPS = {"oa.query.show", "oa.query.hide"}


def send(state: State, headers: Mapping[str, str], body: Json) -> tuple[OaMessage, Json]:
    state.admit(headers.get("access_token", ""))
    state.count()
    if not headers.get("Content-Type", "").startswith("application/json"):
        raise Refused(-201, "Content-Type")
    _only(body, {"recipient", "message"})
    person = _reader(state, _object(body["recipient"], "recipient"))
    message = _read(state, person.id, _object(body["message"], "message"))
    message.paid = _is_paid(state, person)
    state.sent.append(message)
    person.heard.append(message)
    person.news.set()
    left = state.paid_left if message.paid else _left(person)
    quota = {"quota_type": "purchase_quota" if message.paid else "reply", "remain": str(left)}
    moment = str(int(state.now() * 1000))
    return message, {"message_id": message.message_id, "user_id": person.id, "sent_time": moment, "quota": quota}


def quota_of(state: State, headers: Mapping[str, str], body: Json) -> Json:
    """What may still be said to one person."""
    state.admit(headers.get("access_token", ""))
    state.count()
    person = _reader(state, body)
    last = {"last_interaction": str(int(person.last_in * 1000))} if person.last_in is not None else {}
    is_free = person.last_in is not None and state.now() - person.last_in <= FREE
    return {**last, "cs_reply": {"remain": _left(person) if is_free else 0, "total": REPLIES}}


def _left(person: Person) -> int:
    return REPLIES if person.replies_left is None else person.replies_left


def _reader(state: State, recipient: Json) -> Person:
    _only(recipient, {"user_id"})
    person = state.people.get(recipient["user_id"]) if isinstance(recipient["user_id"], str) else None
    if person is None:
        raise Refused(-201, "user_id is invalid")
    if not person.follows:
        raise Refused(-213, "User has not followed OA")
    return person


def _is_paid(state: State, person: Person) -> bool:
    if person.last_in is None:
        raise Refused(-232, "User has not interacted with OA")
    silent = state.now() - person.last_in
    if silent > PAID:
        raise Refused(-230, "User has not interacted with OA in the past 7 days")
    if silent <= FREE:
        if person.replies_left is not None:
            if person.replies_left <= 0:
                raise Refused(-311, "Out of reply quota")
            person.replies_left -= 1
        return False
    if state.paid_left <= 0:
        raise Refused(-211, "Out of quota")
    state.paid_left -= 1
    return True


def upload(state: State, headers: Mapping[str, str], content: bytes, media_type: str) -> Json:
    state.admit(headers.get("access_token", ""))
    state.count()
    if media_type not in ("image/jpeg", "image/png") or not content:
        raise Refused(-201, "file")
    if len(content) > LARGEST_IMAGE:
        raise Refused(-210, "file")
    attachment_id = new_message_id()
    state.uploads[attachment_id] = content
    return {"attachment_id": attachment_id}


def _read(state: State, user_id: str, message: Json) -> OaMessage:
    if not set(message) <= {"text", "attachment", "quote_message_id"} or not set(message) & {"text", "attachment"}:
        raise Refused(-201, "message")
    shown = OaMessage(user_id, new_message_id(), _text(message["text"], LONGEST) if "text" in message else "")
    if "attachment" in message:
        attachment = _object(message["attachment"], "attachment")
        _only(attachment, {"type", "payload"})
        if attachment["type"] != "template":
            raise Refused(-233, "type")
        _template(state, shown, _object(attachment["payload"], "payload"))
    return shown


def _template(state: State, shown: OaMessage, payload: Json) -> None:
    if payload.get("template_type") == "media":
        shown.image = _image(state, payload)
    elif payload.get("template_type") == "request_user_info":
        _request(shown, payload)
    elif set(payload) == {"buttons"} and shown.text:
        shown.buttons = _buttons(payload["buttons"])
    else:
        raise Refused(-233, "template_type")


def _buttons(given: object) -> list[tuple[str, str]]:
    if not isinstance(given, list) or not 1 <= len(given) <= 5:
        raise Refused(-201, "buttons must be 1 to 5")
    found = []
    for button in given:
        _only(_object(button, "button"), {"title", "type", "payload"})
        if button["type"] not in TAPS:
            raise Refused(-201, "button type")
        found.append((_text(button["title"], 100), _text(button["payload"], 1000)))
    return found


def _image(state: State, payload: Json) -> bytes:
    _only(payload, {"template_type", "elements"})
    if not isinstance(payload["elements"], list) or len(payload["elements"]) != 1:
        raise Refused(-201, "elements")
    element = _object(payload["elements"][0], "element")
    _only(element, {"media_type", "attachment_id"})
    if element["media_type"] != "image" or element["attachment_id"] not in state.uploads:
        raise Refused(-201, "attachment_id")
    return state.uploads[element["attachment_id"]]


def _request(shown: OaMessage, payload: Json) -> None:
    _only(payload, {"template_type", "elements"})
    if shown.text or not isinstance(payload["elements"], list) or len(payload["elements"]) != 1:
        raise Refused(-201, "elements")
    element = _object(payload["elements"][0], "element")
    _only(element, {"title", "subtitle", "image_url"})
    if not str(element["image_url"]).startswith(("https://", "http://127.0.0.1")):
        raise Refused(-201, "image_url")
    shown.asks_for_info = True
    shown.text = f"{_text(element['title'], 100)}\n{_text(element['subtitle'], 500)}"


def _text(given: object, longest: int) -> str:
    """Counted as the composed form, whatever form it comes in."""
    if not isinstance(given, str) or not given.strip():
        raise Refused(-201, "empty text")
    if len(unicodedata.normalize("NFC", given)) > longest:
        raise Refused(-210, f"longer than {longest} characters")
    return given


def _object(given: object, name: str) -> Json:
    if not isinstance(given, dict):
        raise Refused(-201, name)
    return given


def _only(given: Json, names: set[str]) -> None:
    if set(given) != names:
        raise Refused(-201, f"{sorted(set(given) ^ names)}")
