"""An officer asks another to swap days or to stand in; the other says yes or no, and both read how it stands."""

from collections.abc import Callable
from datetime import date

from handlers.kit import Answers, Button, Choice, Day, Form, Option, Outgoing, Problem, Said
from handlers.kit.commands import Command, Reply, begins, id_in
from handlers.kit.scope import Scope
from handlers.kit.wording import Wording, capital
from handlers.notify import notices
from handlers.roster.setting import officer_named
from handlers.roster.setting import officers as officers_of_unit
from handlers.roster.week import span
from rules.duty import FARTHEST, day_problem, runs
from storage import access, accounts, duty_days
from storage.duty_days import DutyRequest

OFFICER = ("officer",)
NOTHING = "nothing"
Buttons = Callable[[Wording, DutyRequest], tuple[Button, ...]]
MOST_RETURNED = 6


def colleagues(_answers: Answers, scope: Scope) -> list[Option]:
    return [option for option in officers_of_unit({}, scope) if option.value != str(scope.account.id)]


def in_return(answers: Answers, scope: Scope) -> list[Option]:
    """Offers the days of the colleague that could be taken in return, or nothing: they stand in."""
    last = scope.today + FARTHEST
    colleagues_runs = runs(duty_days.days_of(scope.db, id_in(answers.get("colleague", "")), scope.today, last))
    offered = [Option(f"{first}_{end}", span(scope, first, end)) for first, end in colleagues_runs[:MOST_RETURNED]]
    return [Option(NOTHING, scope.text("duty_swap.in_return.nothing")), *offered]


def not_on_duty(scope: Scope) -> Said | None:
    """Says that there is nothing to swap, or nobody to ask."""
    mine = duty_days.days_of(scope.db, scope.account.id, scope.today, scope.today + FARTHEST)
    if mine and colleagues({}, scope):
        return None
    key = "duty_swap.nobody" if mine else "duty_swap.not_on_duty"
    return Said(key, buttons=(scope.button("roster.button.week", "do:roster"), scope.menu_button()))


def ask(answers: Answers, scope: Scope) -> Said:
    first, last = (date.fromisoformat(answers[name]) for name in ("first", "last"))
    if last < first:
        raise Problem("before_first", question="last")
    if not duty_days.days_of(scope.db, scope.account.id, first, last):
        raise Problem("not_yours", question="first")
    given = _days(answers["in_return"])
    colleague = id_in(answers["colleague"])
    request_id = duty_days.request(
        scope.db, unit=scope.unit, asked_by=scope.account.id, asked_of=colleague, days=(first, last), given=given
    )
    asked = duty_days.get_request(scope.db, request_id)
    assert asked is not None
    reached = _tell(scope, asked, asked.asked_of, "asked", _decide_buttons)
    who = officer_named(answers["colleague"], scope.author)
    return Said("duty_swap.asked" if reached else "duty_swap.call", {"who": who}, (scope.menu_button(),))


def _days(chosen: str) -> tuple[date, date] | None:
    if chosen == NOTHING:
        return None
    first, _, last = chosen.partition("_")
    return date.fromisoformat(first), date.fromisoformat(last)


def _decide_buttons(wording: Wording, asked: DutyRequest) -> tuple[Button, ...]:
    return tuple(
        Button(
            wording.text(f"roster.button.{name}"),
            f"do:duty_{name}:{asked.id}",
            "command",
            wording.text(f"roster.typed.{name}"),
        )
        for name in ("accept", "refuse")
    )


def _no_buttons(_wording: Wording, _asked: DutyRequest) -> tuple[Button, ...]:
    return ()


def _tell(scope: Scope, asked: DutyRequest, reader: int, key: str, buttons: Buttons = _no_buttons) -> bool:
    """Tells one of the two: which days, and what in return."""
    me = scope.account

    def telling(wording: Wording) -> Outgoing:
        def days(first: date, last: date) -> str:
            if first == last:
                return wording.day(first)
            return wording.text("roster.span", first=wording.day(first), last=wording.day(last))

        back = ""
        if asked.return_first and asked.return_last:
            back = wording.text("notice.duty.in_return", days=days(asked.return_first, asked.return_last))
        who = wording.called(me)
        text = wording.text(
            f"notice.duty.{key}", Who=capital(who), who=who, days=days(asked.first, asked.last), back=back
        )
        return Outgoing(text, buttons(wording, asked))

    return notices.tell(scope.db, scope.deployment, reader, "duty", telling)


def accept(scope: Scope, argument: str) -> Reply:
    return _decide(scope, argument, accepted=True)


def refuse(scope: Scope, argument: str) -> Reply:
    return _decide(scope, argument, accepted=False)


def _decide(scope: Scope, argument: str, *, accepted: bool) -> Said:
    week = scope.button("roster.button.week", "do:roster")
    me = scope.account
    meant = duty_days.get_request(scope.db, id_in(argument)) if argument else None
    asked = meant or duty_days.waiting_for(scope.db, me.id)
    if asked is None or asked.asked_of != me.id or not _both_there(scope, asked):
        return Said("duty_swap.gone", buttons=(week, scope.menu_button()))
    if not duty_days.decide(scope.db, asked, accepted):
        fresh = duty_days.get_request(scope.db, asked.id) or asked
        if fresh.state == "lapsed":
            _tell(scope, asked, asked.asked_by, "lapsed")
        return Said(f"duty_swap.already.{fresh.state}", buttons=(week, scope.menu_button()))
    key = "accepted" if accepted else "refused"
    _tell(scope, asked, asked.asked_by, key)
    return Said(f"duty_swap.{key}", {"days": span(scope, asked.first, asked.last)}, (week, scope.menu_button()))


def _both_there(scope: Scope, asked: DutyRequest) -> bool:
    asker = accounts.get(scope.db, asked.asked_by)
    return access.acts(asker, "officer", unit=asked.unit) and access.acts(scope.account, "officer", unit=asked.unit)


duty_swap = Form(
    "duty_swap",
    Day("first", problem=day_problem, offers=(0, 1), to_come=True),
    Day("last", problem=day_problem, offers=(0, 1), to_come=True),
    Choice("colleague", colleagues, named=officer_named),
    Choice("in_return", in_return),
    submit=ask,
    may=OFFICER,
    review=False,
    ready=not_on_duty,
)
COMMANDS = (
    Command(
        "duty_swap", begins("duty_swap"), may=OFFICER, words=("doi truc", "/doitruc", "nho truc thay", "swap duty")
    ),
    Command("duty_accept", accept, may=OFFICER, words=("dong y truc",)),
    Command("duty_refuse", refuse, may=OFFICER, words=("khong truc duoc",)),
)
