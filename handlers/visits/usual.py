"""«Như lần trước, không có gì lạ»: a report like the last one, where that one gave no cause for concern."""

import re

from handlers.kit import Answers, JsonValue
from handlers.kit.commands import id_in
from handlers.kit.scope import Scope
from handlers.kit.viewer import Viewer
from handlers.understand.fold import bare
from rules.visits import VisitDue, is_calm, visit_due
from storage import access, persons, visits
from storage.persons import Person

AS_BEFORE = re.compile(
    r"\b(?:nhu|y) (?:lan truoc|moi khi|thuong le|cu|bua truoc|hom truoc|thang truoc)\b"
    r"|\b(?:van|cung van) (?:binh thuong|vay|the|nhu vay|nhu the|on|y nguyen)\b"
    r"|\b(?:khong|ko|k|chang|hong|chua) co (?:gi|chi) (?:la|moi|thay doi|khac)\b"
    r"|\bsame as (?:last time|before)\b|\bnothing (?:new|unusual)\b"
)
# what the last report says of how somebody is; a remark and a place are of their day
AGAIN = ("work", "mood", "concerns", "needs")


def as_before(scope: Scope, person: Person, text: str) -> Answers:
    """Gives the last report's answers again, if the sentence says that it was as before; none after a worrying one."""
    return _again(scope, person.id) if AS_BEFORE.search(bare(text)) else {}


def all_as_before(answers: Answers, scope: Scope) -> Answers:
    """Gives the last report's answers again, at a press, where it was calm and not of today."""
    again = _again(scope, id_in(answers.get("person", "")))
    return {key: value for key, value in again.items() if key not in answers}


def place_and_kind(person: JsonValue, scope: Scope) -> Answers:
    """Gives where and how a calm last visit was; after any other, or long after, it is asked."""
    again = _again(scope, id_in(person))
    return {key: again[key] for key in ("kind", "place") if key in again}


def in_care(viewer: Viewer, why: str = "") -> list[Person]:
    """Lists the people in the reader's care, looked up and written down once in a turn."""
    guardian = viewer.reader
    return viewer.once("in care", lambda: access.in_care(viewer.db, guardian, why) if guardian else [])


def expected_person(scope: Scope) -> Answers:
    """Gives the one person in care, or the one of them whose visit is due."""
    people = in_care(scope.author, "visit report")
    due = [person for person in people if is_due(visit_due(person.next_visit_on, scope.today))]
    expected = people if len(people) == 1 else due
    return {"person": str(expected[0].id)} if len(expected) == 1 else {}


def is_due(visit: VisitDue) -> bool:
    return visit.is_overdue or visit.is_soon


def _again(scope: Scope, person_id: int) -> Answers:
    return scope.author.once(f"as before {person_id}", lambda: _as_last_time(scope, person_id))


def _as_last_time(scope: Scope, person_id: int) -> Answers:
    person = persons.get(scope.db, person_id)
    last = visits.latest(scope.db, person_id, 1) if person else []
    if (
        not person
        or not last
        or not is_calm(last[0].outcome, last[0].answers, last[0].visited_on, scope.today, person.visit_every)
    ):
        return {}
    answers = {key: last[0].answers[key] for key in AGAIN if key in last[0].answers}
    usual = {"visited_on": scope.today.isoformat(), "kind": last[0].kind, "outcome": last[0].outcome}
    return {**usual, **answers, "note": None, "place": None}
