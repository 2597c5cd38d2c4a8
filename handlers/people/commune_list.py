"""All in the commune's care, as officers see them, page by page: whose visit comes first, by hamlet, by care."""

from handlers.kit import Button, Outgoing, Said
from handlers.kit.commands import Command, Reply, id_in
from handlers.kit.pages import PAGE, ListPage
from handlers.kit.scope import Scope
from handlers.people import naming
from storage import access, accounts, assignments, person_pages, persons
from storage.person_pages import Wanted

MOST_HAMLETS = 10
OFFICER = ("officer",)
ALONE, MINE, NEAR, OF = "alone", "mine", "near-", "of-"


def listed(scope: Scope, argument: str) -> Reply:
    """Lists people; `argument`: `alone`, `mine`, `near-<somebody>` or `of-<a guardian>`, and `.8` to skip eight."""
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
        scope.button("guardians.button", "do:guardians", typed=scope.text("guardians.typed")),
        *_narrow(scope, which, page.count),
        scope.menu_button(),
    )
    if which.startswith(OF):
        commands = (scope.button("officer.button.lost", f"do:lost_of:{wanted.guardian_id}"), *commands)
    head = scope.text("people_list.head", count=page.count)
    return Outgoing("\n".join([head, *page.lines(buttons)]), (*page.numbered(buttons), *commands))


def _wanted(scope: Scope, which: str) -> Wanted:
    if which.startswith(NEAR):
        near = persons.get(scope.db, id_in(which.removeprefix(NEAR)))
        return Wanted(hamlet=near.hamlet) if near and near.unit == scope.unit else Wanted()
    if which.startswith(OF):
        return Wanted(guardian_id=id_in(which.removeprefix(OF)))
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
        (hamlet, f"{NEAR}{person_id}", count)
        for hamlet, person_id, count in person_pages.hamlets(scope.db, scope.unit, MOST_HAMLETS)
    ]
    buttons = tuple(
        scope.button("list.filter.line", f"do:commune_people:{which}", what=what, count=count)
        for what, which, count in (*kinds, *hamlets)
        if count
    )
    formerly = scope.button("people_list.formerly", "do:formerly_managed")
    return Said("list.filter.ask", buttons=(*buttons, formerly, scope.menu_button()))


def guardians(scope: Scope, argument: str) -> Reply:
    """Lists the guardians with how many they look after; behind each stands whom. `argument`: how many to skip."""
    page = ListPage.asked(argument, accounts.how_many_active(scope.db, scope.unit, "guardian"))
    shown = accounts.page_with_role(scope.db, scope.unit, "guardian", most=PAGE, skipped=page.skipped)
    if not shown:
        invite = scope.button("officer.button.invite_new", "go:invite:who=new;role=guardian")
        return Said("guardians.none", buttons=(invite, scope.menu_button()))
    names, loads = naming.of_accounts(scope.wording, shown), assignments.loads(scope.db, scope.unit)
    buttons = [
        scope.button(
            "assign.guardian.line",
            f"do:commune_people:{OF}{guardian.id}",
            who=names[guardian.id],
            count=loads.get(guardian.id, 0),
        )
        for guardian in shown
    ]
    head = scope.text("guardians.head", count=page.count)
    return Outgoing(
        "\n".join([head, *page.lines(buttons)]),
        (*page.numbered(buttons), *page.more(scope, "do:guardians:"), scope.menu_button()),
    )


COMMANDS = (
    Command(
        "guardians",
        guardians,
        may=OFFICER,
        words=("/guardians", "/nguoigiupdo", "nguoi giup do", "danh sach nguoi giup do", "guardians"),
    ),
    Command(
        "commune_people",
        listed,
        may=OFFICER,
        words=("/danhsach", "danh sach", "danh sach nguoi", "/everybody", "everybody"),
    ),
    Command("commune_people_filter", filters, may=OFFICER),
)
