"""The menu of an account: a greeting with what matters today, and the lines of all its roles."""

from functools import lru_cache

from handlers.help.menus import (
    COMINGS,
    HELP_DESK,
    OFFICE,
    OFFICE_COMINGS,
    OFFICE_PEOPLE,
    OFFICE_RUNNING,
    QUARTER,
    SECOND,
    menu_of,
)
from handlers.kit import Button, Said
from handlers.kit.commands import MenuItem
from handlers.kit.scope import Scope
from handlers.understand.fold import bare
from storage import alerts, assignments, installation, newcomers, quarter_reports


def show(scope: Scope, argument: str = "") -> Said:
    """Shows the menu, opened by what has just ended, or by a greeting."""
    return greeting(scope, OPENINGS.get(argument, "menu.hello"))


def resumed(scope: Scope, _argument: str = "") -> Said:
    return greeting(scope, "stop.resumed")


def greeting(scope: Scope, key: str) -> Said:
    """Greets by the text `key`, with today's news: «Chào bác Tư» every day, «Xong rồi, chào bác Tư» once."""
    return Said(key, {"news": _news(scope)}, lines(scope))


# how many of a line's first words are its name
FEWEST = 2
# what has just ended → the words that open the menu then
OPENINGS = {"linked": "link.done", "talk_ended": "talk_to_officer.ended"}


def lines(scope: Scope) -> tuple[Button, ...]:
    *own, last = menu_of(scope.account.roles)
    return buttons(scope, (*_first(scope), *own, *_open_quarter(scope), last))


def _first(scope: Scope) -> tuple[MenuItem, ...]:
    """Gives «Việc đầu tiên» to officers of a commune that has just been set up."""
    begins = "officer" in scope.account.roles and installation.is_starting(scope.db)
    return (MenuItem("do:start_list", "start_list.button"),) if begins else ()


def _open_quarter(scope: Scope) -> tuple[MenuItem, ...]:
    """Gives the line of the quarter to guardians who have a report to send."""
    me = scope.account
    waits = "guardian" in me.roles and quarter_reports.to_send(scope.db, [me.id])
    return (QUARTER,) if waits else ()


def buttons(scope: Scope, items: tuple[MenuItem, ...]) -> tuple[Button, ...]:
    return tuple(scope.button(item.key, item.press) for item in items)


def to_human(scope: Scope) -> tuple[Button, ...]:
    """Offers to ask an officer; an officer needs no such button."""
    return () if "officer" in scope.account.roles else (scope.human_button(),)


def more(scope: Scope, _argument: str = "") -> Said:
    return Said("more.title", buttons=(*buttons(scope, MORE), scope.menu_button()))


def office(scope: Scope, _argument: str = "") -> Said:
    """Shows the officers' second page: what is done weekly, monthly or by quarter, and the way to the themes."""
    return Said("office_page.title", buttons=(*buttons(scope, OFFICE), scope.menu_button()))


def office_comings(scope: Scope, _argument: str = "") -> Said:
    """Shows the officers' page of who comes and who is away."""
    return _theme(scope, "office_comings.title", OFFICE_COMINGS)


def office_people(scope: Scope, _argument: str = "") -> Said:
    """Shows the officers' page of lists of people and of who takes care of them."""
    return _theme(scope, "office_people.title", OFFICE_PEOPLE)


def office_running(scope: Scope, _argument: str = "") -> Said:
    """Shows the officers' page of what keeps the commune's service running: roster, figures, templates, rules."""
    return _theme(scope, "office_running.title", OFFICE_RUNNING)


def _theme(scope: Scope, title: str, items: tuple[MenuItem, ...]) -> Said:
    back = scope.button("officer.menu.office", "do:office")
    return Said(title, buttons=(*buttons(scope, items), back, scope.menu_button()))


def help_desk(scope: Scope, _argument: str = "") -> Said:
    """Shows the officers' page of help: needs, work, loans, and who offers what."""
    return _theme(scope, "help_desk.title", HELP_DESK)


def comings(scope: Scope, _argument: str = "") -> Said:
    """Shows a person's second page: appointments, leave, the roll-call."""
    return Said("comings_page.title", buttons=(*buttons(scope, COMINGS), scope.menu_button()))


def named(scope: Scope, words: str) -> str:
    """Finds the press of the own menu's line that these words are; empty for none."""
    typed = bare(words)
    return next((line.press for line in _all_lines(scope) if _bare_label(scope.text(line.key)) == typed), "")


def begun(scope: Scope, words: str) -> str:
    """Finds the press of the one line of the own menu that begins with these two words or more; empty for none."""
    typed = bare(words) + " "
    if typed.count(" ") < FEWEST:
        return ""
    presses = {line.press for line in _all_lines(scope) if _bare_label(scope.text(line.key)).startswith(typed)}
    return presses.pop() if len(presses) == 1 else ""


@lru_cache(maxsize=512)
def _bare_label(label: str) -> str:
    """Folds a line of a menu, of which there are few: every typed sentence is compared with all of them."""
    return bare(label)


def _all_lines(scope: Scope) -> tuple[MenuItem, ...]:
    roles = scope.account.roles
    second = (item for role in roles for item in SECOND.get(role, ()))
    return (*menu_of(roles), *second, *MORE)


MORE = (
    MenuItem("do:me", "more.me"),
    MenuItem("do:address", "more.address"),
    MenuItem("do:lang", "more.lang"),
    MenuItem("do:device", "more.device"),
    MenuItem("do:devices", "more.devices"),
    MenuItem("do:human", "talk.button"),
    MenuItem("do:help", "more.help"),
    MenuItem("do:stop", "more.stop"),
)


def _news(scope: Scope) -> str:
    roles = scope.account.roles
    if "officer" in roles:
        return _officers_news(scope)
    if "guardian" in roles:
        count = len(assignments.in_care_of(scope.db, scope.account.id))
        return scope.text("menu.guardian" if count else "menu.guardian_none", count=count)
    return scope.text("menu.person" if "person" in roles else "menu.other")


def _officers_news(scope: Scope) -> str:
    open_alerts = len(alerts.open_of(scope.db, scope.unit))
    people = newcomers.how_many(scope.db, scope.unit)
    news = [scope.text("menu.officer_alerts", count=open_alerts)] if open_alerts else []
    if people:
        news.append(scope.text("menu.officer_newcomers", count=people))
    return " ".join(news) or scope.text("menu.officer_quiet")
