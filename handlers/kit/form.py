"""A conversation as a form: questions in order, and what is done with the answers."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from handlers.kit.commands import Reply, Start
from handlers.kit.messages import Answers, JsonValue, Said
from handlers.kit.question import Detail, Line, Question
from rules import roles

if TYPE_CHECKING:
    from handlers.kit.scope import Scope
    from handlers.kit.viewer import Viewer


class Form:
    """A conversation: its questions, and what is done with the answers.

    `submit` writes, in the caller's transaction; `ready` says why the form cannot start now, if so.

    `opening` says before the first question what whoever begins has to know; empty where there is nothing.
    `preview` says under the review what sending it will do. `prefill` reads answers out of a sentence typed freely,
    beside those that the questions find in it. `remarks` names the question that takes what is typed at the review.
    `of_another` says how to begin anew where a sentence tells of another record than the one that is open.
    `expects` gives what need not be asked when it begins without any answer: «Quay lại» asks it after all.
    `on_page`: a page has fields for it, whose answers come together and in any order.
    `adds` names the question that a button of the review asks, for what is not asked by itself.
    """

    def __init__(
        self,
        id: str,
        *questions: Question,
        submit: "Callable[[Answers, Scope], Reply]",
        may: tuple[str, ...] = (),
        review: bool = True,
        ready: "Callable[[Scope], Said | None] | None" = None,
        opening: "Callable[[Scope], str] | None" = None,
        preview: "Callable[[Answers, Scope], str] | None" = None,
        prefill: "Callable[[Scope, str], Answers] | None" = None,
        remarks: str = "",
        of_another: "Callable[[Scope, Answers, str], Start | None] | None" = None,
        expects: "Callable[[Scope], Answers] | None" = None,
        on_page: bool = False,
        adds: str = "",
    ):
        self.id = id
        self.questions = questions
        self.submit = submit
        self.may = roles.checked(may)
        self.review = review
        self.ready = ready
        self.opening = opening
        self.preview = preview
        self.prefill = prefill
        self.remarks = remarks
        self.of_another = of_another
        self.expects = expects
        self.on_page = on_page
        self.adds = adds
        self.by_id = {question.id: question for question in questions}
        for question in questions:
            # a question that two forms ask speaks the words of the first
            question.form_id = question.form_id or id

    def walk(self, stored: Answers) -> tuple[Answers, Question | None]:
        """Gives the answers that count, and the first open question.

        A condition sees only what this form still asks and still accepts,
        so that answers stored by an older form do no harm.
        """
        answers: Answers = {}
        for question in self.questions:
            if not question.when(answers) or _waits(question, stored, answers):
                continue
            if question.silent and not question.holds(stored.get(question.id)):
                continue
            if question.id not in stored or not question.holds(stored[question.id]):
                return answers, question
            answers[question.id] = stored[question.id]
        return answers, None

    def text_keys(self) -> set[str]:
        """Lists the keys that need a text before this form can be started."""
        return set().union(*(question.text_keys() for question in self.questions))

    def shown(self, stored: Answers, viewer: "Viewer", detail: Detail | None = None) -> list[Line]:
        """Lists how a record reads to this viewer, a line an answer; `detail`: those of that level only.

        Whoever reads back their own answers sees what names the record, too, and what they skipped.
        """
        return [
            question.line(answer, answers, viewer)
            for question, answer, answers in self._visible(stored, viewer)
            if detail in (None, question.detail)
        ]

    def shown_by_question(self, stored: Answers, viewer: "Viewer") -> dict[str, Line]:
        """Maps the questions that were answered to how each answer reads to this viewer."""
        return {
            question.id: question.line(answer, answers, viewer)
            for question, answer, answers in self._visible(stored, viewer)
        }

    def in_short(self, stored: Answers, viewer: "Viewer") -> str:
        """Says the record in one line: «gặp được · ổn · rượu bia»."""
        parts = (
            question.in_short(answer, answers, viewer)
            for question, answer, answers in self._visible(stored, viewer)
            if question.detail == "brief" and answer is not None
        )
        return " · ".join(part for part in parts if part)

    def _visible(self, stored: Answers, viewer: "Viewer") -> Iterator[tuple[Question, JsonValue, Answers]]:
        """Yields the answers that count and that the viewer may see; what was not asked at the time is passed over."""
        answers = self._readable(stored)
        for question in self.questions:
            if question.id not in answers or question.silent or not viewer.may_see(question.seen_by):
                continue
            if viewer.is_author or (question.detail != "head" and answers[question.id] is not None):
                yield question, answers[question.id], answers

    def _readable(self, stored: Answers) -> Answers:
        """Gives the answers that count, as `walk` does; but a record may be older than a question or its choices."""
        answers: Answers = {}
        for question in self.questions:
            if question.id not in stored or not applies(question, answers):
                continue
            answer = stored[question.id]
            if answer is None or question.reads(answer):
                answers[question.id] = answer
        return answers


def wanted(question: Question) -> str:
    """Names where it is stored that a question was called for, which is not asked by itself."""
    return f"{question.id}!"


def _waits(question: Question, stored: Answers, answers: Answers) -> bool:
    """Says whether the question waits until somebody tells something of it, or wants to."""
    return question.id not in stored and wanted(question) not in stored and not question.asked(answers)


def applies(question: Question, answers: Answers) -> bool:
    """Says whether the question is asked; a condition on what the record does not hold cannot be met."""
    try:
        return question.when(answers)
    except KeyError:
        return False
