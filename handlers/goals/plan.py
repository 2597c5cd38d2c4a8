"""The plan as its person, their guardian and the officers see it: each goal, how it stands, and its history."""

from handlers.goals.targets import HELPING, own_goal
from handlers.kit import Button, Outgoing, Said
from handlers.kit.commands import Command, Reply, Run, id_in
from handlers.kit.scope import Scope
from handlers.kit.wording import capital
from handlers.people import naming, record
from handlers.people.goal_words import in_words
from handlers.people.targets import not_here, person_in
from rules.goals import MOST_OPEN, OPEN_STATES
from storage import access, accounts, goals, persons
from storage.goals import Event, Goal
from storage.persons import Person

MOST_LISTED = 8
MOST_ENDED = 3
PERSON = ("person",)


def plan(scope: Scope, argument: str) -> Reply:
    """Shows one's own plan, or that of somebody whom one helps; without an argument it asks a helper whose."""
    if argument:
        return of_other(scope, argument)
    if "person" in scope.account.roles:
        return own(scope)
    return ask_whose(scope)


def own(scope: Scope) -> Reply:
    person = record.person_of(scope)
    if person is None:
        return record.missing(scope) or not_here(scope)
    listed = goals.of_person(scope.db, person.id)
    if not listed:
        return Said("goal.own_none", buttons=(scope.menu_button(),))
    lines = [scope.text("goal.own", count=len(listed)), *(_with_state(scope, goal, "own") for goal in listed)]
    buttons = [_own_button(scope, goal) for goal in listed]
    return Outgoing("\n".join(lines), (*buttons, scope.menu_button()))


def _own_button(scope: Scope, goal: Goal) -> Button:
    """Gives the next thing to say about a goal: yes to it, or that it is reached."""
    if goal.state == "proposed":
        return scope.button("goal.button.look", f"do:goal_own:{goal.number}", number=goal.number)
    return scope.button("goal.button.reached", f"do:goal_reached:{goal.number}", number=goal.number)


def one_of_own(scope: Scope, argument: str) -> Reply:
    """Shows a goal of one's own, with yes and no."""
    mine = own_goal(scope, argument)
    if mine is None:
        return Said("goal.no_such", buttons=(scope.button("goal.button.own", "do:plan"), scope.menu_button()))
    goal = mine[1]
    answers = ("yes", "wish") if goal.state == "proposed" else ("reached_this", "wish")
    presses = {"yes": "goal_yes", "wish": "goal_wish", "reached_this": "goal_reached"}
    buttons = [scope.button(f"goal.button.{answer}", f"do:{presses[answer]}:{goal.number}") for answer in answers]
    back = scope.button("goal.button.own", "do:plan")
    return Outgoing(_with_state(scope, goal, "own"), (*buttons, back, scope.menu_button()))


def of_other(scope: Scope, argument: str) -> Reply:
    person = person_in(scope, argument, "plan")
    if person is None or access.standing(scope.db, scope.account, person) not in HELPING:
        return not_here(scope)
    everything = goals.of_person(scope.db, person.id, only_open=False)
    listed = [goal for goal in everything if goal.state in OPEN_STATES]
    ended = [goal for goal in everything if goal.state not in OPEN_STATES][-MOST_ENDED:]
    who = scope.wording.called(person)
    head = scope.text("goal.of", who=who, count=len(listed)) if listed else scope.text("goal.of_none", Who=capital(who))
    lines = [head, *(_with_state(scope, goal, "their") for goal in (*listed, *ended))]
    ways = [scope.button("goal.button.one", f"do:goal_one:{goal.id}", number=goal.number) for goal in listed]
    if person.status == "managed" and len(listed) < MOST_OPEN:
        ways.append(scope.button("goal.button.new", f"do:goal_new:{person.id}"))
    return Outgoing("\n".join(lines), (*ways, *_situation(scope, person), scope.menu_button()))


def _situation(scope: Scope, person: Person) -> tuple[Button, ...]:
    if "officer" in scope.account.roles:
        return (scope.button("charge.button.page", f"do:charge:{person.id}"),)
    return (scope.button("charge.button.situation", f"do:intake_of:{person.id}"),)


def ask_whose(scope: Scope) -> Reply:
    """Asks a guardian whose plan is meant; an officer finds somebody by name."""
    if "guardian" not in scope.account.roles:
        return Run("find_person")
    people = access.in_care(scope.db, scope.account, "plans")
    if not people:
        return Said("visit_report.nobody", buttons=(scope.menu_button(),))
    if len(people) == 1:
        return of_other(scope, str(people[0].id))
    shown = people[:MOST_LISTED]
    names = naming.in_short(scope.wording, shown)
    buttons = tuple(Button(capital(names[person.id]), f"do:plan:{person.id}") for person in shown)
    return Said("goal.whose", buttons=(*buttons, scope.menu_button()))


def _with_state(scope: Scope, goal: Goal, side: str) -> str:
    """Words a goal with how it stands, from the side of its person or of those who help."""
    return f"{in_words(scope.wording, goal)} · {scope.text(f'goal.{side}.{_standing(goal)}')}"


def _standing(goal: Goal) -> str:
    if goal.state != "agreed":
        return goal.state
    if goal.ticked_by_person:
        return "ticked_by_person"
    return "ticked_by_helper" if goal.ticked_by_helper else "agreed"


def show(scope: Scope, argument: str) -> Reply:
    """Shows a goal with its history to those who help."""
    goal = goals.get(scope.db, id_in(argument))
    person = persons.get(scope.db, goal.person_id) if goal else None
    if goal is None or person is None or access.standing(scope.db, scope.account, person) not in HELPING:
        return not_here(scope)
    scope.audit("person.looked", person.id, "goal")
    happened = goals.events(scope.db, goal.id)
    names = accounts.several(scope.db, {event.by for event in happened if event.by})
    by = {account_id: scope.wording.called(account) for account_id, account in names.items()}
    lines = [_with_state(scope, goal, "their"), *(_event(scope, event, by) for event in happened)]
    return Outgoing("\n".join(lines), (*_ways(scope, person, goal), scope.menu_button()))


def _event(scope: Scope, event: Event, by: dict[int, str]) -> str:
    who = by.get(event.by or 0, scope.text("goal.event.somebody"))
    line = scope.text(f"goal.event.{event.what}", at=scope.moment(event.at), who=who)
    return f"{line}: {event.words}" if event.words else line


def _ways(scope: Scope, person: Person, goal: Goal) -> tuple[Button, ...]:
    back = scope.button("goal.button.plan_of", f"do:plan:{person.id}")
    if goal.state not in OPEN_STATES:
        return (back,)
    ways = []
    if goal.state == "agreed":
        ways.append(scope.button("goal.button.done", f"do:goal_done:{goal.id}"))
    elif not record.has_chat(scope.db, person):
        ways.append(scope.button("goal.button.heard", f"do:goal_heard:{goal.id}"))
    edit = scope.button("goal.button.edit", f"do:goal_edit:{goal.id}")
    give_up = scope.button("goal.button.give_up", f"go:goal_over:goal={goal.id}")
    return (*ways, edit, give_up, back)


COMMANDS = (
    Command(
        "plan",
        plan,
        may=("person", "guardian", "officer"),
        words=("/kehoach", "/plan", "ke hoach", "ke hoach cua toi", "my plan", "plan"),
        takes_argument=True,
    ),
    Command("goal_own", one_of_own, may=PERSON, words=("muc tieu", "goal"), takes_argument=True),
    Command("goal_one", show, may=("guardian", "officer")),
)
