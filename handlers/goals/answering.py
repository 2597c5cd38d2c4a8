"""A person agrees to a goal or would have it otherwise; both sides say that it is reached, and then it is."""

from handlers.goals.targets import goal_of_other, own_goal
from handlers.goals.telling import own_plan_button, reached_button, tell_helpers, tell_person
from handlers.kit import Answers, Button, Choice, Form, Option, Problem, Said, Text
from handlers.kit.commands import Command, Reply, Start
from handlers.kit.scope import Scope
from handlers.notify.goal_planning import plan_goals
from handlers.people import record
from handlers.people.goal_words import in_words
from handlers.people.targets import not_here
from storage import goals
from storage.goals import Goal
from storage.persons import Person

PERSON = ("person",)
HELPING = ("guardian", "officer")
LONGEST_WISH = 500


def yes(scope: Scope, argument: str) -> Reply:
    """Notes that the person agrees; again it changes nothing."""
    mine = own_goal(scope, argument)
    if mine is None:
        return _no_such(scope)
    person, goal = mine
    if goal.state == "proposed":
        goals.agree(scope.db, person, goal, scope.account.id)
        plan_goals(scope.db, scope.deployment, person)
        tell_helpers(scope, person, "notice.goal.agreed", goal)
    return Said("goal.thanks", {"goal": in_words(scope.wording, goal)}, _own(scope))


def heard(scope: Scope, argument: str) -> Reply:
    """Notes the yes of somebody whom no chat reaches, as whoever helps has heard it."""
    person_and_goal = goal_of_other(scope, argument)
    if person_and_goal is None or person_and_goal[1].state != "proposed":
        return not_here(scope)
    person, goal = person_and_goal
    if record.has_chat(scope.db, person):
        return Said("goal.asks_them", {"who": scope.wording.called(person)}, _ways_back(scope, person))
    goals.agree(scope.db, person, goal, scope.account.id)
    plan_goals(scope.db, scope.deployment, person)
    return Said("goal.heard", {"who": scope.wording.called(person)}, _ways_back(scope, person))


def own_goals(_answers: Answers, scope: Scope) -> list[Option]:
    person = record.person_of(scope)
    listed = goals.of_person(scope.db, person.id) if person else []
    return [Option(str(goal.number), goal.what) for goal in listed]


def pass_on_wish(answers: Answers, scope: Scope) -> Said:
    mine = own_goal(scope, answers["number"])
    if mine is None:
        raise Problem("no_longer_there", question="number")
    person, goal = mine
    goals.wish(scope.db, person, goal, answers["words"], scope.account.id)
    tell_helpers(scope, person, "notice.goal.wished", goal, words=answers["words"])
    return Said("goal_wish.passed_on", buttons=_own(scope))


def nothing_to_change(scope: Scope) -> Said | None:
    """Says that there is no goal yet to wish otherwise."""
    return record.missing(scope) or (None if own_goals({}, scope) else Said("goal.own_none", buttons=_own(scope)[1:]))


goal_wish = Form(
    "goal_wish",
    Choice("number", own_goals),
    Text("words", longest=LONGEST_WISH, verbatim=True),
    submit=pass_on_wish,
    may=PERSON,
    ready=nothing_to_change,
    review=False,
)


def wish(scope: Scope, argument: str) -> Reply:
    mine = own_goal(scope, argument)
    return Start("goal_wish", {"number": str(mine[1].number)}) if mine else Start("goal_wish")


def reached(scope: Scope, argument: str) -> Reply:
    """Notes that the person says a goal is reached; it is once those who help say so too."""
    mine = own_goal(scope, argument)
    if mine is None:
        return _no_such(scope)
    person, goal = mine
    if goal.state == "proposed":
        yes_first = scope.button("goal.button.yes", f"do:goal_yes:{goal.number}")
        return Said("goal.agree_first", {"goal": in_words(scope.wording, goal)}, (yes_first, *_own(scope)))
    is_news = goal.ticked_by_person is None
    if is_news:
        goals.tick(scope.db, person, goal, as_person=True, by=scope.account.id)
    if goal.ticked_by_helper:
        _end(scope, person, goal)
        tell_helpers(scope, person, "notice.goal.done", goal)
        return Said("goal.done_own", {"goal": in_words(scope.wording, goal)}, _own(scope))
    if is_news:
        tell_helpers(scope, person, "notice.goal.reached", goal)
    return Said("goal.reached", {"goal": in_words(scope.wording, goal)}, _own(scope))


def done(scope: Scope, argument: str) -> Reply:
    """Notes that whoever helps says a goal is reached; it is once the person does, or if no chat reaches them."""
    person_and_goal = goal_of_other(scope, argument)
    if person_and_goal is None or person_and_goal[1].state != "agreed":
        return not_here(scope)
    person, goal = person_and_goal
    is_news = goal.ticked_by_helper is None
    if is_news:
        goals.tick(scope.db, person, goal, as_person=False, by=scope.account.id)
    fields = {"who": scope.wording.called(person), "goal": in_words(scope.wording, goal)}
    if goal.ticked_by_person or not record.has_chat(scope.db, person):
        _end(scope, person, goal)
        tell_person(scope, person, "notice.goal.done_person", goal, own_plan_button)
        return Said("goal.done", fields, _ways_back(scope, person))
    if is_news:
        tell_person(scope, person, "notice.goal.helper_says", goal, reached_button(goal))
    return Said("goal.waits_for_person", fields, _ways_back(scope, person))


def _end(scope: Scope, person: Person, goal: Goal) -> None:
    goals.end(scope.db, person, goal, "done", scope.account.id)
    plan_goals(scope.db, scope.deployment, person)


def _own(scope: Scope) -> tuple[Button, ...]:
    return scope.button("goal.button.own", "do:plan"), scope.menu_button()


def _ways_back(scope: Scope, person: Person) -> tuple[Button, ...]:
    return scope.button("goal.button.plan_of", f"do:plan:{person.id}"), scope.menu_button()


def _no_such(scope: Scope) -> Said:
    return Said("goal.no_such", buttons=_own(scope))


COMMANDS = (
    Command("goal_yes", yes, may=PERSON, words=("dong y muc", "agree goal"), takes_argument=True),
    Command("goal_wish", wish, may=PERSON, words=("doi muc", "change goal"), takes_argument=True),
    Command("goal_reached", reached, may=PERSON, words=("xong muc", "reached goal"), takes_argument=True),
    Command("goal_heard", heard, may=HELPING),
    Command("goal_done", done, may=HELPING),
)
