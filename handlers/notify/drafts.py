"""Dialogues left in the middle: one nudge after a day, an end after a week that says so."""

from collections.abc import Callable, Mapping
from typing import TypeVar

from handlers.kit import Button, Outgoing, replies
from handlers.kit.batch import Failure, Outcome
from handlers.kit.deployment import Deployment
from handlers.kit.keywords import press
from handlers.kit.viewer import Viewer
from handlers.kit.wording import Wording
from handlers.notify import notices
from storage import accounts, chats, conversations, drafts
from storage.accounts import Account
from storage.chats import Chat
from storage.conversations import Draft
from storage.database import Db
from storage.drafts import Parked

Left = TypeVar("Left", Draft, Parked)
Telling = Callable[[Wording, Draft | Parked, str], Outgoing]


def nudge_drafts(db: Db, deployment: Deployment, limit: int = 500) -> Outcome:
    """Reminds, once, of dialogues that were left for a day, open or set aside."""
    left, served = _tell(db, deployment, conversations.to_nudge(db, limit), "draft_nudge", _go_on)
    if served:
        conversations.nudged(db, [draft.party_id for draft in served])
    parked, asked = _tell(db, deployment, drafts.to_nudge(db, limit), "draft_nudge", _go_on)
    if asked:
        drafts.nudged(db, [draft.id for draft in asked])
    return left + parked


def expire_drafts(db: Db, deployment: Deployment, limit: int = 500) -> Outcome:
    """Ends dialogues that were left for a week, open or set aside, and says so where anything was answered."""
    left, served = _tell(db, deployment, conversations.to_expire(db, limit), "draft_expired", _begin_again)
    if served:
        conversations.expired(db, [draft.party_id for draft in served])
    over = drafts.to_expire(db, limit)
    empty = [draft.id for draft in over if not draft.answers]
    parked, told = _tell(db, deployment, [draft for draft in over if draft.answers], "draft_expired", _begin_again)
    if gone := [*empty, *(draft.id for draft in told)]:
        drafts.dropped(db, gone)
    return left + parked


def _go_on(wording: Wording, draft: Draft | Parked, what: str) -> Outgoing:
    go_on = Button(
        wording.text("dialogue.button.go_on", what=what),
        press(draft.form, "*", "!go_on"),
        "command",
        wording.text("notice.draft.typed.go_on"),
    )
    drop = Button(
        wording.text("notice.draft.button.drop"),
        press(draft.form, "*", "!cancel"),
        "command",
        wording.text("dialogue.typed.cancel"),
    )
    return Outgoing(wording.text("notice.draft.nudge", what=what), (go_on, drop))


def _begin_again(wording: Wording, draft: Draft | Parked, what: str) -> Outgoing:
    again = Button(wording.text("notice.draft.button.again"), f"go:{draft.form}", "command", "MENU")
    return Outgoing(wording.text("notice.draft.expired", what=what), (again,))


def about(db: Db, deployment: Deployment, wording: Wording, draft: Draft | Parked) -> str:
    """Says what the dialogue was about, and whom, behind the words that a lock screen shows."""
    form = deployment.registry.forms.get(draft.form)
    if form is None:
        return wording.text("notice.draft.untitled")
    talk = draft if isinstance(draft, Parked) else conversations.get(db, draft.party_id)
    return replies.about(form, talk.answers if talk else {}, Viewer(db, wording, "author"))


def _tell(db: Db, deployment: Deployment, left: list[Left], kind: str, telling: Telling) -> tuple[Outcome, list[Left]]:
    """Tells each reader; gives the outcome and who needs no second word: told, or with nobody there to hear it."""
    readers = accounts.several(db, [draft.party_id for draft in left]) if left else {}
    reachable = chats.reaching(db, readers) if readers else {}
    done: list[Left] = []
    dropped: list[Left] = []
    failures: list[Failure] = []
    for draft in left:
        reader = readers.get(draft.party_id)
        chat = _chat_of(db, draft, reader, reachable)
        if chat is None:
            dropped.append(draft)
            continue
        try:
            wording = Wording.to(deployment.texts, reader) if reader else Wording(deployment.texts, "vi")
            notices.put(db, deployment, chat, telling(wording, draft, about(db, deployment, wording, draft)), kind)
            done.append(draft)
        except Exception as error:  # noqa: BLE001  one that fails must not hold up the others; it is reported
            failures.append(Failure(kind, draft.party_id, type(error).__name__))
    return Outcome(len(done), len(dropped), len(failures), tuple(failures)), done + dropped


def _chat_of(db: Db, draft: Draft | Parked, reader: Account | None, reachable: Mapping[int, Chat]) -> Chat | None:
    """Finds the account's chat last used, or the draft's own where there is no account."""
    if reader is not None:
        return reachable.get(reader.id) if reader.status == "active" else None
    chat = chats.get(db, draft.chat_id)
    return chat if chat is not None and chat.state == "active" else None
