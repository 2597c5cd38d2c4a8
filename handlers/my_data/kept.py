"""«Dữ liệu của tôi»: what is kept at a glance, then theme by theme and page by page, and what one may do about it."""

from handlers.kit import Button, Outgoing, Said
from handlers.kit.commands import Command, Reply
from handlers.kit.pages import ListPage
from handlers.kit.scope import Scope
from handlers.my_data import facts, themes
from handlers.my_data.subject import Subject
from storage import goals, intakes
from storage.persons import Person


def show(scope: Scope, _argument: str) -> Said:
    subject = Subject.of_sender(scope)
    scope.audit("account.shown_own", scope.account.id)
    return Said("me.kept", {"lines": "\n".join(facts.of(subject))}, _buttons(scope, subject.person))


def _buttons(scope: Scope, person: Person | None) -> tuple[Button, ...]:
    return (
        scope.button("kept.button", "do:kept"),
        scope.button("more.looked", "do:looked"),
        scope.button("more.consents", "do:consents"),
        *(_told_by_them(scope, person) if person else ()),
        scope.button("more.correct", "go:correct_me"),
        scope.button("own_data.button", "do:own_data"),
        scope.button("more.stop", "do:stop"),
        scope.button("leaving.button", "do:leave_service"),
        scope.menu_button(),
    )


def _told_by_them(scope: Scope, person: Person) -> tuple[Button, ...]:
    """Gives the ways to what the person has told of themself and agreed to, where there is any."""
    ways = []
    if intakes.latest(scope.db, person.id):
        ways.append(scope.button("more.intake", "do:intake_own"))
    if goals.of_person(scope.db, person.id):
        ways.append(scope.button("more.plan", "do:plan"))
    return tuple(ways)


def listed(scope: Scope, argument: str) -> Reply:
    """Lists the themes with how much is in each, or a page of one: `visits`, `visits.8`."""
    subject = Subject.of_sender(scope)
    everything = themes.of(subject)
    wanted, _, skipped = argument.partition(".")
    theme = next((theme for theme in everything if theme.id == wanted), None)
    scope.audit("account.shown_own", scope.account.id, wanted if theme else "themes")
    if theme is not None:
        return _page(scope, theme, skipped)
    buttons = [
        Button(
            scope.text("kept.line", theme=scope.text(f"kept.theme.{each.id}"), count=len(each.entries)),
            f"do:kept:{each.id}",
        )
        for each in everything
    ]
    return Said("kept.title", buttons=(*buttons, scope.menu_button()))


def _page(scope: Scope, theme: themes.Theme, skipped: str) -> Outgoing:
    page = ListPage.asked(skipped, len(theme.entries))
    lines = [scope.text("kept.head", theme=scope.text(f"kept.theme.{theme.id}"), count=page.count)]
    if theme.held_back and not page.skipped:
        lines.append(scope.text(theme.held_back))
    lines += [f"{page.skipped + place}. {entry}" for place, entry in enumerate(page.of(theme.entries), 1)]
    ways = (*page.more(scope, f"do:kept:{theme.id}."), scope.button("kept.button", "do:kept"), scope.menu_button())
    return Outgoing("\n".join(lines), ways)


COMMANDS = (
    Command(
        "me",
        show,
        words=(
            "rieng tu",
            "/me",
            "/riengtu",
            "my data",
            "privacy",
            "du lieu cua toi",
            "/dulieucuatoi",
            "thong tin cua toi",
        ),
    ),
    Command("kept", listed, words=("moi thu ve toi", "everything about me")),
)
