"""Messages passed on between a person and the officers, so that neither sees the other's number."""

from datetime import timedelta

from handlers.kit import Button, JsonValue, Outgoing
from handlers.kit.scope import Scope
from handlers.kit.wording import Wording, capital
from handlers.notify import notices
from handlers.people import attachments
from rules import links
from storage import access, accounts, data_requests, persons, relays
from storage.accounts import Account
from storage.database import Db
from storage.outbox import call_list

# what a person adds within this time stands behind the same notice
NOTICE_PAUSE = timedelta(minutes=10)


def to_officer(scope: Scope, said: JsonValue) -> list[Account]:
    """Passes it to the officer whose thread it is, else to all on duty; says who was reached.

    `said` is words, or what was sent along instead. If nobody could be reached, the person is on the call list.
    """
    me = scope.account
    text, attachment_id = words_of(said)
    asked_id = relays.ask(scope.db, unit=scope.unit, person_account=me.id, text=text, attachment_id=attachment_id)
    _file_under(scope, said, me.id)
    owner = owner_of(scope.db, me.id)
    asked = [owner] if owner else accounts.on_call(scope.db, scope.unit)
    is_told = _is_joined(scope, asked_id)
    reached = [officer for officer in asked if _hears(scope, officer, is_told=is_told)]
    if not reached:
        call_list.put(scope.db, unit=scope.unit, account_id=me.id, reason="asks_to_talk")
    return reached


def _hears(scope: Scope, officer: Account, *, is_told: bool) -> bool:
    if is_told:
        return notices.reachable(scope.db, officer.id) is not None
    telling = _waiting(scope.db, scope.account)
    return notices.tell(scope.db, scope.deployment, officer.id, "relay", telling, subject_id=scope.account.id)


def _is_joined(scope: Scope, asked_id: int) -> bool:
    """Says whether the officers have just been told of an earlier message that nobody has answered yet."""
    unanswered = [relay for relay in relays.waiting(scope.db, scope.unit) if relay.person_account == scope.account.id]
    last_told = unanswered[0]
    for relay in unanswered:
        if relay.at - last_told.at >= NOTICE_PAUSE:
            last_told = relay
    return last_told.id != asked_id


def carries_code(said: JsonValue) -> bool:
    """Says whether a link code is in it, which opens an account to whoever reads it."""
    return links.read_code(attachments.words_in(said)) is not None


def words_of(said: JsonValue) -> tuple[str, int | None]:
    return attachments.words_in(said), attachments.id_of(said)


def _file_under(scope: Scope, said: JsonValue, person_account: int) -> None:
    person = persons.by_account(scope.db, person_account)
    if person is not None:
        attachments.file_under(scope, said, "relay", person)


def owner_of(db: Db, person_account: int) -> Account | None:
    """Finds the officer who answered first and goes on with it, as long as they are on duty."""
    owner = accounts.get(db, last_to_answer(db, person_account))
    is_there = owner is not None and access.acts(owner, "officer") and accounts.is_on_duty(db, owner)
    return owner if is_there else None


def last_to_answer(db: Db, person_account: int) -> int | None:
    """Tells which officer's account answered last, whatever has become of it."""
    thread = relays.thread(db, person_account, 50)
    answered_by = [relay.officer_account for relay in thread if relay.officer_account is not None]
    return answered_by[-1] if answered_by else None


def _waiting(db: Db, writer: Account) -> notices.Telling:
    """Says only that somebody has written: what they wrote is read behind the button."""
    person = persons.by_account(db, writer.id)

    def telling(wording: Wording) -> Outgoing:
        who = wording.called(person) if person else wording.called(writer)
        read = Button(
            wording.text("notice.relay.read"),
            f"do:relay_read:{writer.id}",
            role="command",
            typed=wording.text("notice.relay.read_typed"),
        )
        return Outgoing(wording.text("notice.relay.to_officer", who=who, Who=capital(who)), (read,))

    return telling


def to_person(scope: Scope, person_account: int, said: JsonValue, *, only: int | None = None) -> bool:
    """Sends an officer's words; False if the person could not be reached and is on the call list now.

    They answer all that the person has asked, or the one message that is meant.
    """
    me = scope.account
    text, attachment_id = words_of(said)
    relays.answer(
        scope.db,
        unit=scope.unit,
        person_account=person_account,
        officer_account=me.id,
        text=text,
        attachment_id=attachment_id,
        only=only,
    )
    data_requests.note_answer(scope.db, person_account, me.id, only)
    _file_under(scope, said, person_account)

    def telling(wording: Wording) -> Outgoing:
        reply = Button(wording.text("notice.relay.reply"), "do:human", role="command", typed="GAP CAN BO")
        words = attachments.said_with(scope.db, wording, text, attachment_id)
        shown = wording.text("notice.relay.to_person", officer=wording.called(me), text=words)
        return Outgoing(shown, (*attachments.of_notice(scope.db, wording, attachment_id), reply))

    return notices.tell(scope.db, scope.deployment, person_account, "relay", telling, subject_id=person_account)
