"""A guardian who simply tells of a visit in a sentence: what it says already is not asked again."""

from handlers.kit import Answers
from handlers.kit.commands import Start
from handlers.kit.scope import Scope
from handlers.kit.slot_filling import STORY, given_in
from handlers.understand.visit_day import visited_on
from handlers.understand.visits import named_in, stored, visit_told
from handlers.visits.usual import as_before
from rules import visits
from storage import access


def prefill(scope: Scope, text: str) -> Answers:
    """Reads answers of the visit report; the review shows them all before anything is filed."""
    answers: Answers = {}
    before: Answers = {}
    people = access.in_care(scope.db, scope.account, "visit told")
    named = {str(person_in_care.id): person_in_care for person_in_care in people}
    if person := named_in(text, {key: person_in_care.given for key, person_in_care in named.items()}):
        answers["person"] = person
        before = as_before(scope, named[person], text)
    day = visited_on(text, scope.today)
    if day and visits.day_problem(day, scope.today) is None:
        answers["visited_on"] = day.isoformat()
    return {**before, **_told_in(text), **answers}


def of_another(scope: Scope, answers: Answers, text: str) -> Start | None:
    """Begins the report of whoever else a story is about; a name in a few words may put this report right."""
    if "person" not in answers or len(text.split()) < STORY:
        return None
    people = access.in_care(scope.db, scope.account, "visit told")
    named = named_in(text, {str(person.id): person.given for person in people})
    if named in (None, answers["person"]) or visit_told(text) is None:
        return None
    form = scope.deployment.registry.forms["visit_report"]
    return Start(form.id, given_in(form, text, scope))


def _told_in(text: str) -> Answers:
    """Gives what the sentence tells in the report's own codes; of concerns and needs only those that are named."""
    told = visit_told(text)
    if told is None:
        return {}
    answers: Answers = {
        question: stored(field)[value]
        for question, field, value in (
            ("outcome", "outcome", told.outcome),
            ("kind", "how", told.how),
            ("work", "work", told.work),
        )
        if value
    }
    for field, values in (("concerns", told.concerns), ("needs", told.needs)):
        if values:
            answers[field] = [stored(field)[value] for value in values]
    return answers
