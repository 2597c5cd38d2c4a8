"""One message of a dialogue in, one reply out: what a press, a command or a message makes of it."""

from typing import TYPE_CHECKING

from handlers.kit import listen, replies, reviewing
from handlers.kit.choices import Choice, Choices
from handlers.kit.dialogue import Dialogue, Elsewhere, nowhere_else
from handlers.kit.form import Form
from handlers.kit.keywords import ButtonPress, typed_command
from handlers.kit.messages import Answers, Incoming
from handlers.kit.question import Problem, Question
from handlers.kit.turn import Turn

if TYPE_CHECKING:
    from handlers.kit.scope import Scope


def take_turn(
    form: Form, stored: Answers, message: Incoming, scope: "Scope", elsewhere: Elsewhere = nowhere_else
) -> Turn:
    """Takes one message: one reply comes of it."""
    return _turn(Dialogue(form, stored, message, scope, elsewhere))


def _turn(dialogue: Dialogue) -> Turn:
    if dialogue.message.kind in ("edited", "sticker"):
        return dialogue.again(f"dialogue.{dialogue.message.kind}")
    if dialogue.message.forwarded and not (dialogue.question and dialogue.question.takes_forwarded):
        return dialogue.again("dialogue.forwarded")
    command, number = typed_command(dialogue.message)
    value = ""
    if dialogue.button:
        if _is_stale(dialogue, dialogue.button):
            return dialogue.again("dialogue.past")
        command, value = dialogue.button.command, "" if dialogue.button.command else dialogue.button.value
    if command:
        return _commanded(dialogue, command, number)
    if dialogue.question is None:
        return reviewing.read(dialogue)
    return _answered(dialogue, dialogue.question, value)


def _is_stale(dialogue: Dialogue, button: ButtonPress) -> bool:
    """Says whether the button is of another form, or of a question that is not the one that stands open."""
    if button.form != dialogue.form.id:
        return True
    if button.question == "*" or button.value in ("!change", "!take_off"):
        return False
    return dialogue.question is None or button.question != dialogue.question.id


def _commanded(dialogue: Dialogue, command: str, number: int) -> Turn:
    if command == "cancel":
        return Turn({}, replies.cancelled(dialogue.form, dialogue.scope), over=True)
    if command == "go_on":
        return dialogue.again()
    if command == "help":
        return dialogue.again(replies.hint_key(dialogue.form, dialogue.question, dialogue.scope))
    if command == "back":
        return dialogue.back()
    if command == "change":
        return dialogue.change(number)
    if command == "send" and dialogue.question is None:
        return dialogue.file()
    if command == "take_off" and (turn := dialogue.take_off()):
        return turn
    return _at_question(dialogue, command) or _out_of_place(dialogue, command)


def _at_question(dialogue: Dialogue, command: str) -> Turn | None:
    """Does what some questions allow: skipping, being done, seeing more."""
    question = dialogue.question
    if command.startswith("more") and isinstance(question, Choice):
        return dialogue.more(question, command)
    if command == "skip" and question is not None and question.optional:
        return dialogue.set(question, None)
    if command == "shortcut" and question is not None:
        return dialogue.all_at_once(question)
    if command in ("done", "skip") and isinstance(question, Choices):
        return dialogue.set(question, dialogue.stored.get(replies.pending(question), []))
    if command == "done" and question is not None and question.gathers:
        return dialogue.set(question, None)
    return None


def _out_of_place(dialogue: Dialogue, command: str) -> Turn:
    """Reads a command's word as an answer where it is none here; «xong» and «gửi đi» pass over what may be left out."""
    question = dialogue.question
    if question is not None and command in ("send", "done") and not question.verbatim:
        if question.optional:
            return dialogue.set(question, None)
        if command == "send":
            return dialogue.again("dialogue.aside.not_ready")
    if command == "skip" and question is not None and not question.verbatim and not dialogue.button:
        return dialogue.again("dialogue.aside.needed")
    if question is not None and not dialogue.button:
        return _answered(dialogue, question, "")
    return dialogue.again("dialogue.not_here")


def _answered(dialogue: Dialogue, question: Question, value: str) -> Turn:
    """Takes a pressed choice, something sent, or words, which are listened to."""
    if dialogue.message.kind == "text" and not value:
        if not question.verbatim:
            return listen.read(dialogue, question)
        if turn := listen.yes_or_stop(dialogue, question):
            return turn
    try:
        if value and isinstance(question, Choices):
            return dialogue.toggled(question, value)
        return dialogue.set(question, dialogue.checked(question, value))
    except Problem as problem:
        if problem.is_unread and dialogue.message.kind not in ("text", "press"):
            return dialogue.again("dialogue.sent_unasked")
        return dialogue.ask(replies.problem_text(question, problem, dialogue.scope))
