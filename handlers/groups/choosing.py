"""An officer reads what a quarter has of somebody and chooses the group; nothing here guesses or proposes one."""

from handlers.kit import Answers, Choice, Form, Option, Outgoing, Problem, Said, Text
from handlers.kit.commands import Command, Reply
from handlers.kit.scope import Scope
from handlers.people import naming
from handlers.people.naming import person_named
from handlers.people.targets import not_here, person_in
from handlers.reports import group_facts
from handlers.reports.quarter import named as quarter_named
from rules import groups
from rules.deadlines import Quarter
from rules.standing import Standing
from storage import access, accounts, person_groups
from storage.person_groups import GroupChoice
from storage.persons import Person

OFFICER = ("officer",)
ONLY_OFFICE: tuple[Standing, ...] = ("officer",)


def to_group(scope: Scope) -> list[Person]:
    """Lists those of the commune who are put into groups, by name."""
    people = access.visible_persons(scope.db, scope.account, "")
    return [person for person in people if person.unit == scope.unit and groups.are_for(person.case_type)]


def people_to_group(_answers: Answers, scope: Scope) -> list[Option]:
    people = to_group(scope)
    names = naming.for_officers(scope.wording, people)
    return [Option(str(person.id), names[person.id]) for person in people]


def grouped_person(scope: Scope, argument: str) -> Person | None:
    """Finds somebody whom the sender may put into a group: of their own commune, and of a case type that has groups."""
    person = person_in(scope, argument, "group")
    return person if person is not None and may_group(scope, person) else None


def may_group(scope: Scope, person: Person) -> bool:
    """Says whether the sender may put somebody into a group."""
    if person.status != "managed" or not groups.are_for(person.case_type):
        return False
    return access.standing(scope.db, scope.account, person) == "officer"


def facts(scope: Scope, argument: str) -> Reply:
    """Shows the facts side by side, the choices of before, and the four groups to choose from."""
    person = grouped_person(scope, argument)
    if person is None:
        return not_here(scope)
    quarter = groups.quarter_to_group(scope.today)
    lines = [
        scope.text("group_facts.title", who=naming.name_of(person), quarter=named(scope, quarter)),
        *_facts(scope, person, quarter),
        *history(scope, person),
    ]
    choices = tuple(
        scope.button(f"group_choice.letter.{letter}", f"go:group_choice:person={person.id};letter={letter}")
        for letter in groups.LETTERS
    )
    back = scope.button("groups.button", "do:groups")
    return Outgoing("\n".join(lines), (*choices, back, scope.menu_button()))


def _facts(scope: Scope, person: Person, quarter: Quarter) -> list[str]:
    gathered = group_facts.gather(scope.viewer(person), person, quarter)
    if not gathered:
        return [scope.text("group_facts.none")]
    return [
        scope.text("group_facts.line", label=scope.text(f"group_facts.{fact.code}"), now=fact.now, before=fact.before)
        for fact in gathered
    ]


def history(scope: Scope, person: Person) -> list[str]:
    """Tells the choices of before, the last first."""
    chosen = person_groups.history(scope.db, person.id)
    officers = accounts.several(scope.db, {choice.by for choice in chosen if choice.by})
    return [_line(scope, choice, officers) for choice in chosen]


def _line(scope: Scope, choice: GroupChoice, officers: dict[int, accounts.Account]) -> str:
    quarter, officer = groups.read(choice.quarter), officers.get(choice.by or 0)
    assert quarter is not None
    return scope.text(
        "group_facts.chosen",
        letter=choice.letter,
        quarter=named(scope, quarter),
        why=choice.why,
        who=scope.wording.called(officer) if officer else "",
        day=scope.moment(choice.at),
    )


def named(scope: Scope, quarter: Quarter) -> str:
    return quarter_named(scope.text, quarter)


def choose(answers: Answers, scope: Scope) -> Said:
    person = grouped_person(scope, answers["person"])
    if person is None:
        raise Problem("no_longer_there", question="person")
    quarter = groups.quarter_to_group(scope.today)
    person_groups.choose(
        scope.db,
        unit=person.unit,
        person_id=person.id,
        quarter=groups.written(quarter),
        letter=answers["letter"],
        why=answers["why"],
        by=scope.account.id,
    )
    fields = {"who": scope.wording.called(person), "letter": answers["letter"], "quarter": named(scope, quarter)}
    return Said("group_choice.done", fields, (scope.button("groups.button", "do:groups"), scope.menu_button()))


group_choice = Form(
    "group_choice",
    Choice("person", people_to_group, named=person_named, detail="head"),
    Choice("letter", groups.LETTERS, seen_by=ONLY_OFFICE),
    Text("why", longest=500, seen_by=ONLY_OFFICE),
    submit=choose,
    may=OFFICER,
)
COMMANDS = (Command("group_facts", facts, may=OFFICER),)
