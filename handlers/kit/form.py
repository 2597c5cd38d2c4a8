"""A conversation as a form: questions in order, and what is done with the answers."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from handlers.kit.messages import Answers, Said
from handlers.kit.question import Question
from rules import roles

if TYPE_CHECKING:
    from handlers.kit.scope import Scope


class Form:
    """`submit` writes, in the caller's transaction; `ready` says why the form cannot start now, if so.

    `foretell` says under the review what sending it will do.
    """

    def __init__(
        self,
        id: str,
        *questions: Question,
        submit: "Callable[[Answers, Scope], Said]",
        may: tuple[str, ...] = (),
        review: bool = True,
        ready: "Callable[[Scope], Said | None] | None" = None,
        foretell: "Callable[[Answers, Scope], str] | None" = None,
    ):
        self.id = id
        self.questions = questions
        self.submit = submit
        self.may = roles.checked(may)
        self.review = review
        self.ready = ready
        self.foretell = foretell
        self.by_id = {question.id: question for question in questions}
        for question in questions:
            # a question that two forms ask speaks the words of the first
            question.form_id = question.form_id or id

    def walk(self, stored: Answers) -> tuple[Answers, Question | None]:
        """The answers that count, and the first open question.

        A condition sees only what this form still asks and still accepts,
        so that answers stored by an older form do no harm.
        """
        answers: Answers = {}
        for question in self.questions:
            if not question.when(answers):
                continue
            if question.id not in stored or not question.holds(stored[question.id]):
                return answers, question
            answers[question.id] = stored[question.id]
        return answers, None

    def text_keys(self) -> set[str]:
        """The keys that need a text before this form can be started."""
        return set().union(*(question.text_keys() for question in self.questions))
