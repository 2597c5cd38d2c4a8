"""A guardian tells us how a visit went."""

import re
from datetime import date

from handlers.kit import (
    Answers,
    Button,
    Choice,
    Choices,
    Day,
    Form,
    Incoming,
    JsonValue,
    Note,
    Option,
    Outgoing,
    Place,
    Problem,
    Said,
)
from handlers.kit.choices import NAMED
from handlers.kit.commands import id_in
from handlers.kit.scope import Scope
from handlers.kit.viewer import Viewer
from handlers.kit.wording import Wording, capital
from handlers.notify import notices
from handlers.people import attachments, naming
from handlers.people.targets import hand_over_button
from handlers.understand.fold import bare
from handlers.understand.need_words import has_work
from handlers.understand.visit_where import where_outright
from handlers.visits import advice
from handlers.visits.follow_up import follow_up
from handlers.visits.prefill import of_another, prefill
from handlers.visits.usual import all_as_before, expected_person, in_care, place_and_kind
from rules import visits
from rules.standing import Standing
from storage import access, covers, persons
from storage import visits as reports

# what a guardian writes of somebody is between them and the office
OFFICE_AND_GUARDIAN: tuple[Standing, ...] = ("officer", "guardian")


def people_in_care(answers: Answers, scope: Scope) -> list[Option]:
    """Offers the people in care, the longest unvisited first."""
    labels = _labels_in_care(scope.author, "" if "person" in answers else "visit report")
    return [Option(str(person_id), label) for person_id, label in (labels | _labels_handed_on(scope.author)).items()]


def _labels_in_care(viewer: Viewer, why: str = "") -> dict[int, str]:
    """Labels all of them together, for they must tell each other apart."""
    people = in_care(viewer, why)
    return viewer.once("in care, labelled", lambda: naming.labels(viewer.wording, people, viewer.today))


def _labels_handed_on(viewer: Viewer) -> dict[int, str]:
    """Labels those whom another guardian has now, and of whom a visit of before may still be told."""
    days = _handed_on(viewer)
    if not days:
        return {}
    people = viewer.once("handed on", lambda: list(persons.several(viewer.db, days).values()))
    names = naming.in_short(viewer.wording, people)
    return {
        person.id: viewer.text(
            "visit_report.person.handed_on", who=capital(names[person.id]), day=viewer.day(days[person.id])
        )
        for person in people
    }


def _handed_on(viewer: Viewer) -> dict[int, date]:
    guardian = viewer.reader
    return viewer.once("days handed on", lambda: access.handed_on(viewer.db, guardian) if guardian else {})


def person_named(value: str, viewer: Viewer) -> str:
    person_id = id_in(value)
    return _labels_in_care(viewer).get(person_id) or _labels_handed_on(viewer).get(person_id, "")


def met(answers: Answers) -> bool:
    return visits.met(answers["outcome"])


def not_met(answers: Answers) -> bool:
    return not met(answers)


def reasons(answers: Answers, scope: Scope) -> list[Option]:
    """Offers what may have kept them from meeting, by how the visit ended."""
    codes = visits.reasons_for(answers.get("outcome", ""))
    return [Option(code, scope.text(f"visit_report.reason.{code}")) for code in codes]


def nobody_in_care(scope: Scope) -> Said | None:
    if people_in_care({}, scope):
        return None
    return Said("visit_report.nobody", buttons=(scope.menu_button(),))


def file_report(answers: Answers, scope: Scope) -> Said:
    handed_on = _handed_on(scope.author).get(int(answers["person"]))
    if handed_on and date.fromisoformat(answers["visited_on"]) > handed_on:
        raise Problem("handed_on", question="visited_on", day=scope.day(handed_on))
    person = access.look_to_report(scope.db, scope.account, int(answers["person"]), "visit report")
    visit = reports.add(
        scope.db,
        guardian=scope.account,
        person_id=person.id,
        **reports.as_filed(answers),
        next_visit_on=next_visit_on(person, answers, scope),
        filing=f"inbox {scope.message_id}" if scope.message_id else None,
    )
    attachments.file_under(scope, answers.get("note"), "visit", person)
    person = persons.get(scope.db, person.id) or person
    if handed_on:
        _tell_whoever_helps_now(scope, visit, person)
    return receipt("visit_report.thanks", visit, person, follow_up(scope, visit, person), scope)


def _tell_whoever_helps_now(scope: Scope, visit: reports.Visit, person: persons.Person) -> None:
    """Tells the new guardian that the former one has still reported a visit; the reminders are theirs."""
    guardian_id = covers.acting_guardians(scope.db, [person.id]).get(person.id)

    def telling(wording: Wording) -> Outgoing:
        fields = {"who": wording.called(person), "Former": capital(wording.called(scope.account))}
        words = wording.text("notice.assign.reported", **fields, day=wording.day(visit.visited_on, scope.today))
        return Outgoing(words, (hand_over_button(wording, person),))

    if guardian_id is not None:
        notices.tell(scope.db, scope.deployment, guardian_id, "assignment", telling, subject_id=person.id)


def next_visit_on(person: persons.Person, answers: Answers, scope: Scope) -> date:
    visited_on = date.fromisoformat(answers["visited_on"])
    day = visits.next_visit_on(
        visited_on,
        person.came_home_on,
        person.visit_every,
        outcome=answers["outcome"],
        reason=answers.get("reason") or "",
    )
    return visits.or_soon(day, scope.today)


def receipt(key: str, visit: reports.Visit, person: persons.Person, pressing: bool, scope: Scope) -> Said:
    """Says the number, until when to come again, and whether somebody has been told at once."""
    ending = "_moved" if visit.outcome == "moved" else "_alerted" if pressing else ""
    fields = {
        "number": visit.receipt,
        "person": scope.wording.called(person),
        "day": scope.day(person.next_visit_on or scope.today),
    }
    buttons = (
        scope.button("visit_report.next_one", "go:visit_report", typed=scope.text("guardian.typed.visit")),
        scope.button(
            "visit_report.correct",
            f"do:correct:{visit.number}",
            typed=scope.text("guardian.typed.correct", number=visit.number),
        ),
        *_ways_on(visit, person, scope),
        scope.menu_button(),
    )
    return Said(f"{key}{ending}", fields, buttons)


def _ways_on(visit: reports.Visit, person: persons.Person, scope: Scope) -> tuple[Button, ...]:
    """Offers to plan the next visit, and what may help with what was worrying."""
    if visit.outcome == "moved":
        return ()
    plan = scope.button("visit_plan.button", f"go:visit_plan:person={person.id}")
    return plan, *advice.fitting(scope, visit.answers.get("concerns") or ())


_FAIR = re.compile(
    r"\b(?:suc khoe|sk|tinh than|tam ly)(?: (?:cua )?(?:no|chau|anh ay|chi ay|em ay|em|han))?"
    r"(?: (?:thi|van|cung|deu|da|tam))* (?:on|binh thuong|bt)\b(?! (?:khong|ko|k|chua)\b)"
)
_THINNER = re.compile(
    r"(?:(?:nhin|trong|thay|no|chau|hoi|co ve|dao nay|nguoi) )*(?:gay|sut can|xanh xao|hoc hac|sut ky|sut may ky)"
    r"(?: (?:di|hon|hon truoc|nhieu|chut|thoi|lam|qua|a))*"
)


class Where(Choice):
    """Where or how it was; what is said outright needs no asking back: «mời nó lên xã»."""

    def read(self, message: Incoming, value: str, answers: Answers, scope: Scope) -> JsonValue:
        try:
            return super().read(message, value, answers, scope)
        except Problem:
            if how := where_outright(message.text):
                return how
            raise


class Mood(Choice):
    """How they are; «sức khỏe ổn» in a sentence is told, «gầy đi» alone may be an illness or nothing."""

    def weighed(self, text: str, answers: Answers, scope: Scope) -> tuple[float, JsonValue] | None:
        return (NAMED, "fair") if _FAIR.search(bare(text)) else super().weighed(text, answers, scope)

    def one_of(self, options: list[Option], text: str) -> str:
        if _THINNER.fullmatch(bare(text)):
            raise Problem("not_understood", nearest=("ill", "fair"))
        return super().one_of(options, text)


class Needs(Choices):
    """What would help; «có việc làm» tells beside another answer that there is work, and asks for none."""

    def told_in(self, text: str, options: list[Option]) -> dict[str, float]:
        told = super().told_in(text, options)
        if has_work(text):
            told.pop("job", None)
        return told


visit_report = Form(
    "visit_report",
    Choice("person", people_in_care, named=person_named, detail="head", each=True, brings=place_and_kind),
    Day("visited_on", problem=visits.day_problem, detail="head", shared=True, shortcut=all_as_before),
    Where("kind", visits.KINDS, detail="whole"),
    Choice("outcome", visits.OUTCOMES, detail="brief"),
    Choice("work", visits.WORK, when=met, detail="whole"),
    Mood("mood", visits.MOOD, when=met, detail="brief"),
    Choices("concerns", visits.CONCERNS, when=met, detail="brief", seen_by=OFFICE_AND_GUARDIAN),
    Needs("needs", visits.NEEDS, understood_as="needs", when=met, detail="whole"),
    Choice("reason", reasons, when=not_met, detail="brief"),
    Note("note", several=True, seen_by=OFFICE_AND_GUARDIAN),
    Place("place", optional=True, detail="whole", seen_by=OFFICE_AND_GUARDIAN),
    submit=file_report,
    may=("guardian",),
    ready=nobody_in_care,
    prefill=prefill,
    remarks="note",
    of_another=of_another,
    expects=expected_person,
)
