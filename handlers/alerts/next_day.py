"""The day after a crisis the person is asked, once and by day, how they are; no answer is told to whoever has it."""

from collections.abc import Iterator

from handlers.kit import Answers, Button, Choice, Form, Note, Outgoing, Said, YesNo
from handlers.kit.batch import Batch
from handlers.kit.commands import Command, begins
from handlers.kit.deployment import Deployment
from handlers.kit.scope import Scope
from handlers.kit.wording import Wording, capital
from handlers.notify import alert_news, crisis_planning, notices, officers
from handlers.notify.alerts import raise_about, raise_alert
from handlers.people import attachments, record
from rules import aftercare
from rules.alerts import OPEN_STATES
from rules.checkins import FACES
from storage import access, accounts, alerts, due, persons
from storage.alerts import Alert
from storage.database import Db
from storage.due import Due
from storage.persons import Person

UNANSWERED = "check_in_missing"


def ask(db: Db, deployment: Deployment, due_rows: list[Due], batch: Batch) -> None:
    """Puts the question; where nothing reaches the person, whoever has the alert is asked to look after them."""
    for row, person, alert in _still_concerned(db, due_rows, batch):
        if not aftercare.is_daytime(db.now):
            crisis_planning.plan_asking(db, person)
            batch.drop([row], "at night")
        else:
            with batch.attempt([row]):
                _ask(db, deployment, person, alert)


def _still_concerned(db: Db, due_rows: list[Due], batch: Batch) -> Iterator[tuple[Due, Person, Alert]]:
    """Gives the rows with whom they are about and the crisis; drops those of whoever is not managed or in one now."""
    people = persons.several(db, {row.subject_id for row in due_rows})
    for row in due_rows:
        person = people.get(row.subject_id)
        alert = crisis_planning.last_of(db, person) if person and person.status == "managed" else None
        if person is None or alert is None:
            batch.drop([row], "no longer so")
        else:
            yield row, person, alert


def _ask(db: Db, deployment: Deployment, person: Person, alert: Alert) -> None:
    reader = accounts.get(db, person.account_id)
    if reader is None or not access.acts(reader) or not _is_told(db, deployment, person):
        _tell_owner(db, deployment, alert, person, "unreached")
        return
    day = f"{db.today}"
    due.plan(db, aftercare.SILENT, person.id, day, aftercare.silent_at(db.now), unit=person.unit)


def _is_told(db: Db, deployment: Deployment, person: Person) -> bool:
    assert person.account_id is not None
    return notices.tell(db, deployment, person.account_id, aftercare.ASK, question, subject_id=person.id)


def question(wording: Wording) -> Outgoing:
    """Words the question with a face on each button; nothing in it says what was yesterday."""
    typed = wording.text("notice.crisis_next_day.typed")
    buttons = tuple(
        Button(wording.text(f"checkin.face.{face}"), f"go:how_today:face={face}", "command", typed) for face in FACES
    )
    return Outgoing(wording.text("notice.crisis_next_day"), buttons)


def tell_silence(db: Db, deployment: Deployment, due_rows: list[Due], batch: Batch) -> None:
    """Tells in the evening that no answer has come: to whoever has the alert, or as one of its own if it is over."""
    for row, person, alert in _still_concerned(db, due_rows, batch):
        with batch.attempt([row]):
            _tell_owner(db, deployment, alert, person, "silent")


def _tell_owner(db: Db, deployment: Deployment, alert: Alert, person: Person, news: str) -> None:
    if alert.state not in OPEN_STATES:
        raise_about(db, deployment, person, UNANSWERED)
        return

    def telling_(wording: Wording) -> Outgoing:
        fields = {"number": alert.code, "who": wording.called(person), "Who": capital(wording.called(person))}
        return Outgoing(wording.text(f"notice.crisis_silent.{news}", **fields), alert_news.buttons(wording, alert)[:1])

    owner = accounts.get(db, alert.taken_by)
    asked = [owner] if owner else accounts.on_call(db, alert.unit)
    notices.tell_each(db, deployment, asked, aftercare.SILENT, lambda _: telling_, subject_id=alert.id)


def tell(answers: Answers, scope: Scope) -> Said:
    """Files the answer with the alert; whoever has it hears, and a call that is wished for has its clock."""
    person = record.person_of(scope)
    assert person is not None
    due.clear(scope.db, person.id, [aftercare.ASK, aftercare.SILENT], "answered")
    if answers["call"] == "yes":
        officers.ask_for_call(scope)
    alert = crisis_planning.last_of(scope.db, person)
    words = attachments.words_in(answers["words"])
    attachments.file_under(scope, answers["words"], "checkin", person)
    if alert is not None:
        alerts.note_event(scope.db, alert.id, scope.account.id, aftercare.ANSWERED, answers["face"], words or None)
        alerts.attach(scope.db, alert.id, attachments.ids_of(answers["words"]), scope.account.id)
        _pass_on(scope, alert, person)
    if answers["face"] in aftercare.WORRYING:
        _look_again(scope, alert, person, answers["face"], words)
    then = "call" if answers["call"] == "yes" else "worried" if answers["face"] in aftercare.WORRYING else "well"
    return Said(f"how_today.thanks.{then}", buttons=(scope.human_button(), scope.menu_button()))


def _pass_on(scope: Scope, alert: Alert, person: Person) -> None:
    """Tells whoever has or had the alert that there is an answer; it reads behind the button."""

    def telling_(wording: Wording) -> Outgoing:
        fields = {"number": alert.code, "Who": capital(wording.called(person))}
        return Outgoing(wording.text("notice.crisis_answer", **fields), alert_news.buttons(wording, alert)[:1])

    owner = accounts.get(scope.db, alert.taken_by or alert.closed_by)
    officers.tell(scope, "crisis_answer", telling_, first=owner, subject_id=alert.id, unit=alert.unit)


def _look_again(scope: Scope, alert: Alert | None, person: Person, face: str, words: str) -> None:
    """Asks for another call where the crisis is not over; else raises an alert about how they are."""
    if alert is not None and alert.state in OPEN_STATES:
        crisis_planning.plan_call(scope.db, alert, scope.now + aftercare.CALL_WITHIN)
        return
    raise_alert(
        scope.db,
        scope.deployment,
        unit=person.unit,
        level=aftercare.WORRYING[face],
        reason="low_mood",
        person_id=person.id,
        raised_by=scope.account.id,
        note=words or None,
    )


how_today = Form(
    "how_today",
    Choice("face", FACES, labels="checkin.face", understood_as="checkin.face"),
    YesNo("call"),
    Note("words"),
    submit=tell,
    may=("person",),
    review=False,
    ready=record.missing,
)


COMMANDS = (
    Command("how_today", begins("how_today"), may=("person",), words=("toi hom nay", "/homnay", "how i am today")),
)
