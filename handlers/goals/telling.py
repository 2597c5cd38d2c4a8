"""Who hears of what happens to goals."""

from collections.abc import Callable

from handlers.kit import Button, Outgoing
from handlers.kit.scope import Scope
from handlers.kit.wording import Wording, capital
from handlers.notify import notices, officers
from handlers.people.goal_words import in_words
from handlers.people.targets import typed_for
from storage import covers
from storage.goals import Goal
from storage.persons import Person

KIND = "goal"
Buttons = Callable[[Wording], tuple[Button, ...]]


def tell_person(scope: Scope, person: Person, key: str, goal: Goal, buttons: Buttons) -> bool:
    """Tells the person in their own chat; False where they have none, or are not reached."""
    if person.account_id is None:
        return False

    def telling(wording: Wording) -> Outgoing:
        by = capital(wording.called(scope.account))
        return Outgoing(wording.text(key, By=by, goal=in_words(wording, goal)), buttons(wording))

    return notices.tell(scope.db, scope.deployment, person.account_id, KIND, telling, subject_id=person.id)


def tell_helpers(scope: Scope, person: Person, key: str, goal: Goal, **fields: str) -> bool:
    """Tells the guardian, or who stands in for them; where there is nobody, the officers on duty."""

    def telling(wording: Wording) -> Outgoing:
        who = capital(wording.called(person))
        text = wording.text(key, Who=who, goal=in_words(wording, goal), **fields)
        return Outgoing(text, (plan_button(wording, person),))

    guardian_id = covers.acting_guardians(scope.db, [person.id]).get(person.id)
    if guardian_id is not None:
        return notices.tell(scope.db, scope.deployment, guardian_id, KIND, telling, subject_id=person.id)
    return bool(officers.tell(scope, KIND, telling, subject_id=person.id))


def plan_button(wording: Wording, person: Person) -> Button:
    """Shows the person's plan to whoever helps them."""
    typed = wording.text("goal.typed.plan_of", number=typed_for(person))
    return Button(wording.text("goal.button.plan_of"), f"do:plan:{person.id}", "command", typed)


def answer_buttons(goal: Goal) -> Buttons:
    """Gives the person's two answers to a goal that is proposed."""

    def buttons(wording: Wording) -> tuple[Button, ...]:
        return tuple(
            Button(
                wording.text(f"goal.button.{answer}"),
                f"do:goal_{answer}:{goal.number}",
                "command",
                wording.text(f"goal.typed.{answer}", number=goal.number),
            )
            for answer in ("yes", "wish")
        )

    return buttons


def own_plan_button(wording: Wording) -> tuple[Button, ...]:
    return (Button(wording.text("goal.button.own"), "do:plan", "command", wording.text("goal.typed.own")),)


def reached_button(goal: Goal) -> Buttons:
    """Lets the person say that a goal is reached."""

    def buttons(wording: Wording) -> tuple[Button, ...]:
        typed = wording.text("goal.typed.reached", number=goal.number)
        return (Button(wording.text("goal.button.reached_this"), f"do:goal_reached:{goal.number}", "command", typed),)

    return buttons
