"""Twelve things somebody likes or doesn't → trades and places near that go with them, in words, never a score."""

from handlers.kit import Answers, Button, Choice, Form, Said
from handlers.kit.commands import Command, Reply
from handlers.kit.scope import Scope
from handlers.people import record
from handlers.work import offer_words
from handlers.work.find_work import JOBS, PERSON
from rules.trade_leanings import LIKED, QUESTIONS, trades_for
from storage import offer_pages


def suggest(answers: Answers, scope: Scope) -> Said:
    """Names trades, with the open places of each; nothing of the answers is kept."""
    trades = trades_for(answers)
    if not trades:
        return Said("leanings.none", buttons=_on(scope))
    open_now = offer_pages.trades(scope.db, scope.unit, JOBS)
    lines = [scope.text("leanings.line", trade=offer_words.trade(scope.wording, trade)) for trade in trades]
    places = tuple(
        scope.button(
            "find_work.trade",
            f"do:jobs_in:{trade}",
            trade=offer_words.trade(scope.wording, trade),
            count=open_now[trade],
        )
        for trade in trades
        if trade in open_now
    )
    return Said("leanings.trades", {"lines": "\n".join(lines)}, (*places, *_on(scope)))


def _on(scope: Scope) -> tuple[Button, ...]:
    courses = scope.button("find_work.courses", "do:courses")
    return courses, scope.human_button(), scope.menu_button()


leanings = Form(
    "leanings",
    *(Choice(question, LIKED, labels="leanings.liked", understood_as="leanings.liked") for question in QUESTIONS),
    submit=suggest,
    may=PERSON,
    ready=record.missing,
    review=False,
)


def tools(scope: Scope, _argument: str) -> Reply:
    """Offers what helps to find work: a CV, trades that suit, words on meeting an employer."""
    buttons = (
        scope.button("work_tools.cv", "do:cv"),
        scope.button("work_tools.leanings", "go:leanings"),
        scope.button("invited.button.tips", "do:guidance:interview"),
        scope.button("find_work.mine", "do:my_offers"),
    )
    return Said("work_tools.list", buttons=(*buttons, scope.menu_button()))


COMMANDS = (
    Command(
        "work_tools",
        tools,
        may=PERSON,
        words=("/chuanbi", "chuan bi di lam", "nghe hop voi toi", "toi hop nghe gi", "so thich nghe", "getting ready"),
    ),
)
