"""Photos, voice notes and papers that came with a report or a message: a button beside the words, and the look."""

from collections.abc import Iterable
from typing import Literal

from handlers.kit import Button, JsonValue, Outgoing, Said
from handlers.kit.commands import Command, Reply, id_in
from handlers.kit.questions import parts
from handlers.kit.scope import Scope
from handlers.kit.wording import Wording
from handlers.people.made_files import elsewhere
from rules import retention
from storage import access_to_attachments, accounts, attachments, persons, relays
from storage.access import NotAllowed
from storage.attachments import Attachment
from storage.database import Db
from storage.persons import Person

Shown = Literal["photo", "voice", "file"]
TOO_LARGE = ("too_large", "too_many_pixels")
UNREADABLE = ("not_a_picture", "not_a_sound")


def ids_of(said: JsonValue) -> list[int]:
    """Reads the attachments in a stored answer; none when the answer is words, or nothing."""
    return [int(part["attachment"]) for part in parts(said) if isinstance(part, dict)]


def id_of(said: JsonValue) -> int | None:
    """Reads the attachment in a stored answer that can have one; None when the answer is words, or nothing."""
    return next(iter(ids_of(said)), None)


def words_in(said: JsonValue) -> str:
    """Reads the words of a stored answer: what was typed, or stood under what was sent along."""
    words = (str(part.get("caption", "")) if isinstance(part, dict) else str(part) for part in parts(said))
    return "\n".join(filter(None, words))


def file_under(scope: Scope, said: JsonValue, about: str, person: Person | None) -> None:
    """Files what was sent along with a form under the person it is about; an alarm may be about nobody on record."""
    for attachment_id in ids_of(said):
        attachments.file_under(scope.db, attachment_id, about=about, person_id=person.id if person else None)


def discard(scope: Scope, said: JsonValue) -> None:
    """Lets expire what was sent and is not to be kept after all."""
    for attachment_id in ids_of(said):
        attachments.expire(scope.db, attachment_id)


def buttons(db: Db, wording: Wording, wanted: Iterable[tuple[int | None, str]]) -> tuple[Button, ...]:
    """Gives «Xem ảnh · TH-0412» for each attachment that is still there, with the words that tell it from others."""
    asked = {attachment_id: which for attachment_id, which in wanted if attachment_id is not None}
    stored = attachments.several(db, asked)
    return tuple(_button(wording, stored[id_], which) for id_, which in asked.items() if id_ in stored)


def _button(wording: Wording, attachment: Attachment, which: str = "") -> Button:
    label = wording.text(f"attachment.button.{_shown_as(attachment)}")
    return Button(f"{label} · {which}" if which else label, f"do:attachment:{attachment.id}")


def of_notice(db: Db, wording: Wording, attachment_id: int | None) -> tuple[Button, ...]:
    """Gives the button under a notice, where no number stands for it: its word shows what the officers sent last."""
    stored = attachments.several(db, [attachment_id]) if attachment_id else {}
    return tuple(
        _button(wording, attachment)._replace(
            role="command", typed=wording.text(f"attachment.typed.{_shown_as(attachment)}")
        )
        for attachment in stored.values()
    )


def _shown_as(attachment: Attachment) -> Shown:
    return shown_as(attachment.type or attachment.kind)


def shown_as(type_or_kind: str) -> Shown:
    """Says how it is shown: a picture sent as a file is a picture."""
    kinds: dict[str, Shown] = {"image": "photo", "audio": "voice", "photo": "photo", "voice": "voice"}
    return kinds.get(type_or_kind.partition("/")[0], "file")


def look(scope: Scope, argument: str) -> Reply:
    """Asks whether the reader may, then shows it, or says why there is nothing to show."""
    try:
        attachment = access_to_attachments.look(scope.db, scope.account, id_in(argument) or _last_received(scope))
    except NotAllowed:
        return _gone(scope)
    kind_word = scope.text(f"attachment.thing.{_shown_as(attachment)}")
    if attachment.state == "to_fetch":
        return Said(
            "attachment.fetching", {"Thing": kind_word}, (_button(scope.wording, attachment), scope.menu_button())
        )
    if attachment.state == "refused":
        return Said(f"attachment.refused.{_why(attachment)}", {"Thing": kind_word}, (_way_on(scope, attachment),))
    return _shown(scope, attachment, kind_word) if attachment.state == "stored" else _gone(scope)


def _last_received(scope: Scope) -> int:
    said = reversed(relays.thread(scope.db, scope.account.id))
    return next((relay.attachment_id for relay in said if relay.attachment_id and not relay.from_person), 0)


def _gone(scope: Scope) -> Said:
    """Says the same of what is not theirs and of what is not there: nobody learns which ids exist."""
    return Said("attachment.gone", {"days": retention.DAYS["attachments"]}, (scope.menu_button(),))


def _why(attachment: Attachment) -> str:
    if attachment.reason in TOO_LARGE:
        return "too_large"
    return "unreadable" if attachment.reason in UNREADABLE else "lost"


def _shown(scope: Scope, attachment: Attachment, kind_word: str) -> Outgoing:
    return Outgoing(
        _caption(scope, attachment, kind_word),
        (*_next_of_album(scope, attachment), _way_on(scope, attachment)),
        attachment=attachment.id,
        shows=_shown_as(attachment),
        instead=elsewhere(scope.wording, scope.deployment, kind_word),
    )


def _next_of_album(scope: Scope, attachment: Attachment) -> tuple[Button, ...]:
    following, place, count = attachments.after(scope.db, attachment.id)
    if not following:
        return ()
    return (scope.button("attachment.button.next", f"do:attachment:{following}", place=place + 1, count=count),)


def _caption(scope: Scope, attachment: Attachment, kind_word: str) -> str:
    """Words who sent it and with what: «Ảnh bác Tư gửi kèm lần ghé anh Nam, 14:30»."""
    sender = accounts.get(scope.db, attachment.account_id)
    person = persons.get(scope.db, attachment.person_id)
    key = attachment.about if attachment.about and person and sender else "plain"
    return scope.text(
        f"attachment.caption.{key}",
        Thing=kind_word,
        who=scope.wording.called(sender) if sender else "",
        person=scope.wording.called(person) if person else "",
        at=scope.moment(attachment.created_at),
    )


def _way_on(scope: Scope, attachment: Attachment) -> Button:
    """Leads an officer on to whom it is about, others to the menu."""
    if "officer" in scope.account.roles and attachment.person_id is not None:
        return scope.button("officer.button.card", f"do:person_card:{attachment.person_id}")
    return scope.menu_button()


def said_with(db: Db, wording: Wording, text: str, attachment_id: int | None) -> str:
    """Words a message with what came along: «Giấy tờ đây ạ (có ảnh kèm theo)»."""
    if text and attachment_id is None:
        return text
    return f"{text} {stand_in(db, wording, attachment_id)}".strip()


def stand_in(db: Db, wording: Wording, attachment_id: int | None) -> str:
    """Words what somebody sent instead of words: «(có ảnh kèm theo)»."""
    attachment = attachments.get(db, attachment_id)
    return (
        f"({wording.text(f'dialogue.sent.{_shown_as(attachment)}')})" if attachment else wording.text("messages.spoken")
    )


COMMANDS = (
    Command(
        "attachment",
        look,
        may=("officer", "guardian", "person"),
        words=("xem anh", "nghe ghi am", "nghe tin thoai", "mo tep", "see photo", "hear voice", "open file"),
    ),
)
