"""A drill: an alert played to all officers of the three agencies, marked as one everywhere. It is no alert: it has no
number, climbs to nobody and is counted nowhere."""

from collections.abc import Callable
from datetime import timedelta

from handlers.kit import Outgoing, Said
from handlers.kit.commands import Command, Reply, id_in
from handlers.kit.messages import Button
from handlers.kit.scope import Scope
from handlers.kit.wording import Wording
from handlers.notify import notices
from handlers.people.offices import with_office
from storage import accounts, drills, units
from storage.accounts import Account

OFFICER = ("officer",)
PAUSE = timedelta(minutes=10)


def start(scope: Scope, argument: str) -> Reply:
    """Asks once, then plays it; not again within ten minutes, so that nobody gets used to it."""
    latest = drills.latest(scope.db, scope.unit)
    if latest and scope.now - latest.started_at < PAUSE:
        return Said("drill.just_now", buttons=(_list_button(scope), scope.menu_button()))
    if argument != "yes":
        return Said("drill.sure", buttons=(scope.button("drill.button.yes", "do:drill:yes"), _list_button(scope)))
    officers = accounts.officers_of(scope.db, scope.unit, on_duty=False)
    kinds = {office.id: office.kind for office in units.organisations_of(scope.db, scope.unit)}
    readers = {officer.id: kinds.get(officer.organisation_id or 0, "") for officer in officers}
    drill_id = drills.add(scope.db, scope.unit, scope.account.id, readers)
    told = notices.tell_each(scope.db, scope.deployment, officers, "drill", _telling(scope, drill_id))
    return Said("drill.started", {"count": told, "of": len(officers)}, (_list_button(scope), scope.menu_button()))


def _telling(scope: Scope, drill_id: int) -> Callable[[Account], notices.Telling]:
    starter = scope.account

    def to(_reader: Account) -> notices.Telling:
        def telling(wording: Wording) -> Outgoing:
            who = with_office(scope.db, wording, starter)
            press, typed = f"do:drill_seen:{drill_id}", wording.text("drill.typed.seen")
            seen = Button(wording.text("drill.button.seen"), press, role="command", typed=typed)
            return Outgoing(wording.text("notice.drill", who=who), (seen,))

        return telling

    return to


def see(scope: Scope, argument: str) -> Reply:
    """Notes that it has arrived; typed without which, it is the last."""
    latest = drills.latest(scope.db, scope.unit)
    drills.see(scope.db, id_in(argument) or (latest.id if latest else 0), scope.account.id)
    return Said("drill.seen", buttons=(scope.menu_button(),))


def _list_button(scope: Scope) -> Button:
    return scope.button("start_list.button", "do:start_list")


COMMANDS = (
    Command("drill", start, may=OFFICER, words=("/dientap", "dien tap", "drill")),
    Command("drill_seen", see, may=OFFICER, words=("da thay", "seen")),
)
