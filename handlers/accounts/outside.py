"""What a closed or moved account still gets: one line, then silence; numbers to call in danger; a new code's way in."""

from datetime import UTC, datetime

from handlers.accounts.farewell import place_of
from handlers.kit.matter import Outside, SaidOutside
from handlers.kit.messages import Incoming, Outgoing
from handlers.kit.scope import Scope
from handlers.notify import alerts, opt_out
from handlers.understand.danger import heard
from handlers.understand.stopwords import is_stop
from rules import links
from rules.notices import kind_of
from storage import access, account_changes, accounts, invites, outbox, persons
from storage.columns import MILLISECOND

LONG_AGO = datetime(2025, 1, 1, tzinfo=UTC)
LINE, DANGER = kind_of("outside"), kind_of("outside_danger")


def answer(scope: Scope, message: Incoming) -> SaidOutside | None:
    """Answers a message to an account that is out; None where nothing is said. Nobody's record is looked at."""
    if message.text and message.kind != "press" and not message.forwarded:
        danger = heard(message.text)
        if danger.verdict != "no":
            return SaidOutside(DANGER, _call(scope, message, danger.reason, is_sure=danger.verdict == "yes"))
        if is_stop(message.text):
            opt_out.close(scope.db, scope.deployment, scope.chat, scope.sender, opt_out.STOPPED, scope.unit)
            return None
    if outbox.was_put(scope.db, scope.chat.id, LINE.id, _ended_at(scope)):
        return None
    status = "moved" if scope.account.status == "moved" else "closed"
    place = place_of(scope.db, scope.deployment, scope.account)
    return SaidOutside(LINE, Outgoing(scope.text(f"outside.{status}", place=place), last_word=True))


def _call(scope: Scope, message: Incoming, reason: str, *, is_sure: bool) -> Outgoing:
    """Gives the numbers to call; where danger is certain those on duty hear of it, as they do of a stranger's."""
    numbers = scope.text(f"crisis.{reason}.call", **scope.deployment.emergency_numbers)
    if not is_sure:
        return Outgoing(numbers)
    own = persons.by_account(scope.db, scope.account.id) if "person" in scope.account.roles else None
    alerts.raise_alert(
        scope.db,
        scope.deployment,
        unit=scope.unit,
        level="urgent",
        reason=reason,
        person_id=own.id if own else None,
        raised_by=scope.account.id,
        about=None if own else f"account:{scope.account.id}",
        note=message.text,
    )
    return Outgoing("\n".join([numbers, scope.text("outside.told")]))


def _ended_at(scope: Scope) -> datetime:
    changes = account_changes.of_account(scope.db, scope.account.id, 1)
    return changes[0].at - MILLISECOND if changes else LONG_AGO


def begins_anew(scope: Scope, message: Incoming) -> bool:
    """Says whether the message brings a code of another account, for which this chat may speak from now on.

    Codes are not tried here without end: wrong ones count as they do for a chat without an account.
    """
    if message.kind not in ("text", "start") or not links.looks_like_code(message.text):
        return False
    who = invites.Guesser(str(scope.chat.id), scope.source, unit=scope.unit)
    if invites.must_wait_until(scope.db, who):
        return False
    invite = invites.find(scope.db, message.text)
    if invite is None:
        invites.wrong_try(scope.db, who)
        return False
    return invite.state == "open" and access.acts(accounts.get(scope.db, invite.account_id))


OUTSIDE = Outside(answer, begins_anew)
