"""One message of a dialogue in, one reply out. Sends nothing, commits nothing; only `submit` writes."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from handlers.kit import replies
from handlers.kit.choices import Choice, Choices
from handlers.kit.commands import Reply
from handlers.kit.form import Form
from handlers.kit.keywords import ButtonPress, typed_command
from handlers.kit.messages import Answers, Incoming, Outgoing
from handlers.kit.question import Problem, Question
from handlers.understand.fold import bare

if TYPE_CHECKING:
    from handlers.kit.scope import Scope


@dataclass(frozen=True, slots=True)
class Turn:
    """What is stored from now on, what is said or where it leads, and whether the dialogue is over."""

    answers: Answers
    reply: Reply
    over: bool = False


def begin(form: Form, answers: Answers, scope: "Scope") -> Turn:
    """Asks the first question that the answers given beforehand leave open."""
    reason = form.ready(scope) if form.ready else None
    if reason:
        return Turn({}, reason, over=True)
    standing = {key: value for key, value in answers.items() if _stands(form, key, value, answers, scope)}
    return _ask(form, standing, scope, lead=replies.noted(form, standing, scope))


def take_turn(form: Form, stored: Answers, message: Incoming, scope: "Scope") -> Turn:
    return _Dialogue(form, stored, message, scope).turn()


def names_an_option(form: Form, stored: Answers, words: str, scope: "Scope") -> bool:
    """Says whether the words are those of a choice of the open question, no more and no less."""
    answers, question = form.walk(stored)
    return question is not None and any(
        bare(option.label) == bare(words) for option in question.options(answers, scope)
    )


def _stands(form: Form, key: str, value: object, answers: Answers, scope: "Scope") -> bool:
    question = form.by_id.get(key)
    if question is None or not question.holds(value):
        return False
    try:
        question.check(value, answers, scope)
    except Problem:
        return False
    return True


def _ask(form: Form, stored: Answers, scope: "Scope", lead: str = "", edits: str = "") -> Turn:
    answers, question = form.walk(stored)
    if question is not None:
        return Turn(stored, replies.asking(form, question, stored, answers, scope, lead=lead, edits=edits))
    if form.review:
        return _checked(form, stored, answers, scope) or Turn(stored, replies.review(form, answers, scope, lead=lead))
    return _file(form, stored, scope)


def _checked(form: Form, stored: Answers, answers: Answers, scope: "Scope") -> Turn | None:
    """Asks again what another answer, or the world, has overtaken; None where all still holds."""
    for question in form.questions:
        if answers.get(question.id) is None:
            continue
        try:
            question.check(answers[question.id], answers, scope)
        except Problem as problem:
            return _reopen(form, stored, question, problem, scope)
    return None


def _file(form: Form, stored: Answers, scope: "Scope") -> Turn:
    """Checks the answers once more, since the world may have moved on, and files them."""
    answers, _ = form.walk(stored)
    if reopened := _checked(form, stored, answers, scope):
        return reopened
    try:
        return Turn({}, form.submit(answers, scope), over=True)
    except Problem as problem:
        return _reopen(form, stored, form.by_id[problem.question], problem, scope)


def _reopen(form: Form, stored: Answers, question: Question, problem: Problem, scope: "Scope") -> Turn:
    kept = {key: value for key, value in stored.items() if key != question.id}
    return _ask(form, kept, scope, lead=replies.problem_text(question, problem, scope))


class _Dialogue:
    """One turn: where the dialogue stands, and what the message makes of it."""

    def __init__(self, form: Form, stored: Answers, message: Incoming, scope: "Scope"):
        self.form = form
        self.stored = dict(stored)
        self.message = message
        self.scope = scope
        self.answers, self.question = form.walk(stored)
        self.button = ButtonPress.of(message.press) if message.kind == "press" else None

    def turn(self) -> Turn:
        if self.message.kind in ("edited", "sticker"):
            return self.again(f"dialogue.{self.message.kind}")
        if self.message.forwarded and not (self.question and self.question.takes_forwarded):
            return self.again("dialogue.forwarded")
        command, number = typed_command(self.message)
        value = ""
        if self.button:
            if self._stale(self.button):
                return self.again("dialogue.past")
            command, value = self.button.command, "" if self.button.command else self.button.value
        if command:
            return self.commanded(command, number)
        if self.question is None:
            return self.reviewed()
        return self.answered(self.question, value)

    def _stale(self, button: ButtonPress) -> bool:
        """Says whether the button is of another form, or of a question that is not the one that stands open."""
        if button.form != self.form.id:
            return True
        if button.question == "*" or button.value == "!change":
            return False
        return self.question is None or button.question != self.question.id

    def again(self, key: str = "", **fields: object) -> Turn:
        lead = self.scope.text(key, **fields) if key else ""
        return _ask(self.form, self.stored, self.scope, lead=lead) if self._open() else self._closed(lead)

    def _open(self) -> bool:
        return self.question is not None or self.form.review

    def _closed(self, lead: str) -> Turn:
        return Turn(self.stored, Outgoing(lead))

    def commanded(self, command: str, number: int) -> Turn:
        if command == "cancel":
            return Turn({}, replies.cancelled(self.form, self.scope), over=True)
        if command == "go_on":
            return self.again()
        if command == "help":
            return self.again(replies.hint_key(self.form, self.question, self.scope))
        if command == "back":
            return self.back()
        if command == "change":
            return self.change(number)
        if command == "send" and self.question is None:
            return _file(self.form, self.stored, self.scope)
        if command.startswith("more") and isinstance(self.question, Choice):
            return self.more(self.question, command)
        if command == "skip" and self.question is not None and self.question.optional:
            return self.set(self.question, None)
        if command == "done" and isinstance(self.question, Choices):
            return self.set(self.question, self.stored.get(replies.pending(self.question), []))
        if self.question is not None and not self.button:
            return self.answered(self.question, "")
        return self.again("dialogue.not_here")

    def back(self) -> Turn:
        """Asks the last answered question once more."""
        if not self.answers:
            return self.again("dialogue.nothing_before")
        last = [question.id for question in self.form.questions if question.id in self.answers][-1]
        self.stored.pop(last)
        return self.again()

    def change(self, number: int) -> Turn:
        """Asks answer `number` of the review again; a button names its question instead."""
        asked = [question.id for question in self.form.questions if question.id in self.answers]
        if self.button and self.button.question in self.answers:
            chosen = self.button.question
        elif 0 < number <= len(asked):
            chosen = asked[number - 1]
        elif self.answers:
            return Turn(self.stored, replies.which_to_change(self.form, self.answers, self.scope))
        else:
            return self.again("dialogue.nothing_before")
        self.stored.pop(chosen)
        return self.again()

    def more(self, question: Choice, command: str) -> Turn:
        page = int(command[4:]) if command[4:].isdecimal() else 1
        reply = replies.asking(self.form, question, self.stored, self.answers, self.scope, page=page)
        return Turn(self.stored, reply)

    def reviewed(self) -> Turn:
        """Reads the answer to the review, where a number means: change that answer."""
        words = self.message.text.strip()
        if self.message.kind == "text" and words.isdecimal() and 0 < int(words[:4]) <= len(self.answers):
            return self.change(int(words))
        return self.again("dialogue.review_not_understood")

    def answered(self, question: Question, value: str) -> Turn:
        try:
            if value and isinstance(question, Choices):
                return self.toggled(question, value)
            answer = question.read(self.message, value, self.answers, self.scope)
            if not question.accepts(answer):
                raise Problem("not_understood")
            question.check(answer, self.answers, self.scope)
        except Problem as problem:
            if problem.code == "not_understood" and self.message.kind not in ("text", "press"):
                return self.again("dialogue.sent_unasked")
            lead = replies.problem_text(question, problem, self.scope)
            return _ask(self.form, self.stored, self.scope, lead=lead)
        return self.set(question, answer)

    def toggled(self, question: Choices, value: str) -> Turn:
        """Switches one of several on or off; the message with the buttons is changed in place."""
        question.check([value], self.answers, self.scope)
        key = replies.pending(question)
        chosen = list(self.stored.get(key, []))
        chosen = [code for code in chosen if code != value] if value in chosen else [*chosen, value]
        self.stored[key] = chosen
        return _ask(self.form, self.stored, self.scope, edits=self.message.pressed_message)

    def set(self, question: Question, answer: object) -> Turn:
        self.stored[question.id] = answer
        self.stored.pop(f"{question.id}~", None)
        return _ask(self.form, self.stored, self.scope)
