"""Several pictures sent as one message: the first is answered, the others are put beside it without a word."""

from dataclasses import replace
from typing import Any

from handlers.kit.form import Form
from handlers.kit.messages import Incoming, Media
from handlers.kit.scope import Scope
from storage import attachments
from storage.conversations import Conversation


def is_further(talk: Conversation, message: Incoming) -> bool:
    """Says whether this is a further part of the album that came last; another one begins with its first part."""
    if message.album and message.album == talk.album[0]:
        return True
    if message.album:
        talk.album = (message.album, 0)
    return False


def noted(scope: Scope, talk: Conversation, message: Incoming, media: Media) -> Media:
    """Notes what was sent, to be fetched while the dialogue goes on, and with which message its album came."""
    attachment = _expect(
        scope,
        message.channel,
        media,
        account_id=scope.sender.id if scope.sender else None,
        message_id=scope.message_id or None,
        about=None if scope.sender else attachments.NEWCOMER,
    )
    if message.album:
        talk.album = (message.album, scope.message_id)
    return replace(media, attachment=attachment)


def join(scope: Scope, talk: Conversation, message: Incoming, form: Form | None) -> None:
    """Keeps a further picture where the first is kept, and its words under those of the first."""
    media, with_message = message.media, talk.album[1]
    if media is None or not with_message:
        return
    kept = attachments.album_of(scope.db, with_message)
    if not kept or kept[0].state == "expired":
        return
    first = kept[0]
    _expect(
        scope,
        message.channel,
        media,
        account_id=first.account_id,
        message_id=with_message,
        about=first.about,
        person_id=first.person_id,
    )
    if form is not None and message.text:
        _add_caption(talk, first.id, message.text)


def _add_caption(talk: Conversation, first: int, words: str) -> None:
    for answer in (part for told in talk.answers.values() for part in (told if isinstance(told, list) else [told])):
        if isinstance(answer, dict) and answer.get("attachment") == first:
            answer["caption"] = "\n".join(filter(None, (answer.get("caption"), words)))


def _expect(scope: Scope, channel: str, media: Media, **kept: Any) -> int:
    """Notes a picture to be fetched; `kept` says whose it is and where it belongs, as `attachments.expect` has it."""
    return attachments.expect(
        scope.db, chat_id=scope.chat.id, channel=channel, kind=media.kind, ref=media.ref, size=media.size, **kept
    )
