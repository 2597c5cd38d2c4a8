"""What people in the commune still need: the list, and one that is met."""

from handlers.kit import Button, Said
from handlers.kit.commands import Command, Reply, id_in
from handlers.kit.pages import PAGE, ListPage
from handlers.kit.scope import Scope
from handlers.notify.withdrawal import mark_done, withdraw
from handlers.people.naming import name_of
from handlers.people.targets import not_here
from handlers.reports.written_for import written_for
from rules.local_time import local_day
from storage import accounts, need_board, needs, persons
from storage.needs import Need
from storage.persons import Person

OFFICER = ("officer",)


def listed(scope: Scope, argument: str) -> Reply:
    """Lists open needs, the oldest first; `argument` says how many are skipped."""
    page = ListPage.asked(argument, needs.how_many(scope.db, scope.unit))
    shown = need_board.page_of(scope.db, scope.unit, most=PAGE, skipped=page.skipped)
    scope.audit("needs.listed", None, str(len(shown)))
    if not shown:
        return Said("needs.none", buttons=(scope.menu_button(),))
    people = persons.several(scope.db, {need.person_id for need in shown})
    buttons = [Button(_line(scope, need, people[need.person_id]), f"do:need_one:{need.id}") for need in shown]
    more = page.more(scope, "do:needs:")
    return Said("needs.list", {"count": page.count}, (*page.numbered(buttons), *more, scope.menu_button()))


def _line(scope: Scope, need: Need, person: Person) -> str:
    line = scope.text("needs.line", who=name_of(person), need=scope.text(f"visit_report.needs.{need.kind}"))
    return " · ".join(part for part in (line, written_for(scope.author, need.named_by)) if part)


def _need(scope: Scope, argument: str) -> Need | None:
    """Finds an open need of the officer's own commune."""
    need = needs.get(scope.db, id_in(argument))
    return need if need and need.state == "open" and need.unit == scope.unit else None


def one(scope: Scope, argument: str) -> Reply:
    need = _need(scope, argument)
    person = persons.get(scope.db, need.person_id) if need else None
    if need is None or person is None:
        return not_here(scope)
    buttons = (
        scope.button("needs.button.met", f"do:need_met:{need.id}"),
        scope.button("needs.button.dropped", f"do:need_dropped:{need.id}"),
        scope.button("officer.button.card", f"do:person_card:{person.id}"),
        scope.button("needs.button.list", "do:needs"),
    )
    since = scope.wording.day(local_day(need.opened_at), scope.today)
    return Said("needs.one", {"line": _line(scope, need, person), "since": since, "times": need.times}, buttons)


def met(scope: Scope, argument: str) -> Reply:
    return _close(scope, argument, "met")


def dropped(scope: Scope, argument: str) -> Reply:
    return _close(scope, argument, "not_wanted")


def _close(scope: Scope, argument: str, outcome: str) -> Reply:
    need = _need(scope, argument)
    if need is None or not needs.close(scope.db, need.id, scope.account.id, outcome):
        return not_here(scope)
    scope.audit("need.closed", need.person_id, f"{need.kind} {outcome}")
    if not needs.of_person(scope.db, need.person_id):
        withdraw(scope.db, "need", need.person_id, "met")
        told = {officer.id for officer in accounts.officers_of(scope.db, need.unit, on_duty=False)}
        mark_done(scope.db, scope.deployment, "need", need.person_id, told, key="need")
    return Said("needs.closed", buttons=(scope.button("needs.button.list", "do:needs"), scope.menu_button()))


COMMANDS = (
    Command("needs", listed, may=OFFICER, words=("/needs", "/canhotro", "can ho tro", "needs")),
    Command("need_one", one, may=OFFICER),
    Command("need_met", met, may=OFFICER),
    Command("need_dropped", dropped, may=OFFICER),
)
