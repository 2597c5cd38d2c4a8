"""Chats that wait for somebody: an officer takes one, writes to them, invites them, or says that it is settled."""

from handlers import notices
from handlers.commands import Command, Reply, Start
from handlers.dialogue import Answers, Button, Choice, Form, Option, Outgoing, Problem, Said, Text
from handlers.officer.pressed import LONGEST_NUMBER, id_in, not_here
from handlers.offices import with_office
from handlers.scope import Scope
from handlers.wording import Wording
from storage import accounts, chats, newcomers
from storage.newcomers import Newcomer

OFFICER = ("officer",)
MOST_LISTED = 8


def listed(scope: Scope, _argument: str = "") -> Reply:
    found = newcomers.waiting(scope.db, scope.unit)
    if not found:
        return Said("newcomers.none", buttons=(scope.menu_button(),))
    buttons = tuple(Button(_line(scope, one), f"do:newcomer:{one.number}") for one in found[:MOST_LISTED])
    return Said("newcomers.list", {"count": len(found)}, (*buttons, scope.menu_button()))


def _line(scope: Scope, one: Newcomer) -> str:
    at = scope.moment(one.asked_at or one.first_at)
    return scope.text("newcomers.line", number=one.number, at=at, state=_state(scope, one))


def _state(scope: Scope, one: Newcomer) -> str:
    taker = accounts.get(scope.db, one.taken_by) if one.taken_by else None
    if one.state != "taken" or taker is None:
        return scope.text(f"newcomers.state.{'done' if one.state == 'done' else 'waiting'}")
    return scope.text("newcomers.state.taken", who=with_office(scope.db, scope.wording, taker))


def _found(scope: Scope, argument: str) -> Newcomer | None:
    """By number, which counts within the officer's own commune."""
    short = len(argument) <= LONGEST_NUMBER
    return newcomers.by_number(scope.db, scope.unit, id_in(argument)) if short and id_in(argument) else None


def see(scope: Scope, argument: str) -> Reply:
    found = _found(scope, argument)
    if found is None:
        return listed(scope) if not argument else not_here(scope)
    scope.audit("newcomer.looked", found.chat_id)
    return Outgoing("\n".join(_story(scope, found)), _buttons(scope, found))


def _story(scope: Scope, one: Newcomer) -> list[str]:
    lines = [_line(scope, one)]
    if one.about:
        lines.append(scope.text("alert.card.note", note=one.about[:400]))
    return [*lines, scope.text("newcomers.phone", phone=one.phone) if one.phone else scope.text("newcomers.no_phone")]


def _buttons(scope: Scope, one: Newcomer) -> tuple[Button, ...]:
    names: tuple[str, ...] = ("take",) if one.state == "asked" else ()
    if one.state == "taken" and one.taken_by == scope.account.id:
        names = ("write", "invite", "done")
    buttons = [_button(scope, one, name) for name in names]
    return (*buttons, scope.button("newcomers.button.list", "do:newcomers"))


def _button(scope: Scope, one: Newcomer, name: str) -> Button:
    press = {
        "take": f"do:newcomer_take:{one.number}",
        "write": f"go:newcomer_reply:to={one.number}",
        "invite": "go:invite:who=new",
        "done": f"do:newcomer_done:{one.number}",
    }[name]
    return scope.button(f"newcomers.button.{name}", press)


def take(scope: Scope, argument: str) -> Reply:
    """One officer speaks with them; whoever comes second hears who does."""
    found = _found(scope, argument)
    if found is None or found.number is None:
        return listed(scope) if not argument else not_here(scope)
    if not newcomers.take(scope.db, scope.unit, found.number, scope.account.id):
        now = newcomers.get(scope.db, found.chat_id) or found
        if now.taken_by != scope.account.id:
            fields = {"number": found.number, "state": _state(scope, now)}
            return Said("newcomers.too_late", fields, (scope.button("newcomers.button.list", "do:newcomers"),))
    scope.audit("newcomer.taken", found.chat_id)
    taken = newcomers.get(scope.db, found.chat_id) or found
    return Outgoing("\n".join([scope.text("newcomers.yours"), *_story(scope, taken)]), _buttons(scope, taken))


def done(scope: Scope, argument: str) -> Reply:
    found = _found(scope, argument)
    if found is None or found.taken_by != scope.account.id:
        return not_here(scope)
    newcomers.done(scope.db, found.chat_id)
    scope.audit("newcomer.done", found.chat_id)
    list_button = scope.button("newcomers.button.list", "do:newcomers")
    return Said("newcomers.done", {"number": found.number}, (list_button, scope.menu_button()))


def mine(_answers: Answers, scope: Scope) -> list[Option]:
    found = newcomers.taken_by(scope.db, scope.unit, scope.account.id)
    return [Option(str(one.number), scope.text("newcomers.number", number=one.number)) for one in found]


def none_mine(scope: Scope) -> Said | None:
    if newcomers.taken_by(scope.db, scope.unit, scope.account.id):
        return None
    return Said("newcomers.none_mine", buttons=(scope.button("newcomers.button.list", "do:newcomers"),))


def write(answers: Answers, scope: Scope) -> Said:
    found = _found(scope, answers["to"])
    chat = chats.get(scope.db, found.chat_id) if found else None
    if found is None or chat is None or found.taken_by != scope.account.id:
        raise Problem("no_longer_there", question="to")
    again = tuple(_button(scope, found, name) for name in ("write", "invite", "done"))
    if chat.state != "active":
        return Said("newcomer_reply.closed", {"number": found.number}, again[1:])
    wording = Wording(scope.book.texts, found.language or "vi")
    words = wording.text(
        "notice.newcomer.answer", officer=with_office(scope.db, wording, scope.account), text=answers["text"]
    )
    notices.put(scope.db, scope.book, chat, Outgoing(words), "newcomer", lane=notices.REPLY)
    scope.audit("newcomer.written", found.chat_id)
    return Said("newcomer_reply.sent", {"number": found.number}, (*again, scope.menu_button()))


newcomer_reply = Form(
    "newcomer_reply",
    Choice("to", mine),
    Text("text", longest=1000),
    submit=write,
    may=OFFICER,
    review=False,
    ready=none_mine,
)


def reply(_scope: Scope, argument: str) -> Reply:
    return Start("newcomer_reply", {"to": argument} if argument else {})


COMMANDS = (
    Command("newcomers", listed, may=OFFICER, words=("/newcomers", "/nguoimoi", "nguoi moi", "newcomers")),
    Command("newcomer", see, may=OFFICER, words=("xem khach", "see visitor"), takes_argument=True),
    Command("newcomer_take", take, may=OFFICER, words=("nhan khach", "take visitor"), takes_argument=True),
    Command("newcomer_reply", reply, may=OFFICER, words=("tra loi khach", "answer visitor"), takes_argument=True),
    Command("newcomer_done", done, may=OFFICER, words=("xong khach", "close visitor"), takes_argument=True),
)
