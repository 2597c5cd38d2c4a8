"""A person's own needs, as they read where each stands."""

from handlers.kit.matter import Wish
from handlers.kit.scope import Scope
from handlers.people.offices import with_office
from rules import needs as rules
from rules.local_time import local_day
from storage import accounts, needs, persons
from storage.needs import Need


def open_wishes(scope: Scope) -> list[Wish]:
    """Lists the open needs of whoever writes, the oldest first."""
    person = persons.by_account(scope.db, scope.account.id)
    return [wish_of(scope, need) for need in needs.of_person(scope.db, person.id)] if person else []


def wish_of(scope: Scope, need: Need) -> Wish:
    stands = scope.text(f"need.stands.{need.step}")
    if need.due_at is not None and need.due_at < scope.now:
        stands = scope.text("need.stands.late", stands=stands)
    return Wish(
        "need",
        scope.text(f"visit_report.needs.{need.kind}"),
        stands,
        owner_named(scope, need),
        local_day(need.due_at) if need.due_at and need.due_at >= scope.now else None,
        scope.text(f"need.then.{need.step}"),
        f"do:need_mine:{need.id}",
    )


def owner_named(scope: Scope, need: Need) -> str:
    """Names who has the need now: whoever took it on or is asked, else those on duty."""
    helper = accounts.get(scope.db, need.helper_id) if need.step in rules.WITH_ONE else None
    return with_office(scope.db, scope.wording, helper) if helper else scope.text("need.owner.officers")
