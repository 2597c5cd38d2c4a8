"""A guardian says when to go next; nobody plans it beyond the interval that the person has."""

from datetime import date

from handlers.kit import Answers, Choice, Day, Form, Problem, Said
from handlers.kit.commands import Command, begins
from handlers.kit.scope import Scope
from handlers.notify.visit_planning import plan_visits
from handlers.visits.report import nobody_in_care, people_in_care, person_named
from rules.visits import next_visit_on, plan_problem
from storage import access, persons
from storage.persons import Person

OFFERED_DAYS = (1, 3, 7, 14)


def plan_visit(answers: Answers, scope: Scope) -> Said:
    """Sets the day; the reminders of the visit follow it."""
    person = access.look(scope.db, scope.account, int(answers["person"]), "visit plan")
    day, latest = date.fromisoformat(answers["day"]), latest_day(scope, person)
    if day > latest:
        raise Problem("too_late", question="day", latest=scope.day(latest))
    persons.set_next_visit(scope.db, person.id, day)
    plan_visits(scope.db, scope.deployment, person.id)
    scope.audit("visit.planned", person.id, day.isoformat())
    fields = {"who": scope.wording.called(person), "day": scope.day(day)}
    return Said("visit_plan.done", fields, (scope.menu_button(),))


def latest_day(scope: Scope, person: Person) -> date:
    """Finds the last day that may be planned: an interval from today."""
    return next_visit_on(scope.today, person.came_home_on, person.visit_every)


visit_plan = Form(
    "visit_plan",
    Choice("person", people_in_care, named=person_named),
    Day("day", problem=plan_problem, offers=OFFERED_DAYS, to_come=True),
    submit=plan_visit,
    may=("guardian",),
    review=False,
    ready=nobody_in_care,
)


COMMANDS = (
    Command(
        "visit_plan",
        begins("visit_plan"),
        may=("guardian",),
        words=("/henghe", "hen ghe", "hen ngay ghe", "hen lan toi", "plan a visit"),
    ),
)
