"""Reads webhook events about our own messages (arrived, seen), templates and the day's quota."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.channels.zalo_oa.signature import moment_of
from bot.channels.zalo_oa.tracking import tracked
from bot.delivery.receipts import Arrived, Receipt, Seen
from bot.intake.reading import Json, NotAnUpdate, count, plain

LONGEST_ID = 64
MOST_IDS = 200


@dataclass(frozen=True, slots=True)
class TemplateChanged:
    """Says in which state a template is now, by the platform's word for it."""

    template_id: str
    state: str


@dataclass(frozen=True, slots=True)
class LimitChanged:
    """Says how many templates may leave in a day, before and from now on."""

    before: int | None
    most: int


News = Receipt | TemplateChanged | LimitChanged


def read_news(event: Json, oa_id: str) -> News | None:
    """Gives what an event tells; None for other events and other accounts. Raises NotAnUpdate."""
    read = READERS.get(str(event.get("event_name")))
    if read is None:
        return None
    try:
        return read(event) if _is_of(oa_id, event) else None
    except (KeyError, TypeError, AttributeError, ValueError) as problem:
        raise problem if isinstance(problem, NotAnUpdate) else NotAnUpdate(type(problem).__name__) from None


def _is_of(oa_id: str, event: Json) -> bool:
    """Says whether an event is of our account; not every event says whose it is."""
    side = "recipient" if event["event_name"] == "user_seen_message" else "sender"
    said = (event.get("oa_id"), (event.get(side) or {}).get("id"))
    return all(not said_id or str(said_id) == oa_id for said_id in said)


def _arrived(event: Json) -> Arrived:
    """Reads an arrival by its delivery time; the event's own moment is that of telling."""
    message = event["message"]
    at = moment_of(message.get("delivery_time")) or moment_of(event.get("timestamp"))
    if at is None:
        raise NotAnUpdate("no moment")
    return Arrived(_ids(message), at, tracked(message.get("tracking_id")))


def _seen(event: Json) -> Seen:
    at = moment_of(event.get("timestamp"))
    if at is None:
        raise NotAnUpdate("no moment")
    return Seen(_ids(event["message"]), at)


def _ids(message: Json) -> tuple[str, ...]:
    given = message.get("msg_ids") or [message.get("msg_id")]
    if not isinstance(given, list):
        raise NotAnUpdate("msg_ids")
    msg_ids = tuple(dict.fromkeys(plain(msg_id) for msg_id in given if isinstance(msg_id, str) and msg_id))
    if not msg_ids or any(len(msg_id) > LONGEST_ID for msg_id in msg_ids):
        raise NotAnUpdate("msg_id")
    return msg_ids[:MOST_IDS]


def _template(event: Json) -> TemplateChanged:
    return TemplateChanged(str(event["template_id"]), str(event["status"]["new_status"]))


def _limit(event: Json) -> LimitChanged:
    before, now = count(event["quota"].get("prev_value")), count(event["quota"]["new_value"])
    if now is None:
        raise NotAnUpdate("quota")
    return LimitChanged(before, now)


READERS: Mapping[str, Callable[[Json], News]] = {
    "user_received_message": _arrived,
    "user_seen_message": _seen,
    "change_template_status": _template,
    "change_oa_daily_quota": _limit,
}
