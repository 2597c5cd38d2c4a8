"""What is typed answers what was shown last: a number is a line of that list, words are for that question."""

from collections.abc import Mapping
from dataclasses import replace

from handlers.kit import Button, Choice, Choices, Day, Form, Incoming, Outgoing, Said
from handlers.kit.commands import Command
from handlers.kit.keywords import ButtonPress, press, typed_command
from handlers.kit.scope import Scope
from handlers.understand.fold import bare
from handlers.understand.questions import asks_something
from rules import record_letters
from storage.conversations import Conversation

REVIEW = "*"
GO_ON = "!go_on"
LEAD_BACK = (":!go_on", ":!earlier")
LEAVES = ("go:", "do:")
# these are meant whatever is asked
ANYWHERE = ("cancel", "help", "back", "change", "go_on")


def press_of(talk: Conversation, message: Incoming) -> str:
    """Finds the press behind the number or the words; empty if there is none, or if the open question reads them."""
    if talk.form and any(press.startswith(f"{talk.form}:") for press in talk.offered):
        line = _line(talk, message)
        return line if line.startswith(LEAVES) else leads_back(talk, message)
    if line := _line(talk, message):
        return line
    return talk.labels.get(bare(message.text)) or _begun(talk, message.text) if message.kind == "text" else ""


def _begun(talk: Conversation, text: str) -> str:
    """Finds the press of the one label with which a sentence begins: «mời đến gặp sáng mai 8 giờ»; no question presses.

    A label of a word or two may begin anything; what is about nothing in particular (to fall silent) is not pressed.
    """
    said = f"{bare(text)} "
    presses = {
        press
        for label, press in talk.labels.items()
        if label.count(" ") >= 2 and said.startswith(f"{label} ") and (press.startswith("go:") or press.count(":") > 1)
    }
    return presses.pop() if len(presses) == 1 and not asks_something(text) else ""


def listed_at(talk: Conversation, command: Command, commands: Mapping[str, Command], number: int) -> str:
    """Gives the argument of the record at this place of the list shown last; empty where none is listed there."""
    offered = talk.offered[number - 1] if 0 < number <= len(talk.offered) else ""
    kind, _, rest = offered.partition(":")
    name, _, argument = rest.partition(":")
    at_place = commands.get(name) if kind == "do" else None
    return argument if at_place and command.record and at_place.record == command.record else ""


def on_screen(talk: Conversation, record: str, commands: Mapping[str, Command]) -> str:
    """Gives the argument of the one record of this kind that the buttons shown last are about; empty for several."""
    about = {_record_named(press, record, commands) for press in talk.offered} - {""}
    return about.pop() if len(about) == 1 else ""


def _record_named(press: str, record: str, commands: Mapping[str, Command]) -> str:
    kind, _, rest = press.partition(":")
    name, _, argument = rest.partition(":")
    command = commands.get(name)
    if command is None or not record or command.record != record:
        return ""
    return argument if kind == "do" else argument.removeprefix(f"{record}=")


def which(scope: Scope, command: Command, number: str, at_place: str) -> Said:
    """Asks whether «số 4» is the record of that number or the fourth in the list."""
    code = record_letters.written(command.record, int(number))
    by_number = Button(code, f"do:{command.id}:{number}")
    in_list = scope.button("router.place_in_list", f"do:{command.id}:{at_place}", place=number)
    return Said("router.which_number", {"code": code, "place": number}, (by_number, in_list))


def leads_back(talk: Conversation, message: Incoming) -> str:
    """Finds the press of the words that lead back to another dialogue; all others are for the open one."""
    press = talk.labels.get(bare(message.text), "") if message.kind == "text" else ""
    button = ButtonPress.of(press)
    return press if button and (button.command == "earlier" or button.form != talk.form) else ""


def show(talk: Conversation, reply: Outgoing, listed: list[str]) -> None:
    """Remembers the list that the reply shows; one without a list leaves the last one standing."""
    if listed:
        talk.offered, talk.labels = listed, {}
    if not listed or listed == reply.offered():
        talk.labels = {**talk.labels, **reply.labels()}
    talk.labels |= {bare(button.typed): button.press for button in reply.buttons if button.press.endswith(LEAD_BACK)}


def put_away(form: Form, talk: Conversation) -> None:
    """Makes the list shown last mean nothing any more: numbers wait for the next one."""
    talk.offered, talk.labels = [press(form.id, REVIEW, GO_ON)], {}


def asked(form: Form, talk: Conversation) -> list[str]:
    """Names the question that was shown without a list."""
    return [press(form.id, _open(form, talk), "")]


def is_tick(form: Form | None, message: Incoming) -> bool:
    """Says whether a press switches one of several choices of the open form's question."""
    button = ButtonPress.of(message.press) if message.kind == "press" and form else None
    if form is None or button is None or button.form != form.id or button.command:
        return False
    return isinstance(form.by_id.get(button.question), Choices)


def as_button(message: Incoming, forms: Mapping[str, Form]) -> Incoming:
    """Reads a button's value that comes as text as its press: on some channels taps come back so."""
    button = ButtonPress.of(message.text) if message.kind == "text" and len(message.text) <= 64 else None
    if button is None or button.form not in forms or not bare(button.question):
        return message
    return replace(message, kind="press", press=message.text)


def as_meant(form: Form, talk: Conversation, message: Incoming) -> Incoming:
    """Reads a number as the line that was shown, however the list reads by now.

    Words for a question that a new release has moved or dropped answer no other: they count as an old button.
    """
    shown = next((button for press in talk.offered if (button := ButtonPress.of(press))), None)
    if message.kind == "press" or shown is None or shown.form != form.id:
        return message
    question = _open(form, talk)
    if shown.value == GO_ON and len(talk.offered) == 1:
        return (
            replace(message, kind="press", press=talk.offered[0]) if _is_a_number(form, question, message) else message
        )
    if shown.command or shown.question == question:
        line = ButtonPress.of(_line(talk, message))
        if line is None or not line.value or isinstance(form.by_id.get(question), Choices):
            return message
        return replace(message, kind="press", press=press(line.form, line.question, line.value))
    if typed_command(message)[0] in ANYWHERE:
        return message
    return replace(message, kind="press", press=press(form.id, shown.question.replace(REVIEW, "review"), ""))


def _is_a_number(form: Form, question: str, message: Incoming) -> bool:
    """Says whether a line of a list is meant, where the question has one."""
    listed = question == REVIEW or isinstance(form.by_id[question], Choice | Day)
    return listed and message.kind == "text" and message.text.strip().rstrip(".)").isdecimal()


def _line(talk: Conversation, message: Incoming) -> str:
    digits = message.text.strip().rstrip(".)")
    if message.kind != "text" or message.forwarded or not digits.isdecimal() or len(digits) > 3:
        return ""
    number = int(digits)
    return talk.offered[number - 1] if 0 < number <= len(talk.offered) else ""


def _open(form: Form, talk: Conversation) -> str:
    question = form.walk(talk.answers)[1]
    return question.id if question else REVIEW
