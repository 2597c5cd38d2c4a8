"""Chats that wait for a human: the officers on duty are told once, and whoever takes one hears what else is said."""

from datetime import timedelta

from handlers.kit import Button, Media, Outgoing, Said
from handlers.kit.scope import Scope
from handlers.kit.wording import Wording
from handlers.notify import notices
from handlers.people.offices import with_office
from rules.local_time import HOUR
from rules.uploads import LARGEST as LARGEST_FILE
from storage import accounts, newcomers, outbox, uploads
from storage.newcomers import Newcomer

# strangers can open any number of chats; beyond this the list in the officers' menu must do
MOST_TOLD_AN_HOUR = 10
ONE_VISIT = timedelta(minutes=10)


def ask(scope: Scope) -> bool:
    """Puts the chat on the list and tells the officers, once. False if it stands there already."""
    if not newcomers.ask(scope.db, scope.chat.id, scope.unit):
        return False
    scope.audit("newcomer.asked", scope.chat.id)
    if newcomers.asked_since(scope.db, scope.unit, scope.now - HOUR) <= MOST_TOLD_AN_HOUR:
        _tell_roster(scope)
    return True


def _tell_roster(scope: Scope) -> None:
    newcomer = newcomers.get(scope.db, scope.chat.id)
    assert newcomer is not None

    def telling(wording: Wording) -> Outgoing:
        text = wording.text("notice.newcomer", number=newcomer.code)
        return Outgoing(text, (see_button(wording, newcomer), take_button(wording, newcomer)))

    officers = accounts.on_call(scope.db, scope.unit)
    notices.tell_each(scope.db, scope.deployment, officers, "newcomer", lambda _: telling, subject_id=newcomer.chat_id)


def pass_on(scope: Scope, newcomer: Newcomer) -> Said:
    """Tells the officer once of all that is said in one go: the words themselves are read behind the button."""
    officer = accounts.get(scope.db, newcomer.taken_by)
    if officer is None:
        return Said("visitor.queued")
    tell_taker(scope, newcomer)
    return Said("visitor.passed_on", {"who": with_office(scope.db, scope.wording, officer)})


def takes_media(scope: Scope, media: Media) -> bool:
    """Takes what is sent along for the officer who has answered them, within what strangers may send."""
    newcomer = newcomers.get(scope.db, scope.chat.id)
    if newcomer is None or newcomer.answered_at is None or newcomer.state != "taken":
        return False
    if scope.chat.channel == "web":
        return True  # counted when it came in
    size = min(media.size or LARGEST_FILE, LARGEST_FILE)
    try:
        uploads.check(scope.db, scope.chat.id, size)
        uploads.take(scope.db, scope.chat.id, size)
    except uploads.TooMuch:
        return False
    return True


def tell_taker(scope: Scope, newcomer: Newcomer) -> None:
    if newcomer.taken_by is None:
        return
    chat = notices.reachable(scope.db, newcomer.taken_by)
    if chat is not None and outbox.was_put(scope.db, chat.id, "newcomer_said", scope.now - ONE_VISIT):
        return

    def telling(wording: Wording) -> Outgoing:
        buttons = (see_button(wording, newcomer), write_button(wording, newcomer))
        return Outgoing(wording.text("notice.newcomer_said", number=newcomer.code), buttons)

    notices.tell(scope.db, scope.deployment, newcomer.taken_by, "newcomer_said", telling, subject_id=newcomer.chat_id)


def see_button(wording: Wording, newcomer: Newcomer) -> Button:
    return _button(wording, newcomer, "see", f"do:newcomer:{newcomer.number}")


def take_button(wording: Wording, newcomer: Newcomer) -> Button:
    return _button(wording, newcomer, "take", f"do:newcomer_take:{newcomer.number}")


def write_button(wording: Wording, newcomer: Newcomer) -> Button:
    return _button(wording, newcomer, "write", f"do:newcomer_write:{newcomer.number}")


def done_button(wording: Wording, newcomer: Newcomer) -> Button:
    return _button(wording, newcomer, "done", f"do:newcomer_done:{newcomer.number}")


def _button(wording: Wording, newcomer: Newcomer, name: str, press: str) -> Button:
    typed = wording.text(f"newcomer.typed.{name}", number=newcomer.code)
    return Button(wording.text(f"newcomer.button.{name}"), press, role="command", typed=typed)
