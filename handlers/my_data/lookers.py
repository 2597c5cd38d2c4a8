"""Who has opened what is kept about me: in which office, on which day, and why."""

from collections import Counter
from datetime import date, timedelta

from handlers.kit import Outgoing, Said
from handlers.kit.commands import Command, Reply
from handlers.kit.pages import ListPage
from handlers.kit.scope import Scope
from handlers.people.offices import with_office
from rules.local_time import local_day
from storage import accounts, looks, persons
from storage.accounts import Account
from storage.looks import Look

LOOKED_BACK = timedelta(days=90)


def listed(scope: Scope, argument: str) -> Reply:
    """Lists the looks of the last months, a line for who, day and reason; the latest first."""
    lines = lines_of(scope)
    if not lines:
        return Said("me.nobody_looked", buttons=(scope.menu_button(),))
    page = ListPage.asked(argument, len(lines))
    text = "\n".join([scope.text("me.looked"), *page.of(lines)])
    return Outgoing(text, (*page.more(scope, "do:looked:"), scope.button("more.me", "do:me"), scope.menu_button()))


def lines_of(scope: Scope) -> list[str]:
    """Words every look at the sender's record or account but their own."""
    subjects = [scope.account.id]
    if "person" in scope.account.roles and (person := persons.by_account(scope.db, scope.account.id)):
        subjects.append(person.id)
    seen = looks.at_somebody(scope.db, subjects, scope.now - LOOKED_BACK)
    times = Counter(_key(look) for look in seen if look.actor != scope.account.id)
    actors = accounts.several(scope.db, {actor for actor, _, _ in times})
    return [
        scope.text(
            "me.looked_line",
            who=_named(scope, actors[actor]),
            day=scope.day(day),
            why=scope.text(f"me.looked_why.{why}"),
            times=count,
        )
        for (actor, day, why), count in times.items()
        if actor in actors
    ]


def _key(look: Look) -> tuple[int, date, str]:
    return look.actor, local_day(look.at), look.why


def _named(scope: Scope, viewer: Account) -> str:
    """Names who looked with their office, or with what they are to the reader."""
    named = with_office(scope.db, scope.wording, viewer)
    if named != scope.wording.called(viewer):
        return named
    role = next((role for role in ("officer", "guardian", "family", "admin", "partner") if role in viewer.roles), "")
    return scope.text("me.looked_by", who=named, role=scope.text(f"role.{role}")) if role else named


COMMANDS = (Command("looked", listed, words=("ai da xem", "who looked")),)
