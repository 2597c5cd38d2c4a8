"""What an officer is told on working mornings: only what waits, and nothing at all when nothing does."""

from datetime import timedelta

from handlers.kit import Button, Outgoing
from handlers.kit.wording import Wording
from storage import alerts, needs, newcomers, persons, relays
from storage.accounts import Account
from storage.database import Db
from storage.outbox import call_list

DAY = timedelta(days=1)
# what waits → the command that shows it; in the order of what presses most
LEADS = {
    "alerts": "alerts",
    "overdue": "overdue",
    "messages": "waiting_messages",
    "calls": "calls",
    "newcomers": "newcomers",
    "needs": "needs",
    "due": "",
}


def digest(wording: Wording, db: Db, officer: Account) -> Outgoing | None:
    """Of the officer's own commune; None if there is nothing to tell, for an empty digest teaches nobody to read it."""
    found = {what: count for what, count in _waiting(db, officer.unit).items() if count}
    if not found or set(found) == {"due"}:
        return None
    lines = [
        wording.text("notice.officer_digest.head"),
        *(_line(wording, what, found[what]) for what in LEADS if what in found),
    ]
    buttons = tuple(_button(wording, what) for what in LEADS if what in found and LEADS[what])
    return Outgoing("\n".join(lines), buttons)


def _waiting(db: Db, unit: str) -> dict[str, int]:
    counts = persons.counts(db, unit, db.today)
    return {
        "alerts": len(alerts.open_of(db, unit)),
        "overdue": counts.overdue,
        "due": counts.due_soon,
        "needs": sum(1 for need in needs.open_of(db, unit) if need.opened_at >= db.now - DAY),
        "newcomers": newcomers.how_many(db, unit),
        "calls": call_list.how_many(db, unit),
        "messages": len({relay.person_account for relay in relays.waiting(db, unit)}),
    }


def _line(wording: Wording, what: str, count: int) -> str:
    return wording.text(f"notice.officer_digest.{what}", count=count)


def _button(wording: Wording, what: str) -> Button:
    return Button(
        wording.text(f"notice.officer_digest.button.{what}"),
        f"do:{LEADS[what]}",
        role="command",
        typed=wording.text(f"notice.officer_digest.typed.{what}"),
    )
