"""An officer says how often somebody is to be visited, where the usual interval does not fit."""

from handlers.kit import Answers, Choice, Form, Problem, Said
from handlers.kit.scope import Scope
from handlers.notify.visit_planning import plan_visits
from handlers.people.naming import person_named
from handlers.people.targets import people_to_choose, person_in
from rules.visits import next_visit_on
from storage import persons, visits

EVERY = {"usual": None, "week": 7, "two_weeks": 14, "month": 30, "two_months": 60}


def set_interval(answers: Answers, scope: Scope) -> Said:
    """Sets the interval and moves the next visit, counted from the last one but never into the past."""
    person = person_in(scope, answers["person"], "visit_interval")
    if person is None:
        raise Problem("no_longer_there", question="person")
    every = EVERY[answers["every"]]
    last = visits.latest(scope.db, person.id, 1)
    since = last[0].visited_on if last else person.came_home_on
    day = max(next_visit_on(since, person.came_home_on, every), scope.today)
    persons.change(scope.db, person.id, visit_every=every)
    persons.set_next_visit(scope.db, person.id, day)
    plan_visits(scope.db, scope.deployment, person.id)
    scope.audit("person.visit_interval", person.id, answers["every"])
    return Said(
        "visit_interval.done",
        {"who": scope.wording.called(person), "day": scope.day(day)},
        (scope.button("officer.button.card", f"do:person_card:{person.id}"),),
    )


visit_interval = Form(
    "visit_interval",
    Choice("person", people_to_choose, named=person_named),
    Choice("every", tuple(EVERY)),
    submit=set_interval,
    may=("officer",),
    review=False,
)
