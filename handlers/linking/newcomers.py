"""The officers' side of chats nobody is linked to: who waits, what they said, who has taken them, an answer."""

from handlers.kit import Answers, Button, Choice, Form, Option, Outgoing, Problem, Said, Text
from handlers.kit.commands import Command, Reply, Start, number_in
from handlers.kit.pages import PAGE, ListPage
from handlers.kit.scope import Scope
from handlers.kit.wording import Wording, capital
from handlers.linking import waiting
from handlers.linking.strangers import is_command
from handlers.notify import notices
from handlers.people import attachments as shown
from handlers.people.offices import with_office
from handlers.understand.phones import spoken
from rules import links
from storage import accounts, attachments, chats, cuts, inbox, newcomers
from storage.newcomers import Newcomer

OFFICER = ("officer",)
LAST_SAID = 5
SHOWN = 200


def listed(scope: Scope, argument: str) -> Said:
    """Lists who waits; `argument` says how many are skipped."""
    page = ListPage.asked(argument, newcomers.how_many_waiting(scope.db, scope.unit))
    shown = newcomers.page_of(scope.db, scope.unit, most=PAGE, skipped=page.skipped)
    if not shown:
        return Said("newcomer.none", buttons=(scope.menu_button(),))
    buttons = page.numbered([Button(_line(scope, newcomer), f"do:newcomer:{newcomer.number}") for newcomer in shown])
    more = page.more(scope, "do:newcomers:")
    return Said("newcomer.list", {"count": page.count}, (*buttons, *more, scope.menu_button()))


def _line(scope: Scope, newcomer: Newcomer) -> str:
    since = scope.moment(newcomer.asked_at or newcomer.first_at)
    return scope.text(f"newcomer.line_{newcomer.state}", number=newcomer.code, since=since, who=_taker(scope, newcomer))


def _taker(scope: Scope, newcomer: Newcomer) -> str:
    officer = accounts.get(scope.db, newcomer.taken_by)
    return with_office(scope.db, scope.wording, officer) if officer else ""


def _newcomer_in(scope: Scope, argument: str) -> Newcomer | None:
    """Finds a newcomer by the commune's own number, so that nobody reaches into another commune."""
    return newcomers.by_number(scope.db, scope.unit, number_in(argument))


def see(scope: Scope, argument: str) -> Said:
    """Shows what they left and said last, and who has them."""
    newcomer = _newcomer_in(scope, argument)
    if newcomer is None:
        return listed(scope, "")
    scope.audit("newcomer.looked", newcomer.chat_id)
    if newcomer.state not in ("asked", "taken"):
        return Said("newcomer.card", {"lines": _line(scope, newcomer)}, _buttons(scope, newcomer))
    said, sent = _said_last(scope, newcomer)
    lines = "\n".join([_line(scope, newcomer), *_story(scope, newcomer, said)])
    return Said("newcomer.card", {"lines": lines}, (*sent, *_buttons(scope, newcomer)))


def _story(scope: Scope, newcomer: Newcomer, said: list[str]) -> list[str]:
    lines = []
    if newcomer.phone:
        lines.append(scope.text("newcomer.phone", phone=spoken(newcomer.phone)))
    if newcomer.about:
        lines.append(scope.text("newcomer.about", about=newcomer.about))
    return [*lines, scope.text("newcomer.said", said="\n".join(said))] if said else lines


def _said_last(scope: Scope, newcomer: Newcomer) -> tuple[list[str], tuple[Button, ...]]:
    """Gives what they said last, a line each, and a button for each thing that they sent along."""
    chat = chats.get(scope.db, newcomer.chat_id)
    if chat is None or chat.account_id is not None:
        return [], ()  # what a chat says that is linked by now is between its account and the service
    # what was said here while the chat was somebody's is between them and the service
    rows = inbox.said_by(scope.db, newcomer.chat_id, LAST_SAID * 2, after=cuts.last(scope.db, newcomer.chat_id))
    came = attachments.with_messages(scope.db, [message_id for message_id, *_ in rows])
    said, sent = [], []
    for message_id, _, body, _ in rows:
        text = str(body.get("text", ""))
        along = [file for file in came.get(message_id, ()) if file.about == attachments.NEWCOMER]
        if along:
            said.append(shown.said_with(scope.db, scope.wording, text, along[0].id))
            sent.append((along[0].id, scope.moment(along[0].created_at)))
        elif body.get("kind") == "text" and text and not links.looks_like_code(text) and not is_command(text):
            said.append(text)
    buttons = shown.buttons(scope.db, scope.wording, sent[-LAST_SAID:])
    return [f"– {words[:SHOWN]}" for words in said][-LAST_SAID:], buttons


def _buttons(scope: Scope, newcomer: Newcomer) -> tuple[Button, ...]:
    if newcomer.state == "asked":
        return waiting.take_button(scope.wording, newcomer), scope.menu_button()
    if newcomer.taken_by == scope.account.id and newcomer.state == "taken":
        return (
            waiting.write_button(scope.wording, newcomer),
            scope.button("newcomer.button.invite", "go:invite:who=new"),
            waiting.done_button(scope.wording, newcomer),
            scope.menu_button(),
        )
    return (scope.menu_button(),)


def take(scope: Scope, argument: str) -> Said:
    """Gives the newcomer to the first officer to take them; the stranger hears who will be in touch."""
    newcomer = _newcomer_in(scope, argument)
    if newcomer is None:
        return listed(scope, "")
    if not newcomers.take(scope.db, scope.unit, newcomer.number or 0, scope.account.id):
        who = _taker(scope, newcomer)
        own = newcomer.taken_by == scope.account.id
        key = "newcomer.yours_already" if own else "newcomer.taken_already" if who else "newcomer.over"
        return Said(key, {"number": newcomer.code, "who": who}, _buttons(scope, newcomer))
    scope.audit("newcomer.taken", newcomer.chat_id)
    _tell_stranger(scope, newcomer, "notice.newcomer_taken")
    taken = newcomers.get(scope.db, newcomer.chat_id) or newcomer
    card = scope.say(see(scope, argument))
    return Said("newcomer.taken", {"number": newcomer.code, "card": card.text}, _buttons(scope, taken))


def _tell_stranger(scope: Scope, newcomer: Newcomer, key: str, **fields: object) -> bool:
    """Tells the stranger through the chat itself; False if it is closed, or linked to somebody by now."""
    chat = chats.get(scope.db, newcomer.chat_id)
    if chat is None or chat.state != "active" or chat.account_id is not None:
        return False
    wording = Wording(scope.deployment.texts, newcomer.language or "vi")
    who = wording.called(scope.account)
    out = Outgoing(wording.text(key, who=who, Who=capital(who), **fields))
    notices.put(scope.db, scope.deployment, chat, notices.covered(out, wording), "newcomer_answer")
    return True


def write(scope: Scope, argument: str) -> Reply:
    newcomer = _newcomer_in(scope, argument)
    return Start("newcomer_answer", {"to": argument}) if newcomer else listed(scope, "")


def own_ones(_answers: Answers, scope: Scope) -> list[Option]:
    taken = newcomers.taken_by(scope.db, scope.unit, scope.account.id)
    return [Option(str(newcomer.number), _line(scope, newcomer)) for newcomer in taken]


def send(answers: Answers, scope: Scope) -> Said:
    newcomer = _newcomer_in(scope, answers["to"])
    if newcomer is None or newcomer.taken_by != scope.account.id:
        raise Problem("no_longer_there", "to")
    sent = _tell_stranger(scope, newcomer, "notice.newcomer_answer", text=answers["text"])
    if sent:
        newcomers.answered(scope.db, newcomer.chat_id)
    scope.audit("newcomer.answered", newcomer.chat_id)
    key = "newcomer_answer.done" if sent else "newcomer_answer.unreachable"
    return Said(key, {"number": newcomer.code}, _buttons(scope, newcomer))


def done(scope: Scope, argument: str) -> Said:
    newcomer = _newcomer_in(scope, argument)
    if newcomer is None or newcomer.taken_by != scope.account.id:
        return listed(scope, "")
    newcomers.end_waiting(scope.db, newcomer.chat_id)
    scope.audit("newcomer.done", newcomer.chat_id)
    return Said("newcomer.done", {"number": newcomer.code}, (scope.menu_button(),))


newcomer_answer = Form(
    "newcomer_answer",
    Choice("to", own_ones),
    Text("text", longest=1000, verbatim=True),
    submit=send,
    may=OFFICER,
    review=False,
)
COMMANDS = (
    Command("newcomers", listed, may=OFFICER, words=("nguoi moi", "/nguoimoi", "/newcomers", "newcomers")),
    Command("newcomer", see, may=OFFICER, words=("xem nguoi", "newcomer"), record="newcomer"),
    Command("newcomer_take", take, may=OFFICER, words=("don", "welcome"), record="newcomer"),
    Command("newcomer_write", write, may=OFFICER, words=("nhan nguoi", "write to"), record="newcomer"),
    Command("newcomer_done", done, may=OFFICER, words=("xong nguoi", "done with"), record="newcomer"),
)
