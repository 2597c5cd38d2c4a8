"""An officer notes that a step was taken, on its true day, however late it is noted; what cannot be so is refused."""

from datetime import date

from handlers.kit import Answers, Button, Choice, Day, Form, JsonValue, Option, Problem, Said, Text
from handlers.kit.commands import id_in
from handlers.kit.scope import Scope
from handlers.kit.viewer import Viewer
from handlers.kit.wording import capital
from handlers.notify.charge_planning import plan_clocks
from handlers.people import naming
from handlers.people.naming import person_named
from handlers.people.targets import people_to_choose, person_in
from handlers.taking_charge.clocks import how_it_stands
from rules import taking_charge
from rules.taking_charge import DECIDED, DONE, MET, PROPOSED
from storage import accounts, assignments, persons
from storage import taking_charge as storage
from storage.accounts import Account
from storage.persons import Person

OFFICER = ("officer",)
NAMES_GUARDIAN = (PROPOSED.code, DECIDED.code)
LONGEST_OFFICE = 80


def steps_offered(answers: Answers, scope: Scope) -> list[Option]:
    """Offers the steps whose turn it is, then those with a day, to be corrected."""
    person = persons.get(scope.db, id_in(str(answers.get("person", ""))))
    if person is None:
        return []
    days = storage.days_of(storage.facts_of(scope.db, person.id))
    steps = taking_charge.possible(person.case_type, days)
    return [Option(step.code, capital(scope.text(f"charge.step.{step.code}"))) for step in steps]


def step_named(value: str, viewer: Viewer) -> str:
    return capital(viewer.text(f"charge.step.{value}")) if value in taking_charge.CODES else ""


class StepDay(Day):
    """The day of a step, which fits the other steps of this person."""

    def check(self, stored: JsonValue, answers: Answers, scope: Scope) -> None:
        super().check(stored, answers, scope)
        person = persons.get(scope.db, id_in(answers.get("person", "")))
        step = taking_charge.step_of(person.case_type, answers.get("step", "")) if person else None
        if person is None or step is None:
            raise Problem("no_longer_there", question="step")
        days = storage.days_of(storage.facts_of(scope.db, person.id))
        day = date.fromisoformat(stored)
        code = taking_charge.day_problem(step, day, scope.today, person.case_type, person.came_home_on, days)
        if code:
            raise Problem(code, day=_standing_against(scope, code, person, days))


def _standing_against(scope: Scope, code: str, person: Person, days: dict[str, date]) -> str:
    """Names the day that stands against it; empty where there is none yet."""
    against = person.came_home_on if code == "before_home" else days.get(code.partition("_")[2])
    return scope.day(against) if against else ""


def names_guardian(answers: Answers) -> bool:
    return answers["step"] in NAMES_GUARDIAN


def guardians(answers: Answers, scope: Scope) -> list[Option]:
    """Offers the guardians of the commune, whoever was proposed or looks after the person now first."""
    first = _expected(scope, id_in(str(answers.get("person", ""))))
    everybody = accounts.with_role(scope.db, scope.unit, "guardian")
    everybody.sort(key=lambda guardian: guardian.id != first)
    names = naming.of_accounts(scope.wording, everybody)
    return [Option(str(guardian.id), names[guardian.id]) for guardian in everybody]


def _expected(scope: Scope, person_id: int) -> int | None:
    proposed = storage.facts_of(scope.db, person_id).get(PROPOSED.code)
    return proposed.guardian_id if proposed else assignments.guardian_of(scope.db, person_id)


def guardian_named(value: str, viewer: Viewer) -> str:
    """Names a guardian of the officer's own commune."""
    guardian = accounts.get(viewer.db, id_in(value))
    return guardian.name if guardian and viewer.reader and guardian.unit == viewer.reader.unit else ""


def note(answers: Answers, scope: Scope) -> Said:
    person = person_in(scope, answers["person"], "charge_step")
    if person is None or person.status != "managed":
        raise Problem("no_longer_there", question="person")
    guardian = accounts.get(scope.db, id_in(str(answers.get("guardian") or "")))
    storage.note(
        scope.db,
        person,
        answers["step"],
        date.fromisoformat(answers["on"]),
        by=scope.account.id,
        guardian_id=guardian.id if guardian else None,
        decided_by=answers.get("decided_by"),
    )
    noted = storage.facts_of(scope.db, person.id)
    is_done = DONE in noted or taking_charge.is_complete(person.case_type, storage.days_of(noted))
    if is_done and DONE not in noted:
        storage.note(scope.db, person, DONE, scope.today, by=scope.account.id)
    plan_clocks(scope.db, scope.deployment, person)
    fields = {
        "who": scope.wording.called(person),
        "step": scope.text(f"charge.step.{answers['step']}"),
        "day": scope.day(date.fromisoformat(answers["on"])),
        "then": scope.text("charge_step.complete") if is_done else _what_follows(scope, person),
    }
    return Said("charge_step.noted", fields, _ways_on(scope, person, answers["step"], guardian))


def _what_follows(scope: Scope, person: Person) -> str:
    """Says which step comes next, and by when."""
    days = storage.days_of(storage.facts_of(scope.db, person.id))
    left = taking_charge.open_steps(person.case_type, person.came_home_on, days, scope.deployment.free_days)
    told = how_it_stands(scope.wording, person, left[0], scope.today)
    return scope.text("charge_step.next", told=told)


def _ways_on(scope: Scope, person: Person, step: str, guardian: Account | None) -> tuple[Button, ...]:
    ways = []
    if step == MET.code:
        ways.append(scope.button("charge.button.intake", f"do:intake_start:{person.id}"))
    if step == DECIDED.code and guardian and assignments.guardian_of(scope.db, person.id) != guardian.id:
        press = f"go:assign:person={person.id};guardian={guardian.id}"
        ways.append(scope.button("charge.button.assign", press, guardian=scope.wording.called(guardian)))
    page = scope.button("charge.button.page", f"do:charge:{person.id}")
    return (*ways, page, scope.button("charge.button.list", "do:charge_list"), scope.menu_button())


charge_step = Form(
    "charge_step",
    Choice("person", people_to_choose, named=person_named, detail="head"),
    Choice("step", steps_offered, named=step_named),
    StepDay("on"),
    Choice("guardian", guardians, named=guardian_named, optional=True, when=names_guardian),
    Text("decided_by", longest=LONGEST_OFFICE, optional=True, when=names_guardian),
    submit=note,
    may=OFFICER,
)
