"""Whose goal is meant, for each who may work on it: a person by its number in their plan, all others by its id."""

from handlers.kit.commands import id_in
from handlers.kit.scope import Scope
from handlers.people import record
from rules.goals import OPEN_STATES
from rules.standing import Standing
from storage import access, goals, persons
from storage.goals import Goal
from storage.persons import Person

HELPING: tuple[Standing, ...] = ("officer", "guardian")


def own_goal(scope: Scope, argument: str) -> tuple[Person, Goal] | None:
    """Finds a goal that is still to be reached by its number in the plan of whoever writes; it is locked."""
    person = record.person_of(scope)
    if person is None:
        return None
    number = id_in(argument.removeprefix("so").strip())
    own = next((goal.id for goal in goals.of_person(scope.db, person.id) if goal.number == number), 0)
    goal = goals.get(scope.db, own, lock=True)
    return (person, goal) if goal is not None and goal.state in OPEN_STATES else None


def goal_of_other(scope: Scope, argument: str, *, only_open: bool = True) -> tuple[Person, Goal] | None:
    """Finds a goal of somebody whom an officer or a guardian helps; it is locked, for what follows changes it."""
    goal = goals.get(scope.db, id_in(argument), lock=True)
    person = persons.get(scope.db, goal.person_id) if goal else None
    if goal is None or person is None or access.standing(scope.db, scope.account, person) not in HELPING:
        return None
    return (person, goal) if goal.state in OPEN_STATES or not only_open else None
