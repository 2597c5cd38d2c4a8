"""A person asks to be away: where, from when to when, why; the days are counted aloud before it is sent."""

from datetime import date

from handlers.absences import counted
from handlers.kit import Answers, Button, Form, JsonValue, Outgoing, Problem, Said, Text
from handlers.kit.commands import Command, begins
from handlers.kit.scope import Scope
from handlers.kit.wording import Wording, capital
from handlers.notify import notices, officers
from handlers.people import offices, record
from handlers.people.day_span import SpanEnd, SpanStart
from rules.absences import first_day_problem, last_day_problem, overlaps
from rules.roll_call import owes
from rules.standing import Standing
from storage import absences
from storage.absences import Absence

OFFICE_AND_SELF: tuple[Standing, ...] = ("officer", "self")


def not_needed(scope: Scope) -> Said | None:
    """Says that no leave has to be asked for, by what is on record; None where it has."""
    if (unknown := record.missing(scope)) is not None:
        return unknown
    person = record.person_of(scope)
    assert person is not None
    if person.status == "managed" and owes(person.case_type):
        return None
    human = scope.human_button()
    return Said("absence.not_needed", buttons=(human, scope.menu_button()))


class LastDay(SpanEnd):
    """The last day away: not before the first, nor a year after it."""

    def check(self, stored: JsonValue, answers: Answers, scope: Scope) -> None:
        super().check(stored, answers, scope)
        first = answers.get("from_on")
        if first and (code := last_day_problem(date.fromisoformat(first), date.fromisoformat(stored))):
            raise Problem(code)


def preview(answers: Answers, scope: Scope) -> str:
    """Counts the days aloud, beside what the law was seen to say."""
    person = record.person_of(scope)
    assert person is not None
    return counted.aloud(scope.wording, counted.of(scope.db, person, *_days(answers)))


def _days(answers: Answers) -> tuple[date, date]:
    return date.fromisoformat(answers["from_on"]), date.fromisoformat(answers["until_on"])


def send(answers: Answers, scope: Scope) -> Said:
    person = record.person_of(scope)
    assert person is not None
    first, last = _days(answers)
    if overlaps(first, last, counted.standing_days(scope.db, person)):
        raise Problem("overlaps", question="from_on")
    asked = absences.ask(
        scope.db,
        unit=person.unit,
        person_id=person.id,
        asked_by=scope.account.id,
        from_on=first,
        until_on=last,
        told=answers,
    )
    reached = officers.tell(scope, "absence_asked", _telling(scope, asked), subject_id=person.id)
    mine = scope.button("absences_own.button", f"do:absence_own:{asked.id}")
    fields = {"number": asked.code, "officer": offices.named_all(scope, reached)}
    return Said("absence_request.sent", fields, (mine, scope.menu_button()))


def _telling(scope: Scope, asked: Absence) -> notices.Telling:
    def telling(wording: Wording) -> Outgoing:
        who = capital(wording.called(scope.account))
        text = wording.text("notice.absence_asked", Who=who, number=asked.code)
        typed = wording.text("absence.typed", number=asked.code)
        return Outgoing(text, (Button(wording.text("absence.see"), f"do:absence:{asked.number}", "command", typed),))

    return telling


absence_request = Form(
    "absence_request",
    Text("where", longest=200, seen_by=OFFICE_AND_SELF),
    SpanStart("from_on", problem=first_day_problem, offers=(1, 2, 7), to_come=True),
    LastDay("until_on", offers=(2, 3, 7, 14), to_come=True),
    Text("why", longest=500, seen_by=OFFICE_AND_SELF),
    submit=send,
    may=("person",),
    ready=not_needed,
    preview=preview,
)


COMMANDS = (
    Command(
        "absence_ask",
        begins("absence_request"),
        may=("person",),
        words=("/xinvang", "xin vang", "xin di vang", "xin vang mat", "xin tam vang", "ask for leave"),
    ),
)
