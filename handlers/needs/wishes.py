"""A person's own needs, as they read where each stands."""

from handlers.kit.matter import Wish
from handlers.kit.scope import Scope
from storage import needs, persons


def open_wishes(scope: Scope) -> list[Wish]:
    """Lists the open needs of whoever writes, the oldest first."""
    person = persons.by_account(scope.db, scope.account.id)
    of_person = needs.of_person(scope.db, person.id) if person else []
    return [_wish(scope, need.kind) for need in of_person]


def _wish(scope: Scope, kind: str) -> Wish:
    title = scope.text(f"visit_report.needs.{kind}")
    return Wish(kind, title, scope.text("need.stands.raised"), scope.text("need.owner.officers"))
