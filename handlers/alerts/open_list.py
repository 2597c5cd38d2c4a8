"""The open alerts of the commune, page by page: all, those of a level or a hamlet, or what an officer has taken."""

from handlers.kit import Button, Outgoing, Said
from handlers.kit.commands import Command, Reply, id_in
from handlers.kit.pages import PAGE, ListPage
from handlers.kit.scope import Scope
from handlers.notify import alert_news
from rules.alerts import LEVELS
from storage import access, accounts, alerts
from storage.alerts import Alert, Wanted

MOST_HAMLETS = 10
OFFICER = ("officer",)
MINE, NEAR = "mine", "near-"


def listed(scope: Scope, argument: str) -> Reply:
    """Lists the most pressing first; `argument`: `urgent`, `mine` or `near-<an alert>`, and `.8` to skip eight."""
    which, _, skipped = argument.partition(".")
    wanted = _wanted(scope, which)
    count = alerts.how_many(scope.db, scope.unit, wanted)
    if not count:
        return _none(scope, which)
    page = ListPage.asked(skipped, count)
    shown = alerts.page_of(scope.db, scope.unit, wanted, most=PAGE, skipped=page.skipped)
    buttons = [Button(_line(scope, alert), f"do:alert_see:{alert.id}") for alert in shown]
    head = scope.text("alerts.list", count=count)
    commands = (*page.more(scope, f"do:alerts:{which}."), *_filter_button(scope, which, count), scope.menu_button())
    return Outgoing("\n".join([head, *page.lines(buttons)]), (*page.numbered(buttons), *commands))


def _wanted(scope: Scope, which: str) -> Wanted:
    if which.startswith(NEAR):
        near = alerts.get(scope.db, id_in(which.removeprefix(NEAR)))
        is_ours = near is not None and access.may_see_alert(scope.account, near)
        return Wanted(hamlet=near.hamlet) if near and is_ours else Wanted()
    if which == MINE:
        return Wanted(taken_by=scope.account.id)
    return Wanted(level=which) if which in LEVELS else Wanted()


def _none(scope: Scope, which: str) -> Said:
    if not which:
        return Said("alerts.none", buttons=(scope.menu_button(),))
    return Said("alerts.none_such", buttons=(scope.button("alerts.all", "do:alerts"), scope.menu_button()))


def _filter_button(scope: Scope, which: str, count: int) -> tuple[Button, ...]:
    """Offers to narrow a list of several pages, and to see the whole again."""
    if which:
        return (scope.button("alerts.all", "do:alerts", typed=scope.text("list.typed.all")),)
    return (
        (scope.button("list.filter", "do:alerts_filter", typed=scope.text("list.typed.filter")),)
        if count > PAGE
        else ()
    )


def _line(scope: Scope, alert: Alert) -> str:
    """Describes an alert as short as a button has to be: who has it, but neither their office nor the hour."""
    taker = accounts.get(scope.db, alert.taken_by) if alert.state == "taken" and alert.taken_by else None
    return scope.text(
        f"alerts.line.{alert.state}",
        number=alert.code,
        level=scope.text(f"alert.level.{alert.level}"),
        where=alert_news.where(alert),
        who=scope.wording.called(taker) if taker else "",
    )


def filters(scope: Scope, _argument: str) -> Reply:
    """Offers the levels, one's own and the hamlets, each with how many."""
    levels = [
        (scope.text(f"alert.level.{level}"), level, alerts.how_many(scope.db, scope.unit, Wanted(level)))
        for level in LEVELS
    ]
    mine = alerts.how_many(scope.db, scope.unit, _wanted(scope, MINE))
    hamlets = [
        (hamlet, f"{NEAR}{alert_id}", count)
        for hamlet, alert_id, count in alerts.hamlets(scope.db, scope.unit, MOST_HAMLETS)
    ]
    buttons = tuple(
        scope.button("list.filter.line", f"do:alerts:{which}", what=what, count=count)
        for what, which, count in (*levels, (scope.text("alerts.filter.mine"), MINE, mine), *hamlets)
        if count
    )
    return Said("list.filter.ask", buttons=(*buttons, scope.menu_button()))


COMMANDS = (
    Command("alerts", listed, may=OFFICER, words=("/alerts", "/canhbao", "canh bao", "alerts")),
    Command("alerts_filter", filters, may=OFFICER),
)
