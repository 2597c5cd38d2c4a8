"""An officer or the guardian proposes a goal, words it anew, or gives it up; each time the person hears of it."""

from datetime import date

from handlers.goals.targets import goal_of_other
from handlers.goals.telling import answer_buttons, own_plan_button, tell_person
from handlers.kit import Answers, Button, Choice, Day, Form, JsonValue, Option, Problem, Said, Text
from handlers.kit.commands import Command, Reply, Start, id_in
from handlers.kit.scope import Scope
from handlers.kit.viewer import Viewer
from handlers.notify.goal_planning import plan_goals
from handlers.people import record
from handlers.people.goal_words import in_words
from handlers.people.naming import person_named
from handlers.people.targets import not_here, people_to_choose, person_in
from rules import goals as rules
from rules.goals import HELPERS, LONGEST_GOAL, MOST_OPEN
from storage import access, goals, persons
from storage.goals import Goal, Wanted
from storage.persons import Person

HELPING = ("officer", "guardian")
LONGEST_NAME = 60
LONGEST_REASON = 200
OFFERED_DAYS = (14, 30, 90)


def is_named(answers: Answers) -> bool:
    return answers["helper"] in ("family", "other")


class WhosePlan(Choice):
    """Whose plan it is; one that is full takes no further goal."""

    def check(self, stored: JsonValue, answers: Answers, scope: Scope) -> None:
        super().check(stored, answers, scope)
        person = persons.get(scope.db, id_in(stored))
        if person is not None and len(goals.of_person(scope.db, person.id)) >= MOST_OPEN:
            raise Problem("full", who=scope.wording.called(person), most=MOST_OPEN)


QUESTIONS = (
    Text("what", longest=LONGEST_GOAL),
    Choice("helper", HELPERS),
    Text("helper_named", longest=LONGEST_NAME, optional=True, when=is_named),
    Day("due_on", problem=rules.day_problem, offers=OFFERED_DAYS, to_come=True),
)


def propose(answers: Answers, scope: Scope) -> Said:
    """Adds a goal to the plan, which holds no more than five that are still to be reached."""
    person = person_in(scope, answers["person"], "goal")
    if person is None or person.status != "managed":
        raise Problem("no_longer_there", question="person")
    goals.lock_plan(scope.db, person.id)
    if len(goals.of_person(scope.db, person.id)) >= MOST_OPEN:  # another has added one since the check
        raise Problem("full", "person", who=scope.wording.called(person), most=MOST_OPEN)
    goal = goals.propose(scope.db, person, _wanted(answers), by=scope.account.id)
    return _sent(scope, person, goal, "goal.proposed", "notice.goal.proposed")


def change(answers: Answers, scope: Scope) -> Said:
    """Words a goal anew; the person is asked again, and how it read before stays in its history."""
    person_and_goal = goal_of_other(scope, answers["goal"])
    if person_and_goal is None:
        raise Problem("no_longer_there", question="goal")
    person, goal = person_and_goal
    before = in_words(scope.wording, goal)
    goals.change(scope.db, person, goal, _wanted(answers), by=scope.account.id, before=before)
    plan_goals(scope.db, scope.deployment, person)
    changed = goals.get(scope.db, goal.id)
    assert changed is not None
    return _sent(scope, person, changed, "goal.changed", "notice.goal.changed")


def _wanted(answers: Answers) -> Wanted:
    due_on = date.fromisoformat(answers["due_on"])
    return Wanted(answers["what"], answers["helper"], answers.get("helper_named"), due_on)


def _sent(scope: Scope, person: Person, goal: Goal, key: str, notice: str) -> Said:
    """Asks the person in their chat; of whomever none reaches, says how their yes is noted."""
    tell_person(scope, person, notice, goal, answer_buttons(goal))
    asked = record.has_chat(scope.db, person)
    way = "asked" if asked else "by_mouth"
    said_here = () if asked else (scope.button("goal.button.heard", f"do:goal_heard:{goal.id}"),)
    who = scope.wording.called(person)
    fields = {"goal": in_words(scope.wording, goal), "then": scope.text(f"goal.then.{way}", who=who)}
    another = scope.button("goal.button.another", f"do:goal_new:{person.id}")
    return Said(key, fields, (*said_here, another, _plan_of(scope, person), scope.menu_button()))


def _plan_of(scope: Scope, person: Person) -> Button:
    return scope.button("goal.button.plan_of", f"do:plan:{person.id}")


def give_up(answers: Answers, scope: Scope) -> Said:
    person_and_goal = goal_of_other(scope, answers["goal"])
    if person_and_goal is None:
        raise Problem("no_longer_there", question="goal")
    person, goal = person_and_goal
    goals.end(scope.db, person, goal, "over", scope.account.id, answers["why"])
    plan_goals(scope.db, scope.deployment, person)
    tell_person(scope, person, "notice.goal.over", goal, own_plan_button)
    return Said("goal.over", {"who": scope.wording.called(person)}, (_plan_of(scope, person), scope.menu_button()))


def goals_offered(answers: Answers, scope: Scope) -> list[Option]:
    """Offers the goals that are still to be reached, of the one person whom the chosen one is of, or of all."""
    chosen = goals.get(scope.db, id_in(str(answers.get("goal", ""))))
    person = persons.get(scope.db, chosen.person_id) if chosen else None
    if person is None:
        helped = {helped.id: helped for helped in access.visible_persons(scope.db, scope.account, "")}
    else:
        helped = {person.id: person} if access.may_see(scope.db, scope.account, person) else {}
    listed = goals.of_persons(scope.db, helped)
    return [Option(str(goal.id), _label(scope, helped[goal.person_id], goal)) for goal in listed]


def without_goals(scope: Scope) -> Said | None:
    """Says that there is no goal to change or give up."""
    return None if goals_offered({}, scope) else Said("goal.nothing_open", buttons=(scope.menu_button(),))


def _label(scope: Scope, person: Person, goal: Goal) -> str:
    return scope.text("goal.label", who=scope.wording.called(person), number=goal.number, what=goal.what)


def goal_named(value: str, viewer: Viewer) -> str:
    """Words a goal to those who may see whose it is."""
    goal = goals.get(viewer.db, id_in(value))
    person = persons.get(viewer.db, goal.person_id) if goal else None
    may_see = person and viewer.reader and access.may_see(viewer.db, viewer.reader, person)
    return goal.what if goal and may_see else ""


goal = Form(
    "goal",
    WhosePlan("person", people_to_choose, named=person_named, detail="head"),
    *QUESTIONS,
    submit=propose,
    may=HELPING,
)
goal_change = Form(
    "goal_change",
    Choice("goal", goals_offered, named=goal_named, detail="head"),
    *QUESTIONS,
    submit=change,
    may=HELPING,
    ready=without_goals,
)
goal_over = Form(
    "goal_over",
    Choice("goal", goals_offered, named=goal_named, detail="head"),
    Text("why", longest=LONGEST_REASON),
    submit=give_up,
    may=HELPING,
    ready=without_goals,
    review=False,
)


def new(scope: Scope, argument: str) -> Reply:
    """Begins a goal for somebody whose plan has room for one."""
    person = person_in(scope, argument, "goal")
    if person is None or person.status != "managed":
        return not_here(scope)
    if len(goals.of_person(scope.db, person.id)) >= MOST_OPEN:
        fields = {"who": scope.wording.called(person), "most": MOST_OPEN}
        return Said("goal.person.full", fields, (_plan_of(scope, person), scope.menu_button()))
    return Start("goal", {"person": str(person.id)})


def edit(scope: Scope, argument: str) -> Reply:
    """Shows a goal as it stands, to change what is to be otherwise."""
    person_and_goal = goal_of_other(scope, argument)
    if person_and_goal is None:
        return not_here(scope)
    goal_now = person_and_goal[1]
    answers = {
        "goal": str(goal_now.id),
        "what": goal_now.what,
        "helper": goal_now.helper,
        "helper_named": goal_now.helper_named or None,
        "due_on": goal_now.due_on.isoformat(),
    }
    return Start("goal_change", answers)


COMMANDS = (Command("goal_new", new, may=HELPING), Command("goal_edit", edit, may=HELPING))
