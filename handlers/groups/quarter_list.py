"""The quarter's groups at a glance: whoever has none yet first, then everybody with theirs."""

from handlers.groups.choosing import named, to_group
from handlers.kit import Button, Said
from handlers.kit.commands import Command, Reply
from handlers.kit.pages import ListPage
from handlers.kit.scope import Scope
from handlers.people import naming
from rules import groups
from storage import person_groups


def listed(scope: Scope, argument: str = "") -> Reply:
    """Lists them; `argument` says how many lines are skipped."""
    quarter = groups.quarter_to_group(scope.today)
    people = to_group(scope)
    chosen = person_groups.in_quarter(scope.db, [person.id for person in people], groups.written(quarter))
    people.sort(key=lambda person: person.id in chosen)
    page = ListPage.asked(argument, len(people))
    names = naming.for_officers(scope.wording, people)
    scope.audit("persons.listed", None, f"groups: {len(people)}")
    nothing = scope.text("groups.not_chosen")
    buttons = page.numbered(
        [
            Button(
                f"{names[person.id]} · {chosen[person.id].letter if person.id in chosen else nothing}",
                f"do:group_facts:{person.id}",
            )
            for person in page.of(people)
        ]
    )
    fields = {"quarter": named(scope, quarter), "count": len(people), "chosen": len(chosen)}
    key = "groups.list" if people else "groups.nobody"
    return Said(key, fields, (*buttons, *page.more(scope, "do:groups:"), *_ways_on(scope)))


def _ways_on(scope: Scope) -> tuple[Button, ...]:
    return (
        scope.button("group_list.button", "do:group_list", typed=scope.text("group_list.typed")),
        scope.menu_button(),
    )


COMMANDS = (
    Command(
        "groups",
        listed,
        may=("officer",),
        words=("/nhom", "nhom a d", "phan nhom", "xep nhom", "groups"),
    ),
)
