"""«Việc tôi đã nhờ»: everything a person has asked for, how far it is, who has it, by when, and what comes next."""

from handlers.kit import Button, Said
from handlers.kit.commands import Reply
from handlers.kit.matter import Wish
from handlers.kit.pages import ListPage
from handlers.kit.scope import Scope

LAST = "9999-12-31"


def listed(scope: Scope, argument: str = "") -> Reply:
    """Lists what is not over, what happens soonest first; `argument` says how many are skipped."""
    wishes = [wish for wishes_of in scope.deployment.registry.wishes for wish in wishes_of(scope)]
    ask = scope.button("my_help.ask", "do:need_ask")
    if not wishes:
        return Said("my_help.none", buttons=(ask, scope.human_button(), scope.menu_button()))
    wishes.sort(key=lambda wish: wish.due.isoformat() if wish.due else LAST)
    page = ListPage.asked(argument, len(wishes))
    shown = page.of(wishes)
    lines = "\n".join(_line(scope, wish) for wish in shown)
    buttons = page.numbered([Button(wish.title, wish.press) for wish in shown if wish.press])
    more = page.more(scope, "do:my_help:")
    return Said(
        "my_help.list",
        {"count": len(wishes), "lines": lines},
        (*buttons, *more, ask, scope.human_button(), scope.menu_button()),
    )


def _line(scope: Scope, wish: Wish) -> str:
    parts = [scope.text("my_help.line", title=wish.title, stands=wish.stands, who=wish.who)]
    if wish.due is not None:
        parts.append(scope.text("my_help.due", day=scope.day(wish.due)))
    if wish.then:
        parts.append(scope.text("my_help.then", then=wish.then))
    return " ".join(parts)
