"""After a crisis: whoever has the alert is asked to ring within the hour, else the next; a human says how it ended."""

from datetime import datetime

from handlers.alerts.standing import after_taking, button_of, list_button, too_late
from handlers.kit import Button, Outgoing, Said
from handlers.kit.batch import Batch
from handlers.kit.commands import Command, Reply
from handlers.kit.deployment import Deployment
from handlers.kit.scope import Scope
from handlers.kit.wording import Wording, capital
from handlers.notify import alert_news, alert_roster, crisis_planning, notices
from handlers.notify.alerts import climb, look_for_taker
from handlers.people.offices import with_office
from handlers.people.targets import alert_in
from rules import aftercare
from rules.alerts import OPEN_STATES, STEPS
from storage import accounts, alerts, due, persons
from storage.alerts import Alert
from storage.database import Db
from storage.due import Due

OFFICER = ("officer",)
# what happens to an alert when there is more of the same
CRIED = ("opened", "repeated", "lifted")
NOTED = {aftercare.CALLED: "do:alert_called", aftercare.NO_ANSWER: "do:alert_no_answer"}


def waits_since(db: Db, alert: Alert) -> datetime | None:
    """Tells since when a call is waited for: the last cry for help, or hard answer; None if somebody has rung since."""
    since: datetime | None = alert.opened_at
    for event in alerts.events(db, alert.id):
        if event.kind == aftercare.CALLED:
            since = None
        elif event.kind in CRIED or (event.kind == aftercare.ANSWERED and event.detail in aftercare.WORRYING):
            since = event.at
    return since


def ask_to_call(db: Db, deployment: Deployment, due_rows: list[Due], batch: Batch) -> None:
    """Asks whoever has the alert whether they have rung; where they had time enough, the next is asked to take it."""
    told = alerts.several(db, {row.subject_id for row in due_rows})
    for row in due_rows:
        alert = told.get(row.subject_id)
        since = waits_since(db, alert) if alert and alert.state in OPEN_STATES else None
        if alert is None or since is None:
            batch.drop([row], "no longer so")
            continue
        with batch.attempt([row]):
            _nudge(db, deployment, alert, since)
            crisis_planning.plan_call(db, alert, aftercare.told_again_at(alert.opened_at, db.now))


def _nudge(db: Db, deployment: Deployment, alert: Alert, since: datetime) -> None:
    if alert.state != "taken" or alert.taken_by is None:
        _ask_next(db, deployment, alert)
    elif alert.taken_at is not None and aftercare.has_had_time(max(alert.taken_at, since), db.now):
        climb_at = alert_roster.next_climb(db, deployment, alert.unit, alert.level, alert.step)
        alerts.hand_back(db, alert.id, alert.taken_by, climb_at, by=None)
        _ask_next(db, deployment, alerts.get(db, alert.id) or alert)
    else:
        _tell(db, deployment, alert, aftercare.CALL)


def _ask_next(db: Db, deployment: Deployment, alert: Alert) -> None:
    """Asks those of the next step; at the last one, all of them again."""
    if alert.step < len(STEPS) - 1:
        climb(db, deployment, alert)
    else:
        look_for_taker(db, deployment, alert)


def ask_how_it_ended(db: Db, deployment: Deployment, due_rows: list[Due], batch: Batch) -> None:
    """Tells whoever has it, or those on duty, that nobody has said yet how it ended."""
    told = alerts.several(db, {row.subject_id for row in due_rows})
    for row in due_rows:
        alert = told.get(row.subject_id)
        if alert is None or alert.state not in OPEN_STATES:
            batch.drop([row], "no longer so")
            continue
        with batch.attempt([row]):
            _tell(db, deployment, alert, aftercare.OPEN)
            crisis_planning.plan_end(db, deployment, alert)


def _tell(db: Db, deployment: Deployment, alert: Alert, kind: str) -> None:
    """Tells whoever has the alert, else those on duty; buttons say whether somebody has rung, or how it ended."""

    def telling_(wording: Wording) -> Outgoing:
        fields = {"number": alert.code, "where": alert_news.where(alert)}
        return Outgoing(wording.text(f"notice.{kind}", **fields), _buttons(wording, alert, kind))

    owner = accounts.get(db, alert.taken_by)
    asked = [owner] if owner else accounts.on_call(db, alert.unit)
    notices.tell_each(db, deployment, asked, kind, lambda _: telling_, subject_id=alert.id)


def _buttons(wording: Wording, alert: Alert, kind: str) -> tuple[Button, ...]:
    presses = NOTED if kind == aftercare.CALL else {"close": f"go:alert_close:alert={alert.id}"}
    noting = tuple(
        Button(
            wording.text(f"alert.button.{name}"),
            f"{press}:{alert.id}" if press.startswith("do:") else press,
            "command",
            wording.text(f"alert.typed.{name}", number=alert.code),
        )
        for name, press in presses.items()
    )
    return (*noting, *alert_news.buttons(wording, alert)[:1])


def called(scope: Scope, argument: str) -> Reply:
    """Notes that somebody has rung; whoever says so has the alert, if nobody else has."""
    alert = _noted(scope, argument, aftercare.CALLED)
    if not isinstance(alert, Alert):
        return alert
    if alerts.take(scope.db, alert.id, scope.account.id):
        alert_news.tell_others(scope.db, scope.deployment, alert, scope.account, "taken")
    due.clear(scope.db, alert.id, [aftercare.CALL], aftercare.CALLED)
    key = "alerts.called" if alert.person_id else "alerts.called_somebody"
    return Said(key, {"number": alert.code}, after_taking(scope, alert))


def no_answer(scope: Scope, argument: str) -> Reply:
    """Notes that nobody answered; it is asked about again in half an hour."""
    alert = _noted(scope, argument, aftercare.NO_ANSWER)
    if not isinstance(alert, Alert):
        return alert
    due.clear(scope.db, alert.id, [aftercare.CALL], aftercare.NO_ANSWER)
    moment = scope.now + aftercare.TRY_AGAIN
    crisis_planning.plan_call(scope.db, alert, moment)
    fields = {"number": alert.code, "at": scope.moment(moment)}
    return Said("alerts.no_answer", fields, (button_of(scope, alert, "see"), *after_taking(scope, alert)[-1:]))


def _noted(scope: Scope, argument: str, event: str) -> Alert | Reply:
    alert = alert_in(scope, argument)
    if alert is None:
        return Said("alerts.no_such", buttons=(list_button(scope),))
    if alert.state not in OPEN_STATES:
        return too_late(scope, alert)
    alerts.note_event(scope.db, alert.id, scope.account.id, event)
    scope.audit(f"alert.{event}", alert.person_id, f"alert {alert.id}")
    return alert


def noting_buttons(scope: Scope, alert: Alert) -> list[Button]:
    """Offers to note a call where a crisis waits for one."""
    person = persons.get(scope.db, alert.person_id)
    is_open_crisis = alert.state in OPEN_STATES and crisis_planning.is_crisis(alert, person)
    if not is_open_crisis or waits_since(scope.db, alert) is None:
        return []
    return [scope.button(f"alert.button.{name}", f"{press}:{alert.id}") for name, press in NOTED.items()]


def story(scope: Scope, alert: Alert) -> list[str]:
    """Says who has rung and when, and how the person was the day after."""
    lines = []
    events = alerts.events(scope.db, alert.id)
    officers = accounts.several(scope.db, {event.by for event in events if event.by})
    for event in events:
        officer, at = officers.get(event.by or 0), scope.moment(event.at)
        if event.kind == aftercare.ANSWERED:
            face = scope.text(f"checkin.face.{event.detail}")
            lines.append(scope.text("alert.card.answered", face=face, at=at))
        elif event.kind in NOTED and officer is not None:
            who = capital(with_office(scope.db, scope.wording, officer))
            lines.append(scope.text(f"alert.card.{event.kind}", who=who, at=at))
    return lines


COMMANDS = (
    Command("alert_called", called, may=OFFICER, words=("da goi", "called"), record="alert"),
    Command("alert_no_answer", no_answer, may=OFFICER, words=("chua goi duoc", "no answer"), record="alert"),
)
