"""The officers' side: which tips there are, what one says, and who takes it."""

from handlers.kit import Button, Outgoing, Said
from handlers.kit.commands import Command, number_in
from handlers.kit.pages import PAGE, ListPage
from handlers.kit.scope import Scope
from handlers.people.offices import with_office
from handlers.tips.handing_out import button, plan_settling
from storage import accounts, tips, units
from storage.tips import Message, Tip

OFFICER = ("officer",)


def listed(scope: Scope, argument: str) -> Said:
    """Lists those that are not closed; `argument` says how many are skipped."""
    page = ListPage.asked(argument, tips.how_many(scope.db, scope.unit))
    shown = tips.page_of(scope.db, scope.unit, most=PAGE, skipped=page.skipped)
    if not shown:
        return Said("tips.none", buttons=(scope.menu_button(),))
    buttons = page.numbered([Button(line(scope, tip), f"do:tip:{tip.number}") for tip in shown])
    more = page.more(scope, "do:tips:")
    return Said("tips.list", {"count": page.count}, (*buttons, *more, scope.menu_button()))


def line(scope: Scope, tip: Tip) -> str:
    """Words a tip in a list: number, the day it came, who has it."""
    fields = {"number": tip.code, "day": scope.day(tip.day), "who": _taker(scope, tip)}
    return scope.text(f"tips.line.{tip.state}", **fields)


def _taker(scope: Scope, tip: Tip) -> str:
    officer = accounts.get(scope.db, tip.taken_by)
    return with_office(scope.db, scope.wording, officer) if officer else scope.text("person.some_officer")


def tip_in(scope: Scope, number: str) -> Tip | None:
    """Finds a tip by the unit's own number, so that nobody reaches into another unit."""
    return tips.by_number(scope.db, scope.unit, number_in(number))


def see(scope: Scope, argument: str) -> Said | Outgoing:
    """Shows one message of a tip, `3.1` the first of tip 3, or the last one; the look is written down."""
    number, _, place = argument.partition(".")
    tip = tip_in(scope, number)
    if tip is None:
        return listed(scope, "")
    scope.audit("tip.looked", tip.id, tip.code)
    messages = tips.messages_of(scope.db, tip.id)
    shown = next((message for message in messages if message.place == number_in(place)), messages[-1])
    return Outgoing(_message_said(scope, tip, shown), (*_along(scope, tip, messages, shown), *buttons(scope, tip)))


def _message_said(scope: Scope, tip: Tip, message: Message) -> str:
    about = units.get(scope.db, tip.about)
    lead = scope.text("tip.head", line=line(scope, tip), about=about.name if about else tip.about)
    key = "tip.said" if message.by is None else "tip.answered"
    return "\n\n".join([lead, scope.text(key, day=scope.day(message.day), text=message.text)])


def _along(scope: Scope, tip: Tip, messages: list[Message], shown: Message) -> tuple[Button, ...]:
    """Gives the pictures that came with a message, and the way to the others."""
    of_message = [id_ for id_, message_id in tips.pictures_of(scope.db, tip.id) if message_id == shown.id]
    pictures = [
        scope.button("tip.button.picture", f"do:tip_picture:{id_}", place=place)
        for place, id_ in enumerate(of_message, 1)
    ]
    others = [
        scope.button(f"tip.button.{which}", f"do:tip:{tip.number}.{place}")
        for which, place in (("earlier", shown.place - 1), ("later", shown.place + 1))
        if 1 <= place <= len(messages)
    ]
    return (*pictures, *others)


def buttons(scope: Scope, tip: Tip) -> tuple[Button, ...]:
    """Gives what can be done with a tip now: taken by whoever comes first, answered and closed by whoever has it."""
    names: tuple[str, ...] = ()
    if tip.state == "open":
        names = ("take",)
    elif tip.state == "taken" and tip.taken_by == scope.account.id:
        names = ("write", "done")
    return (*(button(scope.wording, tip, name) for name in names), scope.menu_button())


def take(scope: Scope, argument: str) -> Said:
    """Gives the tip to the first officer to take it."""
    tip = tip_in(scope, argument)
    if tip is None:
        return listed(scope, "")
    is_first = tips.take(scope.db, tip, scope.account.id)
    now = tips.get(scope.db, tip.id) or tip
    if not is_first:
        return Said(f"tip.already.{now.state}", {"number": tip.code, "who": _taker(scope, now)}, buttons(scope, now))
    scope.audit("tip.taken", tip.id, tip.code)
    plan_settling(scope.db, now)
    return Said("tip.taken", {"number": tip.code}, (button(scope.wording, now, "see"), *buttons(scope, now)))


COMMANDS = (
    Command("tips", listed, may=OFFICER, words=("tin bao", "/tinbao", "/tips", "tips")),
    Command("tip", see, may=OFFICER, words=("xem tin bao", "see tip"), record="tip"),
    Command("tip_take", take, may=OFFICER, words=("nhan tin bao", "take tip"), record="tip"),
)
