"""How far somebody has been taken in charge: each step with its day, what is still to come, and the ways on."""

from handlers.kit import Button, Outgoing, Said
from handlers.kit.commands import Command, Reply, Start
from handlers.kit.scope import Scope
from handlers.kit.wording import capital
from handlers.people.targets import not_here, person_in
from handlers.taking_charge.clocks import how_it_stands
from rules import taking_charge
from rules.local_time import local_day
from rules.taking_charge import DONE, Step
from storage import accounts, goals, intakes
from storage import taking_charge as storage
from storage.accounts import Account
from storage.intakes import Intake
from storage.persons import Person
from storage.taking_charge import Fact

OFFICER = ("officer",)


def page(scope: Scope, argument: str) -> Reply:
    if not argument:
        return Start("find_person")
    person = person_in(scope, argument, "charge")
    if person is None:
        return not_here(scope)
    noted = storage.facts_of(scope.db, person.id)
    case = scope.text(f"case_type.{person.case_type}")
    head = scope.text("charge.head", who=scope.wording.called(person), case=case, day=scope.day(person.came_home_on))
    told = intakes.latest(scope.db, person.id)
    lines = [head, *_steps(scope, person, noted), _situation(scope, told), _plan(scope, person)]
    return Outgoing("\n".join(lines), _buttons(scope, person, noted, has_told=told is not None))


def _steps(scope: Scope, person: Person, noted: dict[str, Fact]) -> list[str]:
    days = storage.days_of(noted)
    if DONE in noted and not days:
        return [scope.text("charge.on_paper", day=scope.day(noted[DONE].done_on))]
    steps = taking_charge.steps_of(person.case_type)
    named = accounts.several(scope.db, {fact.guardian_id for fact in noted.values() if fact.guardian_id})
    taken = [_taken(scope, step, noted[step.code], named) for step in steps if step.code in days]
    if DONE in noted:
        return taken
    left = taking_charge.open_steps(person.case_type, person.came_home_on, days, scope.deployment.free_days)
    told = [how_it_stands(scope.wording, person, item, scope.today) for item in left]
    return [*taken, *(scope.text("charge.to_come", told=capital(words)) for words in told)]


def _taken(scope: Scope, step: Step, fact: Fact, named: dict[int, Account]) -> str:
    guardian = named.get(fact.guardian_id or 0)
    names = [scope.wording.called(guardian) if guardian else "", fact.decided_by]
    with_whom = ", ".join(name for name in names if name)
    fields = {"step": capital(scope.text(f"charge.step.{step.code}")), "day": scope.day(fact.done_on)}
    return scope.text("charge.taken_with" if with_whom else "charge.taken", **fields, who=with_whom)


def _situation(scope: Scope, told: Intake | None) -> str:
    if told is None:
        return scope.text("charge.intake_none")
    return scope.text("charge.intake_told", day=scope.day(local_day(told.at)))


def _plan(scope: Scope, person: Person) -> str:
    count = len(goals.of_person(scope.db, person.id))
    return scope.text("charge.goals", count=count) if count else scope.text("charge.goals_none")


def _buttons(scope: Scope, person: Person, noted: dict[str, Fact], *, has_told: bool) -> tuple[Button, ...]:
    days = storage.days_of(noted)
    if person.status != "managed":
        return (scope.button("officer.button.card", f"do:person_card:{person.id}"), scope.menu_button())
    open_steps = [] if DONE in noted else taking_charge.possible(person.case_type, days)
    buttons = [
        scope.button(
            "charge.button.note",
            f"go:charge_step:person={person.id};step={step.code}",
            step=scope.text(f"charge.step.{step.code}"),
        )
        for step in open_steps
        if step.code not in days
    ]
    if not noted:
        buttons.append(scope.button("charge.button.on_paper", f"do:charge_on_paper:{person.id}"))
    if days:
        buttons.append(scope.button("charge.button.correct", f"go:charge_step:person={person.id}"))
        buttons.append(scope.button("charge.button.history", f"do:charge_history:{person.id}"))
    buttons.append(scope.button("charge.button.intake", f"do:intake_start:{person.id}"))
    if has_told:
        buttons.append(scope.button("charge.button.situation", f"do:intake_of:{person.id}"))
    buttons.append(scope.button("charge.button.plan", f"do:plan:{person.id}"))
    buttons.append(scope.button("charge.button.papers", f"do:charge_documents:{person.id}"))
    card = scope.button("officer.button.card", f"do:person_card:{person.id}")
    return (*buttons, card, scope.menu_button())


def history(scope: Scope, argument: str) -> Reply:
    """Lists all that was noted, corrections too: which day, by whom and when."""
    person = person_in(scope, argument, "charge history")
    if person is None:
        return not_here(scope)
    noted = storage.history(scope.db, person.id)
    named = accounts.several(scope.db, {fact.by for fact in noted if fact.by})
    back = scope.button("charge.button.page", f"do:charge:{person.id}")
    head = scope.text("charge.history", who=scope.wording.called(person))
    lines = [_noted(scope, fact, named) for fact in noted]
    return Outgoing("\n".join([head, *lines]), (back, scope.menu_button()))


def _noted(scope: Scope, fact: Fact, named: dict[int, Account]) -> str:
    key = "charge.noted_done" if fact.step == DONE else "charge.noted"
    step = "" if fact.step == DONE else capital(scope.text(f"charge.step.{fact.step}"))
    by = named.get(fact.by or 0)
    who = scope.wording.called(by) if by else scope.text("person.some_officer")
    return scope.text(key, step=step, day=scope.day(fact.done_on), who=who, at=scope.moment(fact.at))


def on_paper(scope: Scope, argument: str) -> Reply:
    """Notes that somebody was taken in charge on paper before."""
    person = person_in(scope, argument, "charge")
    if person is None or person.status != "managed":
        return not_here(scope)
    if not storage.facts_of(scope.db, person.id):
        storage.done_on_paper(scope.db, person.unit, [person.id], by=scope.account.id)
    back = scope.button("charge.button.list", "do:charge_list")
    return Said("charge.on_paper_noted", {"who": scope.wording.called(person)}, (back, scope.menu_button()))


COMMANDS = (
    Command("charge", page, may=OFFICER, words=("tiep nhan", "/tiepnhan", "taking in"), takes_argument=True),
    Command("charge_history", history, may=OFFICER),
    Command("charge_on_paper", on_paper, may=OFFICER),
)
