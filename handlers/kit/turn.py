"""What comes of a message in a dialogue: answers kept, something said, the end. Only `submit` writes."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from handlers.kit import implied_answers, replies
from handlers.kit.commands import Reply
from handlers.kit.form import Form
from handlers.kit.messages import Answers, JsonValue, Said
from handlers.kit.question import Problem, Question
from handlers.understand.fold import bare

if TYPE_CHECKING:
    from handlers.kit.scope import Scope


@dataclass(frozen=True, slots=True)
class Turn:
    """What is stored from now on, what is said or where it leads, and whether the dialogue is over.

    `aside`: it was about something else; the dialogue is set aside, to be gone on with.
    """

    answers: Answers
    reply: Reply
    over: bool = False
    aside: bool = False

    def takes_answer(self, before: Answers) -> bool:
        """Says whether something was answered or sent, beside what had been answered before."""
        return self.over or any(before.get(key, Ellipsis) != answer for key, answer in self.answers.items())


def begin(form: Form, answers: Answers, scope: "Scope", lead: str = "") -> Turn:
    """Asks the first question that the answers given beforehand leave open."""
    reason = form.ready(scope) if form.ready else None
    if reason:
        return Turn({}, reason, over=True)
    standing = {key: value for key, value in answers.items() if _stands(form, key, value, answers, scope)}
    lead = "\n\n".join(filter(None, (lead, form.opening(scope) if form.opening else "")))
    leads = (lead, replies.noted(form, standing, scope))
    if not answers and form.expects and (expected := form.expects(scope)):
        standing = expected
        leads = (lead, replies.expected(form, standing, scope))
    implied_answers.bring_all(form, standing, scope)
    return ask(form, standing, scope, lead="\n\n".join(filter(None, leads)))


def names_an_option(form: Form, stored: Answers, words: str, scope: "Scope") -> bool:
    """Says whether the words are those of a choice of the open question, no more and no less."""
    answers, question = form.walk(stored)
    return question is not None and any(
        bare(option.label) == bare(words) for option in question.options(answers, scope)
    )


def plain_answer(form: Form, stored: Answers, text: str, scope: "Scope") -> JsonValue | None:
    """Finds the choice of the open question that the words plainly mean; None where they mean none."""
    answers, question = form.walk(stored)
    weighed = question.weighed(text, answers, scope) if question is not None and question.by_clause else None
    return weighed[1] if weighed else None


def _stands(form: Form, key: str, value: object, answers: Answers, scope: "Scope") -> bool:
    question = form.by_id.get(key.removesuffix(NEXT))
    if question is None:
        return False
    values = value if key.endswith(NEXT) and isinstance(value, list) else [value]
    return all(question.holds(part) and _may_be_filed(question, part, answers, scope) for part in values)


def _may_be_filed(question: Question, value: object, answers: Answers, scope: "Scope") -> bool:
    try:
        question.check(value, answers, scope)
    except Problem:
        return False
    return True


def ask(form: Form, stored: Answers, scope: "Scope", lead: str = "", edits: str = "") -> Turn:
    """Asks the first open question, or shows the review, or files where there is none."""
    answers, question = form.walk(stored)
    if question is not None and question.gathers and (so_far := stored.get(replies.pending(question))):
        return Turn(stored, replies.gathering(form, question, so_far, scope, lead=lead))
    if question is not None:
        return Turn(stored, replies.asking(form, question, stored, answers, scope, lead=lead, edits=edits))
    if form.review:
        return _checked(form, stored, answers, scope) or Turn(stored, replies.review(form, answers, scope, lead=lead))
    return file(form, stored, scope)


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


# behind a question's id: further answers to it, each of which is to be a record of its own
NEXT = "+"


def file(form: Form, stored: Answers, scope: "Scope") -> Turn:
    """Checks the answers once more, since the world may have moved on, and files them."""
    answers, _ = form.walk(stored)
    if reopened := _checked(form, stored, answers, scope):
        return reopened
    try:
        reply = form.submit(answers, scope)
    except Problem as problem:
        return _reopen(form, stored, form.by_id[problem.question], problem, scope)
    return _next_record(form, stored, reply, scope) or Turn({}, reply, over=True)


def _next_record(form: Form, stored: Answers, reply: Reply, scope: "Scope") -> Turn | None:
    """Begins the next of several that were named in one sentence, under the receipt of the one just filed."""
    queue = next((key for key in stored if key.endswith(NEXT) and stored[key]), None)
    if queue is None:
        return None
    following, *rest = stored[queue]
    receipt = scope.say(reply).text if isinstance(reply, Said) else getattr(reply, "text", "")
    shared = {
        question.id: stored[question.id] for question in form.questions if question.shared and question.id in stored
    }
    given = {queue.removesuffix(NEXT): following, **shared, **({queue: rest} if rest else {})}
    return begin(form, given, scope, lead=receipt)


def _reopen(form: Form, stored: Answers, question: Question, problem: Problem, scope: "Scope") -> Turn:
    kept = {key: value for key, value in stored.items() if key != question.id}
    implied_answers.want(kept, question)
    return ask(form, kept, scope, lead=replies.problem_text(question, problem, scope))
