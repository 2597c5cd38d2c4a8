"""All in the commune's care, as officers see them, page by page: whose visit comes first, by hamlet, by care."""

from handlers.kit import Button, Outgoing, Said
from handlers.kit.commands import Command, Reply, id_in
from handlers.kit.pages import PAGE, ListPage
from handlers.kit.scope import Scope
from handlers.people import naming
from storage import access, person_pages, persons
from storage.person_pages import Wanted

MOST_HAMLETS = 10
OFFICER = ("officer",)
ALONE, MINE, NEAR = "alone", "mine", "near-"


def listed(scope: Scope, argument: str) -> Reply:
    """Lists people; `argument`: `alone`, `mine` or `near-<somebody>`, and `.8` to skip eight."""
    which, _, skipped = argument.partition(".")
    wanted = _wanted(scope, which)
    page = ListPage.asked(skipped, person_pages.how_many(scope.db, scope.unit, wanted))
    shown = access.people_page(scope.db, scope.account, wanted, most=PAGE, skipped=page.skipped)
    if not shown:
        return Said("people_list.none", buttons=(*_narrow(scope, which, page.count), scope.menu_button()))
    names = naming.for_officers(scope.wording, shown)
    buttons = [Button(names[person.id], f"do:person_card:{person.id}") for person in shown]
    commands = (
        *page.more(scope, f"do:commune_people:{which}."),
        *_narrow(scope, which, page.count),
        scope.menu_button(),
    )
    head = scope.text("people_list.head", count=page.count)
    return Outgoing("\n".join([head, *page.lines(buttons)]), (*page.numbered(buttons), *commands))


def _wanted(scope: Scope, which: str) -> Wanted:
    if which.startswith(NEAR):
        there = persons.get(scope.db, id_in(which.removeprefix(NEAR)))
        return Wanted(hamlet=there.hamlet) if there and there.unit == scope.unit else Wanted()
    return Wanted(alone=which == ALONE, guardian_id=scope.account.id if which == MINE else 0)


def _narrow(scope: Scope, which: str, count: int) -> tuple[Button, ...]:
    """Offers to narrow a list of several pages, and to see the whole again."""
    if which:
        return (scope.button("people_list.all", "do:commune_people", typed=scope.text("list.typed.all")),)
    typed = scope.text("list.typed.filter")
    return (scope.button("list.filter", "do:commune_people_filter", typed=typed),) if count > PAGE else ()


def filters(scope: Scope, _argument: str) -> Reply:
    """Offers those in nobody's care, one's own and the hamlets, each with how many."""
    kinds = []
    for which in (ALONE, MINE):
        count = person_pages.how_many(scope.db, scope.unit, _wanted(scope, which))
        kinds.append((scope.text(f"people_list.filter.{which}"), which, count))
    hamlets = [
        (hamlet, f"{NEAR}{one}", count)
        for hamlet, one, count in person_pages.hamlets(scope.db, scope.unit, MOST_HAMLETS)
    ]
    buttons = tuple(
        scope.button("list.filter.line", f"do:commune_people:{which}", what=what, count=count)
        for what, which, count in (*kinds, *hamlets)
        if count
    )
    return Said("list.filter.ask", buttons=(*buttons, scope.menu_button()))


COMMANDS = (
    Command(
        "commune_people",
        listed,
        may=OFFICER,
        words=("/danhsach", "danh sach", "danh sach nguoi", "/everybody", "everybody"),
    ),
    Command("commune_people_filter", filters, may=OFFICER),
)
