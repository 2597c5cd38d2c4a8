"""What an officer reads before and after sending to many: the dry run in words, and what has been taken in hand."""

from handlers.broadcasts.preview import Preview
from handlers.broadcasts.progress import lasting
from handlers.broadcasts.recipients import Recipients
from handlers.broadcasts.routing import BY_PHONE, BY_UID, CALL, PAID_OA, REFUSED
from handlers.broadcasts.words import Letter
from handlers.kit import Button, Outgoing, Said
from handlers.kit.scope import Scope
from handlers.kit.wording import Wording
from handlers.notify import template_use
from handlers.understand.lock_screen import unsafe_words
from handlers.understand.unkind import shames
from rules import broadcasts as rules
from rules.local_time import local_day
from storage import accounts
from storage.attachments import Attachment
from storage.broadcasts import Broadcast

SHORT = 60
MOST_SHOWN = 10
# Zalo allows 2,000 characters, of which the answers above and the buttons below take their part
ROOM = 1600
# ways with words of their own, in the order in which they are told; other channels follow under their names
WAYS = ("telegram", "zalo_oa", PAID_OA, "zalo_bot", "web")
TEMPLATES = (BY_UID, BY_PHONE)


def shortened(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= SHORT else f"{line[:SHORT].rsplit(' ', 1)[0]}…"


def before_sending(
    scope: Scope, said: str, preview: Preview, recipients: Recipients | None, attachment: Attachment | None
) -> str:
    """Shows the words as they will be read, then what must be known before Send is pressed, next to the button.

    Where both are long the words come last: a channel that cuts a message cuts its end.
    """
    facts = "\n".join(told_before(scope, said, preview, recipients, attachment))
    as_read = scope.text("broadcast.as_read", text=as_received(scope, said, preview).text)
    parts = [as_read, facts] if len(as_read) + len(facts) <= ROOM else [facts, as_read]
    return "\n\n".join(parts)


def told_before(
    scope: Scope, said: str, preview: Preview, recipients: Recipients | None, attachment: Attachment | None
) -> list[str]:
    """Lists what must be known before it is sent: who gets it, cost, time, what should be looked at again."""
    return [
        *_readers(scope, preview),
        *_named(scope, recipients),
        _cost(scope, preview),
        _time(scope, preview),
        *_photo(scope, attachment),
        *_careful(scope, said),
    ]


def as_received(scope: Scope, said: str, preview: Preview, photo: Attachment | None = None) -> Outgoing:
    """Makes the message as one of its readers will get it, in the language of whoever writes it."""
    letter = Letter.of(scope.db, scope.deployment, by=scope.account.id, text=said, photo=photo)
    reader = preview.sample or scope.account
    return letter.spoken(Wording(scope.deployment.texts, scope.wording.language, reader), reader)


def _readers(scope: Scope, preview: Preview) -> list[str]:
    """Counts the readers by way, «118 người nhận: Telegram 40 · Zalo 60»; then those who get nothing so, and why."""
    by_way = preview.by_way
    ways = [scope.text(f"broadcast.way.{code}", count=by_way[code]) for code in WAYS if by_way[code]]
    for channel in sorted(set(by_way) - {*WAYS, *TEMPLATES, CALL, REFUSED}):
        name = scope.text(f"channel.{channel}")
        ways.append(scope.text("broadcast.way.other", channel=name, count=by_way[channel]))
    if invited := sum(by_way[code] for code in TEMPLATES):
        ways.append(scope.text("broadcast.way.template", count=invited))
    lines = [
        scope.text(
            "broadcast.readers" if ways else "broadcast.no_readers", count=preview.readers, ways=" · ".join(ways)
        )
    ]
    for channel, left in preview.left.items():
        key = "broadcast.allowance" if left >= by_way[channel] else "broadcast.allowance_short"
        lines.append(scope.text(key, channel=scope.text(f"channel.{channel}"), left=left))
    for key, count in ((CALL, by_way[CALL]), (REFUSED, by_way[REFUSED]), ("not_linked", preview.not_linked)):
        if count:
            lines.append(scope.text(f"broadcast.without.{key}", count=count))
    return lines


def _named(scope: Scope, recipients: Recipients | None) -> list[str]:
    """Shows what fits nobody: it is never left out in silence."""
    if recipients is None:
        return []
    groups = (
        ("unknown", recipients.unknown),
        ("doubtful", recipients.doubtful),
        ("not_linked", sorted(recipients.not_linked)),
    )
    lines = [
        scope.text(f"broadcast.names.{what}", count=len(names), names=_some(scope, names))
        for what, names in groups
        if names
    ]
    too_many = scope.text("broadcast.names.too_many", most=rules.MOST_NAMED, more=recipients.too_many)
    return [*lines, too_many] if recipients.too_many else lines


def _some(scope: Scope, names: list[str]) -> str:
    shown = ", ".join(f"«{shortened(name)}»" for name in names[:MOST_SHOWN])
    more = len(names) - MOST_SHOWN
    return scope.text("broadcast.names.and_more", names=shown, more=more) if more > 0 else shown


def _cost(scope: Scope, preview: Preview) -> str:
    """Says what templates cost by the platform's last word; of other paid messages it tells no price."""
    by_way = preview.by_way
    invited = sum(by_way[code] for code in TEMPLATES)
    paid = by_way[PAID_OA] + invited
    if not paid:
        return scope.text("broadcast.cost.nothing")
    by_uid, by_phone = template_use.prices(scope.db)
    if not invited or not by_uid or not by_phone:
        return scope.text("broadcast.cost.unknown", count=paid)
    cost = scope.money(by_way[BY_UID] * by_uid + by_way[BY_PHONE] * by_phone)
    key = "broadcast.cost.partly" if by_way[PAID_OA] else "broadcast.cost.known"
    return scope.text(key, count=paid, priced=invited, cost=cost)


def _time(scope: Scope, preview: Preview) -> str:
    takes = lasting(scope.wording, preview.takes)
    if preview.leaves <= scope.now:
        return scope.text("broadcast.leaves.now", takes=takes)
    if preview.planned_for:
        when = "planned" if preview.leaves <= preview.planned_for else "planned_later"
        return scope.text(f"broadcast.leaves.{when}", at=scope.moment(preview.leaves), takes=takes)
    return scope.text("broadcast.leaves.later", at=scope.moment(preview.leaves), takes=takes)


def _photo(scope: Scope, attachment: Attachment | None) -> list[str]:
    if attachment is None or attachment.state == "stored":
        return []
    state = "refused" if attachment.state == "refused" else "fetching"
    return [scope.text(f"broadcast.photo.{state}")]


def _careful(scope: Scope, said: str) -> list[str]:
    """Warns of words that others may read who glance at the phone."""
    words = sorted(unsafe_words(said, len(said)))
    if words:
        return [scope.text("broadcast.careful", words=", ".join(f"«{word}»" for word in words))]
    return [scope.text("broadcast.careful_unkind")] if shames(said) else []


def accepted(scope: Scope, broadcast: Broadcast, preview: Preview) -> Said:
    fields = {
        "number": broadcast.code,
        "count": preview.readers,
        "at": scope.moment(preview.leaves),
        "takes": lasting(scope.wording, preview.takes),
    }
    key = f"broadcast.accepted.{_what_comes_first(scope, broadcast, preview)}"
    return Said(key, fields, (look(scope, broadcast), scope.menu_button()))


def _what_comes_first(scope: Scope, broadcast: Broadcast, preview: Preview) -> str:
    """Names what is next: its photo, the morning, the messages themselves, or the calls when nobody gets one."""
    if broadcast.state == "draft":
        return "photo"
    if preview.leaves > scope.now:
        return "later"
    return "now" if preview.readers else "calls"


def already(scope: Scope, broadcast: Broadcast) -> Said:
    """Says that somebody has sent just this, just now."""
    by = accounts.get(scope.db, broadcast.by_account)
    mine = broadcast.by_account == scope.account.id
    who = scope.text("broadcast.you") if mine or by is None else scope.wording.called(by)
    fields = {
        "number": broadcast.code,
        "who": who,
        "at": scope.wording.moment(broadcast.created_at, local_day(scope.now)),
    }
    return Said("broadcast.already", fields, (look(scope, broadcast), scope.menu_button()))


def look(scope: Scope, broadcast: Broadcast) -> Button:
    return scope.button("broadcast.button.look", f"do:broadcast:{broadcast.id}")
