"""A family member sees what somebody allows them to see, and nothing else; each look is written down."""

from handlers.kit import Button, Outgoing, Said
from handlers.kit.commands import Command, Reply
from handlers.kit.scope import Scope
from handlers.kit.wording import capital
from rules.family import GUARDIAN
from rules.local_time import local_day
from storage import access_to_family, accounts, checkins, covers, needs
from storage.family import Permission
from storage.persons import Person

FAMILY = ("family",)


def see(scope: Scope, _argument: str = "") -> Reply:
    """Shows all whom the sender helps as family, each with what is allowed."""
    helped = [pair for pair in access_to_family.helped(scope.db, scope.account) if pair[0].relation != GUARDIAN]
    if not helped:
        return Said("family_see.nobody", buttons=(scope.menu_button(),))
    texts, buttons = [], []
    for helper, person in helped:
        access_to_family.look_as_family(scope.db, scope.account, person.id, "family")
        texts.append("\n".join(_lines(scope, helper, person)))
        buttons += _ways(scope, helper, person)
    return Outgoing("\n\n".join(texts), (*buttons, scope.menu_button()))


def _lines(scope: Scope, helper: Permission, person: Person) -> list[str]:
    who = scope.wording.called(person)
    parts = {"visits": _visits, "needs": _needs, "mood": _mood}
    lines = [line for item, read in parts.items() if item in helper.items for line in read(scope, person)]
    head = scope.text("family_see.head", Who=capital(who))
    return [head, *lines] if lines else [head, scope.text("family_see.nothing", who=who)]


def _visits(scope: Scope, person: Person) -> list[str]:
    guardian = accounts.get(scope.db, covers.acting_guardians(scope.db, [person.id]).get(person.id))
    lines = [scope.text("family_see.guardian", who=scope.wording.called(guardian))] if guardian else []
    if person.next_visit_on and person.next_visit_on >= scope.today:
        lines.append(scope.text("family_see.next", day=scope.day(person.next_visit_on)))
    return lines


def _needs(scope: Scope, person: Person) -> list[str]:
    names = [scope.text(f"visit_report.needs.{need.kind}") for need in needs.of_person(scope.db, person.id)]
    return [scope.text("officer.card.needs", needs=", ".join(names))] if names else []


def _mood(scope: Scope, person: Person) -> list[str]:
    last = checkins.latest(scope.db, person.id, 1)
    if not last:
        return []
    face = scope.text(f"checkin.face.{last[0].answers['face']}")
    return [scope.text("family_see.mood", day=scope.day(local_day(last[0].at)), face=face)]


def _ways(scope: Scope, helper: Permission, person: Person) -> list[Button]:
    who = scope.wording.called(person)
    ways = [scope.button("family.button.leave", f"do:family_end:{helper.id}", who=who)]
    if "write" in helper.items:
        ways.insert(0, scope.button("proxy.button.checkin", f"go:proxy_checkin:person={person.id}", who=who))
        ways.insert(1, scope.button("proxy.button.message", f"go:proxy_message:person={person.id}", who=who))
    return ways


COMMANDS = (Command("family_see", see, may=FAMILY, words=("nguoi nha", "family")),)
