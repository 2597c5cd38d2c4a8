"""«Việc tiếp nhận»: whom the commune is taking in charge, whoever is late first."""

from dataclasses import dataclass
from datetime import timedelta

from handlers.kit import Button, Outgoing, Said
from handlers.kit.commands import Command, Reply
from handlers.kit.pages import ListPage
from handlers.kit.scope import Scope
from handlers.people import naming
from handlers.taking_charge.clocks import how_it_stands
from rules import taking_charge
from rules.taking_charge import Open
from storage import taking_charge as storage
from storage.persons import Person

OFFICER = ("officer",)
MOST = 400
# for whoever came home longer ago, the steps were done on paper before they were asked for here
LONG_AGO = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody who is being taken in charge, and the step that presses most."""

    person: Person
    next_step: Open

    def order(self, scope: Scope) -> tuple[int, bool, int]:
        ends_on = self.next_step.ends_on
        late = self.next_step.days_late(scope.today)
        return -late, ends_on is None, ends_on.toordinal() if ends_on else -self.person.came_home_on.toordinal()


def waiting(scope: Scope) -> list[Waiting]:
    """Lists whom the officer's commune is taking in charge, whoever is late first."""
    people = storage.open_of(scope.db, scope.unit, MOST)
    scope.audit("persons.listed", None, f"being taken in: {len(people)}")
    noted = storage.facts(scope.db, [person.id for person in people])
    listed = []
    for person in people:
        days = storage.days_of(noted.get(person.id, {}))
        left = taking_charge.open_steps(person.case_type, person.came_home_on, days, scope.deployment.free_days)
        if left:
            listed.append(Waiting(person, left[0]))
    return sorted(listed, key=lambda item: item.order(scope))


def listed(scope: Scope, argument: str) -> Reply:
    """Lists them page by page; `argument` says how many are skipped."""
    everybody = waiting(scope)
    if not everybody:
        return Said("charge_list.none", buttons=(scope.menu_button(),))
    page = ListPage.asked(argument, len(everybody))
    shown = page.of(everybody)
    names = naming.for_officers(scope.wording, [item.person for item in shown])
    buttons = [Button(_line(scope, item, names[item.person.id]), f"do:charge:{item.person.id}") for item in shown]
    late = sum(item.next_step.days_late(scope.today) > 0 for item in everybody)
    head = scope.text("charge_list.late" if late else "charge_list.head", count=page.count, late=late)
    more = page.more(scope, "do:charge_list:")
    text = "\n".join([head, *page.lines(buttons)])
    return Outgoing(text, (*page.numbered(buttons), *more, *_papers(scope), scope.menu_button()))


def _line(scope: Scope, item: Waiting, name: str) -> str:
    told = how_it_stands(scope.wording, item.person, item.next_step, scope.today)
    return scope.text("charge_list.line", who=name, told=told)


def _long_ago(scope: Scope) -> list[int]:
    return storage.untouched(scope.db, scope.unit, scope.today - LONG_AGO)


def _papers(scope: Scope) -> tuple[Button, ...]:
    """Offers to note at once of all who came home long ago that it was done on paper."""
    count = len(_long_ago(scope))
    return (scope.button("charge_list.button.papers", "do:charge_papers", count=count),) if count > 1 else ()


def papers(scope: Scope, argument: str) -> Reply:
    """Asks once more, then notes it of all of them."""
    ids = _long_ago(scope)
    back = scope.button("charge.button.list", "do:charge_list")
    if not ids:
        return Said("charge_list.none", buttons=(back, scope.menu_button()))
    if argument != "yes":
        yes = scope.button("charge_list.button.papers_yes", "do:charge_papers:yes", count=len(ids))
        return Said("charge_list.papers", {"count": len(ids), "days": LONG_AGO.days}, (yes, back))
    storage.done_on_paper(scope.db, scope.unit, ids, by=scope.account.id)
    return Said("charge_list.papers_noted", {"count": len(ids)}, (back, scope.menu_button()))


COMMANDS = (
    Command("charge_list", listed, may=OFFICER, words=("viec tiep nhan", "/viectiepnhan", "being taken in")),
    Command("charge_papers", papers, may=OFFICER),
)
