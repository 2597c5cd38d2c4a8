"""What is told of an alert after the first call: who has it, what has become of it, that there is more."""

from datetime import timedelta

from handlers.kit import Button, Outgoing
from handlers.kit.deployment import Deployment
from handlers.kit.wording import Wording, capital
from handlers.notify import notices
from handlers.notify.alert_roster import asked_at, is_officer_of, waits_for_morning
from handlers.notify.withdrawal import mark_done, withdraw
from handlers.people.offices import with_office
from storage import accounts, alerts
from storage.accounts import Account
from storage.alerts import Alert
from storage.database import Db

REPEAT_PAUSE = timedelta(minutes=10)


def where(alert: Alert) -> str:
    return f" · {alert.hamlet}" if alert.hamlet else ""


def buttons(wording: Wording, alert: Alert) -> tuple[Button, ...]:
    return tuple(
        Button(
            wording.text(f"alert.button.{name}"),
            f"do:alert_{name}:{alert.id}",
            role="command",
            typed=wording.text(f"alert.typed.{name}", number=alert.code),
        )
        for name in ("see", "take", "why")
    )


def tell_others(
    db: Db, deployment: Deployment, alert: Alert, by: Account, key: str, *, but: int = 0, **fields: object
) -> None:
    """Tells all who were asked, `but` this account, and the colleague who raised it, what one of them has done."""
    asked = {officer.id for step in range(alert.step + 1) for officer in asked_at(db, alert, step)}
    raiser = accounts.get(db, alert.raised_by)
    if raiser is not None and is_officer_of(raiser, alert.unit):
        asked.add(raiser.id)

    def telling(wording: Wording) -> Outgoing:
        at = wording.moment(db.now, db.today)
        text = wording.text(
            f"notice.alert.{key}",
            number=alert.code,
            where=where(alert),
            who=with_office(db, wording, by),
            at=at,
            **fields,
        )
        return Outgoing(text, buttons(wording, alert) if key == "given_back" else ())

    if key != "given_back":
        _take_back_requests(db, deployment, alert, asked, key)
    for account_id in sorted(asked - {by.id, but}):
        _tell_news(db, deployment, account_id, telling, alert)


def _take_back_requests(db: Db, deployment: Deployment, alert: Alert, asked: set[int], key: str) -> None:
    """Calls off requests to take the alert that have not left, and marks those that were read; it can still be seen."""
    withdraw(db, "alert", alert.id, key)
    officers = accounts.several(db, asked).values() if key == "taken" else []
    may_look = {
        officer.id: buttons(Wording.to(deployment.texts, officer), alert)[:1]
        for officer in officers
        if is_officer_of(officer, alert.unit)
    }
    fields = {"number": alert.code, "where": where(alert)}
    mark_done(db, deployment, "alert", alert.id, asked, key=f"alert_{key}", buttons=may_look, **fields)


def tell_raiser(db: Db, deployment: Deployment, alert: Alert, by: Account) -> None:
    """Tells a guardian who was worried, or somebody who asked for help, that it has arrived and with whom."""
    raiser = accounts.get(db, alert.raised_by)
    if raiser is None or is_officer_of(raiser, alert.unit):
        return

    def telling(wording: Wording) -> Outgoing:
        # by name alone: the office would tell whoever looks at the phone what it is about
        who = wording.called(by)
        return Outgoing(wording.text("notice.alert.help_is_coming", who=who, Who=capital(who)))

    _tell_news(db, deployment, raiser.id, telling, alert)


def tell_guardian_of_end(db: Db, deployment: Deployment, alert: Alert, outcome: str) -> None:
    """Tells a guardian who raised it how it ended: what kind of end it was, and nothing of what was found.

    Whoever cried for help themself is spoken to by a human, and not told that their matter is closed.
    """
    raiser = accounts.get(db, alert.raised_by)
    if raiser is None or "guardian" not in raiser.roles or is_officer_of(raiser, alert.unit):
        return

    def telling(wording: Wording) -> Outgoing:
        return Outgoing(wording.text(f"notice.alert.ended.{outcome}"))

    _tell_news(db, deployment, raiser.id, telling, alert)


def tell_taker_of_repeat(db: Db, deployment: Deployment, alert: Alert, *, lifted: bool) -> None:
    """Tells whoever has it in hand of more of the same, though not of every message."""
    before = [event for event in alerts.events(db, alert.id) if event.kind in ("opened", "repeated", "lifted")][:-1]
    if alert.taken_by is None or not (lifted or db.now - before[-1].at >= REPEAT_PAUSE):
        return

    def telling(wording: Wording) -> Outgoing:
        text = wording.text("notice.alert.again", number=alert.code, where=where(alert))
        return Outgoing(text, buttons(wording, alert)[:1])

    _tell_news(db, deployment, alert.taken_by, telling, alert)


def _tell_news(db: Db, deployment: Deployment, account_id: int, telling: notices.Telling, alert: Alert) -> None:
    can_wait = waits_for_morning(db, deployment, alert.level)
    notices.tell(db, deployment, account_id, "alert_news", telling, subject_id=alert.id, can_wait=can_wait)
