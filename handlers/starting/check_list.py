"""«Việc đầu tiên»: what a commune does first, each line done or not, until all is done and the line leaves the menu."""

from datetime import timedelta

from handlers.kit import Button, Outgoing
from handlers.kit.commands import Command, Reply
from handlers.kit.scope import Scope
from storage import accounts, alerts, drills, installation, units, visits

OFFICER = ("officer",)
LOOKS_BACK = timedelta(days=90)
AGENCIES = ("police", "border", "committee")


def states(scope: Scope) -> dict[str, bool]:
    """Tells of each first thing whether it is done."""
    db, unit = scope.db, scope.unit
    closed = alerts.closed_since(db, unit, scope.now - LOOKS_BACK)
    kinds = {office.id: office.kind for office in units.organisations_of(db, unit, *AGENCIES)}
    officers = accounts.officers_of(db, unit, on_duty=False)
    agencies = {kinds[officer.organisation_id or 0] for officer in officers if officer.organisation_id in kinds}
    on_duty = {kinds.get(officer.organisation_id or 0, "") for officer in accounts.officers_of(db, unit)}
    return {
        "duty": bool(agencies) and agencies <= on_duty,
        "drill": bool(agencies) and agencies <= drills.agencies_that_saw_one(db, unit),
        "visit": bool(visits.between(db, unit, scope.today - LOOKS_BACK, scope.today)),
        "alert": any(alert.taken_by for alert in (*alerts.open_of(db, unit), *closed)),
    }


def show(scope: Scope, _argument: str) -> Reply:
    """Lists the first things; once all are done, says so and keeps the line out of the menu from then on."""
    done = states(scope)
    if all(done.values()):
        installation.put(scope.db, installation.STARTED, f"{scope.today}")
    head = scope.text("start_list.all_done" if all(done.values()) else "start_list.title")
    lines = [f"{'✅' if is_done else '▫️'} {scope.text(f'start_list.{name}')}" for name, is_done in done.items()]
    return Outgoing("\n".join([head, *lines]), (*_buttons(scope, done), scope.menu_button()))


def _buttons(scope: Scope, done: dict[str, bool]) -> list[Button]:
    presses = {"duty": "do:duty:on", "drill": "do:drill"}
    return [scope.button(f"start_list.do.{name}", press) for name, press in presses.items() if not done[name]]


COMMANDS = (Command("start_list", show, may=OFFICER, words=("/khoidau", "viec dau tien", "first things")),)
