"""Where a dialogue stands in a turn, and the steps that can be taken from there."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from handlers.kit import implied_answers, replies
from handlers.kit.choices import Choice, Choices
from handlers.kit.commands import Reply, id_in
from handlers.kit.form import Form
from handlers.kit.keywords import ButtonPress
from handlers.kit.messages import Answers, Incoming, Outgoing
from handlers.kit.question import Problem, Question, always
from handlers.kit.questions import Note
from handlers.kit.turn import Turn, ask, file

if TYPE_CHECKING:
    from handlers.kit.scope import Scope

# what a typed message wants outside the form, if that is plain; `sure`: where it could as well be an answer
Elsewhere = Callable[[Incoming, bool], Reply | None]


def nowhere_else(_message: Incoming, _sure: bool) -> Reply | None:
    return None


class Dialogue:
    """One turn: where the dialogue stands, and what the message makes of it."""

    def __init__(self, form: Form, stored: Answers, message: Incoming, scope: "Scope", elsewhere: Elsewhere):
        self.form = form
        self.stored = dict(stored)
        self.message = message
        self.scope = scope
        self.elsewhere = elsewhere
        self.answers, self.question = form.walk(stored)
        self.button = ButtonPress.of(message.press) if message.kind == "press" else None

    def again(self, key: str = "", **fields: object) -> Turn:
        """Says the question that stands open, or the review, once more."""
        lead = self.scope.text(key, **fields) if key else ""
        is_open = self.question is not None or self.form.review
        return self.ask(lead) if is_open else Turn(self.stored, Outgoing(lead))

    def ask(self, lead: str = "", edits: str = "") -> Turn:
        """Goes on to what is open now, under `lead`."""
        return ask(self.form, self.stored, self.scope, lead, edits)

    def aside(self, reply: Reply) -> Turn:
        """Answers another matter; this dialogue is set aside."""
        return Turn(self.stored, reply, aside=True)

    def file(self) -> Turn:
        return file(self.form, self.stored, self.scope)

    def back(self) -> Turn:
        """Asks the last answered question once more, or this one from its start where something was told already."""
        if (
            self.question is not None
            and self.question.gathers
            and self.stored.pop(replies.pending(self.question), None)
        ):
            return self.again()
        if not self.answers:
            return self.again("dialogue.nothing_before")
        implied_answers.ask_again(self.form, self.stored, self._answered_ids()[-1])
        return self.again()

    def change(self, number: int) -> Turn:
        """Asks answer `number` of the review again; a button names its question instead."""
        asked = self._answered_ids()
        if self.button and self._may_be_asked(self.button.question):
            chosen = self.button.question
        elif 0 < number <= len(asked):
            chosen = asked[number - 1]
        elif self.answers:
            return Turn(self.stored, replies.which_to_change(self.form, self.answers, self.scope))
        else:
            return self.again("dialogue.nothing_before")
        implied_answers.ask_again(self.form, self.stored, chosen)
        return self.again()

    def take_off(self) -> Turn | None:
        """Takes the photo off the answer it was sent with, whatever stands open; None where there is none."""
        for question in self.form.questions:
            if question.id in self.answers and (left := question.bare(self.answers[question.id], self.answers)):
                self.keep(question, left)
                return self.again("dialogue.taken_off")
        return None

    def _answered_ids(self) -> list[str]:
        """Lists the questions that were answered, in the form's order."""
        return [asked.id for asked in self.form.questions if asked.id in self.answers and not asked.silent]

    def _may_be_asked(self, name: str) -> bool:
        """Says whether the question is answered, or could be at the review though it is not asked by itself."""
        question = self.form.by_id.get(name)
        if question is None or name in self.answers:
            return question is not None
        return self.question is None and question.asked is not always and question.when(self.answers)

    def more(self, question: Choice, command: str) -> Turn:
        page = id_in(command.removeprefix("more") or "1")
        reply = replies.asking(self.form, question, self.stored, self.answers, self.scope, page=page)
        return Turn(self.stored, reply)

    def checked(self, question: Question, value: str = "") -> object:
        """Reads the answer to this question in the message. Raises Problem."""
        answer = question.read(self.message, value, self.answers, self.scope)
        if not question.accepts(answer):
            raise Problem("not_understood")
        question.check(answer, self.answers, self.scope)
        return answer

    def toggled(self, question: Choices, value: str) -> Turn:
        """Switches one of several on or off; the message with the buttons is changed in place."""
        question.check([value], self.answers, self.scope)
        key = replies.pending(question)
        chosen = list(self.stored.get(key, []))
        chosen = [code for code in chosen if code != value] if value in chosen else [*chosen, value]
        self.stored[key] = chosen
        return self.ask(edits=self.message.pressed_message)

    def set(self, question: Question, answer: object, lead: str = "") -> Turn:
        if isinstance(question, Note) and question.gathers:
            return self._gathered(question, answer)
        self.keep(question, answer)
        return self.ask(lead)

    def _gathered(self, question: Note, answer: object) -> Turn:
        """Puts one more message to the remark, or ends it with what was told so far when there is nothing more."""
        so_far = self.stored.get(replies.pending(question), [])
        if answer is None:
            self.keep(question, question.joined(so_far) if so_far else None)
        else:
            self.stored[replies.pending(question)] = [*so_far, answer]
        return self.ask()

    def keep(self, question: Question, answer: object) -> None:
        implied_answers.keep(self.form, self.stored, question, answer, self.scope)

    def all_at_once(self, question: Question) -> Turn | None:
        """Takes the answers of the open question's shortcut; None where it has none now."""
        answers = question.shortcut(self.answers, self.scope) if question.shortcut else {}
        if not answers:
            return None
        implied_answers.take_shortcut(self.form, self.stored, answers)
        return self.ask()
